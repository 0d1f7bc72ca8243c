"""The first person of an empty house; only the command line comes here."""

from fairwild.accounts import rules
from fairwild.accounts.operations.passwords import fresh_hash
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.organisations.operations import found_scheme_owner, grant_role, register_person
from fairwild.organisations.queries import (
    find_account,
    find_scheme_owner,
    get_organisation,
    holders_of,
)
from fairwild.unit_of_work import UnitOfWork


def create_administrator(
    work: UnitOfWork,
    *,
    name: str,
    email: str,
    password: str,
    scheme_owner_name: str = "Scheme owner",
    scheme_owner_code: str = "SCHEME",
    scheme_owner_country: str = "CH",
) -> None:
    """Begin the house: the scheme owner, where there is none, and its first person.

    That person administers the system and is the scheme's steward. Refuses where somebody
    administers the system already.
    """
    if holders_of(work, Role.SYSTEM_ADMINISTRATOR):
        work.refuse_if([Obstacle("administrator-exists")])
    if find_scheme_owner(work) is None:
        owner = {"code": scheme_owner_code, "name": scheme_owner_name}
        found_scheme_owner(work, **owner, country=scheme_owner_country)
    _create(work, name, email, password, Role.SYSTEM_ADMINISTRATOR, Role.SCHEME_STEWARD)


def create_another_administrator(work: UnitOfWork, *, name: str, email: str, password: str) -> None:
    """Add a person who administers the system beside those who do already."""
    _create(work, name, email, password, Role.SYSTEM_ADMINISTRATOR)


def _create(work: UnitOfWork, name: str, email: str, password: str, *roles: Role) -> None:
    owner, address = find_scheme_owner(work), rules.small(email)
    if owner is None:
        raise NotFound("organisation")
    if find_account(work, address) is not None:
        work.refuse_if([Obstacle("email-taken", at="email")])
    hashed = fresh_hash(work, password=password, email=address, name=name)
    person = register_person(work, name=name, email=address, password_hash=hashed)
    for role in roles:
        held = {"person_id": person.id, "organisation": get_organisation(work, owner.id).id}
        grant_role(work, **held, role=role)
