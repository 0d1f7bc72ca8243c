"""One row for each refusal of certification that no other table here tells of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fairwild.applications import rules as applying
from fairwild.applications.states import ApplicationStatus
from fairwild.audits import rules as auditing
from fairwild.audits.facts import FoundElsewhere, NonconformityFacts
from fairwild.audits.rules import HeldBefore
from fairwild.audits.states import AuditStatus, Grade, NonconformityStatus, Outcome
from fairwild.certificates import rules as certifying
from fairwild.certificates.facts import Coverage, DrawKey
from fairwild.competence import rules as knowing
from fairwild.complaints import rules as complaining
from fairwild.complaints.states import ComplaintStatus
from fairwild.desks import rules as looking
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.parameters import Evidence
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import rules as organising
from fairwild.organisations.states import ApprovalStatus
from fairwild.species import rules as classing
from fairwild.standards import catalogue
from fairwild.standards import rules as reading
from tests.rules.test_application_rules import APPLICATION
from tests.rules.test_audit_rules import ASKED, AUDIT, AUDITOR, EVALUATOR, MAJOR, UNDER_WAY
from tests.rules.test_audit_rules import certifying as certifying_audit
from tests.rules.test_certificate_rules import CERTIFICATE, ROOT
from tests.rules.test_complaint_rules import CASE, TERMS, VERA
from tests.rules.test_risk_rules import KNOWN

DAY = date(2026, 3, 2)
WEEK = timedelta(days=7)
BODY, OPERATOR = OrganisationKind.CERTIFICATION_BODY, OrganisationKind.OPERATOR


def codes(found: Iterable[Obstacle]) -> list[str]:
    return [one.code for one in found]


# nonconformities: more time, objections, judges

MINOR = NonconformityFacts(
    UUID(int=21), "1.1.a", Grade.MINOR, NonconformityStatus.OPEN, DAY + 4 * WEEK
)


@pytest.mark.parametrize(
    ("change", "order", "expected"),
    [
        ({}, {}, []),
        ({}, {"due_on": MINOR.due_on}, ["extension-not-later"]),
        ({}, {"due_on": DAY + 500 * WEEK}, ["extension-too-long"]),
        ({}, {"reason": " "}, ["finding-reason-missing"]),
        ({}, {"on": MINOR.due_on + WEEK}, ["nonconformity-overdue"]),
        ({"extensions": 9}, {}, ["extensions-used-up"]),
        ({"status": NonconformityStatus.CLOSED}, {}, ["nonconformity-settled"]),
        ({"status": NonconformityStatus.LIFTED}, {}, ["nonconformity-settled"]),
    ],
)
def test_more_time(change: dict[str, Any], order: dict[str, Any], expected: list[str]) -> None:
    asked = {"due_on": MINOR.due_on + WEEK, "reason": "Snow.", "on": DAY} | order
    found = auditing.obstacles_to_extending(
        replace(MINOR, **change), catalogue.parameters(), **asked
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("change", "order", "expected"),
    [
        ({}, {}, []),
        ({}, {"objected": True}, ["objection-there-already"]),
        ({}, {"reasons": ""}, ["finding-reason-missing"]),
        ({"status": NonconformityStatus.CLOSED}, {}, ["nonconformity-settled"]),
    ],
)
def test_objecting(change: dict[str, Any], order: dict[str, Any], expected: list[str]) -> None:
    asked = {"objected": False, "reasons": "It was none."} | order
    assert codes(auditing.obstacles_to_objecting(replace(MINOR, **change), **asked)) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({}, []),
        ({"answered": True}, ["objection-answered-already"]),
        ({"answer": ""}, ["finding-reason-missing"]),
        ({"person_id": AUDITOR}, ["objection-by-involved"]),
        ({"person_id": UUID(int=98)}, ["objection-with-body"]),
        ({"person_id": UUID(int=98), "judges": [EVALUATOR]}, []),
    ],
)
def test_judging_an_objection(order: dict[str, Any], expected: list[str]) -> None:
    judge = UUID(int=99)
    asked = {"answered": False, "person_id": judge, "judges": [judge], "answer": "It was."}
    found = auditing.obstacles_to_answering_objection(AUDIT, MAJOR, **(asked | order))
    assert codes(found) == expected


def test_an_answer_goes_back_with_a_reason() -> None:
    answered = replace(MINOR, status=NonconformityStatus.ANSWERED, answered_by=UUID(int=5))
    sent_back = auditing.obstacles_to_returning(answered, returner_id=AUDITOR, reason="")
    assert codes(sent_back) == ["finding-reason-missing"]


def test_a_nonconformity_is_about_something() -> None:
    found = auditing.obstacles_to_raising(UNDER_WAY, [], indicators=ASKED, raiser_id=AUDITOR)
    assert codes(found) == ["nonconformity-about-nothing"]


@pytest.mark.parametrize(
    ("outcome", "conditions", "expected"),
    [
        (Outcome.CERTIFY_WITH_CONDITIONS, "Train them.", []),
        (Outcome.CERTIFY_WITH_CONDITIONS, " ", ["conditions-missing"]),
        (Outcome.CERTIFY, "Train them.", ["conditions-out-of-place"]),
        (Outcome.REFUSE, "Train them.", ["conditions-out-of-place"]),
        (Outcome.CERTIFY, "", []),
    ],
)
def test_conditions(outcome: Outcome, conditions: str, expected: list[str]) -> None:
    assert codes(auditing.obstacles_in_conditions(outcome, conditions)) == expected


@pytest.mark.parametrize(
    ("on", "grade", "expected"),
    [
        (DAY, Grade.MINOR, []),
        (MINOR.due_on, Grade.MINOR, []),
        (MINOR.due_on + WEEK, Grade.MINOR, ["nonconformity-grown-major"]),
        (DAY, Grade.MAJOR, ["nonconformity-open"]),
        (DAY, Grade.CRITICAL, ["nonconformity-open"]),
    ],
)
def test_what_was_found_bars_a_certificate_once_it_is_grave(
    on: date, grade: Grade, expected: list[str]
) -> None:
    audit = replace(AUDIT, nonconformities=(replace(MINOR, grade=grade),))
    assert codes(certifying_audit(audit, on=on)) == expected


@pytest.mark.parametrize(
    ("on", "grade", "expected"),
    [
        (DAY, Grade.MINOR, []),
        (DAY, Grade.MAJOR, ["nonconformity-open-elsewhere"]),
        (MINOR.due_on + WEEK, Grade.MINOR, ["nonconformity-overdue-elsewhere"]),
        (MINOR.due_on + WEEK, Grade.MAJOR, ["nonconformity-overdue-elsewhere"]),
    ],
)
def test_what_another_audit_found_bars_a_certificate_too(
    on: date, grade: Grade, expected: list[str]
) -> None:
    found = FoundElsewhere(UUID(int=40), "A-1", 1, replace(MINOR, grade=grade))
    assert codes(auditing.obstacles_from_elsewhere([found], on=on)) == expected


@pytest.mark.parametrize(
    ("on", "grade", "expected"),
    [
        (DAY, Grade.MINOR, []),
        (DAY, Grade.MAJOR, []),
        (DAY, Grade.CRITICAL, ["nonconformity-open-elsewhere"]),
        (MINOR.due_on, Grade.MAJOR, []),
        (MINOR.due_on + WEEK, Grade.MINOR, ["nonconformity-overdue-elsewhere"]),
        (MINOR.due_on + WEEK, Grade.CRITICAL, ["nonconformity-overdue-elsewhere"]),
    ],
)
def test_what_is_critical_or_overdue_keeps_a_certificate_suspended(
    on: date, grade: Grade, expected: list[str]
) -> None:
    found = FoundElsewhere(UUID(int=40), "A-1", 1, replace(MINOR, grade=grade))
    assert codes(auditing.obstacles_to_lifting([found], on=on)) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({}, []),
        ({"withdrawn_on": DAY}, []),
        ({"withdrawn_on": DAY + WEEK}, ["audit-before-withdrawal"]),
        ({"audited_until": DAY}, []),
        ({"audited_until": DAY + WEEK}, ["audit-before-the-certified-one"]),
    ],
)
def test_an_audit_certifies_nothing_that_was_looked_at_or_withdrawn_later(
    held: dict[str, date], expected: list[str]
) -> None:
    known = [HeldBefore("ECO-1", **held), HeldBefore("ECO-0", audited_until=DAY - WEEK)]
    assert codes(auditing.obstacles_in_age(DAY, known)) == expected


# the desk


def test_a_record_is_pinned_that_is_there() -> None:
    assert codes(looking.obstacles_to_finding(True)) == []
    assert codes(looking.obstacles_to_finding(False)) == ["pin-thing-unknown"]
    assert codes(looking.obstacles_to_choosing(1, number="L1")) == []
    assert codes(looking.obstacles_to_choosing(2, number="L1")) == ["pin-number-of-several"]


@pytest.mark.parametrize(
    ("status", "known", "expected"),
    [
        (AuditStatus.UNDER_WAY, True, []),
        (AuditStatus.UNDER_WAY, False, ["rehearsal-lot-unknown"]),
        (AuditStatus.FINISHED, True, ["audit-not-under-way"]),
    ],
)
def test_a_mock_recall_starts_from_a_lot(
    status: AuditStatus, known: bool, expected: list[str]
) -> None:
    assert codes(looking.obstacles_to_rehearsing(status, known, lot="L1")) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"stopped": True}, ["rehearsal-stopped"]),
        ({"explained": False}, ["rehearsal-note-missing"]),
    ],
)
def test_a_clock_is_stopped_once_and_a_disagreement_explained(
    change: dict[str, bool], expected: list[str]
) -> None:
    asked = {"stopped": False, "explained": True} | change
    assert codes(looking.obstacles_to_stopping(AuditStatus.UNDER_WAY, "R1", **asked)) == expected


# applications and competence


@pytest.mark.parametrize("status", list(ApplicationStatus))
def test_what_was_answered_is_not_withdrawn(status: ApplicationStatus) -> None:
    application = replace(APPLICATION, status=status)
    is_open = status in {ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED}
    expected = [] if is_open else ["application-closed"]
    assert codes(applying.obstacles_to_withdrawing(application)) == expected


@pytest.mark.parametrize(
    ("until", "ended", "expected"),
    [
        (DAY + WEEK, False, []),
        (DAY, False, ["competence-over"]),
        (DAY + WEEK, True, ["competence-over"]),
        (None, False, []),
    ],
)
def test_a_competence_ends_once(until: date | None, ended: bool, expected: list[str]) -> None:
    valid = Period(DAY - WEEK, until)
    assert codes(knowing.obstacles_to_ending_competence(valid, ended=ended, on=DAY)) == expected


# bodies, classes, texts


@pytest.mark.parametrize(
    ("before", "to", "reason", "expected"),
    [
        (ApprovalStatus.PRELIMINARY, ApprovalStatus.FULL, "", []),
        (ApprovalStatus.WITHDRAWN, ApprovalStatus.FULL, "", ["approval-cannot-become"]),
        (ApprovalStatus.FULL, ApprovalStatus.SUSPENDED, "", ["approval-needs-a-reason"]),
        (ApprovalStatus.FULL, ApprovalStatus.SUSPENDED, "No witness.", []),
    ],
)
def test_an_approval_moves(
    before: ApprovalStatus, to: ApprovalStatus, reason: str, expected: list[str]
) -> None:
    assert codes(organising.obstacles_to_approval_status(before, to, reason=reason)) == expected


@pytest.mark.parametrize(
    ("kind", "taken", "expected"),
    [
        (BODY, False, []),
        (OPERATOR, False, ["not-a-body-to-register"]),
        (BODY, True, ["national-number-taken"]),
    ],
)
def test_a_body_is_registered_once_under_a_number(
    kind: OrganisationKind, taken: bool, expected: list[str]
) -> None:
    found = organising.obstacles_to_national_registration(kind, number="ES-1", taken=taken)
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("NEW", "New Forest", []),
        ("LIQ", "New Forest", ["organisation-code-taken"]),
        ("NEW", "regaliz DEL sur", ["organisation-name-taken"]),
    ],
)
def test_no_two_organisations_are_called_alike(code: str, name: str, expected: list[str]) -> None:
    taken = [("LIQ", "Regaliz del Sur")]
    assert codes(organising.obstacles_to_registering(code=code, name=name, taken=taken)) == expected


def test_a_class_of_risk_ends_once() -> None:
    lasting = replace(KNOWN, said=Period(DAY - WEEK, None), ceased_on=None)
    assert codes(classing.obstacles_to_ending(lasting, on=DAY)) == []
    over = replace(lasting, ceased_on=DAY)
    assert codes(classing.obstacles_to_ending(over, on=DAY)) == ["risk-class-over"]


def test_samples_are_not_confirmed_and_other_counts_are_looked_at() -> None:
    text = catalogue.standard_version("fairwild", "2.0")
    assert text.sample_count
    confirmed = replace(text, evidence=Evidence.CONFIRMED)
    assert codes(reading.obstacles_in_text(confirmed, [], True)) == ["standard-sample-confirmed"]
    other = replace(text, evidence=Evidence.BACKGROUND, criterion_count=text.criterion_count + 1)
    assert codes(reading.obstacles_in_text(other, [text], False)) == ["standard-counts-differ"]
    assert codes(reading.obstacles_in_text(other, [text], True)) == []


# certificates


def test_goods_in_another_state_are_not_in_scope() -> None:
    dry = tuple(replace(line, state=State.DRY) for line in CERTIFICATE.scope)
    goods = replace(ROOT, state=State.FRESH)
    at = datetime(2026, 6, 1, tzinfo=UTC)
    found = certifying.covers(replace(CERTIFICATE, scope=dry), goods, at=at)
    assert codes(found) == ["state-not-in-scope"]


@pytest.mark.parametrize(
    ("mass_g", "expected"), [(400, []), (401, ["certificate-maximum-exceeded"])]
)
def test_no_more_is_collected_than_a_certificate_allows(mass_g: int, expected: list[str]) -> None:
    key = DrawKey(
        CERTIFICATE.holder_id, "fairwild", ROOT.species_id, PlantPart.ROOT, State.FRESH, 2026
    )
    coverage = Coverage(CERTIFICATE.number, key, maximum_g=1000)
    found = certifying.obstacles_to_drawing(coverage, drawn_g=600, mass_g=mass_g)
    assert codes(found) == expected


# complaints


@pytest.mark.parametrize(
    ("change", "gist", "expected"),
    [
        ({}, "Late payment.", []),
        ({}, " ", ["complaint-gist-missing"]),
        ({"status": ComplaintStatus.CONCLUDED}, "Late payment.", ["complaint-moved-on"]),
    ],
)
def test_acknowledging(change: dict[str, Any], gist: str, expected: list[str]) -> None:
    fresh = replace(CASE, status=ComplaintStatus.RECEIVED)
    found = complaining.obstacles_to_acknowledging(replace(fresh, **change), gist=gist)
    assert codes(found) == expected


def test_a_case_goes_into_other_hands_only() -> None:
    case = replace(CASE, status=ComplaintStatus.INVESTIGATED, examiner_id=VERA.person_id)
    found = complaining.obstacles_to_appointing(case, VERA, on=DAY, lookback_months=24)
    assert codes(found) == ["examiner-already"]


@pytest.mark.parametrize("status", list(ComplaintStatus))
def test_only_who_is_at_work_on_a_case_writes_in_its_file(status: ComplaintStatus) -> None:
    case = replace(CASE, status=status)
    expected = [] if case.in_hands else ["complaint-not-in-hands"]
    assert codes(complaining.obstacles_to_noting(case)) == expected


def test_whoever_complained_sends_so_many_files() -> None:
    waiting = replace(CASE, status=ComplaintStatus.RECEIVED)
    assert codes(complaining.obstacles_to_proving(waiting, count=4, most=5)) == []
    found = complaining.obstacles_to_proving(waiting, count=5, most=5)
    assert codes(found) == ["complaint-proofs-enough"]
    assert TERMS.appeal_days


@pytest.mark.parametrize(
    ("known", "open_case", "expected"),
    [
        (True, False, []),
        (False, False, ["complainant-unknown"]),
        (True, True, ["complainant-still-needed"]),
    ],
)
def test_forgetting_who_complained(known: bool, open_case: bool, expected: list[str]) -> None:
    found = complaining.obstacles_to_forgetting(known=known, open_case=open_case)
    assert codes(found) == expected
