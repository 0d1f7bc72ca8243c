"""The words of stock: reconciliation, counts."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "nothing-counted": _l("Write down what was found of at least one lot."),
    "counted-in-units": _l("Lot %(lot)s is not packed in units: say what it weighs."),
    "made-since-counted": _l(
        "Lot %(lot)s was not there yet, or not all of it: it was made on %(at)s, after this count."
    ),
    "returned-since-counted": _l(
        "Goods were given back to lot %(lot)s by a correction on %(at)s, after this count: count "
        "it as it lies now."
    ),
    "moved-since-counted": _l(
        "Lot %(lot)s was drawn on after this count, on %(at)s: count it as it lies now."
    ),
    "difference-unexplained": _l(
        "Of lot %(lot)s %(counted_g)s were counted and %(booked_g)s are booked: say why."
    ),
}

EVENTS: dict[str, LazyString] = {
    "stock-counted": _l("Stock was counted"),
}

WORDS: dict[str, LazyString] = {
    "Flow:collected": _l("collected"),
    "Flow:received": _l("received"),
    "Flow:came-back": _l("came back"),
    "Flow:made": _l("made by processing"),
    "Flow:regrouped-in": _l("from regrouping"),
    "Flow:put-right-in": _l("put right (more)"),
    "Flow:shipped": _l("shipped"),
    "Flow:given-back": _l("given back"),
    "Flow:processed": _l("into processing"),
    "Flow:regrouped-out": _l("into regrouping"),
    "Flow:own-use": _l("own use"),
    "Flow:put-right-out": _l("put right (less)"),
    "Flow:lost": _l("lost"),
}
