"""The main navigation: only what the person can use."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from fairwild.http import actor
from fairwild.kernel.actors import Role

_OPERATOR = (Role.OPERATOR_MANAGER, Role.BUYING_CLERK)
_BODY = (Role.BODY_OFFICE, Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
_HOLDERS = (*_OPERATOR, Role.COMPANY_MEMBER)
_SCHEME = (Role.SCHEME_STEWARD, Role.SYSTEM_ADMINISTRATOR)


HOME_OF = {
    "approvals": "organisations",
    "blending": "lots",
    "desks": "audits",
    "packing": "lots",
    "processing": "lots",
    "risk": "species",
}
"""Under which entry pages stand that have none of their own."""


@dataclass(frozen=True)
class Entry:
    """One place to go, for the roles that work there."""

    endpoint: str
    label: LazyString
    icon: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Group:
    """Places that belong to one part of the work; the first ones stand without a heading."""

    label: LazyString | None
    entries: tuple[Entry, ...]


_COLLECT = (
    Entry("buying.desk", _l("Buying point"), "scale", _OPERATOR),
    Entry("harvesters.list_all", _l("Harvesters"), "users", _OPERATOR),
    Entry("areas.list_all", _l("Areas and quantities"), "map-pin", _OPERATOR),
    Entry(
        "quantity_changes.list_all",
        _l("Quantity changes"),
        "adjustments",
        (*_BODY, Role.SCHEME_STEWARD),
    ),
    Entry("permits.list_all", _l("Permits"), "rubber-stamp", _OPERATOR),
    Entry(
        "species.list_all",
        _l("Species"),
        "plant",
        (Role.SCHEME_STEWARD, Role.OPERATOR_MANAGER, *_BODY),
    ),
)
_MATERIAL = (
    Entry("lots.list_all", _l("Lots"), "package", _HOLDERS),
    Entry("movements.list_all", _l("Movements"), "arrows-split", _HOLDERS),
    Entry("stock.reconcile", _l("Stock account"), "scale", _HOLDERS),
    Entry("ratios.list_all", _l("Ratios"), "adjustments", _HOLDERS),
    Entry("recipes.list_all", _l("Recipes"), "list", _HOLDERS),
    Entry("imports.list_all", _l("Imports"), "upload", _HOLDERS),
)
_TRADE = (
    Entry("consignments.list_all", _l("Consignments"), "truck", _HOLDERS),
    Entry("labels.list_all", _l("Labels"), "qrcode", _HOLDERS),
    Entry(
        "provenance.search", _l("Provenance"), "search", (*_HOLDERS, *_BODY, Role.SCHEME_STEWARD)
    ),
)
_TRUST = (
    Entry(
        "applications.list_all",
        _l("Applications"),
        "note",
        (*_BODY, Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER, Role.SCHEME_STEWARD),
    ),
    Entry(
        "audits.list_all",
        _l("Audits"),
        "clipboard-check",
        (*_BODY, Role.OPERATOR_MANAGER, Role.COMPANY_MEMBER, Role.SCHEME_STEWARD),
    ),
    Entry(
        "certificates.list_all",
        _l("Certificates"),
        "certificate",
        (*_BODY, *_OPERATOR, Role.SCHEME_STEWARD),
    ),
    Entry("alarms.list_all", _l("Alarms"), "bell", (*_HOLDERS, Role.BODY_OFFICE)),
    Entry("recalls.list_all", _l("Recalls"), "hand-stop", _HOLDERS),
    Entry("complaints.list_all", _l("Complaints"), "alert-circle", tuple(Role)),
    Entry("scheme.show_numbers", _l("Scheme"), "book", (*_SCHEME, *_BODY)),
    Entry("ledger.list_all", _l("Ledger"), "history", _SCHEME),
)
_ORGANISATION = (
    Entry("organisations.list_all", _l("Organisations"), "building", _SCHEME),
    Entry("organisations.own", _l("Our organisation"), "building", (*_HOLDERS, *_BODY)),
    Entry("competence.own", _l("Competence"), "user-check", _BODY),
    Entry("declarations.own", _l("My declarations"), "note", _BODY),
)
GROUPS = (
    Group(None, (Entry("home.show", _l("Home"), "leaf", tuple(Role)),)),
    Group(_l("Collect"), _COLLECT),
    Group(_l("Material"), _MATERIAL),
    Group(_l("Trade"), _TRADE),
    Group(_l("Trust"), _TRUST),
    Group(_l("Organisation"), _ORGANISATION),
)


@dataclass(frozen=True)
class Place:
    """A link of the navigation as the page draws it."""

    label: str
    href: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Section:
    """A heading with its links as the page draws them; no heading where it is empty."""

    label: str
    places: tuple[Place, ...]


def navigation() -> list[Section]:
    """List where this person can go, marking where they are; empty groups are left out."""
    drawn = [
        Section(str(group.label or ""), tuple(_place(entry) for entry in _open(group)))
        for group in GROUPS
    ]
    return [section for section in drawn if section.places]


def leads_to(endpoint: str) -> bool:
    """Tell whether the navigation leads this person to a place."""
    return any(entry.endpoint == endpoint for group in GROUPS for entry in _open(group))


def _open(group: Group) -> list[Entry]:
    """Give the entries of a group that this person works with."""
    roles = actor().roles
    return [
        entry
        for entry in group.entries
        if roles.intersection(entry.roles) and entry.endpoint in current_app.view_functions
    ]


def _place(entry: Entry) -> Place:
    here = (request.endpoint or "").partition(".")[0]
    return Place(
        label=str(entry.label),
        href=url_for(entry.endpoint),
        icon=entry.icon,
        current=entry.endpoint.partition(".")[0] == HOME_OF.get(here, here),
    )
