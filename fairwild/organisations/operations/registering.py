"""Organisations become known to the scheme, and what they say of themselves changes."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.kernel.actors import OrganisationKind
from fairwild.organisations import rules
from fairwild.organisations.events import (
    OrganisationEdited,
    OrganisationRegistered,
)
from fairwild.organisations.queries import organisations_like
from fairwild.organisations.records import Organisation
from fairwild.store.series import next_number
from fairwild.unit_of_work import UnitOfWork


def register_organisation(
    work: UnitOfWork,
    *,
    kind: OrganisationKind,
    code: str,
    name: str,
    country: str,
    address: str = "",
    email: str = "",
    website: str = "",
    time_zone: str = "UTC",
    currency: str = "EUR",
    synthetic: bool = False,
) -> Organisation:
    """Make an organisation known to the scheme; its code stands in numbers from now on.

    A company that was so far only named as a receiver, by this name and country, becomes it
    and keeps what it received.
    """
    work.may(Action.REGISTER_ORGANISATION)
    terms: dict[str, Any] = {
        "kind": kind,
        "code": code,
        "name": name,
        "country": country,
        "address": address,
        "email": email,
        "website": website,
        "time_zone": time_zone,
        "currency": currency,
        "synthetic": synthetic,
    }
    known = _outside(work, kind, name, country)
    if known is None:
        return found_organisation(work, Organisation(**terms, registered_at=work.now))
    return _taken_over(work, known, terms)


def _outside(
    work: UnitOfWork, kind: OrganisationKind, name: str, country: str
) -> Organisation | None:
    """Give the one company outside the scheme of this name and country."""
    if kind is not OrganisationKind.COMPANY:
        return None
    same = select(Organisation).where(
        Organisation.outside,
        func.lower(Organisation.name) == name.lower(),
        Organisation.country == country,
    )
    found = list(work.session.scalars(same.with_for_update()))
    return found[0] if len(found) == 1 else None


def _taken_over(work: UnitOfWork, row: Organisation, terms: dict[str, Any]) -> Organisation:
    """Register a company under the id it had as a receiver outside the scheme."""
    taken = organisations_like(work, code=terms["code"], name=row.name)
    work.refuse_if(rules.obstacles_to_registering(code=terms["code"], name=row.name, taken=taken))
    for name, value in terms.items():
        setattr(row, name, value)
    row.outside, row.registered_at = False, work.now
    work.session.flush()
    facts = {name: terms[name] for name in ("code", "name", "country")}
    work.record(OrganisationRegistered(subject=row.id, organisation_kind=row.kind, **facts))
    return row


def found_organisation(work: UnitOfWork, row: Organisation) -> Organisation:
    """Add an organisation whose code and name are free; whoever calls has asked permission."""
    taken = organisations_like(work, code=row.code, name=row.name)
    work.refuse_if(rules.obstacles_to_registering(code=row.code, name=row.name, taken=taken))
    work.add(row)
    work.record(
        OrganisationRegistered(
            subject=row.id,
            organisation_kind=row.kind,
            code=row.code,
            name=row.name,
            country=row.country,
        )
    )
    return row


def name_outside_company(work: UnitOfWork, *, name: str, country: str, email: str) -> Organisation:
    """Give the company outside the scheme with this name, country and e-mail, new where unknown.

    Whoever calls has asked permission. Refuses the name of an organisation that is registered.
    """
    same = select(Organisation).where(
        Organisation.outside, func.lower(Organisation.name) == name.lower()
    )
    for known in work.session.scalars(same.order_by(Organisation.registered_at, Organisation.id)):
        if (known.country, known.email) == (country, email):
            return known
    row = Organisation(
        kind=OrganisationKind.COMPANY,
        code=f"OUT{next_number(work.session, 'organisation:outside'):05d}",
        name=name,
        country=country,
        email=email,
        outside=True,
        registered_at=work.now,
    )
    return found_organisation(work, row)


def found_scheme_owner(work: UnitOfWork, *, code: str, name: str, country: str) -> Organisation:
    """Begin a scheme in an empty house; asks no permission, for nobody could give it yet."""
    row = Organisation(
        kind=OrganisationKind.SCHEME_OWNER,
        code=code,
        name=name,
        country=country,
        registered_at=work.now,
    )
    return found_organisation(work, row)


def hold_organisation(work: UnitOfWork, *, organisation_id: UUID) -> Organisation:
    """Hold an organisation for editing, so that its version can be compared first."""
    return work.take(Organisation, organisation_id, to=Action.EDIT_ORGANISATION)


def edit_organisation(work: UnitOfWork, *, organisation_id: UUID, **changes: str) -> Organisation:
    """Change name, address, contact, time zone or currency; kind, code and country stay."""
    row = hold_organisation(work, organisation_id=organisation_id)
    name = changes.get("name", row.name)
    others = [pair for pair in organisations_like(work, code="", name=name) if pair[0] != row.code]
    work.refuse_if(rules.obstacles_to_registering(code=row.code, name=name, taken=others))
    changed = tuple(sorted(key for key, value in changes.items() if getattr(row, key) != value))
    for key in changed:
        setattr(row, key, changes[key])
    if changed:
        work.record(OrganisationEdited(subject=row.id, name=row.name, changed=changed))
    return row
