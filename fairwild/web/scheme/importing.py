"""The text of a standard is imported: chosen, looked at with every fault, and confirmed."""

import io
import re
from typing import Any, BinaryIO

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits.operations.importing import import_standard as bring_in
from fairwild.audits.operations.importing import obstacles_to_importing, take_back_standard
from fairwild.handing_out.standards import standard_answer
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.parameters import Evidence
from fairwild.kernel.refusals import Invalid, NotFound, Obstacle
from fairwild.schemas.standards import ConfirmStandardSchema, ImportStandardSchema
from fairwild.standards.catalogue import own_folder, standard_versions
from fairwild.standards.catalogue.tables import TABLE_COLUMNS, Draft, drafted_from
from fairwild.standards.rules import counts_that_differ
from fairwild.standards.types import StandardVersion
from fairwild.store.attachments import check_file_name
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.scheme.routing import blueprint
from fairwild.web.scheme.standards import known
from fairwild.wording import field_message, word
from fairwild.wording.flaws import flaw_sentence
from fairwild.wording.standards import column_notes

LIMIT_BYTES = 8 * 1024 * 1024
_FIELDS = tuple(name for name in ImportStandardSchema().load_fields if name != "other_counts")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _drafted(stream: BinaryIO, order: dict[str, Any]) -> Draft:
    """Read a table; raises Invalid for what is none."""
    return drafted_from(stream, order, standard_versions())


def _chosen(form: Form) -> bytes | None:
    """Read the file a form brought; None, with the reason set, where it brought none to read."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.errors["file"] = [field_message("file-missing")]
        return None
    content = sent.stream.read(LIMIT_BYTES + 1)
    try:
        check_file_name(sent.filename)
    except Invalid as error:
        form.errors["file"] = [field_message(error.errors["file"])]
        return None
    if len(content) > LIMIT_BYTES:
        form.errors["file"] = [field_message("file-too-large")]
        return None
    return content


def _usual() -> dict[str, Any]:
    """Give what is known of the version that the link named, and what the link itself says."""
    wanted = (request.args.get("name", ""), request.args.get("version", ""))
    usual: dict[str, Any] = {"name": "fairwild", "language": "en"}
    for one in standard_versions():
        if (one.name, one.version) == wanted:
            usual = _said_of(one)
    return usual | {name: request.args[name] for name in _FIELDS if name in request.args}


def _said_of(one: StandardVersion) -> dict[str, Any]:
    return {
        "name": one.name,
        "standard_version": one.version,
        "title": one.title,
        "published": one.published,
        "valid_from": one.valid_from.isoformat(),
        "transition_until": one.transition_until.isoformat() if one.transition_until else "",
        "language": one.language,
    }


def _form_page(form: Form) -> Answer:
    page = render_template(
        "pages/scheme/import.html",
        form=form,
        trust=[(one, word(one)) for one in Evidence],
        notes=column_notes(),
        columns=TABLE_COLUMNS,
    )
    return page, form.status


@blueprint.route("/scheme/standards/import", methods=["GET", "POST"])
def import_standard() -> Answer:
    """Choose the table of a standard and look at what it says, with every fault."""
    form = Form(ImportStandardSchema(), _usual())
    with reading_for_request() as reading:
        reading.may(Action.IMPORT_STANDARD)
    order = form.order() if form.submitted else None
    content = _chosen(form) if form.submitted else None
    if order is None or content is None:
        return _form_page(form)
    try:
        draft = _drafted(io.BytesIO(content), order)
    except Invalid as error:
        form.errors["file"] = [field_message(error.errors["file"])]
        return _form_page(form)
    return _preview(form, draft, _kept(draft, content))


def _kept(draft: Draft, content: bytes) -> str:
    """Keep a table that can be imported until somebody has looked at it; gives its digest."""
    if draft.faults or _obstacles(draft):
        return ""
    stored = house().files.keep(io.BytesIO(content), limit_bytes=LIMIT_BYTES)
    house().files.settle()
    return stored.sha256


def _obstacles(draft: Draft) -> list[Obstacle]:
    with reading_for_request() as reading:
        return list(obstacles_to_importing(reading, draft, other_counts=True))


def _preview(form: Form, draft: Draft, sha256: str) -> Answer:
    obstacles = _obstacles(draft)
    standard = None if draft.faults else draft.standard
    page = render_template(
        "pages/scheme/preview.html",
        form=form,
        draft=draft,
        standard=standard,
        other_counts=list(counts_that_differ(standard, standard_versions())) if standard else [],
        obstacles=obstacles,
        flaw_sentence=flaw_sentence,
        sha256=sha256,
        fields=_FIELDS,
        typed={name: form.values[name] for name in _FIELDS if form.values[name]},
    )
    return page, 409 if obstacles else form.status


@blueprint.post("/scheme/standards/import/confirm")
def confirm_standard() -> Answer:
    """Make the table that was looked at the text of its version."""
    form = Form(ConfirmStandardSchema())
    with reading_for_request() as reading:
        reading.may(Action.IMPORT_STANDARD)
    order, own = form.order(), own_folder()
    if order is None or own is None or not _SHA256.fullmatch(order["sha256"]):
        raise NotFound("standard")
    try:
        with house().files.open(order["sha256"]) as stream:
            draft = _drafted(stream, order)
    except (FileNotFoundError, Invalid) as error:
        raise NotFound("standard") from error

    def deed(work: UnitOfWork, said: dict[str, Any]) -> StandardVersion:
        return bring_in(work, draft=draft, own=own, other_counts=said["other_counts"])

    made = form.attempt(deed)
    if made is None:
        return _preview(form, draft, order["sha256"])
    flash(gettext("The text of %(standard)s is imported.", standard=made.full_title), "success")
    return redirect(url_for("scheme.show_standard", name=made.name, version=made.version))


@blueprint.post("/scheme/standards/<name>/<version>/take-back")
def take_back(name: str, version: str) -> Answer:
    """Take an imported text back, while nobody relies on it."""
    own = own_folder()
    if own is None:
        raise NotFound("standard")
    with unit_of_work_for_request() as work:
        take_back_standard(work, name=name, version=version, own=own)
    flash(gettext("The imported text of %(version)s is taken back.", version=version), "success")
    return redirect(url_for("scheme.list_standards"))


@blueprint.get("/scheme/standards/<name>/<version>/table.xlsx")
def table_of_standard(name: str, version: str) -> Answer:
    """Hand out a version as the table that an import reads, with a note on every column."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        return standard_answer(known(name, version))
