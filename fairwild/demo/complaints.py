"""Complaints of the demonstration: one concluded, one that waits for somebody uninvolved."""

from uuid import UUID

from fairwild.complaints import operations, queries
from fairwild.complaints.states import ComplaintKind, ComplaintOutcome
from fairwild.demo.stage import Stage
from fairwild.kernel.actors import NOBODY


def play(stage: Stage) -> None:
    """Let a visitor be right about payment, and somebody doubt what a label says."""
    _paid_late(stage)
    _doubted(stage)


def _complain(stage: Stage, code: str, kind: ComplaintKind, said: str, *, days_ago: int) -> UUID:
    work = stage.work.acting_as(NOBODY, at=stage.moment(days_ago))
    named = queries.named_operator(work, stage.organisations[code])
    assert named is not None  # noqa: S101 - founded before
    return operations.lodge_complaint(work, named=named, kind=kind, said=said).complaint.id


def _paid_late(stage: Stage) -> None:
    case_id = _complain(
        stage,
        "EBR",
        ComplaintKind.PEOPLE,
        "The diggers of the upper village had to wait seven weeks for their money in spring.",
        days_ago=95,
    )
    operations.acknowledge_complaint(
        stage.acting("office", 92), complaint_id=case_id, gist="Diggers are said to be paid late."
    )
    examiner_id = stage.actors["complaints"].person_id
    assert examiner_id is not None  # noqa: S101 - everybody of the cast has an account
    operations.appoint_examiner(
        stage.acting("office", 90), complaint_id=case_id, person_id=examiner_id
    )
    operations.add_note(
        stage.acting("complaints", 74),
        complaint_id=case_id,
        text="Asked for the pay book of March to May: eleven late payments.",
    )
    operations.conclude_complaint(
        stage.acting("complaints", 70),
        complaint_id=case_id,
        outcome=ComplaintOutcome.UPHELD,
        reasons="Eleven of 64 payments came more than 30 days after the delivery.",
        measures="Payment within a week from now on; the next audit looks at every pay day.",
    )


def _doubted(stage: Stage) -> None:
    case_id = _complain(
        stage,
        "EBR",
        ComplaintKind.PLANTS,
        "A digger took whole plants with the crown from the river bank below the bridge.",
        days_ago=14,
    )
    operations.acknowledge_complaint(
        stage.acting("office", 12),
        complaint_id=case_id,
        gist="Whole plants are said to have been taken from a river bank.",
    )
