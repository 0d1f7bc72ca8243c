"""A form about a nonconformity with the files that were chosen in it: nothing typed is lost."""

from typing import Any
from uuid import UUID

from flask import request

from fairwild.audits import operations
from fairwild.http import reading_for_request
from fairwild.kernel.refusals import Invalid, Refused
from fairwild.web.audits.evidence import attach_one
from fairwild.web.forms import Form
from fairwild.wording import field_message

ONLY_ATTACH = "only_attach"
"""The button that attaches the chosen files and leaves the form to be written on."""


def only_attaches() -> bool:
    """Tell whether the form was sent for its files alone."""
    return ONLY_ATTACH in request.form


def attach_chosen(form: Form, audit_id: UUID, nonconformity_id: UUID) -> bool:
    """Attach every file chosen in the form; False, with the reasons set, where one could not be.

    The files that could be attached stay attached.
    """
    chosen = [one for one in request.files.getlist("file") if one.filename]
    if not chosen:
        if only_attaches():
            form.note_errors({"file": ["required"]})
        return not form.errors
    with reading_for_request() as reading:
        operations.may_attach(reading, audit_id=audit_id, nonconformity_id=nonconformity_id)
    place = {"indicator": None, "nonconformity_id": nonconformity_id}
    for sent in chosen:
        _attach(form, audit_id, place, sent)
    return not form.errors and not form.obstacles


def _attach(form: Form, audit_id: UUID, place: dict[str, Any], sent: Any) -> None:
    try:
        attach_one(audit_id, place, sent)
    except Invalid as error:
        said = [field_message(code) for code in error.errors.values()]
        form.errors["file"] = [*form.errors["file"], *(f"{sent.filename}: {one}" for one in said)]
    except Refused as error:
        form.obstacles = error.obstacles
