"""Questions about organisations, their people and approvals."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.queries.approving import (
    approvals_everywhere,
    approvals_of,
    get_approval,
    get_registration,
    registrations_of,
)
from fairwild.organisations.queries.people import (
    MembershipFacts,
    PersonFacts,
    TimeHeld,
    holders_of,
    people_by_id,
    people_of,
    people_with_role,
    posts_of,
    times_held,
    times_held_in,
)
from fairwild.organisations.records import Organisation, Person
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

__all__ = [
    "AccountFacts",
    "MembershipFacts",
    "OrganisationFacts",
    "PersonFacts",
    "TimeHeld",
    "approvals_everywhere",
    "approvals_of",
    "email_of",
    "find_account",
    "find_organisation",
    "find_scheme_owner",
    "get_account",
    "get_approval",
    "get_organisation",
    "get_registration",
    "holders_of",
    "list_organisations",
    "organisations_by_id",
    "organisations_like",
    "page_of_organisations",
    "people_by_id",
    "people_of",
    "people_with_role",
    "posts_of",
    "registrations_of",
    "see_organisation",
    "times_held",
    "times_held_in",
]


@dataclass(frozen=True)
class OrganisationFacts:
    """What other rooms may know of an organisation; all of it is public."""

    id: UUID
    kind: OrganisationKind
    code: str
    name: str
    country: str
    address: str
    time_zone: str
    currency: str
    synthetic: bool
    outside: bool = False


@dataclass(frozen=True)
class AccountFacts:
    """What signing in and a letter need to know of a person; never shown to others."""

    id: UUID
    name: str
    email: str
    language: str
    password_hash: str | None
    closed: bool


def _facts(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        id=row.id,
        kind=row.kind,
        code=row.code,
        name=row.name,
        country=row.country,
        address=row.address,
        time_zone=row.time_zone,
        currency=row.currency,
        synthetic=row.synthetic,
        outside=row.outside,
    )


def organisations_by_id(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, OrganisationFacts]:
    """Give the public facts of these organisations."""
    found = reading.session.scalars(select(Organisation).where(Organisation.id.in_(set(ids))))
    return {row.id: _facts(row) for row in found}


def find_organisation(reading: Reading, organisation_id: UUID) -> OrganisationFacts | None:
    """Give the public facts of an organisation, if there is one."""
    return organisations_by_id(reading, [organisation_id]).get(organisation_id)


def get_organisation(reading: Reading, organisation_id: UUID) -> OrganisationFacts:
    """Give the public facts of an organisation; raises NotFound."""
    found = find_organisation(reading, organisation_id)
    if found is None:
        raise NotFound("organisation")
    return found


def list_organisations(
    reading: Reading,
    kind: OrganisationKind | None = None,
    text: str = "",
    *,
    most: int | None = None,
) -> list[OrganisationFacts]:
    """List organisations by name, of one kind or all; `text` stands in name, code or country.

    Of more than `most` only the first are given.
    """
    query = select(Organisation).order_by(func.lower(Organisation.name), Organisation.id)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    if text:
        query = query.where(
            or_(
                Organisation.name.icontains(text, autoescape=True),
                Organisation.code.icontains(text, autoescape=True),
                Organisation.country == text.upper(),
            )
        )
    return [_facts(row) for row in reading.session.scalars(query.limit(most))]


def page_of_organisations(
    reading: Reading, cursor: Cursor, kind: OrganisationKind | None = None
) -> Page[Organisation]:
    """Give one page of the organisations, by code from Z to A."""
    query = reading.visible(Organisation)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    return page_of(reading.session, query, [Organisation.code, Organisation.id], cursor)


def see_organisation(reading: Reading, organisation_id: UUID) -> Organisation:
    """Give the whole organisation to those who may see it; raises NotFound."""
    return reading.get(Organisation, organisation_id)


def organisations_like(reading: Reading, *, code: str, name: str) -> list[tuple[str, str]]:
    """List code and name of the organisations that have this code or this name already.

    The name of a company outside the scheme is not taken: whoever registers takes it over.
    """
    named = func.lower(Organisation.name) == func.lower(name)
    same = or_(Organisation.code == code, named & Organisation.outside.is_(False))
    query = select(Organisation.code, Organisation.name).where(same)
    return [(row.code, row.name) for row in reading.session.execute(query)]


def _account(row: Person | None) -> AccountFacts | None:
    if row is None:
        return None
    return AccountFacts(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        password_hash=row.password_hash,
        closed=row.closed_at is not None,
    )


def find_account(reading: Reading, email: str) -> AccountFacts | None:
    """Give the account of an e-mail address as it is written in small letters, if any."""
    return _account(reading.session.scalar(select(Person).where(Person.email == email)))


def get_account(reading: Reading, person_id: UUID) -> AccountFacts:
    """Give the account of a person; raises NotFound."""
    found = _account(reading.session.get(Person, person_id))
    if found is None:
        raise NotFound("person")
    return found


def find_scheme_owner(reading: Reading) -> OrganisationFacts | None:
    """Give the scheme owner, if one is registered."""
    return next(iter(list_organisations(reading, OrganisationKind.SCHEME_OWNER)), None)


def email_of(reading: Reading, organisation_id: UUID) -> str:
    """Give where an organisation is reached by mail, for letters; nobody is asked."""
    query = select(Organisation.email).where(Organisation.id == organisation_id)
    return reading.session.scalar(query) or ""
