"""Answering for goods that were called back, oneself or for a holder without an account."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.handing_out.recall_facts import goods_of
from fairwild.http import reading_for_request
from fairwild.lots.queries import visible_among
from fairwild.recalls import operations, queries
from fairwild.recalls.states import Finding
from fairwild.schemas.recalls import AnswerRecallSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.recalls.routing import blueprint
from fairwild.wording import word
from fairwild.wording.recalls import coming_said


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
        page = render_template(
            "pages/recalls/answer.html",
            **asked_for(reading, notice),
            form=form,
            for_holder=for_holder,
            may_answer=reading.allows(action, notice),
        )
    return page, form.status


def asked_for(reading: Reading, notice: Any) -> dict[str, Any]:
    """Give what a page tells a holder of what it is asked for, and how it can answer."""
    mine = [one for one in notice.recall.lots if one.holder_id == notice.organisation_id]
    return {
        "notice": notice,
        "asked": queries.asked_of(notice),
        "coming_said": coming_said,
        "kept": queries.kept_of(notice.recall, notice.organisation_id),
        "come": queries.come_since(reading, [notice]).get(notice.id, ()),
        "lots": mine,
        "goods": goods_of(reading, mine),
        "seen": visible_among(reading, [one.lot_id for one in mine]),
        "finding_choices": [(one.value, word(one)) for one in Finding],
    }
