"""The page of a mailed link, on which a receiver without an account says its word."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.accounts.rules import obstacles_to_link
from fairwild.http import house, reading_for_request
from fairwild.kernel.quantities import kilograms
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.schemas.trade import (
    AgreementSchema,
    AnswerConsignmentSchema,
    DifferencesAgreementSchema,
)
from fairwild.trade import operations, queries
from fairwild.trade.facts import Said
from fairwild.trade.states import LinkPurpose, ReversalStatus
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.consignments.routing import (
    GOT,
    answered_lines,
    blueprint,
    note_unread_weights,
    said_differences,
)
from fairwild.web.forms import Form
from fairwild.web.mailed_links import spent_link, unknown_link
from fairwild.web.paging import Answer
from fairwild.wording.trade import news


@blueprint.route("/arrivals/<secret>", methods=["GET", "POST"])
def arrival(secret: str) -> Answer:
    """Show a consignment to its receiver, who needs no account to answer once."""
    with reading_for_request() as reading:
        try:
            sight = queries.find_link(reading, secret)
        except NotFound:
            return unknown_link(_ask())
    form = _form(sight.link.purpose)
    if form.submitted and sight.link.used_at is None:
        deed = _DEEDS[sight.link.purpose]
        if form.attempt(lambda work, order: [deed(work, secret, order)]) is not None:
            flash(gettext("Thank you: your answer is recorded and the sender sees it."), "success")
            return redirect(url_for("consignments.arrival", secret=secret))
    return _page(secret, form)


def _form(purpose: LinkPurpose) -> Form:
    """Read the form that a link of this purpose opens."""
    if purpose is LinkPurpose.SETTLE:
        form = Form(DifferencesAgreementSchema())
        form.values["differences"] = said_differences(form)
        return form
    if purpose is LinkPurpose.REVERSE:
        return Form(AgreementSchema())
    form = Form(AnswerConsignmentSchema())
    form.values["received"] = answered_lines(form)
    note_unread_weights(form)
    return form


def _answer(work: UnitOfWork, secret: str, order: dict[str, Any]) -> None:
    operations.answer_by_link(
        work,
        secret=secret,
        received={line["line_id"]: line["mass"] for line in order["received"]},
        reasons={line["line_id"]: line["reason"] for line in order["received"]},
        reason=order["reason"],
        tell=news(house().settings.base_url),
    )


def _settle(work: UnitOfWork, secret: str, order: dict[str, Any]) -> None:
    said = {
        one["difference_id"]: Said(one["decision"], one["reason"]) for one in order["differences"]
    }
    tell = news(house().settings.base_url)
    operations.settle_by_link(work, secret=secret, said=said, tell=tell)


def _answer_reversal(work: UnitOfWork, secret: str, order: dict[str, Any]) -> None:
    tell = news(house().settings.base_url)
    operations.answer_reversal_by_link(work, secret=secret, said=Said(**order), tell=tell)


_DEEDS = {
    LinkPurpose.ANSWER: _answer,
    LinkPurpose.SETTLE: _settle,
    LinkPurpose.REVERSE: _answer_reversal,
}


def _ask() -> str:
    said: str = gettext("Ask the sender of the goods for a new one.")
    return said


def _closed(reading: Reading, sight: queries.LinkSight) -> list[Obstacle]:
    """Say why a link that was not used opens nothing: a newer one does, or nothing is asked."""
    if sight.link.purpose is LinkPurpose.REVERSE:
        as_receiver = queries.reading_for_receiver(reading, sight.receiver_id)
        consignment = queries.get_consignment(as_receiver, sight.link.consignment_id)
        ended = max(consignment.reversals, key=lambda one: one.asked_at)
        if ended.status is ReversalStatus.WITHDRAWN:
            return [Obstacle("reversal-withdrawn")]
    return [Obstacle("arrival-link-replaced")]


def _page(secret: str, form: Form) -> Answer:
    with reading_for_request() as reading:
        sight = queries.find_link(reading, secret)
        link = sight.link
        found = list(
            obstacles_to_link(
                used=False,
                withdrawn=link.withdrawn_at is not None,
                expires_at=link.expires_at,
                at=reading.now,
            )
        )
        if found and link.used_at is None:
            return spent_link(_closed(reading, sight) if link.withdrawn_at else found, _ask())
        as_receiver = queries.reading_for_receiver(reading, sight.receiver_id)
        consignment = queries.get_consignment(as_receiver, link.consignment_id)
        for line in consignment.lines:
            form.values.setdefault(f"{GOT}{line.id}", kilograms(line.shipped_g))
        page = render_template(
            "pages/consignments/arrival.html",
            consignment=consignment,
            form=form,
            link=link,
            proposed={line.id for line, _ in queries.proposed_differences(consignment)},
            asked=[one for one in consignment.reversals if one.status == "asked"],
        )
    return page, form.status
