"""Movements: what happened to material, and taking back what was wrong."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits.queries.announced import audits_to_pin_in
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import operations, queries
from fairwild.lots.correcting.facts import MovementFacts
from fairwild.lots.queries import MovementFilter, MovementLine
from fairwild.lots.queries.stock import visible_among
from fairwild.lots.states import MovementKind
from fairwild.lots.stock.queries import find_count_of
from fairwild.organisations.queries import organisations_by_id, people_by_id
from fairwild.schemas.movements import MovementSearch, WhySchema
from fairwild.species.queries import list_species
from fairwild.store.paging import Cursor
from fairwild.trade.queries import consignments_of_lot
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.frame import time_zone
from fairwild.web.navigation import leads_to
from fairwild.web.paging import Answer
from fairwild.wording import WORDS, word
from fairwild.wording.claims import custody_sentence

blueprint = Blueprint("movements", __name__)

TRADED = {MovementKind.SHIP, MovementKind.RECEIVE, MovementKind.RETURN, MovementKind.TAKE_BACK}
LATER_FIRST = "undo-later-first"
NOT_YET_SAID = {"correction-reason-missing"}
"""What stands against undoing only as long as nobody has written the reason."""


def wanted_of(typed: dict[str, str]) -> MovementFilter:
    """Read the filters; what cannot be understood filters nothing."""
    schema = MovementSearch()
    schema.zone = time_zone()
    known = {name: value for name, value in typed.items() if name in schema.load_fields}
    try:
        read: dict[str, Any] = schema.load(known)
    except ValidationError as error:
        days = {"first_day", "last_day"}
        valid = dict(error.valid_data or {})
        read = {name: one for name, one in valid.items() if name not in days}
    return MovementFilter(**read | {"organisation_id": home_organisation_id()})


@blueprint.get("/movements")
def list_all() -> Answer:
    """List the movements of one's organisation."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    typed = {name: value.strip() for name, value in request.args.items() if name != "cursor"}
    with reading_for_request() as reading:
        reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, home_organisation_id()))
        page = queries.page_of_movements(reading, cursor, wanted_of(typed))
        lines = queries.lines_of(reading, [one.seq for one in page.rows])
        return render_template(
            "pages/movements/list.html",
            movements=page.rows,
            lines=lines,
            seen=visible_among(reading, _lots_among(lines.values())),
            following=page.following,
            after=cursor.after,
            typed=typed,
            kinds=list(MovementKind),
            species=list_species(reading),
        )


def _lots_among(lines: Iterable[MovementLine]) -> set[UUID]:
    """Give the lots that a list of movements names."""
    return {lot_id for line in lines for lot_id, _ in (*line.took, *line.made)}


@blueprint.get("/movements/<uuid:movement_id>")
def show(movement_id: UUID) -> Answer:
    """Show one movement with every gram of it."""
    return _page(movement_id, Form(WhySchema()))


def _page(movement_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        movement = queries.movement_facts(reading, movement_id)
        may_correct = reading.allows(
            Action.CORRECT_MOVEMENT, on=Of(Party.HOLDER, movement.organisation_id)
        )
        standing = _standing(reading, movement) if may_correct else []
        later = _later(reading, movement) if may_correct else []
        page = render_template(
            "pages/movements/show.html",
            movement=movement,
            form=form,
            may_correct=may_correct,
            standing=standing,
            reasons_besides=_besides(standing, later),
            later=later,
            shown=queries.MOST_NAMED,
            stays=any(one.kind in TRADED for one in later),
            consignments=_consignments(reading, movement),
            count=_count(reading, movement),
            seen=visible_among(reading, _lots_of(movement)),
            organisation=organisations_by_id(reading, [movement.organisation_id])[
                movement.organisation_id
            ],
            person=_person(reading, movement),
            because=_because(movement.judgement),
            custody=_custody(reading, movement),
            is_listed=leads_to("movements.list_all"),
            pinned_in=audits_to_pin_in(reading, movement.organisation_id),
        )
    return page, form.status


def _besides(standing: list[Obstacle], later: list[Any]) -> list[Obstacle]:
    """Leave out of the reasons what the list of movements to undo first says already."""
    besides = [one for one in standing if one.code != LATER_FIRST]
    return besides if len(standing) - len(besides) == len(later) else standing


def _consignments(reading: Reading, movement: MovementFacts) -> list[Any]:
    """Give the consignments by which goods were shipped, received or came back in a movement."""
    if movement.kind not in TRADED or not movement.outputs:
        return []
    return consignments_of_lot(reading, movement.outputs[0].lot.id)


def _count(reading: Reading, movement: MovementFacts) -> Any:
    """Give the count of stock that booked a movement; None of all others."""
    if movement.kind is not MovementKind.COUNT or not movement.inputs:
        return None
    return find_count_of(reading, movement.id, lot_id=movement.inputs[0].lot.id)


def _custody(reading: Reading, movement: MovementFacts) -> str:
    """Say in one sentence why what it made is certified or not."""
    made = [share.lot for share in movement.outputs]
    return custody_sentence(queries.custody_of(reading, made[0])) if made else ""


def _because(judgement: str) -> str:
    """Say why the movement's outputs are worth what they are."""
    return word(judgement, "Judgement") if f"Judgement:{judgement}" in WORDS else ""


def _lots_of(movement: MovementFacts) -> list[UUID]:
    shares = (*movement.inputs, *movement.outputs, *movement.returned)
    return [share.lot.id for share in shares]


def _standing(reading: Reading, movement: MovementFacts) -> list[Obstacle]:
    """List what stands against undoing this, whatever the reason."""
    row = queries.get_movement(reading, movement.id)
    found = operations.obstacles_to_undoing(reading, row, reason="", most=None)
    return [one for one in found if one.code not in NOT_YET_SAID]


def _later(reading: Reading, movement: MovementFacts) -> list[Any]:
    """List the movements that must be undone first, those of one's own house as links."""
    if movement.kind is MovementKind.COLLECT or movement.corrected_by is not None:
        return []
    later = queries.later_movements(reading, movement.seq)
    return queries.told_among(reading, later)


def _person(reading: Reading, movement: MovementFacts) -> str:
    """Name who recorded it, to their own organisation only."""
    own = {post.organisation_id for post in reading.actor.posts}
    if movement.recorded_by is None or movement.organisation_id not in own:
        return ""
    return people_by_id(reading, [movement.recorded_by]).get(movement.recorded_by, "")


@blueprint.post("/movements/<uuid:movement_id>/correction")
def correct(movement_id: UUID) -> Answer:
    """Take a wrong movement back by a reversing one."""
    form = Form(WhySchema())
    goal = form.attempt_once(
        lambda work, order: operations.correct_movement(work, movement_id=movement_id, **order),
        lambda made: url_for("movements.show", movement_id=made.id),
    )
    if goal is None:
        return _page(movement_id, form)
    flash(gettext("Undone: what was taken is back in its lots."), "success")
    return redirect(goal)
