"""Deeds on organisations, approvals, people and their roles."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.organisations import rules
from fairwild.organisations.events import (
    ApprovalStatusChanged,
    BodyApproved,
    OrganisationEdited,
    OrganisationRegistered,
    PasswordChanged,
    PersonRegistered,
    ProfileChanged,
    RoleEnded,
    RoleGranted,
)
from fairwild.organisations.queries import organisations_like, posts_of
from fairwild.organisations.records import BodyApproval, Membership, Organisation, Person
from fairwild.organisations.states import ApprovalStatus
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


def approve_body(
    work: UnitOfWork,
    *,
    body_id: UUID,
    status: ApprovalStatus,
    standard: str,
    standard_version: str,
    countries_in: Sequence[str] = (),
    countries_out: Sequence[str] = (),
    valid_from: date,
    valid_until: date | None = None,
) -> BodyApproval:
    """Say for which standard, where and how long a body may certify.

    Without `countries_in` the approval holds everywhere but in `countries_out`;
    `valid_until` is the first day on which it holds no more.
    """
    body = work.take(Organisation, body_id, to=Action.APPROVE_BODY)
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid({"valid_until": "end-before-start"})
    places = {"countries_in": tuple(countries_in), "countries_out": tuple(countries_out)}
    work.refuse_if(rules.obstacles_to_approving(body.kind, **places))
    terms = {
        "body_id": body_id,
        "status": status,
        "standard": standard,
        "standard_version": standard_version,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    row = BodyApproval(**terms, **{name: list(codes) for name, codes in places.items()})
    work.add(row)
    work.record(BodyApproved(subject=row.id, **terms, **places))  # type: ignore[arg-type]  # a dict of mixed values
    return row


def change_approval_status(
    work: UnitOfWork, *, approval_id: UUID, status: ApprovalStatus
) -> BodyApproval:
    """Change how far the scheme owner trusts a body under one approval, from now on."""
    row = work.take(BodyApproval, approval_id, to=Action.APPROVE_BODY)
    if row.status is status:
        return row
    before, row.status = row.status, status
    changed = {"body_id": row.body_id, "before": before, "status": status}
    work.record(ApprovalStatusChanged(subject=row.id, **changed))  # type: ignore[arg-type]  # a dict of mixed values
    return row


def register_person(
    work: UnitOfWork, *, name: str, email: str, password_hash: str | None, language: str = "en"
) -> Person:
    """Give somebody an account; the caller has seen that they may have one."""
    row = Person(
        name=name,
        email=email,
        password_hash=password_hash,
        language=language,
        registered_at=work.now,
    )
    work.add(row)
    work.record(PersonRegistered(subject=row.id))
    return row


def change_profile(work: UnitOfWork, *, person_id: UUID, name: str, language: str) -> Person:
    """Change how a person is called and which language they read."""
    row = work.take(Person, person_id, to=Action.USE_OWN_ACCOUNT)
    if (row.name, row.language) != (name, language):
        row.name, row.language = name, language
        work.record(ProfileChanged(subject=row.id))
    return row


def set_password_hash(work: UnitOfWork, *, person_id: UUID, password_hash: str) -> None:
    """Give a person a new password; the caller has seen the old one or a mailed link."""
    row = work.session.get(Person, person_id, with_for_update=True)
    if row is None:
        raise NotFound("person")
    row.password_hash = password_hash
    work.record(PasswordChanged(subject=row.id))


def grant_role(
    work: UnitOfWork, *, person_id: UUID, organisation: UUID | Organisation, role: Role
) -> Membership:
    """Let a person hold a role; the caller has asked who may say so.

    Refuses a role that is not of this kind of organisation, and a system administrator who
    would also judge.
    """
    row = _organisation(work, organisation)
    work.session.get(Person, person_id, with_for_update=True)  # two grants see one another's roles
    held = {post.role for post in posts_of(work.session, person_id)}
    work.refuse_if(rules.obstacles_to_role(role, row.kind, held=held))
    member = _membership(work, person_id, row.id, role)
    granted = {"person_id": person_id, "organisation_id": row.id, "role": role}
    work.record(RoleGranted(subject=member.id, **granted))  # type: ignore[arg-type]  # a dict of mixed values
    return member


def _organisation(work: UnitOfWork, organisation: UUID | Organisation) -> Organisation:
    if isinstance(organisation, Organisation):
        return organisation
    row = work.session.get(Organisation, organisation)
    if row is None:
        raise NotFound("organisation")
    return row


def _membership(work: UnitOfWork, person_id: UUID, organisation_id: UUID, role: Role) -> Membership:
    """Make the membership, or begin an ended one again."""
    held = select(Membership).where(
        Membership.person_id == person_id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
    )
    row = work.session.scalar(held.with_for_update())
    if row is None:
        row = Membership(
            person_id=person_id, organisation_id=organisation_id, role=role, since=work.now
        )
        work.add(row)
    elif row.ended_at is not None:
        row.since, row.ended_at = work.now, None
    return row


def end_membership(work: UnitOfWork, *, membership_id: UUID) -> Membership:
    """End a person's role from this moment; the last one who can invite others must stay."""
    known = work.session.get(Membership, membership_id)
    if known is None or known.ended_at is not None:
        raise NotFound("membership")
    organisation = work.session.get_one(
        Organisation, known.organisation_id, with_for_update=True
    )  # two managers who end one another wait here
    row = work.take(Membership, membership_id, to=Action.END_MEMBERSHIP)
    work.refuse_if(
        rules.obstacles_to_ending(row.role, organisation.kind, others=_others(work, row))
    )
    row.ended_at = work.now
    ended = {"person_id": row.person_id, "organisation_id": row.organisation_id, "role": row.role}
    work.record(RoleEnded(subject=row.id, **ended))  # type: ignore[arg-type]  # a dict of mixed values
    return row


def _others(work: UnitOfWork, leaving: Membership) -> list[Role]:
    remaining = select(Membership.role).where(
        Membership.organisation_id == leaving.organisation_id,
        Membership.id != leaving.id,
        Membership.ended_at.is_(None),
    )
    return list(work.session.scalars(remaining))
