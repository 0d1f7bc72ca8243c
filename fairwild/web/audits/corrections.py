"""Nonconformities: written by the auditor, answered by the operator, closed by the body."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits import operations, queries, rules
from fairwild.audits.states import Grade
from fairwild.http import reading_for_request
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.schemas.audits import AnswerSchema, CloseSchema, NonconformitySchema
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading
from fairwild.web.audits import showing
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

FOUND = "/audits/<uuid:audit_id>/nonconformities/<uuid:nonconformity_id>"


@blueprint.route("/audits/<uuid:audit_id>/nonconformities/new", methods=["GET", "POST"])
def raise_nonconformity(audit_id: UUID) -> Answer:
    """Write down a requirement not met."""
    form = Form(NonconformitySchema(), {"indicator": request.args.get("indicator", "")})
    if form.submitted:
        found = form.attempt(
            lambda work, order: operations.raise_nonconformity(work, audit_id=audit_id, **order)
        )
        if found is not None:
            flash(gettext("Nonconformity %(number)s is written.", number=found.number), "success")
            return redirect(_address(audit_id, found.id))
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        reading.may(Action.RAISE_NONCONFORMITY, on=known["audit"])
        due = {grade: _due_on(grade, reading) for grade in Grade}
        page = render_template("pages/audits/raise.html", form=form, due=due, **known)
    return page, form.status


def _due_on(grade: Grade, reading: Reading) -> Any:
    return rules.nonconformity_due_on(catalogue.parameters(), grade, found_on=reading.today)


def _address(audit_id: UUID, nonconformity_id: UUID) -> str:
    return url_for("audits.nonconformity", audit_id=audit_id, nonconformity_id=nonconformity_id)


@blueprint.get(FOUND)
def nonconformity(audit_id: UUID, nonconformity_id: UUID) -> Answer:
    """Show a nonconformity with its answer and what can be done about it."""
    return _page(audit_id, nonconformity_id, Form(AnswerSchema()), Form(CloseSchema()))


@blueprint.post(f"{FOUND}/answer")
def answer(audit_id: UUID, nonconformity_id: UUID) -> Answer:
    """Answer a nonconformity for the operator."""
    form = Form(AnswerSchema())
    _check_belonging(audit_id, nonconformity_id)
    found = form.attempt(
        lambda work, order: operations.answer_nonconformity(
            work, nonconformity_id=nonconformity_id, **order
        )
    )
    if found is not None:
        flash(gettext("Your answer went to the certification body."), "success")
        return redirect(_address(audit_id, nonconformity_id))
    return _page(audit_id, nonconformity_id, form, Form(CloseSchema()), form.status)


@blueprint.post(f"{FOUND}/close")
def close(audit_id: UUID, nonconformity_id: UUID) -> Answer:
    """Accept the answer for the body."""
    form = Form(CloseSchema())
    _check_belonging(audit_id, nonconformity_id)
    found = form.attempt(
        lambda work, order: operations.close_nonconformity(
            work, nonconformity_id=nonconformity_id, **order
        )
    )
    if found is not None:
        flash(gettext("Nonconformity %(number)s is closed.", number=found.number), "success")
        return redirect(_address(audit_id, nonconformity_id))
    return _page(audit_id, nonconformity_id, Form(AnswerSchema()), form, form.status)


def _check_belonging(audit_id: UUID, nonconformity_id: UUID) -> None:
    with reading_for_request() as reading:
        if queries.get_nonconformity(reading, nonconformity_id).audit_id != audit_id:
            raise NotFound("nonconformity")


def _page(
    audit_id: UUID, nonconformity_id: UUID, answering: Form, closing: Form, status: int = 200
) -> Answer:
    _check_belonging(audit_id, nonconformity_id)
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        found = queries.get_nonconformity(reading, nonconformity_id)
        may_answer = reading.allows(Action.ANSWER_NONCONFORMITY, found)
        may_close = reading.allows(Action.CLOSE_NONCONFORMITY, found)
        page = render_template(
            "pages/audits/nonconformity.html",
            **known,
            found=found,
            indicator=known["view"].standard.indicator(found.indicator),
            names=showing.names_in(reading, known["view"]),
            evidence=known["view"].evidence_of(found.id),
            answering=answering,
            closing=closing,
            may_answer=may_answer,
            may_close=may_close,
            may_attach=may_answer or reading.allows(Action.RAISE_NONCONFORMITY, found),
            obstacles_to_closing=_obstacles_to_closing(reading, found) if may_close else [],
            today=reading.today,
        )
    return page, status


def _obstacles_to_closing(reading: Reading, found: Any) -> list[Obstacle]:
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    return list(rules.obstacles_to_closing(queries.nonconformity_facts(found), closer_id=person_id))
