"""The words of lineage."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "lineage-shared-with-oneself": _l("Your own people see your lineage anyway."),
    "lineage-shared-already": _l("That is so already, since %(since)s."),
    "lineage-share-over": _l("That ended already, on %(since)s."),
}

EVENTS: dict[str, LazyString] = {
    "lineage-shared": _l("Lineage shown to others"),
    "lineage-share-ended": _l("Lineage no longer shown to others"),
}

WORDS: dict[str, LazyString] = {
    "Sight:open": _l("yours to see"),
    "Sight:shared": _l("shared with you"),
    "Sight:named": _l("one step away"),
    "Sight:hidden": _l("not disclosed to you"),
    "Side:upstream": _l("where it came from"),
    "Side:downstream": _l("what was made from it"),
    "FoundKind:lot": _l("lot"),
    "FoundKind:label": _l("label"),
    "FoundKind:receipt": _l("receipt"),
    "FoundKind:consignment": _l("consignment"),
    "Receipt:stands": _l("stands"),
    "Receipt:taken-back": _l("taken back"),
    "LineageColour:status": _l("certification, as judged then"),
    "LineageColour:area": _l("collection area"),
    "LineageColour:village": _l("village of the harvesters"),
}
