"""The papers of a consignment: those that travel with it, and its delivery note."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext

from fairwild.http import house, reading_for_request, unit_of_work_for_request, wants_json
from fairwild.kernel.codes import read_code
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.refusals import Invalid, NotFound, Refused
from fairwild.public_answers import seconds_to_wait
from fairwild.schemas.trade import TransportPaperSchema
from fairwild.store.attachments import keep_attachment
from fairwild.trade import operations, papers, queries
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.consignments.agreeing import ONE
from fairwild.web.consignments.routing import blueprint
from fairwild.web.consignments.showing import page_of
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import field_message, obstacle_sentence


@blueprint.post(f"{ONE}/papers")
def add_paper(consignment_id: UUID) -> Answer:
    """Put a paper with a consignment, with its file where one is chosen."""
    with reading_for_request() as reading:
        operations.may_add_paper(reading, consignment_id=consignment_id)
    form = Form(TransportPaperSchema())
    try:
        file = _kept()
    except Invalid as error:
        form.errors.update({name: [field_message(code)] for name, code in error.errors.items()})
        return page_of(consignment_id, form, "paper")

    def add(work: UnitOfWork, order: dict[str, Any]) -> Any:
        return operations.add_paper(work, consignment_id=consignment_id, **order, **file)

    if form.attempt(add) is None:
        return page_of(consignment_id, form, "paper")
    flash(gettext("The paper is added."), "success")
    return redirect(url_for("consignments.show", consignment_id=consignment_id))


def _kept() -> dict[str, Any]:
    """Keep the chosen file; nothing where none is chosen."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return {}
    stored, media_type = keep_attachment(house().files, sent.stream)  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    return {"stored": stored, "media_type": media_type, "file_name": sent.filename}


@blueprint.post(f"{ONE}/papers/<uuid:paper_id>/remove")
def remove_paper(consignment_id: UUID, paper_id: UUID) -> Answer:
    """Take a paper off a consignment that has not left."""
    try:
        with unit_of_work_for_request() as work:
            operations.remove_paper(work, consignment_id=consignment_id, paper_id=paper_id)
    except Refused as error:
        for obstacle in error.obstacles:
            flash(obstacle_sentence(obstacle), "refusal")
    return redirect(url_for("consignments.show", consignment_id=consignment_id))


@blueprint.get(f"{ONE}/papers/<uuid:paper_id>")
def paper(consignment_id: UUID, paper_id: UUID) -> Answer:
    """Hand out the file of a paper to both sides; never shown in place."""
    with reading_for_request() as reading:
        found = queries.find_paper(reading, consignment_id, paper_id)
        answer = send_file(
            house().files.open(found.sha256),
            mimetype=found.media_type,
            as_attachment=True,
            download_name=found.file_name,
        )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@blueprint.get(f"{ONE}/delivery-note.pdf")
def delivery_note(consignment_id: UUID) -> Answer:
    """Print the delivery note as it was frozen when the goods left."""
    with reading_for_request() as reading:
        found = queries.get_consignment(reading, consignment_id)
    if not found.paper:
        raise NotFound("delivery_note")
    pdf = papers.pdf_of(found.paper, base_url=house().settings.base_url)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/d/<code>")
def check(code: str) -> Answer:
    """Tell anybody with a delivery note what it said when the goods left."""
    meant = read_code(code)
    with reading_for_request() as reading:
        found = queries.find_by_code(reading, meant) if meant else None
        seen = found is not None and queries.sees(reading, found)
    if found is None:
        seconds_to_wait()
        if wants_json():
            raise NotFound("delivery_note")
        return render_template("pages/consignments/note_unknown.html"), 404
    return render_template(
        "pages/consignments/note.html",
        consignment=found,
        genuine=facts_digest(found.paper) == found.paper_digest,
        seen=seen,
    )
