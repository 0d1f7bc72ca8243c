"""What stands against handling a complaint or an appeal: above all, having had a part (R15)."""

import io
from typing import Any
from uuid import UUID

from fairwild.complaints.operations import (
    add_own_proof,
    appeal_own_outcome,
    pass_complaint_on,
)
from fairwild.complaints.queries import most_proofs
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.store.files import StoredFile
from tests.audits_builders import Scene, ready_to_decide
from tests.competence_builders import interest
from tests.complaints_builders import (
    GIST,
    acknowledged,
    appoint,
    conclude,
    decided,
    lodged,
    plain_letter,
    uninvolved,
)
from tests.refusals.doors import Ask, Doors, alike, asked_first, both, refuses
from tests.refusals.verdicts import changed

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def case(scene: Scene, **more: Any) -> UUID:
    """Complain, and let the office acknowledge it."""
    found: UUID = acknowledged(scene, **more).complaint.id
    return found


def appointing(scene: Scene, complaint_id: UUID, person: Actor) -> Doors:
    """Give a case into somebody's hands at both doors."""
    said = {"person_id": str(person.person_id)}
    return alike(scene.office, f"/complaints/{complaint_id}/examiner", said)


@refuses("examiner-involved")
def a_case_in_the_hands_of_the_auditor(scene: Scene) -> Doors:
    decided(scene)
    return appointing(scene, case(scene), scene.auditor)


@refuses("examiner-of-this-decision")
def an_appeal_in_the_hands_of_whoever_decided(scene: Scene) -> Doors:
    audit_id = decided(scene)
    complaint_id = case(scene)
    changed(
        scene,
        f"update complaint set kind = 'appeal', subject = 'decision', thing_id = '{audit_id.hex}'",
    )
    return appointing(scene, complaint_id, scene.certifier)


@refuses("interest-in-client")
def a_case_in_the_hands_of_somebody_tied(scene: Scene) -> Doors:
    who = uninvolved(scene)
    interest(scene.world, scene.body_id, who, scene.operator_id)
    return appointing(scene, case(scene), who)


@refuses("examiner-complained")
def a_case_in_the_hands_of_whoever_complained(scene: Scene) -> Doors:
    who = uninvolved(scene)
    return appointing(scene, case(scene, by=who), who)


@refuses("examiner-already")
def a_case_put_into_the_same_hands(scene: Scene) -> Doors:
    who, complaint_id = uninvolved(scene), case(scene)
    appoint(scene, complaint_id, who)
    return appointing(scene, complaint_id, who)


def complainer(scene: Scene) -> Actor:
    """Give somebody with an account who belongs to nobody here."""
    return scene.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)


@refuses("examiner-judged-before")
def an_appeal_in_the_hands_of_whoever_judged_first(scene: Scene) -> Doors:
    by, who = complainer(scene), uninvolved(scene)
    complaint_id = case(scene, by=by)
    appoint(scene, complaint_id, who)
    conclude(scene, complaint_id, who)
    with scene.world.work(by) as work:
        appeal_own_outcome(
            work, complaint_id=complaint_id, reasons="Still unpaid.", write=plain_letter
        )
    return appointing(scene, complaint_id, who)


@refuses("complaint-moved-on")
def a_complaint_acknowledged_twice(scene: Scene) -> Doors:
    where = f"/complaints/{case(scene)}/acknowledgement"
    return alike(scene.office, where, {"gist": GIST})


@refuses("complaint-moved-on")
def a_case_judged_twice(scene: Scene) -> Doors:
    who, complaint_id = uninvolved(scene), case(scene)
    appoint(scene, complaint_id, who)
    conclude(scene, complaint_id, who)
    said = {"outcome": "upheld", "reasons": "The pay book shows it."}
    return alike(who, f"/complaints/{complaint_id}/outcome", said)


@refuses("complaint-with-scheme-owner")
def a_case_passed_on_that_is_with_the_owner(scene: Scene) -> Doors:
    steward, complaint_id = scene.world.steward(), case(scene)
    with scene.world.work(scene.office) as work:
        pass_complaint_on(work, complaint_id=complaint_id, reason="We all had a part.")
    return alike(steward, f"/complaints/{complaint_id}/passing-on", {"reason": "Too."})


@refuses("complaint-nobody-handles")
def a_case_passed_on_to_nobody(scene: Scene) -> Doors:
    where = f"/complaints/{case(scene)}/passing-on"
    return alike(scene.office, where, {"reason": "We all had a part."})


@refuses("complaint-not-in-hands")
def a_note_in_a_case_that_was_judged(scene: Scene) -> Doors:
    who, complaint_id = uninvolved(scene), case(scene)
    appoint(scene, complaint_id, who)
    conclude(scene, complaint_id, who)
    return alike(who, f"/complaints/{complaint_id}/notes", {"text": "Seen."})


@refuses("complainant-unknown")
def a_complainant_forgotten_whom_nobody_knows(scene: Scene) -> Doors:
    who, complaint_id = uninvolved(scene), case(scene)
    appoint(scene, complaint_id, who)
    conclude(scene, complaint_id, who)
    return alike(scene.office, f"/complaints/{complaint_id}/forgetting")


@refuses("complainant-still-needed")
def a_complainant_forgotten_in_the_middle(scene: Scene) -> Doors:
    complaint_id = case(scene, by=complainer(scene))
    return alike(scene.office, f"/complaints/{complaint_id}/forgetting")


def appealing(who: Actor, complaint_id: UUID) -> Doors:
    """Appeal against an outcome at both doors."""
    return alike(who, f"/complaints/own/{complaint_id}/appeal", {"reasons": "Still unpaid."})


@refuses("complaint-appeal-too-late")
def an_appeal_after_its_time(scene: Scene) -> Doors:
    by, who = complainer(scene), uninvolved(scene)
    complaint_id = case(scene, by=by)
    appoint(scene, complaint_id, who)
    conclude(scene, complaint_id, who)
    scene.world.pass_time(days=400)
    return appealing(by, complaint_id)


@refuses("complaint-moved-on")
def an_appeal_before_the_outcome(scene: Scene) -> Doors:
    by = complainer(scene)
    return appealing(by, case(scene, by=by))


def paper(number: int = 9) -> dict[str, Any]:
    """Give a file; each number is another content."""
    return {"file": (io.BytesIO(PDF.replace(b"1 0", b"%d 0" % number)), "slip.pdf")}


def proving(who: Actor, complaint_id: UUID) -> Doors:
    """Send a file to one's own case at both doors."""
    where = f"/complaints/own/{complaint_id}/proofs"
    return Doors(Ask(who, where, paper()), Ask(who, where, paper(), files=True))


@refuses("complaint-moved-on")
def a_proof_for_a_case_that_was_judged(scene: Scene) -> Doors:
    by, who = complainer(scene), uninvolved(scene)
    complaint_id = case(scene, by=by)
    appoint(scene, complaint_id, who)
    conclude(scene, complaint_id, who)
    return proving(by, complaint_id)


@refuses("complaint-proofs-enough")
def a_proof_too_many(scene: Scene) -> Doors:
    by = complainer(scene)
    complaint_id = case(scene, by=by)
    for number in range(most_proofs(scene.world.now.date())):
        with scene.world.work(by) as work:
            add_own_proof(
                work,
                complaint_id=complaint_id,
                file_name=f"{number}.pdf",
                media_type="application/pdf",
                stored=StoredFile(sha256=f"{number}" * 64, size_bytes=9),
            )
    return proving(by, complaint_id)


def appealing_decision(scene: Scene, audit_id: UUID) -> Doors:
    """Appeal against the decision on an audit at both doors."""
    said = {"said": "It was in order."}
    page = f"/complaints/decisions/{audit_id}"
    order = said | {"audit_id": str(audit_id)}
    return both(scene.manager, page, said, "/complaints/decisions", order)


@refuses("decision-appeal-too-late")
def an_appeal_against_a_decision_of_last_year(scene: Scene) -> Doors:
    audit_id = decided(scene)
    scene.world.pass_time(days=400)
    return appealing_decision(scene, audit_id)


@refuses("complaint-nothing-decided")
def an_appeal_against_no_decision(scene: Scene) -> Doors:
    return appealing_decision(scene, ready_to_decide(scene))


@asked_first("complaint-gist-missing", "gist")
def a_complaint_acknowledged_without_its_gist(scene: Scene) -> Doors:
    where = f"/complaints/{lodged(scene).complaint.id}/acknowledgement"
    return alike(scene.office, where, {"gist": " "})


@asked_first("complaint-reason-missing", "reason")
def a_case_passed_on_without_a_reason(scene: Scene) -> Doors:
    scene.world.steward()
    return alike(scene.office, f"/complaints/{case(scene)}/passing-on", {"reason": " "})


@asked_first("complaint-reasons-missing", "reasons")
def a_case_judged_without_reasons(scene: Scene) -> Doors:
    who, complaint_id = uninvolved(scene), case(scene)
    appoint(scene, complaint_id, who)
    said = {"outcome": "upheld", "reasons": " "}
    return alike(who, f"/complaints/{complaint_id}/outcome", said)
