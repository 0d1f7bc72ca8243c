"""The spot check of a buyer from its plan to its end, which is never a certificate."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.audits import operations, queries
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import AuditKind, AuditStatus, Grade, Outcome, Pinnable, Verification
from fairwild.certificates.operations import decide_and_issue
from fairwild.certificates.records import Certificate
from fairwild.competence.operations import record_interest
from fairwild.competence.states import InterestKind
from fairwild.desks.operations import draw_sample, pin_from_desk, plan_spot_check
from fairwild.desks.queries import buyer_desk_of, buyers_to_check
from fairwild.desks.states import SampleRule
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.refusals import Invalid, NotAllowed, NotFound, Refused
from fairwild.organisations.operations import change_approval_status
from fairwild.organisations.queries import approvals_of
from fairwild.organisations.states import ApprovalStatus
from fairwild.unit_of_work import UnitOfWork
from tests.audits_builders import planned as audit_planned
from tests.builders import World
from tests.checks_builders import KG, Check, check_of, other_company
from tests.questions import asked_of
from tests.trade_builders import stock

BOOKS, STORE = "11.1.c", "11.1.d"


@pytest.fixture
def check(world: World) -> Check:
    """A body, and a company that accepted 40 of 40 kg certified by it."""
    check = check_of(world)
    check.bought(40)
    return check


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in caught.value.obstacles]


def certificates(check: Check) -> int:
    with check.world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_a_buyer_is_checked_from_plan_to_end_without_agreement_scope_or_year(check: Check) -> None:
    issued = certificates(check)
    audit_id = check.planned()
    with check.world.reading(check.scene.office) as reading:
        view = queries.view_of_audit(reading, audit_id)
        assert (view.audit.kind, view.audit.scope) == (AuditKind.SPOT_CHECK, [])
        assert {one.principle for one in view.indicators} == {11}
    check.evaluated(check.finished(check.answered(audit_id)))
    with check.world.work(check.scene.certifier) as work:
        assert queries.obstacles_to_decision(work, audit_id) == []
        assert (
            decide_and_issue(work, audit_id=audit_id, outcome=Outcome.IN_ORDER, reasons="All met.")
            is None
        )
    with check.world.reading(check.member) as reading:
        view = queries.view_of_audit(reading, audit_id)
        assert view.audit.status is AuditStatus.DECIDED
        assert view.decision is not None
        assert view.decision.outcome is Outcome.IN_ORDER
        assert (view.decision.facts["norm_points"], view.decision.facts["not_met"]) == (0, [])
        assert (view.rating.without_points, view.rating.unmet) == (True, ())
    assert certificates(check) == issued


@pytest.mark.parametrize("outcome", [Outcome.CERTIFY, Outcome.CERTIFY_WITH_CONDITIONS])
def test_nothing_makes_a_certificate_of_a_spot_check(check: Check, outcome: Outcome) -> None:
    audit_id, issued = check.finished(check.answered(check.planned())), certificates(check)
    with pytest.raises(Refused) as caught, check.world.work(check.scene.evaluator) as work:
        operations.evaluate_audit(
            work, audit_id=audit_id, recommendation=outcome, reasons="All met.", conditions="None."
        )
    assert "spot-check-certifies-nothing" in codes(caught)
    check.evaluated(audit_id)
    with pytest.raises(Refused) as caught, check.world.work(check.scene.certifier) as work:
        decide_and_issue(
            work, audit_id=audit_id, outcome=outcome, reasons="All met.", conditions="None."
        )
    assert "spot-check-certifies-nothing" in codes(caught)
    with pytest.raises(Refused) as caught, check.world.work(check.scene.certifier) as work:
        decide_and_issue(work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="No.")
    assert codes(caught) == ["outcome-of-another-kind"]
    assert certificates(check) == issued


def test_a_check_at_which_nothing_applies_is_not_in_order(check: Check) -> None:
    audit_id = check.evaluated(check.finished(check.left_out(check.planned(), said=False)))
    with pytest.raises(Refused) as caught, check.world.work(check.scene.certifier) as work:
        operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.IN_ORDER, reasons="Nothing was wrong."
        )
    assert codes(caught) == ["nothing-assessed"]


def test_a_body_checks_only_companies_that_bought_what_it_certified(check: Check) -> None:
    nobody = other_company(check.world)
    with check.world.reading(check.scene.office) as reading:
        [(buyer, count)] = buyers_to_check(reading, check.scene.body_id)
        assert (buyer.id, count) == (check.company_id, 1)
    for company, said in (
        (nobody.organisation_id, ["nothing-certified-bought"]),
        (check.scene.operator_id, ["checked-not-a-company"]),
    ):
        with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
            plan_spot_check(work, **check.order(company_id=company))
        assert codes(caught) == said
    other = check.world.organisation(OrganisationKind.CERTIFICATION_BODY)
    office = check.world.person((other, Role.BODY_OFFICE))
    with check.world.reading(office) as reading:
        assert buyers_to_check(reading, other) == []
    with pytest.raises(NotAllowed), check.world.reading(check.scene.auditor) as reading:
        buyers_to_check(reading, check.scene.body_id)
    with pytest.raises(NotAllowed), check.world.work(office) as work:
        plan_spot_check(work, **check.order())
    with pytest.raises(Invalid), check.world.work(check.scene.office) as work:
        plan_spot_check(work, **check.order(standard_version="9.9"))


def test_uncertified_and_refused_goods_make_nobody_a_buyer(world: World) -> None:
    check = check_of(world)
    check.accepted(check.sold(10), 0)
    check.sold(10)
    with check.world.reading(check.scene.office) as reading:
        assert buyers_to_check(reading, check.scene.body_id) == []


def test_an_audit_is_of_an_operator_or_of_a_buyer_and_stays_so(check: Check) -> None:
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        operations.plan_audit(work, **check.scene.order(kind=AuditKind.SPOT_CHECK))
    assert codes(caught) == ["kind-of-another-party"]
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        operations.plan_audit(work, **check.scene.order(operator_id=check.company_id))
    assert "auditee-not-an-operator" in codes(caught)
    with check.world.work(check.scene.office) as work:
        drafted = plan_spot_check(work, **check.order()).id
    given = {name: check.order()[name] for name in ("starts_on", "ends_on", "team")}
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        operations.amend_plan(work, audit_id=drafted, kind=AuditKind.ANNUAL, **given)
    assert codes(caught) == ["kind-of-another-party"]
    with check.world.work(check.scene.office) as work:
        operations.amend_plan(work, audit_id=drafted, kind=AuditKind.SPOT_CHECK, **given)


def test_the_buyer_sees_and_answers_its_own_spot_check_and_nobody_elses(check: Check) -> None:
    audit_id = check.answered(check.planned(), BOOKS)
    with check.world.work(check.scene.auditor) as work:
        found = operations.raise_nonconformity(
            work, audit_id=audit_id, indicators=[BOOKS], grade=Grade.MAJOR, description="No lots."
        ).id
    check.evaluated(check.finished(audit_id), Outcome.NOT_IN_ORDER)
    others = (other_company(check.world), check.scene.manager)
    for actor in others:
        with check.world.reading(actor) as reading, pytest.raises(NotFound):
            queries.get_audit(reading, audit_id)
        with pytest.raises(NotFound), check.world.work(actor) as work:
            _answer(work, found)
    with check.world.reading(check.scene.certifier) as reading:
        said = [one.code for one in queries.obstacles_to_decision(reading, audit_id)]
        assert said == ["m-indicator-not-met", "nonconformity-open"]
    with check.world.work(check.member) as work:
        assert [one.id for one in queries.nonconformities_to_answer(work)] == [found]
        _answer(work, found)
    with check.world.work(check.scene.auditor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    with check.world.work(check.scene.certifier) as work:
        operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.IN_ORDER, reasons="Put right and verified."
        )
        frozen = queries.find_decision(work, audit_id)
        assert frozen is not None
        assert (frozen.facts["unmet"], frozen.facts["not_met"]) == ([BOOKS], [BOOKS])


def _answer(work: UnitOfWork, found: UUID) -> None:
    operations.answer_nonconformity(
        work,
        nonconformity_id=found,
        root_cause="A new clerk.",
        correction="Booked anew.",
        corrective_action="Trained.",
    )


def test_impartiality_and_approval_count_at_a_buyer_too(check: Check) -> None:
    with check.world.work(check.scene.office) as work:
        drafted = plan_spot_check(work, **check.order()).id
        record_interest(
            work,
            body_id=check.scene.body_id,
            person_id=check.scene.auditor.person_id,
            client_id=check.company_id,
            kind=InterestKind.CONSULTANCY,
            since=date(2025, 6, 1),
            until=None,
            note="Wrote its handbook.",
        )
    check.declare(drafted, check.scene.auditor)
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        operations.confirm_audit(work, audit_id=drafted)
    assert codes(caught) == ["interest-in-client"]
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        plan_spot_check(work, **check.order())
    assert codes(caught) == ["interest-in-client"]
    with check.world.work(check.world.steward()) as work:
        [approval] = approvals_of(work, check.scene.body_id)
        change_approval_status(
            work, approval_id=approval.id, status=ApprovalStatus.WITHDRAWN, reason="It ended."
        )
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        operations.confirm_audit(work, audit_id=drafted)
    assert codes(caught) == ["body-not-approved", "interest-in-client"]


def test_company_members_see_what_the_filter_gives_them(check: Check) -> None:
    check.planned()
    audit_planned(check.scene)
    seen = defaultdict(list, {check.company_id: [AuditKind.SPOT_CHECK]})
    seen[check.scene.operator_id] = [AuditKind.INITIAL]
    for actor in (check.member, other_company(check.world), check.scene.manager):
        with check.world.reading(actor) as reading:
            for record in (Audit, Nonconformity):
                everything = reading.session.scalars(select(record)).all()
                allowed = {one.id for one in everything if reading.allows(Action.SEE_AUDIT, one)}
                assert allowed == {
                    one.id for one in reading.session.scalars(reading.visible(record))
                }
            kinds = [one.kind for one in queries.list_audits(reading)]
        assert kinds == seen[actor.organisation_id]


def test_the_desk_holds_what_suppliers_declare_against_what_the_buyer_declares(
    check: Check,
) -> None:
    check.accepted(check.sold(30, 20), 30, 15)
    check.sold(7)
    check.accepted(check.sold(5), 0)
    audit_id = check.planned()
    with check.world.reading(check.scene.auditor) as reading:
        desk = buyer_desk_of(reading, audit_id)
    [declared] = desk.purchases
    figures = (declared.sold_g, declared.bought_g, declared.waiting_g, declared.open_g)
    assert figures == (97 * KG, 85 * KG, 7 * KG, 5 * KG)
    assert declared.partner_id == check.scene.operator_id
    assert (desk.bought_g, desk.sold_g, desk.open_g) == (85 * KG, 0, 5 * KG)
    assert desk.stock_g == 85 * KG
    assert [one.open_g for one in desk.bought] == [5 * KG, 0, 0, 0]
    assert all(account.goods.certified for account in desk.balances)
    with check.world.reading(check.member) as reading, pytest.raises(NotAllowed):
        buyer_desk_of(reading, audit_id)


def test_only_records_of_the_buyer_are_pinned_and_nothing_is_drawn(check: Check) -> None:
    consignment, audit_id = check.bought(12), check.planned()
    foreign = stock(check.world, check.scene.manager, 3 * KG)
    with check.world.work(check.scene.auditor) as work:
        desk = buyer_desk_of(work, audit_id)
        lot_id = next(one.lot_id for one in desk.bought if one.consignment_id == consignment)
        pin_from_desk(
            work,
            audit_id=audit_id,
            indicator=BOOKS,
            what=Pinnable.CONSIGNMENT,
            thing_id=consignment,
        )
        pin_from_desk(
            work,
            audit_id=audit_id,
            indicator=STORE,
            what=Pinnable.LOT,
            thing_id=lot_id,
        )
        pins = {one.what: one.figures for one in queries.pins_of(work, audit_id)}
    told = pins[Pinnable.CONSIGNMENT]
    assert (told["sent_g"], told["accepted_g"]) == (12 * KG, 12 * KG)
    assert pins[Pinnable.LOT]["available_g"] == 12 * KG
    for what, thing_id in ((Pinnable.LOT, foreign), (Pinnable.CONSIGNMENT, foreign)):
        with pytest.raises(Refused) as caught, check.world.work(check.scene.auditor) as work:
            pin_from_desk(
                work, audit_id=audit_id, indicator=BOOKS, what=what, thing_id=thing_id
            )  # fmt: skip
        assert codes(caught) == ["pin-thing-unknown"]
    with pytest.raises(Refused) as caught, check.world.work(check.scene.office) as work:
        draw_sample(work, audit_id=audit_id, rule=SampleRule.SQUARE_ROOT)
    assert codes(caught) == ["spot-check-draws-nothing"]


def test_points_are_refused_where_something_is_met_or_not(check: Check) -> None:
    audit_id = check.planned()
    with pytest.raises(Refused) as caught, check.world.work(check.scene.auditor) as work:
        operations.score_indicator(work, audit_id=audit_id, indicator=BOOKS, value=1)
    assert codes(caught) == ["answer-of-another-kind"]
    with pytest.raises(Refused) as caught, check.world.work(check.scene.auditor) as work:
        operations.score_indicator(work, audit_id=audit_id, indicator="1.1.a", value=2)
    assert codes(caught) == ["indicator-unknown"]


def test_the_desk_asks_as_many_questions_whatever_was_bought(check: Check) -> None:
    audit_id = check.planned()
    few = _questions(check, audit_id)
    for _ in range(4):
        check.accepted(check.sold(3, 2), 3, 1)
    assert _questions(check, audit_id) == few


def _questions(check: Check, audit_id: UUID) -> int:
    """Count the statements the desk asks of the database."""
    with check.world.reading(check.scene.auditor) as reading, asked_of(check.world.store) as said:
        buyer_desk_of(reading, audit_id)
    return len(said)
