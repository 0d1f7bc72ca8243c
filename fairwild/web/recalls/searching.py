"""Searching how far goods got, and calling them back or rehearsing it."""

import re
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import list_areas
from fairwild.handing_out.recalls import found_cells
from fairwild.handing_out.sending import table_answer
from fairwild.harvesters.queries import find_by_local_id
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.refusals import Obstacle
from fairwild.labels.queries import label_codes_on
from fairwild.lots.queries import find_lot_by_number_or_code
from fairwild.organisations.queries import organisations_by_id
from fairwild.permits.queries import list_permits
from fairwild.recalls import operations, queries, rules
from fairwild.recalls.facts import Basis, Reach
from fairwild.schemas.recalls import BasisSchema, StartRecallSchema
from fairwild.trade.queries.carrying import openable_among
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.recalls.routing import blueprint
from fairwild.wording.recalls import recall_letter

_BETWEEN = re.compile(r"[\s,;]+")
NARROWING = ("area_id", "permit_id", "since", "until")
ASKED = ("lots", "harvester", *NARROWING)
SHOWN = 100
CODES_SHOWN, CODES_EACH = 500, 50


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
    return any(name in request.values for name in ASKED)


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
            filters={name: request.values[name] for name in ASKED if request.values.get(name)},
            shown=SHOWN,
            labels=_labelled(reading, reach, home_id) if reach else [],
            openable=openable_among(reading, _shown_consignments(reach)),
            home_id=home_id,
            is_operator=reading.allows(Action.SEE_HARVESTER, on=Of(Party.OPERATOR, home_id)),
        )
    return page, 409 if obstacles and form.submitted else form.status


@dataclass(frozen=True)
class LabelledLot:
    """A lot that has labels: how many, and the first of their codes."""

    number: str
    address: str | None
    count: int
    codes: tuple[str, ...]


def _labelled(reading: Reading, reach: Reach, home_id: UUID) -> list[LabelledLot]:
    """Give the first lots that have labels, with the first codes of each."""
    ours = {one.lot_id for one in reach.suspects if one.holder_id == home_id}
    numbers = reach.lot_numbers
    first = islice(label_codes_on(reading, numbers), CODES_SHOWN)
    return [
        LabelledLot(
            number=numbers[lot_id],
            address=url_for("lots.show", lot_id=lot_id) if lot_id in ours else None,
            count=reach.labels[lot_id],
            codes=tuple(code for _lot, code, _serial in found)[:CODES_EACH],
        )
        for lot_id, found in groupby(first, key=lambda one: one[0])
    ]


def _shown_consignments(reach: Reach | None) -> list[UUID]:
    return [] if reach is None else [one.id for one in reach.consignments[:SHOWN]]


@blueprint.get("/recalls/new/<any(lots, consignments, labels):what>.csv")
def found(what: str) -> Answer:
    """Give everything a search finds, lots, consignments or labels, for spreadsheets."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        reading.may(Action.START_RECALL, on=Of(Party.HOLDER, home_id))
        _basis, reach, _obstacles, _asked = _searched(reading, home_id)
        if reach is None:
            return redirect(f"{url_for('recalls.start')}?{request.query_string.decode()}")
        return table_answer(found_cells(reading, what, reach), f"recall-{what}.csv")
