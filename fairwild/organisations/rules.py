"""Which role fits whom, who may leave, and whether an approval holds. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from fairwild.kernel.actors import ROLES_OF_KIND, OrganisationKind, Role
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.states import (
    APPROVAL_MOVES,
    REASONED_APPROVALS,
    VALID_APPROVALS,
    ApprovalStatus,
)

JUDGING_ROLES = frozenset({Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER})
"""Who scores, recommends or decides; who runs system or scheme does none of it."""

APART: tuple[tuple[str, Role, frozenset[Role]], ...] = (
    ("administrator-may-not-judge", Role.SYSTEM_ADMINISTRATOR, JUDGING_ROLES),
    ("administrator-runs-no-body", Role.SYSTEM_ADMINISTRATOR, frozenset({Role.BODY_OFFICE})),
    ("steward-may-not-judge", Role.SCHEME_STEWARD, JUDGING_ROLES),
)
"""Which role goes with none of which others in one person, and how that is said."""

LEADING_ROLES: dict[OrganisationKind, Role] = {
    OrganisationKind.SCHEME_OWNER: Role.SYSTEM_ADMINISTRATOR,
    OrganisationKind.CERTIFICATION_BODY: Role.BODY_OFFICE,
    OrganisationKind.OPERATOR: Role.OPERATOR_MANAGER,
    OrganisationKind.COMPANY: Role.COMPANY_MEMBER,
}
"""The role without which nobody could invite the next person."""


def obstacles_to_role(
    role: Role, kind: OrganisationKind, *, held: Collection[Role]
) -> Iterator[Obstacle]:
    """Say why somebody who holds these roles anywhere cannot get this one in such a house."""
    if role not in ROLES_OF_KIND[kind]:
        yield Obstacle("role-not-of-kind", {"role": role, "kind": kind}, at="role")
    both = {*held, role}
    yield from (
        Obstacle(code, {"role": role}, at="role")
        for code, one, others in APART
        if role in {one, *others} and one in both and not others.isdisjoint(both)
    )


def obstacles_to_ending(
    role: Role, kind: OrganisationKind, *, others: Collection[Role]
) -> Iterator[Obstacle]:
    """Say why a role cannot be ended where `others` are the roles that would remain."""
    if role is LEADING_ROLES[kind] and role not in others:
        yield Obstacle("last-of-role", {"role": role})


def obstacles_to_registering(
    *, code: str, name: str, taken: Iterable[tuple[str, str]]
) -> Iterator[Obstacle]:
    """Say which of code and name another organisation has already; `taken` are such pairs."""
    pairs = list(taken)
    if code in {other for other, _ in pairs}:
        yield Obstacle("organisation-code-taken", {"code": code}, at="code")
    if name.casefold() in {other.casefold() for _, other in pairs}:
        yield Obstacle("organisation-name-taken", {"name": name}, at="name")


def obstacles_to_approving(
    kind: OrganisationKind, *, countries_in: Collection[str], countries_out: Collection[str]
) -> Iterator[Obstacle]:
    """Say why an organisation cannot be approved to certify in these countries."""
    if kind is not OrganisationKind.CERTIFICATION_BODY:
        yield Obstacle("not-a-body", {"kind": kind})
    both = sorted(set(countries_in).intersection(countries_out))
    if both:
        yield Obstacle("country-in-and-out", {"countries": ", ".join(both)}, at="countries_out")


def obstacles_to_approval_status(
    before: ApprovalStatus, to: ApprovalStatus, *, reason: str
) -> Iterator[Obstacle]:
    """Say why an approval cannot get this status."""
    if to not in APPROVAL_MOVES[before]:
        yield Obstacle("approval-cannot-become", {"before": before, "to": to}, at="status")
    if to in REASONED_APPROVALS and not reason.strip():
        yield Obstacle("approval-needs-a-reason", {"to": to}, at="reason")


def obstacles_to_national_registration(
    kind: OrganisationKind, *, number: str, taken: bool
) -> Iterator[Obstacle]:
    """Say why an organisation cannot be written down as registered under this number."""
    if kind is not OrganisationKind.CERTIFICATION_BODY:
        yield Obstacle("not-a-body-to-register", {"kind": kind})
    if taken:
        yield Obstacle("national-number-taken", {"number": number}, at="number")


def registration_holds(
    *, registered_on: date, valid_until: date | None, ended_on: date | None, on: date
) -> bool:
    """Tell whether a national registration is good on a day."""
    if ended_on is not None and ended_on <= on:
        return False
    return on in Period(registered_on, valid_until)


def approval_holds(
    status: ApprovalStatus, *, valid_from: date, valid_until: date | None, on: date
) -> bool:
    """Tell whether an approval is good on a day."""
    return status in VALID_APPROVALS and on in Period(valid_from, valid_until)
