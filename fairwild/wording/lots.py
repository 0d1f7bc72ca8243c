"""The words of the room `lots`."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "harvester-not-registered-then": _l(
        "Harvester %(harvester)s was not registered on %(day)s (registered from "
        "%(registered_from)s)."
    ),
    "harvester-not-allowed-area": _l(
        "Harvester %(harvester)s is not registered for area %(area)s."
    ),
    "harvester-not-allowed-species": _l(
        "Harvester %(harvester)s is not registered for %(species)s."
    ),
    "outside-season": _l(
        "On %(day)s no %(part)s of %(species)s (%(state)s) may be collected in %(area)s. The "
        "nearest season is %(nearest_from)s to %(nearest_until)s."
    ),
    "no-maximum-quantity": _l(
        "No maximum quantity is set for %(part)s of %(species)s (%(state)s) in %(area)s, so "
        "nothing may be collected there on %(day)s."
    ),
    "net-not-positive": _l(
        "Gross %(gross_g)s less tare %(tare_g)s is %(net_g)s: nothing is left to buy."
    ),
    "in-the-future": _l("%(at)s has not come yet; it is %(now)s."),
    "uncovered-when-recorded": _l(
        "It was collected at %(at)s under certificate %(certificate)s, but nothing covers it "
        "today: recorded now, it goes into an uncertified lot. Recorded once a certificate covers "
        "it again, it is judged by the day of collection."
    ),
    "quota-nearly-drawn": _l(
        "%(drawn_g)s of the %(limit_g)s that may be collected this season are drawn; %(left_g)s "
        "are left."
    ),
    "certificate-nearly-drawn": _l(
        "%(drawn_g)s of the %(limit_g)s that certificate %(certificate)s allows this year are "
        "drawn; %(left_g)s are left."
    ),
    "permit-nearly-drawn": _l(
        "%(drawn_g)s of the %(limit_g)s of permit %(permit)s are drawn; %(left_g)s are left."
    ),
    "receipt-already-reversed": _l("Receipt %(receipt)s was taken back on %(since)s."),
    "reversal-reason-missing": _l("Say why receipt %(receipt)s is taken back."),
    "lot-not-open": _l("Lot %(lot)s takes no more receipts and corrections: it is %(status)s."),
    "lot-empty": _l("There is nothing in lot %(lot)s yet."),
    "lot-still-open": _l("Lot %(lot)s still takes receipts: close it first."),
    "lot-not-in-stock": _l("Lot %(lot)s is not in stock: it is %(status)s."),
    "nothing-taken": _l("Take more than nothing out of a lot."),
    "nothing-made": _l("Say how much came out: more than nothing."),
    "more-than-available": _l(
        "Lot %(lot)s has %(available_g)s left; %(wanted_g)s cannot be taken out of it."
    ),
    "before-its-origin": _l("At %(at)s lot %(lot)s did not exist yet: it was made at %(made_at)s."),
    "too-few-lots": _l("Choose at least %(least)s lots."),
    "certified-mixed-with-uncertified": _l(
        "Certified and uncertified material never share a lot: %(lots)s."
    ),
    "lots-differ": _l("These lots differ in their %(which)s and stay apart: %(lots)s."),
    "form-not-for-this": _l("Lot %(lot)s is %(form)s; this cannot be done with it."),
    "state-not-for-this": _l("Lot %(lot)s is %(state)s already."),
    "not-whole-units": _l("Lot %(lot)s is packed in units of %(unit_g)s; take whole units."),
    "no-drying-band": _l(
        "No drying ratios are laid down for the %(part)s, so this drying cannot be judged."
    ),
    "ratio-out-of-band": _l(
        "%(ratio)s kg fresh per kg dry is not possible for this part: it takes from "
        "%(lowest_ratio)s to %(highest_ratio)s."
    ),
    "does-not-reconcile": _l(
        "%(in_g)s went in; output %(out_g)s, by-product %(by_product_g)s and loss %(loss_g)s "
        "leave a difference of %(difference_g)s."
    ),
}

EVENTS: dict[str, LazyString] = {
    "receipt-recorded": _l("Receipt recorded"),
    "receipt-reversed": _l("Receipt taken back"),
    "movement-recorded": _l("Material moved"),
    "lot-made": _l("Lot made"),
    "lot-grew": _l("Receipt added to the lot"),
    "lot-shrank": _l("Receipt taken out of the lot"),
    "lot-closed": _l("Collection lot closed"),
    "lot-drawn": _l("Taken from the lot"),
}

WORDS: dict[str, LazyString] = {
    "MovementKind:collect": _l("collected"),
    "MovementKind:dry": _l("dried"),
    "MovementKind:cut": _l("cut"),
    "MovementKind:pack": _l("packed"),
    "MovementKind:split": _l("split"),
    "MovementKind:merge": _l("merged"),
    "MovementKind:ship": _l("shipped"),
    "MovementKind:receive": _l("received"),
    "MovementKind:return": _l("returned"),
    "LotStatus:open": _l("open"),
    "LotStatus:closed": _l("in stock"),
    "LotStatus:in-transit": _l("under way"),
    "LotStatus:used": _l("used up"),
    "QuotaLevel:ok": _l("within the limit"),
    "QuotaLevel:warning": _l("nearly used up"),
    "QuotaLevel:over": _l("over the limit"),
    "Judgement:certificate-in-force": _l("covered by a certificate in force at that moment"),
    "Judgement:certified-when-sold": _l("bought while the certificate was in force"),
    "Judgement:uncertified-input": _l("made of uncertified material"),
    "Judgement:no-certificate": _l("no certificate at that moment"),
    "Judgement:certificate-not-in-force": _l("the certificate was not in force at that moment"),
    "Judgement:uncovered-when-recorded": _l("recorded when no certificate covered it any more"),
    "Judgement:claim-given-up": _l("its holder gave up the claim"),
    "Judgement:species-not-in-scope": _l("the certificate did not cover the species"),
    "Judgement:part-not-in-scope": _l("the certificate did not cover this part of the plant"),
    "Judgement:area-not-in-scope": _l("the certificate did not cover the area"),
    "Judgement:form-not-in-scope": _l("the certificate did not cover this form"),
    "Judgement:state-not-in-scope": _l("the certificate counts another weight, fresh or dry"),
    "LotTrait:species": _l("species"),
    "LotTrait:part": _l("part of the plant"),
    "LotTrait:form": _l("form"),
    "LotTrait:state": _l("state (fresh or dry)"),
    "LotTrait:operator": _l("operator"),
    "LotTrait:holder": _l("holder"),
    "LotTrait:unit": _l("weight of a unit"),
    "LotTrait:certificate": _l("certificate"),
}
