"""Files attached to an audit."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.audits import operations, queries
from fairwild.desks import operations as binding
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.schemas.audits import EvidencePlaceSchema
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import typed_values
from fairwild.web.paging import Answer
from fairwild.wording import field_message

PLACE = EvidencePlaceSchema()


@blueprint.post("/audits/<uuid:audit_id>/evidence")
def attach(audit_id: UUID) -> Answer:
    """Attach the chosen files to an indicator or to a nonconformity."""
    place = _place()
    with reading_for_request() as reading:
        operations.may_attach(
            reading, audit_id=audit_id, nonconformity_id=place["nonconformity_id"]
        )
    for sent in request.files.getlist("file"):
        try:
            attach_one(audit_id, place, sent)
        except Invalid as error:
            flash(field_message(error.errors["file"]), "refusal")
    return redirect(_back(audit_id, place))


def _place() -> dict[str, Any]:
    try:
        typed = {name: value for name, value in typed_values().items() if value}
        found: dict[str, Any] = PLACE.load(typed)
    except ValidationError as error:
        raise NoSuchPage from error
    return {**found, "indicator": found["indicator"] or None}


def attach_one(audit_id: UUID, place: dict[str, Any], sent: Any) -> None:
    """Keep one file that was sent, attached at its place; raises Invalid and Refused."""
    name = sent.filename or ""
    stored, media_type = operations.keep_evidence(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        kept = binding.attach_evidence(
            work,
            audit_id=audit_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
            **place,
        )
        flash(gettext("%(name)s is attached.", name=kept.file_name), "success")


def _back(audit_id: UUID, place: dict[str, Any]) -> str:
    if place["nonconformity_id"] is not None:
        found = place["nonconformity_id"]
        return url_for("audits.nonconformity", audit_id=audit_id, nonconformity_id=found)
    return url_for("audits.score", audit_id=audit_id, indicator=place["indicator"] or "-")


@blueprint.get("/audits/<uuid:audit_id>/evidence/<uuid:evidence_id>")
def download(audit_id: UUID, evidence_id: UUID) -> Answer:
    """Hand out a file to those who may see the audit; never shown in place."""
    with reading_for_request() as reading:
        found = queries.find_evidence(reading, audit_id, evidence_id)
        if found is None:
            raise NotFound("audit_evidence")
        answer = send_file(
            house().files.open(found.sha256),
            mimetype=found.media_type,
            as_attachment=True,
            download_name=found.file_name,
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer
