"""Recalls: how far goods got, stopping them, answering for them."""

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import list_areas
from fairwild.desks.queries import auditors_rehearsals
from fairwild.documents.recall_report import render_recall
from fairwild.harvesters.queries import find_by_local_id
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.codes import grouped
from fairwild.kernel.refusals import Obstacle
from fairwild.labels.queries import label_codes_on
from fairwild.lots.queries import find_lot_by_number_or_code, visible_among
from fairwild.organisations.queries import organisations_by_id
from fairwild.permits.queries import list_permits
from fairwild.recalls import operations, queries, rules
from fairwild.recalls.facts import Basis, Reach
from fairwild.recalls.states import Finding, RecallStatus
from fairwild.schemas.recalls import (
    AnswerRecallSchema,
    BasisSchema,
    CloseRecallSchema,
    StartRecallSchema,
)
from fairwild.sheets import written
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.recall_basis import searched_for
from fairwild.web.recall_page import (
    consignments_of,
    duration,
    expected_said,
    goods_of,
    in_stock,
    parties_of,
    places_of,
    report_of,
)
from fairwild.web.recall_sheet import cells_of
from fairwild.wording import word
from fairwild.wording.recalls import coming_said, recall_letter

blueprint = Blueprint("recalls", __name__)

_BETWEEN = re.compile(r"[\s,;]+")
LABELS = ("lot", "code", "serial")
LOTS_SHOWN = 500
NARROWING = ("area_id", "permit_id", "since", "until")


@blueprint.get("/recalls")
def list_all() -> Answer:
    """List what others call back, and one's own recalls and rehearsals."""
    home_id = home_organisation_id()
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        page = queries.page_of_recalls(reading, cursor)
        return render_template(
            "pages/recalls/list.html",
            recalls=page.rows,
            by_auditors=auditors_rehearsals(reading, [one.id for one in page.rows]),
            following=page.following,
            after=cursor.after,
            notices=queries.notices_for(reading, home_id),
            expected_said=expected_said,
            may_start=reading.allows(Action.START_RECALL, on=Of(Party.HOLDER, home_id)),
        )


def _typed(reading: Reading, home_id: UUID) -> tuple[dict[str, Any], list[Obstacle]]:
    """Turn what people type into what a search starts from; what is unknown is named."""
    unknown: list[Obstacle] = []
    asked: dict[str, Any] = {name: request.values.get(name, "").strip() for name in NARROWING}
    lots = []
    for said in filter(None, _BETWEEN.split(request.values.get("lots", ""))):
        lot = find_lot_by_number_or_code(reading, said)
        if lot is None:
            unknown.append(Obstacle("recall-lot-unknown", {"lot": said[:80]}, at="lots"))
        else:
            lots.append(str(lot.id))
    asked["lot_ids"] = lots
    local_id = request.values.get("harvester", "").strip()
    person = find_by_local_id(reading, home_id, local_id) if local_id else None
    if local_id and person is None:
        unknown.append(Obstacle("recall-harvester-unknown", {"harvester": local_id[:80]}))
    asked["harvester_id"] = str(person.id) if person else ""
    return {name: value for name, value in asked.items() if value}, unknown


def _searched(
    reading: Reading, home_id: UUID
) -> tuple[Basis, Reach | None, list[Obstacle], dict[str, Any]]:
    """Search for what the address or the form names, where it can be understood."""
    asked, obstacles = _typed(reading, home_id)
    schema = BasisSchema()
    wrong = schema.validate(asked)
    if wrong:
        obstacles.append(Obstacle("recall-days-unreadable", at="since"))
        asked = {name: value for name, value in asked.items() if name not in wrong}
    basis: Basis = schema.load(asked)["basis"]
    if _is_asked() and not obstacles:
        obstacles += rules.obstacles_to_searching(basis)
    reach = None
    if _is_asked() and not obstacles:
        reach = queries.reach_of(reading, home_id, basis)
    return basis, reach, obstacles, asked


def _is_asked() -> bool:
    """Tell whether the search was sent, be it with nothing in it."""
    return any(name in request.values for name in ("lots", "harvester", *NARROWING))


@blueprint.route("/recalls/new", methods=["GET", "POST"])
def start() -> Answer:
    """Search how far goods got, then call them back or rehearse it."""
    home_id = home_organisation_id()
    form = Form(StartRecallSchema())
    with reading_for_request() as reading:
        reading.may(Action.START_RECALL, on=Of(Party.HOLDER, home_id))
        _basis, reach, obstacles, asked = _searched(reading, home_id)
    if form.submitted and not obstacles:
        form.values.update(asked)
        goal = form.attempt_once(
            lambda work, order: operations.start_recall(
                work,
                organisation_id=home_id,
                write=recall_letter(house().settings.base_url),
                **order,
            ),
            lambda done: url_for("recalls.show", recall_id=done.id),
        )
        if goal is not None:
            return redirect(goal)
    with reading_for_request() as reading:
        page = render_template(
            "pages/recalls/new.html",
            form=form,
            reach=reach,
            obstacles=[*obstacles, *form.obstacles],
            holders=organisations_by_id(reading, reach.told_ids if reach else ()),
            areas=[(area.id, f"{area.code} {area.name}") for area in list_areas(reading, home_id)],
            permits=[(one.id, one.number) for one in list_permits(reading, home_id)],
            asked=request.values,
            home_id=home_id,
            is_operator=reading.allows(Action.SEE_HARVESTER, on=Of(Party.OPERATOR, home_id)),
        )
    return page, 409 if obstacles and form.submitted else form.status


def _page(recall_id: UUID, form: Form | None = None) -> Answer:
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        sent = consignments_of(reading, recall)
        page = render_template(
            "pages/recalls/show.html",
            recall=recall,
            searched=searched_for(reading, recall),
            by_auditor=auditors_rehearsals(reading, [recall.id]).get(recall.id),
            places=places_of(recall, parties_of(reading, recall), sent),
            expected_said=expected_said,
            consignments=sent,
            goods=goods_of(reading, recall.lots[:LOTS_SHOWN]),
            shown=LOTS_SHOWN,
            in_stock=in_stock(recall),
            took=duration(recall),
            form=form or Form(CloseRecallSchema()),
            closing=list(rules.obstacles_to_closing(queries.facts_of(recall), outcome="any")),
            is_open=recall.status is RecallStatus.OPEN,
            may_close=reading.allows(Action.START_RECALL, recall),
        )
    return page, form.status if form else 200


@blueprint.get("/recalls/<uuid:recall_id>")
def show(recall_id: UUID) -> Answer:
    """Show one recall: what was found, where it is, who has answered."""
    return _page(recall_id)


@blueprint.post("/recalls/<uuid:recall_id>/close")
def close(recall_id: UUID) -> Answer:
    """Bring a recall to its end."""
    form = Form(CloseRecallSchema())
    done = form.attempt(
        lambda work, order: operations.close_recall(work, recall_id=recall_id, **order)
    )
    if done is None:
        return _page(recall_id, form)
    flash(gettext("The recall is closed; its holds are released."), "success")
    return redirect(url_for("recalls.show", recall_id=recall_id))


@blueprint.get("/recalls/<uuid:recall_id>/report.<any(pdf, csv):form>")
def report(recall_id: UUID, form: str) -> Answer:
    """Give the report of a recall on paper or for spreadsheets."""
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        if form == "pdf":
            paper = render_recall(report_of(reading, recall))
            answer = Response(paper, content_type="application/pdf")
        else:
            heading, *rows = cells_of(reading, recall)
            answer = Response(written(heading, rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "inline", filename=f"{recall.number}.{form}")
    return answer


@blueprint.get("/recalls/<uuid:recall_id>/labels.csv")
def labels(recall_id: UUID) -> Answer:
    """Give the code of every label that stands on suspect goods."""
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        numbers = {one.lot_id: one.number for one in recall.lots}
        rows = [
            [numbers[lot_id], grouped(code), str(serial)]
            for lot_id, code, serial in label_codes_on(reading, numbers)
        ]
    answer = Response(written(LABELS, rows), content_type="text/csv; charset=utf-8")
    name = f"{recall.number}-labels.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.route("/recalls/<uuid:recall_id>/answers/<uuid:notice_id>", methods=["GET", "POST"])
def answer_for(recall_id: UUID, notice_id: UUID) -> Answer:
    """Write down what a holder without an account has answered."""
    form = Form(AnswerRecallSchema())
    if form.submitted:
        done = form.attempt(
            lambda work, order: operations.answer_for_holder(work, notice_id=notice_id, **order)
        )
        if done is not None:
            flash(gettext("Their answer is written down."), "success")
            return redirect(url_for("recalls.show", recall_id=recall_id))
    return _notice_page(notice_id, form, for_holder=True)


@blueprint.route("/recalls/notices/<uuid:notice_id>", methods=["GET", "POST"])
def answer(notice_id: UUID) -> Answer:
    """Say what is still there of goods that somebody calls back."""
    form = Form(AnswerRecallSchema())
    if form.submitted:
        done = form.attempt(
            lambda work, order: operations.answer_recall(work, notice_id=notice_id, **order)
        )
        if done is not None:
            flash(gettext("Answered. Thank you."), "success")
            return redirect(url_for("recalls.answer", notice_id=notice_id))
    return _notice_page(notice_id, form)


def _notice_page(notice_id: UUID, form: Form, *, for_holder: bool = False) -> Answer:
    """Show what a holder is asked for; `for_holder` where its answer is written down for it."""
    action = Action.START_RECALL if for_holder else Action.ANSWER_RECALL
    with reading_for_request() as reading:
        notice = queries.get_notice(reading, notice_id)
        mine = [one for one in notice.recall.lots if one.holder_id == notice.organisation_id]
        page = render_template(
            "pages/recalls/answer.html",
            notice=notice,
            asked=queries.asked_of(notice),
            coming_said=coming_said,
            lots=mine,
            goods=goods_of(reading, mine),
            seen=visible_among(reading, [one.lot_id for one in mine]),
            form=form,
            for_holder=for_holder,
            finding_choices=[(one.value, word(one)) for one in Finding],
            may_answer=reading.allows(action, notice),
        )
    return page, form.status
