"""Grading, sampling, laboratory tests and writing off."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.plants import Form as PlantForm
from fairwild.kernel.refusals import Invalid, NotFound, Refused
from fairwild.lots import operations, queries
from fairwild.lots.facts import LotFacts
from fairwild.lots.operations import Report
from fairwild.schemas.processing import (
    GiveUpClaimSchema,
    GradeSchema,
    SampleSchema,
    TestOrderSchema,
    WriteOffSchema,
)
from fairwild.store.attachments import keep_attachment
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.processing.routing import blueprint, form_of, lot_for, page_of_lot
from fairwild.wording import field_message, obstacle_sentence

GRADE_ROWS = range(1, 7)


@blueprint.route("/lots/<uuid:lot_id>/grade", methods=["GET", "POST"])
def grade(lot_id: UUID) -> Answer:
    """Part a lot by quality."""
    form = form_of(GradeSchema(), grades=[])
    if form.submitted:
        form.values["grades"] = [
            {"grade": form.values.get(f"grade-{row}", ""), "kg": form.values[f"kg-{row}"]}
            for row in GRADE_ROWS
            if form.values.get(f"kg-{row}")
        ]
        goal = form.attempt_once(
            lambda work, order: operations.grade_lot(work, lot_id=lot_id, **order),
            lambda _made: page_of_lot(lot_id),
        )
        if goal is not None:
            flash(gettext("Graded: the new lots stand under “Went into”."), "success")
            return redirect(goal)
    more = {"rows": list(GRADE_ROWS)}
    return _page("grade", lot_id, form, Action.SPLIT_LOT, **more)


@blueprint.route("/lots/<uuid:lot_id>/sample", methods=["GET", "POST"])
def sample(lot_id: UUID) -> Answer:
    """Draw a sample that is kept."""
    form = form_of(SampleSchema())
    if form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.take_sample(work, lot_id=lot_id, **order),
            lambda made: page_of_lot(made.id),
        )
        if goal is not None:
            flash(gettext("Sampled: this is the sample."), "success")
            return redirect(goal)
    return _page("sample", lot_id, form, Action.TEST_LOT)


@blueprint.route("/lots/<uuid:lot_id>/give-up-claim", methods=["GET", "POST"])
def give_up_claim(lot_id: UUID) -> Answer:
    """Declare certified goods uncertified from now on."""
    form = form_of(GiveUpClaimSchema())
    if form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.give_up_claim(work, lot_id=lot_id, **order),
            lambda made: page_of_lot(made.id),
        )
        if goal is not None:
            flash(gettext("The claim is given up: this lot is not certified."), "success")
            return redirect(goal)
    return _page("give_up_claim", lot_id, form, Action.GIVE_UP_CLAIM)


@blueprint.route("/lots/<uuid:lot_id>/write-off", methods=["GET", "POST"])
def write_off(lot_id: UUID) -> Answer:
    """Write goods off as lost or as used by the house."""
    form = form_of(WriteOffSchema())
    if form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.write_off(work, lot_id=lot_id, **order),
            lambda _made: page_of_lot(lot_id),
        )
        if goal is not None:
            flash(gettext("Written off."), "success")
            return redirect(goal)
    return _page("write_off", lot_id, form, Action.WRITE_OFF_LOT)


def _page(name: str, lot_id: UUID, form: Form, action: Action, **more: Any) -> Answer:
    with reading_for_request() as reading:
        lot = lot_for(reading, lot_id, action)
        page = render_template(f"pages/quality/{name}.html", lot=lot, form=form, **more)
    return page, form.status


@blueprint.route("/lots/<uuid:lot_id>/test", methods=["GET", "POST"])
def test(lot_id: UUID) -> Answer:
    """Write down what a laboratory found, with its report."""
    form = form_of(TestOrderSchema())
    if form.submitted:
        goal = _tested(lot_id, form)
        if goal is not None:
            flash(gettext("The test is recorded."), "success")
            return redirect(goal)
    asks_why = any(one.at == "verdict_reason" for one in form.obstacles)
    return _page("test", lot_id, form, Action.TEST_LOT, asks_why=asks_why)


def _tested(lot_id: UUID, form: Form) -> str | None:
    with reading_for_request() as reading:
        lot_for(reading, lot_id, Action.TEST_LOT)
    report: Report | None = None
    if form.order() is None:
        return None
    try:
        report = _report()
    except Invalid as error:
        form.errors.update({name: [field_message(code)] for name, code in error.errors.items()})
        return None

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        return operations.record_test(work, lot_id=lot_id, report=report, **order)

    return form.attempt_once(deed, lambda _made: page_of_lot(lot_id))


def _report() -> Report | None:
    """Keep the file that was sent, where one was; raises Invalid for what may not be attached."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    stored, media_type = keep_attachment(house().files, sent.stream)  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    return Report(sent.filename, media_type, stored)


@blueprint.get("/lots/<uuid:lot_id>/tests/<uuid:test_id>/report")
def report(lot_id: UUID, test_id: UUID) -> Answer:
    """Hand out a laboratory's report to those who may see the lot; never shown in place."""
    with reading_for_request() as reading:
        found = queries.get_test(reading, lot_id, test_id)
        if found.sha256 is None:
            raise NotFound("lot_test")
        answer = send_file(
            house().files.open(found.sha256),
            mimetype=found.media_type,
            as_attachment=True,
            download_name=found.file_name,
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


@blueprint.post("/lots/<uuid:lot_id>/tests/<uuid:test_id>/hold")
def hold_after_test(lot_id: UUID, test_id: UUID) -> Answer:
    """Put the lot on hold that failed a test: of a sample, the lots it was drawn from."""
    with reading_for_request() as reading:
        found = queries.get_test(reading, lot_id, test_id)
        lot_ids = queries.lots_behind(reading, lot_id)
        said = {"what": found.tested_for, "result": f"{found.result} {found.unit}".strip()}
        reason = gettext("Failed test: %(what)s, %(result)s", **said)
    try:
        with unit_of_work_for_request() as work:
            operations.hold_lots(work, lot_ids=lot_ids, reason=reason)
        flash(gettext("On hold until it is released."), "success")
    except Refused as error:
        flash(" ".join(obstacle_sentence(one) for one in error.obstacles), "refusal")
    return redirect(page_of_lot(lot_ids[0]))


def tests_page(reading: Reading, lot: LotFacts) -> dict[str, Any]:
    """Gather what `pages/quality/tests_of_lot.html` needs on the page of a lot."""
    return {
        "tests": queries.list_tests(reading, lot.id),
        "may_test": reading.allows(Action.TEST_LOT, on=Of(Party.HOLDER, lot.holder_id)),
        "may_hold": reading.allows(Action.HOLD_LOT, on=Of(Party.HOLDER, lot.holder_id)),
        "is_sample": lot.form is PlantForm.SAMPLE,
    }
