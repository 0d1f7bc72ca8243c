"""Deeds on a case: acknowledging, appointing, passing on, noting, judging, forgetting."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext
from marshmallow import Schema

from fairwild.complaints import operations
from fairwild.http import house, reading_for_request
from fairwild.schemas.complaints import (
    AcknowledgeSchema,
    AppointSchema,
    ConcludeSchema,
    NoteSchema,
    PassOnSchema,
)
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.attachments import chosen_file
from fairwild.web.complaints.case import NothingSchema
from fairwild.web.complaints.routing import blueprint
from fairwild.web.complaints.showing import ONE, page_of
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.complaints import case_letter

Deed = Callable[..., Any]


def _done(complaint_id: UUID, schema: Schema, deed: Deed, said: str, **more: Any) -> Answer:
    """Do a deed on a case with what was typed, then show the case again."""
    form = Form(schema)

    def do(work: UnitOfWork, order: dict[str, Any]) -> Any:
        return deed(work, complaint_id=complaint_id, **more, **order)

    if form.attempt(do) is None:
        return page_of(complaint_id, form)
    flash(said, "success")
    return redirect(url_for("complaints.show", complaint_id=complaint_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"{ONE}/acknowledgement")
def acknowledge(complaint_id: UUID) -> Answer:
    """Confirm that the complaint has come."""
    deed, write = operations.acknowledge_complaint, case_letter(house().settings.base_url)
    said = gettext("The complaint is acknowledged.")
    return _done(complaint_id, AcknowledgeSchema(), deed, said, write=write)


@blueprint.post(f"{ONE}/examiner")
def appoint(complaint_id: UUID) -> Answer:
    """Give the case into the hands of somebody uninvolved."""
    said = gettext("The case is in new hands.")
    return _done(complaint_id, AppointSchema(), operations.appoint_examiner, said)


@blueprint.post(f"{ONE}/passing-on")
def pass_on(complaint_id: UUID) -> Answer:
    """Give the case to the scheme owner; the body sees it no more."""
    form = Form(PassOnSchema())
    done = form.attempt(
        lambda work, order: operations.pass_complaint_on(work, complaint_id=complaint_id, **order)
    )
    if done is None:
        return page_of(complaint_id, form)
    flash(gettext("%(number)s is with the scheme owner now.", number=done.number), "success")
    return redirect(url_for("complaints.list_all"), HTTPStatus.SEE_OTHER)


@blueprint.post(f"{ONE}/notes")
def add_note(complaint_id: UUID) -> Answer:
    """Add a note, and maybe a picture or PDF, to the file of the case."""
    with reading_for_request() as reading:
        operations.may_add_note(reading, complaint_id=complaint_id)
    form = Form(NoteSchema())
    file = chosen_file(form)
    if form.errors:
        return page_of(complaint_id, form)
    kept = vars(file) if file else {}
    said = gettext("The note is in the file.")
    return _done(complaint_id, NoteSchema(), operations.add_note, said, **kept)


@blueprint.post(f"{ONE}/outcome")
def conclude(complaint_id: UUID) -> Answer:
    """Say what becomes of the complaint, or of the appeal."""
    deed, write = operations.conclude_complaint, case_letter(house().settings.base_url)
    said = gettext("The case is judged. Whoever complained is told, where an address is known.")
    return _done(complaint_id, ConcludeSchema(), deed, said, write=write)


@blueprint.post(f"{ONE}/forgetting")
def forget(complaint_id: UUID) -> Answer:
    """Delete what is known of whoever complained."""
    said = gettext("Nothing is known any more of whoever complained.")
    return _done(complaint_id, NothingSchema(), operations.forget_complainant, said)
