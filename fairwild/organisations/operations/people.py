"""People get accounts and hold roles."""

from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import NotFound
from fairwild.organisations import rules
from fairwild.organisations.events import (
    PasswordChanged,
    PersonRegistered,
    ProfileChanged,
    RoleEnded,
    RoleGranted,
)
from fairwild.organisations.queries import posts_of
from fairwild.organisations.records import Membership, Organisation, Person
from fairwild.unit_of_work import UnitOfWork


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

    Refuses a role that is not of this kind of organisation, and roles that no one person holds
    together: whoever runs the system or the scheme does not also judge.
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
