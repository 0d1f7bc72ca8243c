"""Builds complaints about an audited operator."""

from uuid import UUID

from fairwild.audits import operations as audits
from fairwild.audits.states import Outcome
from fairwild.complaints import operations, queries
from fairwild.complaints.letters import CaseLetter
from fairwild.complaints.operations import Lodged
from fairwild.complaints.states import ComplaintKind, ComplaintOutcome
from fairwild.kernel.actors import NOBODY, Actor, Role
from fairwild.mail.letters import Letter
from tests.audits_builders import Scene, ready_to_decide

SAID = "Three harvesters of our village were not paid in May."
GIST = "Late payment of harvesters is alleged."


def plain_letter(facts: CaseLetter) -> Letter:
    """Put a letter into a few words."""
    return Letter(facts.to, f"Case {facts.number}", f"{facts.status} {facts.secret or ''}")


def lodged(
    scene: Scene,
    *,
    by: Actor | None = None,
    email: str = "",
    name: str = "",
    kind: ComplaintKind = ComplaintKind.PEOPLE,
) -> Lodged:
    """Complain about the operator, as a visitor or with an account."""
    with scene.world.work(by or NOBODY) as work:
        named = queries.named_operator(work, scene.operator_id)
        assert named is not None
        return operations.lodge_complaint(
            work,
            named=named,
            kind=kind,
            said=SAID,
            person_id=by.person_id if by else None,
            name=name,
            email=email,
            write=plain_letter,
        )


def acknowledged(scene: Scene, **more: object) -> Lodged:
    """Complain, and let the office acknowledge it."""
    made = lodged(scene, **more)  # type: ignore[arg-type]  # passed through
    with scene.world.work(scene.office) as work:
        operations.acknowledge_complaint(
            work, complaint_id=made.complaint.id, gist=GIST, write=plain_letter
        )
    return made


def uninvolved(scene: Scene, name: str = "Vera Unbefangen") -> Actor:
    """Let somebody work for the body who never had to do with the operator."""
    return scene.world.person((scene.body_id, Role.EVALUATOR), name=name)


def appoint(scene: Scene, case_id: UUID, examiner: Actor) -> None:
    """Give a case into somebody's hands."""
    assert examiner.person_id is not None
    with scene.world.work(scene.office) as work:
        operations.appoint_examiner(work, complaint_id=case_id, person_id=examiner.person_id)


def conclude(
    scene: Scene,
    case_id: UUID,
    examiner: Actor,
    outcome: ComplaintOutcome = ComplaintOutcome.UPHELD,
) -> None:
    """Judge a case."""
    with scene.world.work(examiner) as work:
        operations.conclude_complaint(
            work,
            complaint_id=case_id,
            outcome=outcome,
            reasons="The pay book shows it.",
            measures="Pay within a week.",
            write=plain_letter,
        )


def decided(scene: Scene) -> UUID:
    """Audit the operator by everybody of the scene up to a decision."""
    audit_id = ready_to_decide(scene)
    with scene.world.work(scene.certifier) as work:
        audits.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="Not this year."
        )
    return audit_id
