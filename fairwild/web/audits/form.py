"""The whole form of an audit on one page, and what its script asks for when it has a connection.

The page works as plain posts. With its script it shows one indicator at a time, and once taken
along it opens without a connection: answers wait on the device and are sent when there is one
again, each under its own key and with the version of the score it was based on.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, current_app, jsonify, render_template, request
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, ValidationError

from fairwild.access.actions import Action
from fairwild.audits import operations, queries
from fairwild.desks import operations as binding
from fairwild.http import (
    actor,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import Invalid, NotAllowed
from fairwild.organisations import queries as organisations
from fairwild.schemas.audits import ScoreFormSchema
from fairwild.schemas.findings import NonconformitySchema
from fairwild.web.audits import entered, showing
from fairwild.web.audits.corrections import address_of, due_days
from fairwild.web.audits.routing import blueprint
from fairwild.web.paging import Answer
from fairwild.wording.audit_letters import step_news

FORM = "/audits/<uuid:audit_id>/form"
WORKER = "form/worker.js"


@blueprint.get(FORM)
def form(audit_id: UUID) -> Answer:
    """Show every indicator of an audit, as one page that can be taken along."""
    with reading_for_request() as reading:
        known = showing.work_facts(reading, audit_id)
        return render_template(
            "pages/audits/form.html",
            **known,
            **entered.form_facts(reading, known["view"]),
            due=due_days(reading, known["audit"]),
            tree=showing.tree_of(known["view"]),
        )


@blueprint.get(f"{FORM}/live")
def live(audit_id: UUID) -> Answer:
    """Give the share and the gates as they stand, to be put into an open page."""
    with reading_for_request() as reading:
        known = showing.work_facts(reading, audit_id)
        return render_template("pages/audits/live.html", **known)


@blueprint.get(f"{FORM}/state")
def form_state(audit_id: UUID) -> Response:
    """Give what the script compares itself with: who asks, every score, every file, a new token."""
    with reading_for_request() as reading:
        audit = queries.get_audit(reading, audit_id)
        queries.check_reads_work(reading, audit)
        scores = list(queries.scores_of(reading, audit_id).values())
        names = organisations.people_by_id(reading, {one.scored_by for one in scores})
        files = queries.evidence_of(reading, audit_id)
        return jsonify(
            csrf=generate_csrf(),
            person=actor().person_id,
            status=audit.status,
            scores=[entered.told_score(one, names) for one in scores],
            files=[{"indicator": one.indicator, "name": one.file_name} for one in files],
            findings=[told_finding(one) for one in queries.nonconformities_of(reading, audit_id)],
        )


@blueprint.post(f"{FORM}/answers/<indicator>")
@idempotent
def send_answer(audit_id: UUID, indicator: str) -> Response:
    """Write one answer that waited on a device; under the same key only once."""
    _check_who_entered()
    order = _understood(ScoreFormSchema(), request.get_json())
    with unit_of_work_for_request() as work:
        score = operations.score_indicator(work, audit_id=audit_id, indicator=indicator, **order)
        work.session.flush()
        return jsonify(version=score.version)


@blueprint.post(f"{FORM}/findings")
@idempotent
def send_finding(audit_id: UUID) -> Response:
    """Write one nonconformity that waited on a device; under the same key only once."""
    _check_who_entered()
    order = _understood(NonconformitySchema(), request.get_json())
    write = step_news(house().settings.base_url)
    with unit_of_work_for_request() as work:
        found = operations.raise_nonconformity(work, audit_id=audit_id, write=write, **order)
        work.session.flush()
        return jsonify(told_finding(found))


def told_finding(found: Any) -> dict[str, Any]:
    """Give a nonconformity as the script of the form names it."""
    return {
        "number": found.number,
        "indicators": list(found.indicators),
        "grade": found.grade,
        "address": address_of(found.audit_id, found.id),
    }


def _check_who_entered() -> None:
    """Let nobody send what another person entered at the same device; raises NotAllowed."""
    if request.headers.get("X-Entered-By") != str(actor().person_id):
        raise NotAllowed(Action.SCORE_AUDIT)


def _understood(schema: Schema, said: Any) -> dict[str, Any]:
    try:
        order: dict[str, Any] = schema.load(said)
    except ValidationError as error:
        messages = error.normalized_messages()
        raise Invalid({name: str(found[0]) for name, found in messages.items()}) from error
    return order


@blueprint.post(f"{FORM}/files/<indicator>")
def send_file(audit_id: UUID, indicator: str) -> tuple[Response, int]:
    """Attach a file that waited on a device; the same file comes to the same place only once."""
    _check_who_entered()
    sent = request.files.get("file")
    if sent is None:
        raise Invalid({"file": "file-missing"})
    with reading_for_request() as reading:
        operations.may_attach(reading, audit_id=audit_id)
    name = sent.filename or ""
    stored, media_type = operations.keep_evidence(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        kept = binding.attach_evidence(
            work,
            audit_id=audit_id,
            indicator=indicator,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )
        return jsonify(name=kept.file_name), HTTPStatus.CREATED


@blueprint.get("/audits/worker.js")
def worker() -> Response:
    """Hand out the script that opens taken-along forms without a connection.

    It lies here and not with the other scripts because it may only serve pages at or below its
    own address.
    """
    answer = current_app.send_static_file(WORKER)
    answer.headers["Cache-Control"] = "no-cache"
    return answer
