"""Deeds on organisations, approvals and roles, on both engines."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from fairwild.kernel.actors import Actor, OrganisationKind, Post, Role
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.organisations import operations, queries
from fairwild.organisations.states import ApprovalStatus
from tests.builders import World

OPERATOR = {
    "kind": OrganisationKind.OPERATOR,
    "code": "VNHER",
    "name": "Hợp tác xã Dược liệu",
    "country": "VN",
}
APPROVAL = {"status": ApprovalStatus.FULL, "standard": "fairwild", "standard_version": "2.0"}


def refusal(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [obstacle.code for obstacle in refused.value.obstacles]


def kinds_recorded(world: World) -> list[str]:
    with world.store.reading() as session:
        return list(session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.seq)))


def test_a_steward_registers_an_organisation_with_an_event(world: World) -> None:
    steward = world.steward()
    with world.work(steward) as work:
        made = operations.register_organisation(work, **OPERATOR)
    with world.reading(steward) as reading:
        found = queries.get_organisation(reading, made.id)
        assert (found.code, found.name, found.currency) == ("VNHER", OPERATOR["name"], "EUR")
    assert kinds_recorded(world) == ["organisation-registered"]


def test_code_and_name_are_taken_together(world: World) -> None:
    steward = world.steward()
    with world.work(steward) as work:
        operations.register_organisation(work, **OPERATOR)
    with pytest.raises(Refused) as refused, world.work(steward) as work:
        operations.register_organisation(work, **OPERATOR)
    assert refusal(refused) == ["organisation-code-taken", "organisation-name-taken"]
    assert kinds_recorded(world) == ["organisation-registered"]


def test_an_operator_registers_nobody(world: World) -> None:
    with pytest.raises(NotAllowed), world.work(world.operator_manager()) as work:
        operations.register_organisation(work, **OPERATOR)


def test_a_manager_edits_the_own_organisation_only(world: World) -> None:
    manager, stranger = world.operator_manager(), world.operator_manager()
    home = manager.organisation_id
    with world.work(manager) as work:
        row = operations.edit_organisation(work, organisation_id=home, currency="INR")
        assert row.currency == "INR"
    with pytest.raises(NotAllowed), world.work(stranger) as work:
        operations.edit_organisation(work, organisation_id=home, currency="VND")
    with world.reading(manager) as reading:
        assert queries.get_organisation(reading, home).currency == "INR"


def test_editing_to_what_is_there_already_records_nothing(world: World) -> None:
    manager = world.operator_manager()
    with world.work(manager) as work:
        operations.edit_organisation(work, organisation_id=manager.organisation_id, currency="EUR")
    assert kinds_recorded(world) == []


def test_a_steward_approves_a_body_and_suspends_the_approval(world: World) -> None:
    steward, body = world.steward(), world.organisation(OrganisationKind.CERTIFICATION_BODY)
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1)}
    with world.work(steward) as work:
        made = operations.approve_body(work, body_id=body, **APPROVAL, countries_in=["ES"], **days)
    with world.work(steward) as work:
        suspended = {"status": ApprovalStatus.SUSPENDED, "reason": "No witness audit."}
        operations.change_approval_status(work, approval_id=made.id, **suspended)
    with world.reading(steward) as reading:
        [found] = queries.approvals_of(reading, body)
        assert (found.status, found.countries_in) == (ApprovalStatus.SUSPENDED, ["ES"])
    assert kinds_recorded(world) == ["body-approved", "approval-status-changed"]


def test_an_approval_that_ends_before_it_starts_is_invalid(world: World) -> None:
    steward, body = world.steward(), world.organisation(OrganisationKind.CERTIFICATION_BODY)
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 1, 1)}
    with pytest.raises(Invalid), world.work(steward) as work:
        operations.approve_body(work, body_id=body, **APPROVAL, **days)


def test_a_company_cannot_be_approved(world: World) -> None:
    steward, company = world.steward(), world.organisation(OrganisationKind.COMPANY)
    with pytest.raises(Refused) as refused, world.work(steward) as work:
        operations.approve_body(work, body_id=company, **APPROVAL, valid_from=date(2026, 1, 1))
    assert refusal(refused) == ["not-a-body"]


def membership_of(world: World, actor: Actor, viewer: Actor) -> queries.MembershipFacts:
    with world.reading(viewer) as reading:
        people = queries.people_of(reading, viewer.organisation_id)
    return next(one for one in people if one.person_id == actor.person_id)


def test_the_last_manager_stays_and_the_others_may_go(world: World) -> None:
    manager = world.operator_manager()
    home = manager.organisation_id
    clerk = world.person((home, Role.BUYING_CLERK))
    with world.work(manager) as work:
        member = membership_of(world, clerk, manager)
        operations.end_membership(work, membership_id=member.id)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        own = membership_of(world, manager, manager)
        operations.end_membership(work, membership_id=own.id)
    assert refusal(refused) == ["last-of-role"]
    with world.reading(manager) as reading:
        assert [one.name for one in queries.people_with_role(reading, home)] == [
            queries.people_by_id(reading, [manager.person_id])[manager.person_id]
        ]


def test_a_clerk_and_a_stranger_end_no_role(world: World) -> None:
    manager = world.operator_manager()
    clerk = world.person((manager.organisation_id, Role.BUYING_CLERK))
    member = membership_of(world, manager, manager)
    with pytest.raises(NotAllowed), world.work(clerk) as work:
        operations.end_membership(work, membership_id=member.id)
    with pytest.raises(NotFound), world.work(world.operator_manager()) as work:
        operations.end_membership(work, membership_id=member.id)


def test_an_ended_role_can_be_granted_again(world: World) -> None:
    manager = world.operator_manager()
    clerk = world.person((manager.organisation_id, Role.BUYING_CLERK))
    first = membership_of(world, clerk, manager)
    with world.work(manager) as work:
        operations.end_membership(work, membership_id=first.id)
    world.pass_time(days=3)
    again = {"person_id": clerk.person_id, "role": Role.BUYING_CLERK}
    with world.work(manager) as work:
        operations.grant_role(work, organisation=manager.organisation_id, **again)
    found = membership_of(world, clerk, manager)
    assert (found.id, found.since) == (first.id, world.now)


def test_an_administrator_is_not_made_auditor(world: World) -> None:
    owner = world.organisation(OrganisationKind.SCHEME_OWNER)
    body = world.organisation(OrganisationKind.CERTIFICATION_BODY)
    somebody = world.person((owner, Role.SYSTEM_ADMINISTRATOR))
    with pytest.raises(Refused) as refused, world.work(somebody) as work:
        judge = {"person_id": somebody.person_id, "role": Role.AUDITOR}
        operations.grant_role(work, organisation=body, **judge)
    assert refusal(refused) == ["administrator-may-not-judge"]
    with pytest.raises(Refused) as refused, world.work(somebody) as work:
        run = {"person_id": somebody.person_id, "role": Role.BODY_OFFICE}
        operations.grant_role(work, organisation=body, **run)
    assert refusal(refused) == ["administrator-runs-no-body"]


def test_a_steward_is_not_made_certifier(world: World) -> None:
    steward = world.somebody(Role.SCHEME_STEWARD, OrganisationKind.SCHEME_OWNER)
    body = world.organisation(OrganisationKind.CERTIFICATION_BODY)
    with pytest.raises(Refused) as refused, world.work(steward) as work:
        judge = {"person_id": steward.person_id, "role": Role.CERTIFIER}
        operations.grant_role(work, organisation=body, **judge)
    assert refusal(refused) == ["steward-may-not-judge"]


def test_two_managers_cannot_end_one_another_at_once(world: World) -> None:
    first = world.operator_manager()
    home = first.organisation_id
    second = world.person((home, Role.OPERATOR_MANAGER))
    members = {one.person_id: membership_of(world, one, first).id for one in (first, second)}
    outcomes: list[str] = []

    def end(actor: Actor, other: Actor) -> None:
        try:
            with world.work(actor) as work:
                operations.end_membership(work, membership_id=members[other.person_id])
            outcomes.append("ended")
        except (Refused, Conflict) as error:
            outcomes.append(type(error).__name__)

    pair = ((first, second), (second, first))
    threads = [threading.Thread(target=end, args=both) for both in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("ended") == 1
    with world.reading(first) as reading:
        assert len(queries.people_with_role(reading, home, Role.OPERATOR_MANAGER)) == 1


def test_organisations_are_found_by_kind_name_and_country(world: World) -> None:
    steward = world.steward()
    with world.work(steward) as work:
        operations.register_organisation(work, **OPERATOR)
    world.organisation(OrganisationKind.COMPANY, name="100% Herbs", country="VN")
    with world.reading(steward) as reading:
        kind = OrganisationKind.OPERATOR
        assert [one.code for one in queries.list_organisations(reading, kind)] == ["VNHER"]
        assert [one.name for one in queries.list_organisations(reading, text="0%")] == [
            "100% Herbs"
        ]
        assert len(queries.list_organisations(reading, text="vn")) == 2


def test_outsiders_see_no_people(world: World) -> None:
    manager, outsider = world.operator_manager(), world.operator_manager()
    with world.reading(outsider) as reading, pytest.raises(NotAllowed):
        queries.people_of(reading, manager.organisation_id)
    with world.reading(outsider) as reading:
        posts = queries.posts_of(reading.session, manager.person_id)
        assert posts == [Post(manager.organisation_id, Role.OPERATOR_MANAGER)]
