"""One case: for who handles it, and for whoever complained with their account."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for

from fairwild.access.actions import Action
from fairwild.complaints import queries, rules
from fairwild.complaints.queries import Complaint
from fairwild.complaints.states import (
    AWAITING_EXAMINER,
    IN_HANDS,
    OPEN,
    ComplaintOutcome,
    ComplaintStatus,
)
from fairwild.http import reading_for_request
from fairwild.organisations.queries import find_scheme_owner, people_by_id
from fairwild.schemas.complaints import ConcludeSchema
from fairwild.unit_of_work import Reading
from fairwild.web.attachments import handed_out
from fairwild.web.complaints.case import Doings, case_page
from fairwild.web.complaints.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

ONE = "/complaints/<uuid:complaint_id>"
OWN = "/complaints/own/<uuid:complaint_id>"


@blueprint.get(ONE)
def show(complaint_id: UUID) -> Answer:
    """Show one case to the body that handles it or the steward."""
    return page_of(complaint_id)


def page_of(complaint_id: UUID, form: Form | None = None) -> Answer:
    """Draw one case with the form that was just sent, or with empty ones."""
    with reading_for_request() as reading:
        row = queries.get_complaint(reading, complaint_id)
        page = render_template(
            "pages/complaints/show.html",
            case=row,
            seen=queries.seen(reading, row),
            form=form or Form(ConcludeSchema()),
            **_file(reading, row),
            **_next(reading, row),
        )
    return page, form.status if form else 200


def _file(reading: Reading, row: Complaint) -> dict[str, Any]:
    """Give what of the file the actor may read, and the names of who wrote it."""
    may_read = reading.allows(Action.READ_COMPLAINT, row)
    notes = queries.notes_of(reading, row) if may_read else []
    people = {one.written_by for one in notes} | {one.judged_by for one in row.judgements}
    people |= {one for one in (row.examiner_id, row.acknowledged_by) if one is not None}
    handles = reading.allows(Action.HANDLE_COMPLAINT, row)
    return {
        "may_read": may_read,
        "handles": handles,
        "notes": notes,
        "proofs": queries.proofs_of(reading, row) if may_read else [],
        "people": people_by_id(reading, people),
        "complainant": queries.complainant_of(reading, row) if handles else None,
    }


def _next(reading: Reading, row: Complaint) -> dict[str, Any]:
    """Give what can be done next by the actor, and what stands against it."""
    directs = reading.allows(Action.DIRECT_COMPLAINT, row)
    appoints = directs and (row.status in AWAITING_EXAMINER or row.status in IN_HANDS)
    candidates = queries.candidates_for(reading, row) if appoints else []
    owner = find_scheme_owner(reading)
    facts, terms = queries.facts_of(row), queries.terms(reading.today)
    known = queries.find_complainant(reading, row.id) is not None
    return {
        "acknowledges": directs and row.status is ComplaintStatus.RECEIVED,
        "appoints": appoints,
        "candidates": [one for one in candidates if one.person_id != row.examiner_id],
        "in_hands": row.status in IN_HANDS,
        "may_pass_on": directs and row.status in OPEN and owner and owner.id != row.body_id,
        "may_forget": known
        and row.status not in OPEN
        and reading.allows(Action.FORGET_COMPLAINANT, row),
        "outcomes": [(one.value, one) for one in ComplaintOutcome],
        "appeal_until": rules.last_day_to_appeal(facts, terms),
    }


@blueprint.get(f"{ONE}/notes/<uuid:note_id>")
def download(complaint_id: UUID, note_id: UUID) -> Answer:
    """Hand out the file of a note to those who read the case."""
    with reading_for_request() as reading:
        return handed_out(queries.get_note(reading, complaint_id, note_id), "complaint_note")


@blueprint.get(f"{ONE}/proofs/<uuid:proof_id>")
def download_proof(complaint_id: UUID, proof_id: UUID) -> Answer:
    """Hand out a file of whoever complained to those who read the case."""
    with reading_for_request() as reading:
        return handed_out(queries.get_proof(reading, complaint_id, proof_id), "complaint_proof")


@blueprint.get(OWN)
def own(complaint_id: UUID) -> Answer:
    """Show a case to whoever complained with their account."""
    return own_page(complaint_id)


def own_page(complaint_id: UUID, form: Form | None = None) -> Answer:
    """Draw the case one complained of with one's account."""
    doings = Doings(
        appeal=url_for("complaints.appeal_own", complaint_id=complaint_id),
        forget=url_for("complaints.forget_own", complaint_id=complaint_id),
        prove=url_for("complaints.prove_own", complaint_id=complaint_id),
    )
    with reading_for_request() as reading:
        page = case_page(reading, queries.get_own(reading, complaint_id), doings, form)
    return page, form.status if form else 200
