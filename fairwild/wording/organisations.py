"""The words of the room `organisations`."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {}

EVENTS: dict[str, LazyString] = {}

WORDS: dict[str, LazyString] = {
    "Role:operator-manager": _l("manager"),
    "Role:buying-clerk": _l("buying clerk"),
    "Role:body-office": _l("office of the certification body"),
    "Role:auditor": _l("auditor"),
    "Role:evaluator": _l("evaluator"),
    "Role:certifier": _l("certifier"),
    "Role:company-member": _l("company member"),
    "Role:scheme-steward": _l("scheme steward"),
    "Role:system-administrator": _l("system administrator"),
    "OrganisationKind:scheme-owner": _l("scheme owner"),
    "OrganisationKind:certification-body": _l("certification body"),
    "OrganisationKind:operator": _l("operator"),
    "OrganisationKind:company": _l("company"),
    "ApprovalStatus:preliminary": _l("preliminary"),
    "ApprovalStatus:full": _l("full"),
    "ApprovalStatus:suspended": _l("suspended"),
    "ApprovalStatus:withdrawn": _l("withdrawn"),
}
