"""Pinning a record of the operator's ledger to an indicator."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits import queries as audits
from fairwild.audits.operations import Pinned, unpin_record
from fairwild.audits.states import Pinnable
from fairwild.desks import operations, queries
from fairwild.http import reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas.desks import PinSchema
from fairwild.unit_of_work import Reading
from fairwild.web.desks.routing import blueprint
from fairwild.web.desks.showing import ONE
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

ASKED = ("what", "thing_id", "number", "indicator", "back")


@blueprint.route(f"{ONE}/pins/new", methods=["GET", "POST"])
def pin(audit_id: UUID) -> Answer:
    """Choose the indicator to which a record is pinned; without a record, its number first."""
    asked = {name: request.values.get(name, "").strip() for name in ASKED}
    form = Form(PinSchema(), asked)
    if form.submitted:
        done = form.attempt(
            lambda work, order: operations.pin_from_desk(work, audit_id=audit_id, **order)
        )
        if done is not None:
            flash(gettext("The record is pinned."), "success")
            return redirect(_origin(audit_id, asked))
    with reading_for_request() as reading:
        audit = audits.get_audit(reading, audit_id)
        reading.may(Action.SEE_DESK, on=audit)
        if not asked["thing_id"]:
            return _by_number(reading, audit, asked)
        what, thing_id = _asked(asked)
        found = queries.find_record(reading, audit.operator_id, what, thing_id)
        if found is None:
            raise NotFound("audit_pin")
        facts = audits.facts_of(reading, audit)
        return render_template(
            "pages/desks/pin.html",
            audit=audit,
            form=form,
            asked=asked,
            origin=_origin(audit_id, asked),
            thing=found,
            indicators=audits.indicators_of(facts),
        ), form.status


def _by_number(reading: Reading, audit: Any, asked: dict[str, str]) -> Answer:
    """Go on to the record with this number, or ask for one and say what is wrong with it."""
    what, number = asked["what"], asked["number"]
    found: list[Pinned] = []
    if what in list(Pinnable) and number:
        found = queries.records_numbered(reading, audit.operator_id, Pinnable(what), number)
    if len(found) == 1:
        place: dict[str, Any] = {"what": what, "thing_id": found[0].thing_id}
        place |= {name: asked[name] or None for name in ("indicator", "back")}
        return redirect(url_for("desks.pin", audit_id=audit.id, **place))
    unknown = bool(what or number) and not found
    page = render_template(
        "pages/desks/numbered.html",
        audit=audit,
        asked=asked,
        origin=_origin(audit.id, asked),
        kinds=list(Pinnable),
        several=found,
        unknown=unknown,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if unknown else HTTPStatus.OK


def _origin(audit_id: UUID, asked: dict[str, str]) -> str:
    """Give where somebody came from to pin a record: the indicator, the whole form, or the desk."""
    code = asked["indicator"]
    if code and asked["back"] == "indicator":
        return url_for("audits.score", audit_id=audit_id, indicator=code)
    if code and asked["back"] == "form":
        return url_for("audits.form", audit_id=audit_id, _anchor=f"i-{code}")
    return url_for("desks.show", audit_id=audit_id, _anchor="pins")


def _asked(asked: dict[str, str]) -> tuple[Pinnable, UUID]:
    try:
        return Pinnable(asked["what"]), UUID(asked["thing_id"])
    except ValueError as error:
        raise NotFound("audit_pin") from error


@blueprint.post(f"{ONE}/pins/<uuid:pin_id>/removal")
def unpin(audit_id: UUID, pin_id: UUID) -> Answer:
    """Take a record off its indicator."""
    with unit_of_work_for_request() as work:
        taken = unpin_record(work, audit_id=audit_id, pin_id=pin_id)
        flash(gettext("%(label)s is no longer pinned.", label=taken.label), "success")
    return redirect(url_for("desks.show", audit_id=audit_id, _anchor="pins"))
