"""The words of packing."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "lot-on-hold": _l("Lot %(lot)s is on hold; release it first."),
}

EVENTS: dict[str, LazyString] = {}

WORDS: dict[str, LazyString] = {}
