"""Lineages as the API carries them, who is shown them, and codes looked up many at once."""

from typing import Any

from marshmallow import Schema, fields, validate

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State, kilograms
from fairwild.labels.finding import MOST_CODES, FoundKind
from fairwild.lots.lineage.facts import Side, Sight
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.schemas.base import MISSING, Kilograms, Moment, Order, Word


class LineageLotSchema(Schema):
    """A lot of a lineage; `sight` says how much of it one may know."""

    id = fields.UUID(attribute="lot.id")
    number = fields.String(attribute="lot.number")
    made_at = Moment(attribute="lot.made_at")
    operator_id = fields.UUID(attribute="lot.operator_id")
    holder_id = fields.UUID(attribute="lot.holder_id")
    species_id = fields.UUID(attribute="lot.species_id", allow_none=True)
    species = fields.String(attribute="lot.species")
    part = Word(PlantPart, attribute="lot.part", allow_none=True)
    form = Word(Form, attribute="lot.form")
    state = Word(State, attribute="lot.state")
    status = Word(LotStatus, attribute="lot.status")
    made_kg = Kilograms(attribute="lot.made_g")
    certified = fields.Boolean(attribute="lot.certified")
    certificate_id = fields.UUID(attribute="lot.certificate_id", allow_none=True)
    sight = Word(Sight)
    areas = fields.List(fields.String())
    harvester_groups = fields.List(fields.String(), attribute="groups")


_SHARES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["lot_id", "kg"],
        "properties": {
            "lot_id": {"type": "string", "format": "uuid"},
            "kg": {"type": "string"},
        },
    },
}


def _shares(pairs: Any) -> Any:
    return [{"lot_id": str(lot_id), "kg": kilograms(mass_g)} for lot_id, mass_g in pairs]


class LineageMovementSchema(Schema):
    """A movement as a hyper-edge between the lots of a lineage that one may know."""

    id = fields.UUID()
    kind = Word(MovementKind)
    at = Moment()
    organisation_id = fields.UUID()
    site = fields.String()
    loss_kg = Kilograms(attribute="loss_g")
    water_kg = Kilograms(attribute="water_g")
    added_kg = Kilograms(attribute="added_g")
    added_what = fields.String()
    certified = fields.Boolean()
    judgement = fields.String()
    certificate_id = fields.UUID(allow_none=True)
    inputs = fields.Method("_inputs", metadata=_SHARES)
    outputs = fields.Method("_outputs", metadata=_SHARES)

    def _inputs(self, movement: Any) -> Any:
        return _shares(movement.inputs)

    def _outputs(self, movement: Any) -> Any:
        return _shares(movement.outputs)


class UndisclosedSchema(Schema):
    """Lots of others that are not shown; after one's own lots not even their number is told."""

    id = fields.String()
    side = Word(Side)
    lot_count = fields.Integer(allow_none=True)


class LinkSchema(Schema):
    """Something that is not shown stands between; each end is a lot's id or an undisclosed id."""

    source = fields.String()
    target = fields.String()


class LineageSchema(Schema):
    """What a lot was made from and what was made from it, as far as one may know."""

    lot_id = fields.UUID(attribute="focus.id")
    lots = fields.List(fields.Nested(LineageLotSchema()), attribute="seen_lots")
    upstream = fields.List(fields.Nested(LineageMovementSchema()))
    downstream = fields.List(fields.Nested(LineageMovementSchema()))
    undisclosed = fields.List(fields.Nested(UndisclosedSchema()))
    links = fields.List(fields.Nested(LinkSchema()))


class ShareLineageSchema(Order):
    """To whom one's lots are shown beyond one step; without an organisation to all buyers."""

    with_id = fields.UUID(load_default=None, allow_none=True)


class LineageShareSchema(Schema):
    """Who shows their lineage to whom since when."""

    id = fields.UUID()
    owner_id = fields.UUID()
    with_id = fields.UUID(allow_none=True)
    since = Moment()
    ended_at = Moment(allow_none=True)


class SearchCodesSchema(Order):
    """Numbers and codes of lots, labels, receipts and consignments as they were typed."""

    codes = fields.List(
        fields.String(validate=validate.Length(min=1, max=300)),
        required=True,
        validate=validate.Length(min=1, max=MOST_CODES),
        error_messages=MISSING,
    )


class FoundCodeSchema(Schema):
    """What one of them stands for, and where it is as far as one may know."""

    typed = fields.String()
    kind = Word(FoundKind)
    number = fields.String()
    id = fields.UUID(attribute="subject_id", allow_none=True)
    code = fields.String()
    status = fields.String()
    where = fields.String()
    available_kg = Kilograms(attribute="available_g", allow_none=True)
    certified = fields.Boolean(allow_none=True)


class FoundCodesSchema(Schema):
    """What was found, in the order it was sent, and what nobody you may ask knows."""

    found = fields.List(fields.Nested(FoundCodeSchema()))
    not_found = fields.List(fields.String(), attribute="unknown")
