"""The collections behind a lot as the API carries them."""

from marshmallow import Schema, fields

from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.base import Kilograms, Moment, Word


class BroughtSchema(Schema):
    """What one harvester brought into a collection lot."""

    harvester_id = fields.UUID()
    receipts = fields.Integer()
    net_kg = Kilograms()


class CollectionDrawSchema(Schema):
    """What one movement took from one collection lot.

    `number`, `made_kg` and `harvesters` are told to those who may see the receipts only.
    """

    lot_id = fields.UUID()
    operator_id = fields.UUID()
    area_id = fields.UUID()
    species_id = fields.UUID()
    part = Word(PlantPart)
    state = Word(State)
    first_at = Moment()
    last_at = Moment()
    receipts = fields.Integer()
    taken_kg = Kilograms()
    number = fields.String(required=False)
    made_kg = Kilograms(required=False)
    harvesters = fields.List(fields.Nested(BroughtSchema()), required=False)


class CollectionGroupSchema(Schema):
    """What came from one area; by one harvester where the reader may know who."""

    operator_id = fields.UUID()
    area_id = fields.UUID()
    species_id = fields.UUID()
    harvester_id = fields.UUID(allow_none=True)
    receipts = fields.Integer()
    first_at = Moment()
    last_at = Moment()
    net_kg = Kilograms(attribute="net_g")
