"""Areas, target species and maximum quantities as the API and the forms carry them."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from fairwild.kernel.geometry import Geometry, GeometryKind, parse_geometry
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.base import (
    CHOSEN,
    CODES,
    COUNTRIES,
    MISSING,
    PRINTABLE,
    Kilograms,
    Order,
    SeenRow,
    Word,
    day,
    line,
    text,
    until_after,
)

M2_PER_HA = 10_000
LONGEST_GEOJSON = 1_000_000
_HECTARES = re.compile(r"(?P<whole>[0-9]{1,7})(?:[.,](?P<part>[0-9]{1,4}))?")


class Hectares(fields.Field[int]):
    """Hectares as text with at most four decimals outside, whole square metres inside."""

    def __init__(self, **more: Any) -> None:
        metadata = {
            "type": "string",
            "pattern": r"^[0-9]{1,7}([.,][0-9]{1,4})?$",
            "examples": ["93.4"],
        }
        super().__init__(metadata=metadata, error_messages=MISSING, **more)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else format(Decimal(value) / M2_PER_HA, "f")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> int:
        found = _HECTARES.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            message = "not-hectares"
            raise ValidationError(message)
        read = int(found["whole"]) * M2_PER_HA + int((found["part"] or "").ljust(4, "0"))
        if not read:
            message = "too-little"
            raise ValidationError(message)
        return read


class Outline(fields.Field[Geometry]):
    """A GeoJSON geometry, or a Feature around one; every fault is named at its place."""

    def __init__(self, **more: Any) -> None:
        kinds = [kind.value for kind in GeometryKind]
        metadata = {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": kinds},
                "coordinates": {"type": "array"},
            },
            "description": "A Point, Polygon or MultiPolygon of RFC 7946, longitude first.",
        }
        super().__init__(metadata=metadata, error_messages=MISSING, **more)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        return value

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> Geometry:
        found = parse_geometry(value)
        if isinstance(found, Geometry):
            return found
        places: dict[str, list[str]] = {}
        for fault in found:
            places.setdefault(fault.where.lstrip("/"), []).append(f"geometry-{fault.code}")
        whole = places.get("")
        raise ValidationError(whole or places)


def read_geojson(typed: str) -> object:
    """Read GeoJSON from a text; raises ValueError for what is no JSON."""
    try:
        return json.loads(typed)
    except RecursionError as error:
        raise ValueError(typed[:40]) from error


class TypedOutline(Outline):
    """The same as text in a form."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any
    ) -> Geometry:
        try:
            decoded = read_geojson(value if len(value) <= LONGEST_GEOJSON else "")
        except ValueError as error:
            message = "geometry-not-json"
            raise ValidationError(message) from error
        return super()._deserialize(decoded, attr, data, **more)


def _whole(least: int, most: int, **more: Any) -> fields.Integer:
    """Give a field of a whole number within limits."""
    within = validate.Range(min=least, max=most, error="not-a-count")
    messages: dict[str, Any] = {**MISSING, "invalid": "not-a-count"}
    return fields.Integer(validate=within, error_messages=messages, strict=False, **more)


class EditAreaSchema(Order):
    """What is known of an area."""

    name = line()
    admin_unit = line()
    country = fields.String(required=True, validate=COUNTRIES, error_messages=MISSING)
    geometry: fields.Field[Any] = Outline(required=True)
    stated_ha = Hectares(attribute="stated_m2", load_default=None, allow_none=True)
    tenure_note = text()
    sensitive = fields.Boolean(load_default=False)
    needs_permit = fields.Boolean(load_default=False)
    rotation_years = _whole(2, 50, load_default=None, allow_none=True)
    rotation_first_year = _whole(1900, 2200, load_default=None, allow_none=True)


class RegisterAreaSchema(EditAreaSchema):
    """An area to register; its code stands in lot numbers and does not change."""

    code = fields.String(required=True, validate=CODES, error_messages=MISSING)


class EditAreaFormSchema(EditAreaSchema):
    """The form that puts an area right; `version` is the one it was filled in from."""

    geometry = TypedOutline(required=True)
    version = fields.Integer(required=True)


class RegisterAreaFormSchema(RegisterAreaSchema):
    """The form of a new area."""

    geometry = TypedOutline(required=True)


class AreaSchema(SeenRow):
    """An area as those see it who work there."""

    operator_id = fields.UUID()
    code = fields.String()
    name = fields.String()
    admin_unit = fields.String()
    country = fields.String()
    geometry = Outline()
    computed_ha = Hectares(attribute="computed_m2")
    stated_ha = Hectares(attribute="stated_m2", allow_none=True)
    tenure_note = fields.String()
    sensitive = fields.Boolean()
    needs_permit = fields.Boolean()
    rotation_years = fields.Integer(allow_none=True)
    rotation_first_year = fields.Integer(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)


class ChooseTargetSpeciesSchema(Order):
    """A species and part to collect."""

    species_id = fields.UUID(required=True, error_messages=CHOSEN)
    part = Word(PlantPart, required=True)
    local_name = line(required=False)
    needs_permit = fields.Boolean(load_default=False)


class MarkTargetSpeciesSchema(Order):
    """Whether a species and part is bought only under a permit to harvest."""

    needs_permit = fields.Boolean(required=True, error_messages=MISSING)


class MarkTargetSpeciesFormSchema(MarkTargetSpeciesSchema):
    """The same as a button on a page; `version` is the one the page showed."""

    version = fields.Integer(required=True)


class TargetSpeciesSchema(SeenRow):
    """A species and part an operator collects, or collected."""

    operator_id = fields.UUID()
    species_id = fields.UUID()
    part = Word(PlantPart)
    local_name = fields.String()
    needs_permit = fields.Boolean()
    ended_at = fields.AwareDateTime(allow_none=True)


class _LimitSchema(Order):
    species_id = fields.UUID(required=True, error_messages=CHOSEN)
    part = Word(PlantPart, required=True)
    state = Word(State, required=True)
    season_from = day(required=True)
    limit_kg = Kilograms(required=True, attribute="limit_g", least_g=1)
    method = text()


class SetQuantitySchema(_LimitSchema):
    """A limit to set; `season_until` is the first day that no longer belongs to the season."""

    season_until = day(required=True)


class SetQuantityFormSchema(Order):
    """The form of a limit: species and part in one choice, and the last day of the season."""

    target = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9a-f-]{36}/[a-z-]{3,20}\Z", error="unknown"),
        error_messages=MISSING,
    )
    state = Word(State, required=True)
    season_from = day(required=True)
    season_last = day(required=True)
    limit_kg = Kilograms(required=True, attribute="limit_g", least_g=1)
    method = text()

    @post_load
    def _in_full(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        species_id, _slash, part = typed.pop("target").partition("/")
        pair = ChooseTargetSpeciesSchema(only=("species_id", "part"))
        try:
            chosen = pair.load({"species_id": species_id, "part": part})
        except ValidationError as error:
            raise ValidationError({"target": ["unknown"]}) from error
        return until_after({**typed, **chosen}, last="season_last", until="season_until")


class ChangeQuantitySchema(Order):
    """A new estimate for a season that has its limit already."""

    limit_kg = Kilograms(required=True, attribute="limit_g", least_g=1)
    method = fields.String(validate=[validate.Length(max=4000), PRINTABLE])
    season_from = day()
    season_until = day()


class ChangeQuantityFormSchema(Order):
    """The form of a new estimate, with the last day of the season."""

    limit_kg = Kilograms(required=True, attribute="limit_g", least_g=1)
    method = fields.String(validate=[validate.Length(max=4000), PRINTABLE])
    season_from = day()
    season_last = day()
    version = fields.Integer(required=True)

    @post_load
    def _in_full(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="season_last", until="season_until")


class QuantitySchema(SeenRow):
    """A limit, with what is drawn and left of it."""

    operator_id = fields.UUID()
    area_id = fields.UUID()
    species_id = fields.UUID()
    part = Word(PlantPart)
    state = Word(State)
    season_from = fields.Date()
    season_until = fields.Date()
    limit_kg = Kilograms(attribute="limit_g")
    drawn_kg = Kilograms(attribute="drawn_g")
    left_kg = fields.Method("left", metadata={"type": "string"})
    method = fields.String()

    def left(self, row: Any) -> str | None:
        """Give what may still be collected, in kilograms."""
        return Kilograms()._serialize(row.limit_g - row.drawn_g, None, row)  # noqa: SLF001 - our own field
