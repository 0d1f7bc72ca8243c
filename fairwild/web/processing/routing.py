"""What the pages of processing share: their blueprint, and how lots are taken and chosen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from marshmallow import Schema

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.quantities import kilograms
from fairwild.lots import queries
from fairwild.lots.facts import LotFacts
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.frame import time_zone
from fairwild.web.offering import TAKE, WHOLE

blueprint = Blueprint("processing", __name__)


def form_of(schema: Schema, **initial: Any) -> Form:
    """Give a form whose moments are local to the organisation."""
    schema.zone = time_zone()  # type: ignore[attr-defined]  # read by the field Moment
    return Form(schema, initial)


def takes_of(form: Form, offered: Sequence[LotFacts]) -> list[dict[str, str]]:
    """Give what was typed of every lot, in the form the schemas read; a tick takes the whole."""
    available = {str(lot.id): kilograms(lot.available_g) for lot in offered}
    takes = {
        name.removeprefix(WHOLE): available[name.removeprefix(WHOLE)]
        for name in form.values
        if name.startswith(WHOLE) and name.removeprefix(WHOLE) in available
    }
    takes |= {
        name.removeprefix(TAKE): value
        for name, value in form.values.items()
        if name.startswith(TAKE) and value
    }
    return [{"lot_id": lot_id, "kg": value} for lot_id, value in takes.items()]


def lot_for(reading: Reading, lot_id: UUID, action: Action) -> LotFacts:
    """Give a lot the actor may do this with."""
    lot = queries.lot_facts(reading, [queries.get_lot(reading, lot_id).id])[lot_id]
    reading.may(action, on=Of(Party.HOLDER, lot.holder_id))
    return lot


def page_of_lot(lot_id: UUID) -> str:
    """Give the address of a lot's page."""
    return url_for("lots.show", lot_id=lot_id)
