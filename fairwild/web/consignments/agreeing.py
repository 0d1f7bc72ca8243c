"""What both sides say to a consignment: the answer, differences, calling back, reversals."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext
from marshmallow import Schema

from fairwild.http import house
from fairwild.schemas.trade import (
    AgreementSchema,
    AnswerConsignmentSchema,
    OutcomeSchema,
    ReasonSchema,
)
from fairwild.trade import operations
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.consignments.routing import answered_lines, blueprint, note_unread_weights
from fairwild.web.consignments.showing import page_of
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.trade import announcement, news

ONE = "/consignments/<uuid:consignment_id>"
Deed = Callable[[UnitOfWork, dict[str, Any]], Any]


@blueprint.post(f"{ONE}/answer")
def answer(consignment_id: UUID) -> Answer:
    """Confirm what came, a part of it, or nothing."""
    form = Form(AnswerConsignmentSchema())
    form.values["received"] = answered_lines(form)
    note_unread_weights(form)

    def confirm(work: UnitOfWork, order: dict[str, Any]) -> Any:
        return operations.answer_consignment(
            work,
            consignment_id=consignment_id,
            received={line["line_id"]: line["mass"] for line in order["received"]},
            reasons={line["line_id"]: line["reason"] for line in order["received"]},
            reason=order["reason"],
            tell=news(house().settings.base_url),
        )

    here = url_for("consignments.show", consignment_id=consignment_id)
    goal = form.attempt_once(confirm, lambda _answered: here)
    if goal is None:
        return page_of(consignment_id, form, "answer")
    flash(gettext("Your answer is recorded; the sender sees it."), "success")
    return redirect(goal)


def _done(consignment_id: UUID, schema: Schema, deed: Deed, said: str, at: str) -> Answer:
    """Do a deed of a small form of the page, or draw the page with what stands against it."""
    form = Form(schema)
    if form.attempt(lambda work, order: [deed(work, order)]) is None:
        return page_of(consignment_id, form, at)
    flash(said, "success")
    return redirect(url_for("consignments.show", consignment_id=consignment_id))


def _tell() -> Any:
    return news(house().settings.base_url)


@blueprint.post(f"{ONE}/call-back")
def call_back(consignment_id: UUID) -> Answer:
    """Turn round goods that nobody has answered yet."""
    return _done(
        consignment_id,
        ReasonSchema(),
        lambda work, order: operations.call_back(
            work, consignment_id=consignment_id, tell=_tell(), **order
        ),
        gettext("Called back: all of it is your stock again, and the receiver has been told."),
        "call-back",
    )


@blueprint.post(f"{ONE}/differences/<uuid:difference_id>/outcome")
def propose(consignment_id: UUID, difference_id: UUID) -> Answer:
    """Say what became of goods that were not accepted."""
    return _done(
        consignment_id,
        OutcomeSchema(),
        lambda work, order: operations.propose_outcome(
            work, difference_id=difference_id, tell=_tell(), **order
        ),
        gettext("Said: the other side has been asked to confirm it."),
        f"difference-{difference_id}",
    )


@blueprint.post(f"{ONE}/differences/<uuid:difference_id>/decision")
def settle(consignment_id: UUID, difference_id: UUID) -> Answer:
    """Agree on what became of them, or not."""
    return _done(
        consignment_id,
        AgreementSchema(),
        lambda work, order: operations.settle_difference(
            work, difference_id=difference_id, tell=_tell(), **order
        ),
        gettext("Recorded: the other side sees it."),
        f"difference-{difference_id}",
    )


@blueprint.post(f"{ONE}/reversals")
def ask_reversal(consignment_id: UUID) -> Answer:
    """Ask the other side to let it be taken back."""
    return _done(
        consignment_id,
        ReasonSchema(),
        lambda work, order: operations.ask_reversal(
            work, consignment_id=consignment_id, tell=_tell(), **order
        ),
        gettext("Asked: the other side has been told and answers."),
        "reversal",
    )


@blueprint.post(f"{ONE}/reversals/<uuid:reversal_id>/decision")
def answer_reversal(consignment_id: UUID, reversal_id: UUID) -> Answer:
    """Agree to a reversal or decline it."""
    return _done(
        consignment_id,
        AgreementSchema(),
        lambda work, order: operations.answer_reversal(
            work, reversal_id=reversal_id, tell=_tell(), **order
        ),
        gettext("Recorded: the other side sees it."),
        "reversal",
    )


@blueprint.post(f"{ONE}/reversals/<uuid:reversal_id>/withdraw")
def withdraw_reversal(consignment_id: UUID, reversal_id: UUID) -> Answer:
    """Ask no more for a reversal."""
    return _done(
        consignment_id,
        ReasonSchema(),
        lambda work, _order: operations.withdraw_reversal(
            work, reversal_id=reversal_id, tell=_tell()
        ),
        gettext("Withdrawn: the other side has been told and need not answer."),
        "reversal",
    )


@blueprint.post(f"{ONE}/link")
def send_link(consignment_id: UUID) -> Answer:
    """Mail a receiver without an account a new link."""
    write = announcement(house().settings.base_url)
    return _done(
        consignment_id,
        ReasonSchema(),
        lambda work, _order: operations.send_link(work, consignment_id=consignment_id, write=write),
        gettext("A new link is on its way; the old one opens nothing more."),
        "link",
    )
