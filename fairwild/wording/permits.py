"""The words of permits, and of papers at a border."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "permit-needed": _l(
        "Collecting this in %(area)s needs a permit, and none is registered for this species and "
        "part. Register the permit first."
    ),
    "permit-expired": _l(
        "Permit %(permit)s is good from %(first_day)s to %(last_day)s, not on %(day)s."
    ),
    "permit-ended": _l("Permit %(permit)s has been ended."),
    "permit-exceeded": _l(
        "Permit %(permit)s allows %(limit_g)s, of which %(drawn_g)s are collected. "
        "%(left_g)s are left; %(wanted_g)s is too much."
    ),
    "permit-not-for-this-area": _l("Permit %(permit)s is not good for %(area)s."),
    "permit-in-another-state": _l(
        "Permit %(permit)s counts %(permit_state)s weight; these plants were weighed %(state)s."
    ),
    "permit-number-taken": _l("A permit of this kind with the number %(permit)s is registered."),
    "permit-without-days": _l("The permit must end after it begins on %(first_day)s."),
    "harvest-permit-incomplete": _l(
        "A permit to harvest says which part, fresh or dry, and how much may be collected."
    ),
    "permit-drawn-on": _l(
        "Plants were collected under permit %(permit)s (%(drawn_g)s of them count today); what is "
        "written of it no longer changes. End it and register another."
    ),
    "paper-missing": _l(
        "%(species)s is listed in CITES appendix %(appendix)s. To go from %(from_country)s to "
        "%(to_country)s it needs a %(paper)s (%(lots)s)."
    ),
    "paper-used-before": _l(
        "%(paper)s %(number)s serves one shipment and went with consignment %(consignments)s. "
        "%(species)s (%(lots)s) needs another one. If the paper itself says that it is good for "
        "several shipments, register it so under Permits."
    ),
    "paper-for-less": _l(
        "%(paper)s %(number)s covers %(limit_g)s of %(species)s; this consignment needs "
        "%(wanted_g)s."
    ),
    "paper-partly-used": _l(
        "%(paper)s %(number)s covers %(limit_g)s of %(species)s; %(used_g)s went on consignment "
        "%(consignments)s; this one needs %(wanted_g)s."
    ),
}

EVENTS: dict[str, LazyString] = {
    "permit-registered": _l("Permit registered"),
    "permit-changed": _l("Permit put right"),
    "permit-paper-kept": _l("Paper laid beside the permit"),
    "permit-ended": _l("Permit ended"),
    "permit-drawn": _l("Collected under the permit"),
    "permit-returned": _l("Given back to the permit"),
}

WORDS: dict[str, LazyString] = {
    "PermitKind:harvest": _l("permit to harvest"),
    "PermitKind:land-owner-consent": _l("consent of the land owner"),
    "PermitKind:cites-export": _l("CITES export permit"),
    "PermitKind:cites-import": _l("CITES import permit"),
    "PermitKind:cites-re-export": _l("CITES re-export certificate"),
    "PermitKind:phytosanitary": _l("phytosanitary certificate"),
    "PermitKind:access-and-benefit-sharing": _l("access and benefit sharing permit"),
    "PaperReason:listed": _l("the species is listed by CITES"),
    "PaperReason:derivative": _l(
        "made from a species listed by CITES, which counts like the plant"
    ),
    "PermitStanding:coming": _l("not yet valid"),
    "PermitStanding:valid": _l("valid"),
    "PermitStanding:nearly-drawn": _l("nearly used up"),
    "PermitStanding:fully-drawn": _l("used up"),
    "PermitStanding:expired": _l("expired"),
    "PermitStanding:ended": _l("ended"),
}
