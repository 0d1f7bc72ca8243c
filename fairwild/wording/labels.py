"""The words of the room `labels`."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "label-lot-still-open": _l("Lot %(lot)s still takes receipts: close it before it is labelled."),
    "label-lot-under-way": _l("Lot %(lot)s is under way: its receiver labels it on arrival."),
    "label-lot-used-up": _l("Nothing is left of lot %(lot)s."),
    "samples-are-not-labelled": _l("Lot %(lot)s is a sample: it is kept or tested, not labelled."),
    "label-count-out-of-range": _l("Order at least one label and at most %(limit)s."),
    "copies-out-of-range": _l("Print every label at least once and at most %(limit)s times."),
    "too-many-labels-at-once": _l(
        "Labels times copies make %(wanted)s; one order prints at most %(limit)s."
    ),
    "start-not-on-sheet": _l("The sheet has the places 1 to %(places)s."),
    "tier-without-product": _l("Lot %(lot)s is no finished product: it has no tier to claim."),
    "tier-above-share": _l(
        "Tier %(tier)s cannot be claimed for lot %(lot)s: its certified share is %(share)s (rule "
        "set %(rules)s)."
    ),
    "sheet-unknown": _l("There is no such kind of label sheet."),
    "label-cannot-be-printed": _l(
        "The labels cannot be printed as they are: %(field)s does not fit (%(detail)s)."
    ),
}

EVENTS: dict[str, LazyString] = {
    "labels-ordered": _l("Labels ordered"),
}

WORDS: dict[str, LazyString] = {}
