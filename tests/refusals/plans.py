"""What stands against a plan, its confirmation and the beginning of an audit."""

from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID, uuid4

from fairwild.audits import operations
from fairwild.audits.operations.importing import import_standard
from fairwild.audits.states import AuditKind, Outcome
from fairwild.desks.operations import plan_spot_check
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.standards import catalogue
from fairwild.standards.catalogue.tables import draft_of
from tests.audits_builders import (
    Scene,
    declare,
    drafted,
    moved_abroad,
    planned,
    ready_to_decide,
    without_agreement,
)
from tests.checks_builders import Check, check_in, other_company
from tests.competence_builders import judges
from tests.refusals.doors import Ask, Doors, alike, api_refuses, asked_first, both, refuses
from tests.refusals.texts import TEXT


def on_page(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Give what the page of a plan sends."""
    form = {
        "standard_choice": "fairwild/2.0",
        "certification_year": "1",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-05",
        f"team-{scene.auditor.person_id}": "leader",
        "scope-0-take": "yes",
        "scope-0-species_id": str(scene.species_id),
        "scope-0-part": "root",
        "planned_days": "3.5",
        "scope-0-maximum_kg": "16800",
        "scope-0-state": "fresh",
        "scope-0-area_ids[]": [str(scene.area_id)],
        "scope-0-forms[]": ["raw"],
    }
    return {**form, **changes}


def in_api(scene: Scene, *, line: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Give what the API is sent for the same plan."""
    one = {
        "species_id": str(scene.species_id),
        "part": "root",
        "forms": ["raw"],
        "area_ids": [str(scene.area_id)],
        "maximum_kg": "16800",
        "state": "fresh",
    }
    order = {
        "body_id": str(scene.body_id),
        "operator_id": str(scene.operator_id),
        "standard": "fairwild",
        "standard_version": "2.0",
        "certification_year": 1,
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-05",
        "planned_days": "3.5",
        "team": [{"person_id": str(scene.auditor.person_id), "role": "leader"}],
        "scope": [one | (line or {})],
    }
    return {**order, **changes}


def planning(
    scene: Scene,
    page: dict[str, Any] | None = None,
    *,
    line: dict[str, Any] | None = None,
    **api: Any,
) -> Doors:
    """Plan an audit at both doors with something else than usual."""
    told = on_page(scene, **(page or {}))
    where = f"/audits/new?operator={scene.operator_id}"
    return both(scene.office, where, told, "/audits", in_api(scene, line=line, **api))


def amending(scene: Scene, audit_id: UUID, page: dict[str, Any] | None = None, **api: Any) -> Doors:
    """Change a plan at both doors."""
    order = in_api(scene, kind="initial") | api
    said = on_page(scene, kind="initial") | (page or {})
    for name in ("body_id", "operator_id"):
        order.pop(name)
    where = f"/audits/{audit_id}/plan"
    return Doors(Ask(scene.office, where, said), Ask(scene.office, where, order, how="PUT"))


def team_of(actor_id: object, role: str = "leader") -> dict[str, Any]:
    """Give a team of one as the API reads it."""
    return {"team": [{"person_id": str(actor_id), "role": role}]}


@refuses("kind-of-another-party")
def a_spot_check_of_an_operator(scene: Scene) -> Doors:
    return planning(scene, {"kind": "spot-check"}, kind="spot-check")


@api_refuses("auditee-not-an-operator")
def an_audit_of_a_company(scene: Scene) -> Doors:
    company = scene.world.organisation(OrganisationKind.COMPANY)
    return Doors(None, planning(scene, operator_id=str(company)).api)


@refuses("standard-not-yet-valid")
def a_standard_before_its_time(scene: Scene) -> Doors:
    days = {"starts_on": "2009-03-02", "ends_on": "2009-03-03"}
    return planning(scene, days, **days)


@refuses("standard-without-indicators")
def a_standard_without_text(scene: Scene) -> Doors:
    return planning(scene, {"standard_choice": "fairwild/3.0"}, standard_version="3.0")


@refuses("year-before-standard")
def a_year_before_the_standard(scene: Scene) -> Doors:
    return planning(scene, {"certification_year": "90"}, certification_year=90)


@refuses("year-without-certificate")
def a_third_year_of_nobody_knows_what(scene: Scene) -> Doors:
    return planning(scene, {"certification_year": "3"}, certification_year=3)


@refuses("year-not-as-counted")
def a_year_otherwise_than_counted(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    with scene.world.work(scene.certifier) as work:
        operations.decide_audit(work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good.")
    return planning(scene, {"certification_year": "4"}, certification_year=4)


@refuses("team-needs-one-leader")
def a_team_without_a_leader(scene: Scene) -> Doors:
    who = scene.auditor.person_id
    return planning(scene, {f"team-{who}": "auditor"}, **team_of(who, "auditor"))


@api_refuses("team-member-twice")
def one_person_twice_in_a_team(scene: Scene) -> Doors:
    who = str(scene.auditor.person_id)
    twice = [{"person_id": who, "role": role} for role in ("leader", "auditor")]
    return Doors(None, planning(scene, team=twice).api)


@refuses("team-member-not-suited")
def somebody_who_is_no_auditor(scene: Scene) -> Doors:
    other = scene.evaluator.person_id
    page = {f"team-{scene.auditor.person_id}": "", f"team-{other}": "leader"}
    return planning(scene, page, **team_of(other))


@refuses("scope-species-not-collected")
def a_part_nobody_collects(scene: Scene) -> Doors:
    return planning(scene, {"scope-0-part": "leaf"}, line={"part": "leaf"})


@refuses("scope-area-not-own")
def an_area_of_somebody_else(scene: Scene) -> Doors:
    other = str(uuid4())
    return planning(scene, {"scope-0-area_ids[]": [other]}, line={"area_ids": [other]})


@refuses("scope-line-twice")
def the_same_goods_of_an_area_twice(scene: Scene) -> Doors:
    area = str(scene.area_id)
    return planning(scene, {"scope-0-area_ids[]": [area, area]}, line={"area_ids": [area, area]})


def checked(scene: Scene) -> tuple[Check, UUID]:
    """Plan the spot check of a buyer, which nobody stands by yet."""
    check = check_in(scene)
    check.bought(40)
    with scene.world.work(scene.office) as work:
        return check, plan_spot_check(work, **check.order()).id


@api_refuses("scope-of-a-buyer")
def the_scope_of_a_buyer(scene: Scene) -> Doors:
    _, audit_id = checked(scene)
    return Doors(None, amending(scene, audit_id, kind="spot-check").api)


@refuses("kind-of-another-party", "scope-of-a-buyer")
def a_spot_check_that_becomes_annual(scene: Scene) -> Doors:
    _, audit_id = checked(scene)
    return amending(scene, audit_id, {"kind": "annual"}, kind="annual")


def checking(scene: Scene, company_id: object, **changes: Any) -> Doors:
    """Plan a spot check at both doors."""
    team = {"person_id": str(scene.auditor.person_id), "role": "leader"}
    days = {"starts_on": "2026-03-02", "ends_on": "2026-03-02"}
    order = {"body_id": str(scene.body_id), "company_id": str(company_id), **days}
    order |= {"standard": "fairwild", "standard_version": "2.0", "team": [team], **changes}
    choice = f"{order['standard']}/{order['standard_version']}"
    page = {"company": str(company_id), "standard_choice": choice, **days}
    page[f"team-{scene.auditor.person_id}"] = "leader"
    where = f"/audits/spot-checks/new?company={company_id}"
    return both(scene.office, where, page, "/audits/spot-checks", order)


@api_refuses("nothing-certified-bought")
def a_check_of_who_bought_nothing(scene: Scene) -> Doors:
    check_in(scene)
    company = other_company(scene.world).organisation_id
    return Doors(None, checking(scene, company).api)


@api_refuses("checked-not-a-company")
def a_check_of_an_operator(scene: Scene) -> Doors:
    return Doors(None, checking(scene, scene.operator_id).api)


@refuses("standard-without-indicators")
def a_check_under_an_empty_standard(scene: Scene) -> Doors:
    check, _ = checked(scene)
    return checking(scene, check.company_id, standard_version="3.0")


@refuses("plan-confirmed")
def a_change_of_a_confirmed_plan(scene: Scene) -> Doors:
    return amending(scene, planned(scene))


@refuses("audit-not-confirmed")
def a_word_taken_back_that_was_not_given(scene: Scene) -> Doors:
    where, said = f"/audits/{drafted(scene)}", {"reason": "Snow."}
    return both(scene.office, f"{where}/reopen", said, f"{where}/reopening")


@refuses("audit-not-to-cancel")
def a_decided_audit_cancelled(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    where, said = f"/audits/{audit_id}", {"reason": "Snow."}
    return both(scene.office, f"{where}/cancel", said, f"{where}/cancellation")


def confirming(scene: Scene, audit_id: UUID) -> Doors:
    """Stand by a plan at both doors."""
    where = f"/audits/{audit_id}"
    return both(scene.office, f"{where}/confirm", {}, f"{where}/confirmation")


@refuses("agreement-missing")
def a_plan_without_an_agreement(scene: Scene) -> Doors:
    audit_id = drafted(without_agreement(scene))
    declare(scene, audit_id)
    return confirming(scene, audit_id)


@refuses("body-not-approved")
def a_plan_where_the_body_may_not(scene: Scene) -> Doors:
    moved_abroad(scene, "CL")
    audit_id = drafted(scene)
    declare(scene, audit_id)
    return confirming(scene, audit_id)


@refuses("species-not-classified")
def a_plan_with_a_species_of_no_class(scene: Scene) -> Doors:
    with scene.world.work(scene.world.steward()) as work:
        work.session.connection().exec_driver_sql("delete from risk_classification")
    return confirming(scene, drafted(scene))


@refuses("days-not-planned", "declaration-missing")
def a_plan_without_its_length(scene: Scene) -> Doors:
    return confirming(scene, drafted(scene, planned_half_days=None))


@refuses("days-in-the-past", "audit-outside-season")
def a_plan_for_days_long_gone(scene: Scene) -> Doors:
    start = scene.world.now.date() - timedelta(days=90)
    return confirming(scene, drafted(scene, starts_on=start, ends_on=start + timedelta(days=1)))


@refuses("turnover-unknown")
def a_remote_audit_of_nobody_knows_how_large(scene: Scene) -> Doors:
    return confirming(scene, drafted(scene, kind=AuditKind.REMOTE))


@refuses("remote-needs-microenterprise")
def a_remote_audit_of_a_large_operator(scene: Scene) -> Doors:
    return confirming(scene, drafted(scene, kind=AuditKind.REMOTE, turnover_eur=75_000))


@refuses("audit-not-confirmed")
def a_start_before_anybody_stands_by_the_plan(scene: Scene) -> Doors:
    return alike(scene.auditor, f"/audits/{drafted(scene)}/start")


@refuses("start-outside-plan")
def a_start_on_another_day(scene: Scene) -> Doors:
    audit_id = planned(scene)
    scene.world.pass_time(days=9)
    return alike(scene.auditor, f"/audits/{audit_id}/start")


@refuses("scorer-not-in-audit-team")
def a_start_by_somebody_of_no_team(scene: Scene) -> Doors:
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    return alike(other, f"/audits/{planned(scene)}/start")


@refuses("team-leader-missing")
def a_start_without_a_leader(scene: Scene) -> Doors:
    audit_id = planned(scene)
    with scene.world.work(scene.office) as work:
        sql = "update audit_team_member set role = 'auditor'"
        work.session.connection().exec_driver_sql(sql)
    return alike(scene.auditor, f"/audits/{audit_id}/start")


@asked_first("scope-empty", "scope", HTTPStatus.UNPROCESSABLE_ENTITY)
def a_plan_for_nothing(scene: Scene) -> Doors:
    return planning(scene, {"scope-0-take": ""}, scope=[])


@asked_first("plan-reopening-unexplained", "reason")
def a_word_taken_back_without_a_reason(scene: Scene) -> Doors:
    where = f"/audits/{planned(scene)}"
    return both(scene.office, f"{where}/reopen", {"reason": " "}, f"{where}/reopening")


@asked_first("cancelling-unexplained", "reason")
def a_plan_cancelled_without_a_reason(scene: Scene) -> Doors:
    where = f"/audits/{planned(scene)}"
    return both(scene.office, f"{where}/cancel", {"reason": " "}, f"{where}/cancellation")


def with_text(scene: Scene, *, transition_until: date | None) -> None:
    """Give 3.0 a text in this installation, which asks nothing of buyers."""
    head = {
        "name": "fairwild",
        "version": "3.0",
        "title": "FairWild Standard",
        "published": "2023",
        "valid_from": date(2023, 1, 1),
        "transition_until": transition_until,
        "language": "en",
        "evidence": "confirmed",
    }
    draft = draft_of(TEXT, head)
    assert draft.faults == []
    own = Path(mkdtemp())
    with scene.world.work(scene.world.steward()) as work:
        import_standard(work, draft=draft, own=own, other_counts=True)
    catalogue.read_also(own)


@refuses("standard-transition-over")
def a_standard_whose_time_is_over(scene: Scene) -> Doors:
    with_text(scene, transition_until=date(2025, 1, 1))
    return planning(scene, {"standard_choice": "fairwild/3.0"}, standard_version="3.0")


@refuses("nothing-asked-of-buyers")
def a_check_under_a_standard_that_asks_nothing_of_buyers(scene: Scene) -> Doors:
    check, _ = checked(scene)
    with_text(scene, transition_until=None)
    return checking(scene, check.company_id, standard_version="3.0")
