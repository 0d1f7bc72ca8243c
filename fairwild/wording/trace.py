"""The words of the public trace: claims, grounds, steps and standings, as a shopper reads them."""

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {}

EVENTS: dict[str, LazyString] = {}

WORDS: dict[str, LazyString] = {
    "ClaimBasis:verified": _l("Verified"),
    "ClaimBasis:checked": _l("Checked by this system"),
    "ClaimBasis:registered": _l("Registered"),
    "ClaimBasis:stated": _l("Stated only"),
    "ClaimBasis:missing": _l("Not given"),
    "ClaimCode:certified": _l("Collected and handled by the rules of the standard"),
    "ClaimCode:quantity": _l("Not more than the allowed quantity"),
    "ClaimCode:drying-ratio": _l("As much dry as fresh plants can give"),
    "ClaimCode:separation": _l("Never mixed with uncertified goods"),
    "ClaimCode:balance": _l("No kilogram sold twice"),
    "ClaimCode:handover": _l("What was sent is what arrived"),
    "ClaimCode:harvesters": _l("Who collected"),
    "ClaimCode:place": _l("Where it was collected"),
    "ClaimCode:weight": _l("The weights"),
    "ClaimCode:species": _l("The species"),
    "ClaimCode:share": _l("The share of certified plants"),
}

GROUNDS: dict[str, LazyString] = {
    "certified:verified": _l(
        "%(by)s audited the collecting operation and issued certificate %(paper)s on %(on)s."
    ),
    "certified:missing": _l("No certificate covered these goods."),
    "quantity:checked": _l(
        "Each purchase is refused once the quantity allowed for the area and the season is used up."
    ),
    "drying-ratio:checked": _l(
        "The weights before and after drying lie in the band known for this part of the plant."
    ),
    "share:checked": _l(
        "Reckoned from the recipe when it was blended on %(on)s: what went in had its shares to "
        "a gram."
    ),
    "separation:checked": _l(
        "Lots with and without a certificate cannot be put together in this system."
    ),
    "balance:checked": _l("No lot can give more than was put into it."),
    "handover:checked": _l("%(by)s confirmed the weight on %(on)s."),
    "harvesters:registered": _l(
        "Kept in the register of %(by)s. Auditors look at samples, not at every entry."
    ),
    "place:registered": _l("Mapped and registered by %(by)s. Nobody follows each basket."),
    "weight:stated": _l("Read from the scales and entered by %(by)s and later holders."),
    "species:stated": _l("Identified by %(by)s; no laboratory result is kept here."),
}
"""Why a claim may be believed, by claim and basis."""

STEPS: dict[str, LazyString] = {
    "collect": _l("Collected in the wild"),
    "dry": _l("Dried"),
    "cut": _l("Cut"),
    "pack": _l("Packed"),
    "split": _l("Divided"),
    "merge": _l("Put together with lots of the same kind"),
    "ship": _l("Sold and shipped"),
    "receive": _l("Received and confirmed"),
    "return": _l("Taken back"),
    "sift": _l("Sifted"),
    "mill": _l("Ground"),
    "distil": _l("Distilled"),
    "macerate": _l("Steeped in oil or another liquid"),
    "grade": _l("Sorted by quality"),
    "blend": _l("Blended"),
    "unpack": _l("Unpacked"),
    "uncertify": _l("Declared uncertified by its holder"),
    "sample": _l("Sample taken"),
    "loss": _l("Part of it lost"),
    "own-use": _l("Used by the holder"),
    "count": _l("Counted"),
    "correct": _l("Corrected"),
    "take-back": _l("Taken back by its sender"),
}
"""What happened, by kind of movement."""

THEN: dict[str, LazyString] = {
    "collect": _l("Certified when it was collected on %(day)s."),
    "dry": _l("Certified when it was dried on %(day)s."),
    "cut": _l("Certified when it was cut on %(day)s."),
    "pack": _l("Certified when it was packed on %(day)s."),
    "split": _l("Certified when the lot was divided on %(day)s."),
    "merge": _l("Certified when the lot was put together on %(day)s."),
    "ship": _l("Certified when it was sold on %(day)s."),
    "receive": _l("Certified when it was received on %(day)s."),
    "return": _l("Certified when it was taken back on %(day)s."),
    "sift": _l("Certified when it was sifted on %(day)s."),
    "mill": _l("Certified when it was ground on %(day)s."),
    "distil": _l("Certified when it was distilled on %(day)s."),
    "macerate": _l("Certified when it was steeped on %(day)s."),
    "grade": _l("Certified when it was sorted on %(day)s."),
    "blend": _l("Certified when it was blended on %(day)s."),
    "unpack": _l("Certified when it was unpacked on %(day)s."),
    "uncertify": _l("Certified until its holder gave up the claim on %(day)s."),
    "sample": _l("Certified when the sample was taken on %(day)s."),
    "loss": _l("Certified when a part was lost on %(day)s."),
    "own-use": _l("Certified when it was used on %(day)s."),
    "count": _l("Certified when it was counted on %(day)s."),
    "correct": _l("Certified when it was corrected on %(day)s."),
    "take-back": _l("Certified when its sender took it back on %(day)s."),
}
"""What it was worth then, by the kind of the movement it was judged at."""

NOW: dict[str, LazyString] = {
    "not-yet-valid": _l("The certificate is not valid yet."),
    "issued": _l("The certificate is still in force today."),
    "suspended": _l(
        "The certificate has been suspended since %(day)s. "
        "Goods sold before that day keep the status they had then."
    ),
    "withdrawn": _l(
        "The certificate was withdrawn on %(day)s. "
        "Goods sold before that day keep the status they had then."
    ),
    "terminated": _l("The certificate was ended by its holder on %(day)s."),
    "superseded": _l("The certificate was replaced by a newer one on %(day)s."),
    "expired": _l("The certificate ran out on %(day)s; these goods were made before that."),
}
"""What the certificate is worth today, by its standing."""

REASONS: dict[str, LazyString] = {
    "no-certificate": _l("The collectors had no certificate at that time."),
    "certificate-not-in-force": _l("The certificate was not in force at that time."),
    "uncovered-when-recorded": _l("When they were recorded, no certificate covered them any more."),
    "species-not-in-scope": _l("The certificate does not cover this species."),
    "part-not-in-scope": _l("The certificate does not cover this part of the plant."),
    "area-not-in-scope": _l("The certificate does not cover the area it comes from."),
    "form-not-in-scope": _l("The certificate does not cover the goods in this form."),
    "state-not-in-scope": _l("The certificate counts another weight, fresh or dry."),
    "claim-given-up": _l("Their holder declared them uncertified."),
    "nothing-certified-in-it": _l("Nothing in this product is certified."),
    "threatened-ingredient-uncertified": _l(
        "A plant in it that is threatened worldwide is not certified, so the product claims "
        "nothing."
    ),
}
"""Why goods are not certified, by the code they were judged with."""

UNCOVERED: LazyString = _l("No certificate covered these goods when they were recorded.")


def country_name(code: str) -> str:
    """Give the name of a country in the reader's language, or its code where there is none."""
    locale = get_locale()
    return str(locale.territories.get(code, code)) if locale else code
