"""Recipes, blends and custody as the API and the forms carry them; shares are exact."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from fairwild.certificates.states import Standing
from fairwild.kernel.parameters import Evidence
from fairwild.kernel.plants import Form, PlantPart
from fairwild.lots.custody.rules import MOST_LINES
from fairwild.lots.custody.states import ClaimKind, ClaimWeight, LogoPlace
from fairwild.lots.operations import Ingredient
from fairwild.lots.states import MovementKind
from fairwild.schemas.base import CHOSEN, Kilograms, Moment, Order, Word, line, text
from fairwild.schemas.trace import Ratio, TraceProductSchema

MOST_LOTS = 500


class IngredientSchema(Order):
    """One line of a recipe: a plant with its part, or something else by its name."""

    parts = line(longest=19)
    species_id = fields.UUID(load_default=None, allow_none=True)
    part = Word(PlantPart, load_default=None, allow_none=True)
    ingredient = line(required=False)
    certified = fields.Boolean(load_default=False)
    excluded = fields.Boolean(load_default=False)

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> Ingredient:
        return Ingredient(**typed)


class StateRecipeSchema(Order):
    """What a product is made of; `supersedes_id` names the edition it takes the place of."""

    product = line()
    lines = fields.List(
        fields.Nested(IngredientSchema()),
        required=True,
        validate=validate.Length(min=1, max=MOST_LINES, error="missing"),
        error_messages=CHOSEN,
    )
    supersedes_id = fields.UUID(load_default=None, allow_none=True)
    note = text()


class RecipeLineSchema(Schema):
    """A line of a recipe as it was stated, with its exact share."""

    position = fields.Integer()
    species_id = fields.UUID(allow_none=True)
    name = fields.String()
    part = Word(PlantPart, allow_none=True)
    share = Ratio()
    certified = fields.Boolean()
    excluded = fields.Boolean()


class RecipeSchema(Schema):
    """A recipe; one that was superseded says when and by which."""

    id = fields.UUID()
    organisation_id = fields.UUID()
    product = fields.String()
    edition = fields.Integer()
    stated_at = Moment()
    lines = fields.List(fields.Nested(RecipeLineSchema()))
    note = fields.String()
    supersedes_id = fields.UUID(allow_none=True)
    superseded_at = Moment(allow_none=True)
    superseded_by = fields.UUID(allow_none=True)


class _TierSchema(Schema):
    """The tier a share reaches."""

    rank = fields.Integer()
    claim = Word(ClaimKind)
    logo = Word(LogoPlace)
    evidence = Word(Evidence)
    source = fields.String()


class ClaimSchema(Schema):
    """What a product of a recipe may claim if it is blended today."""

    certified_share = Ratio(attribute="share")
    reckoned_by = Word(ClaimWeight, attribute="rules.basis")
    rules = fields.String(attribute="rules.key")
    tier = fields.Nested(_TierSchema(), allow_none=True)
    refused = fields.Function(
        lambda claim: [one.code for one in claim.obstacles],
        metadata={"type": "array", "items": {"type": "string"}},
    )


class _TakenSchema(Order):
    """So many kilograms of one lot."""

    lot_id = fields.UUID(required=True, error_messages=CHOSEN)
    kg = Kilograms(required=True, least_g=1)


class _AddedSchema(Order):
    """So many kilograms of a line of the recipe that is no lot."""

    line = fields.Integer(required=True, validate=validate.Range(min=1, max=MOST_LINES))
    kg = Kilograms(required=True, least_g=1)


class _BlendedSchema(Order):
    """What goes in, where and when."""

    inputs = fields.List(
        fields.Nested(_TakenSchema()),
        required=True,
        validate=validate.Length(min=1, max=MOST_LOTS, error="missing"),
        error_messages=CHOSEN,
    )
    added = fields.List(fields.Nested(_AddedSchema()), load_default=list)
    loss_reason = line(required=False, longest=1000)
    site = line(required=False)
    note = text()
    at = Moment(load_default=None, allow_none=True)

    @post_load
    def _paired(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        typed["inputs"] = [(one["lot_id"], one["kg"]) for one in typed["inputs"]]
        typed["added"] = {one["line"]: one["kg"] for one in typed["added"]}
        return typed


class BlendSchema(_BlendedSchema):
    """Lots that become one: of one kind, or the product of a recipe."""

    recipe_id = fields.UUID(load_default=None, allow_none=True, attribute="recipe")
    loss_kg = Kilograms(load_default=0, attribute="loss_g")


class BlendFormSchema(_BlendedSchema):
    """What is typed on the page of a blend."""

    recipe = fields.UUID(load_default=None, allow_none=True)
    loss = Kilograms(load_default=0, attribute="loss_g")


class _NamedCertificateSchema(Schema):
    """A certificate as it stood when the lot was made."""

    id = fields.UUID()
    number = fields.String()
    standing_then = Word(Standing, attribute="standing")
    last_valid_day = fields.Date()


class CustodySchema(Schema):
    """Why a lot is certified or not, as it was judged when it was made."""

    certified = fields.Boolean()
    made_by = Word(MovementKind, attribute="kind")
    at = Moment()
    judgement = fields.String(attribute="code")
    certificates = fields.List(fields.Nested(_NamedCertificateSchema()))
    not_covered_by = fields.Nested(_NamedCertificateSchema(), allow_none=True, attribute="nearest")
    form = Word(Form)
    areas = fields.List(fields.String())
    product = fields.Nested(TraceProductSchema(), allow_none=True, attribute="composition")
    sentence = fields.String()
