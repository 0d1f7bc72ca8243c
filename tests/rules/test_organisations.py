"""Roles, leaving and approvals: rules without a database."""

from datetime import date

import pytest

from fairwild.kernel.actors import ROLES_OF_KIND, OrganisationKind, Role
from fairwild.organisations import rules
from fairwild.organisations.states import ApprovalStatus

ADMINISTRATOR = Role.SYSTEM_ADMINISTRATOR


def codes(found: object) -> list[str]:
    return [obstacle.code for obstacle in found]


APART = {
    (ADMINISTRATOR, Role.AUDITOR): "administrator-may-not-judge",
    (ADMINISTRATOR, Role.EVALUATOR): "administrator-may-not-judge",
    (ADMINISTRATOR, Role.CERTIFIER): "administrator-may-not-judge",
    (ADMINISTRATOR, Role.BODY_OFFICE): "administrator-runs-no-body",
    (Role.SCHEME_STEWARD, Role.AUDITOR): "steward-may-not-judge",
    (Role.SCHEME_STEWARD, Role.EVALUATOR): "steward-may-not-judge",
    (Role.SCHEME_STEWARD, Role.CERTIFIER): "steward-may-not-judge",
}
KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}


@pytest.mark.parametrize("held", Role)
@pytest.mark.parametrize("role", Role)
def test_which_two_roles_no_one_person_holds(role: Role, held: Role) -> None:
    said = APART.get((role, held)) or APART.get((held, role))
    found = rules.obstacles_to_role(role, KIND_OF[role], held={held})
    assert codes(found) == ([said] if said else [])


def test_what_is_held_already_bars_no_role_that_goes_with_it() -> None:
    held = {ADMINISTRATOR, Role.AUDITOR}
    assert (
        codes(rules.obstacles_to_role(Role.COMPANY_MEMBER, KIND_OF[Role.COMPANY_MEMBER], held=held))
        == []
    )


@pytest.mark.parametrize("kind", OrganisationKind)
@pytest.mark.parametrize("role", Role)
def test_a_role_belongs_to_its_kind_of_organisation(role: Role, kind: OrganisationKind) -> None:
    found = codes(rules.obstacles_to_role(role, kind, held=()))
    assert found == ([] if role in ROLES_OF_KIND[kind] else ["role-not-of-kind"])


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_has_a_leading_role_of_its_own(kind: OrganisationKind) -> None:
    role = rules.LEADING_ROLES[kind]
    assert role in ROLES_OF_KIND[kind]
    assert codes(rules.obstacles_to_ending(role, kind, others=[])) == ["last-of-role"]
    assert codes(rules.obstacles_to_ending(role, kind, others=[role])) == []


def test_a_clerk_may_always_leave() -> None:
    kind = OrganisationKind.OPERATOR
    assert codes(rules.obstacles_to_ending(Role.BUYING_CLERK, kind, others=[])) == []


@pytest.mark.parametrize(
    ("status", "on", "holds"),
    [
        (ApprovalStatus.FULL, date(2026, 1, 1), True),
        (ApprovalStatus.PRELIMINARY, date(2026, 12, 31), True),
        (ApprovalStatus.FULL, date(2025, 12, 31), False),
        (ApprovalStatus.FULL, date(2027, 1, 1), False),
        (ApprovalStatus.SUSPENDED, date(2026, 6, 1), False),
        (ApprovalStatus.WITHDRAWN, date(2026, 6, 1), False),
    ],
)
def test_an_approval_holds_for_its_days_and_status(
    status: ApprovalStatus, on: date, holds: bool
) -> None:
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}
    assert rules.approval_holds(status, **days, on=on) is holds


def test_an_approval_without_an_end_goes_on() -> None:
    days = {"valid_from": date(2026, 1, 1), "valid_until": None}
    assert rules.approval_holds(ApprovalStatus.FULL, **days, on=date(2060, 1, 1))


def test_only_bodies_are_approved_and_no_country_is_both_in_and_out() -> None:
    places = {"countries_in": ["ES", "IN"], "countries_out": ["IN"]}
    found = codes(rules.obstacles_to_approving(OrganisationKind.COMPANY, **places))
    assert found == ["not-a-body", "country-in-and-out"]
