"""Processing, grades, samples, tests, write-offs and trials, as typed and as the API has them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.processing.catalogue import PROCESSED
from fairwild.lots.processing.types import MassKept, Output
from fairwild.lots.states import LimitKind, MovementKind, Verdict
from fairwild.schemas.base import MISSING, Kilograms, Moment, Order, SeenRow, Word, day, line, text
from fairwild.schemas.lots import TakenSchema

MAX_LOTS = 500
MAX_OUTPUTS = 1000
MAX_GRADES = 50
_NUMBER: dict[str, Any] = {**MISSING, "invalid": "not-a-count"}
_KINDS = validate.OneOf(PROCESSED, error="unknown")


class OutputSchema(Order):
    """So much that came out: the goods in their form and grade, or a by-product."""

    kg = Kilograms(required=True, least_g=1)
    form = Word(Form, load_default=None, allow_none=True)
    by_product = fields.Boolean(load_default=False)
    grade = line(required=False, longest=40)

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> Output:
        return Output(typed["kg"], typed["form"], typed["by_product"], typed["grade"].strip())


class _Circumstances(Order):
    """Where and when it was done; without a moment it is now."""

    site = line(required=False)
    note = text()
    at = Moment(load_default=None, allow_none=True)


class ProcessFormSchema(_Circumstances):
    """A batch as it is typed on the page; loads as the order of `process_lots`."""

    inputs = fields.List(
        fields.Nested(TakenSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LOTS, error="missing"),
        error_messages={"required": "missing"},
    )
    output = Kilograms(required=True, least_g=1)
    form = Word(Form, load_default=None)
    grade = line(required=False, longest=40)
    by_product = Kilograms(load_default=0)
    more = fields.List(fields.Nested(OutputSchema()), load_default=list)
    loss = Kilograms(load_default=0, attribute="loss_g")
    loss_reason = line(required=False, longest=1000)
    added = Kilograms(load_default=0, attribute="added_g")
    added_what = line(required=False)
    uncertified = fields.List(Word(Form), load_default=list)

    @post_load
    def _ordered(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        goods = Output(typed.pop("output"), typed.pop("form"), grade=typed.pop("grade").strip())
        beside = Output(typed.pop("by_product"), by_product=True)
        typed["outputs"] = [goods, *typed.pop("more"), beside]
        typed["inputs"] = [(one["lot_id"], one["kg"]) for one in typed["inputs"]]
        return typed


class ProcessOrderSchema(_Circumstances):
    """A batch through the API: this lot and others, and everything that came out.

    Without `kg` all that is left of the lot goes in.
    """

    kind = Word(MovementKind, required=True, validate=_KINDS)
    kg = Kilograms(load_default=None, allow_none=True, least_g=1)
    others = fields.List(
        fields.Nested(TakenSchema()), load_default=list, validate=validate.Length(max=MAX_LOTS)
    )
    outputs = fields.List(
        fields.Nested(OutputSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_OUTPUTS),
        error_messages=MISSING,
    )
    loss_kg = Kilograms(load_default=0, attribute="loss_g")
    loss_reason = line(required=False, longest=1000)
    added_kg = Kilograms(load_default=0, attribute="added_g")
    added_what = line(required=False)
    uncertified = fields.List(
        Word(Form),
        load_default=list,
        metadata={"description": "Forms no scope covers, in which goods may lose certification"},
    )

    @post_load
    def _paired(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        typed["others"] = [(one["lot_id"], one["kg"]) for one in typed["others"]]
        return typed


class GradedSchema(Order):
    """So much of one grade."""

    grade = line(longest=40)
    kg = Kilograms(required=True, least_g=1)

    @post_load
    def _pair(self, typed: dict[str, Any], **_: Any) -> tuple[str, int]:
        return typed["grade"], typed["kg"]


class GradeSchema(_Circumstances):
    """The grades a lot is parted into, and what was lost on the way."""

    grades = fields.List(
        fields.Nested(GradedSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_GRADES, error="missing"),
        error_messages=MISSING,
    )
    loss_kg = Kilograms(load_default=0, attribute="loss_g")
    loss_reason = line(required=False, longest=1000)


class SampleSchema(_Circumstances):
    """How much is drawn as a sample."""

    kg = Kilograms(required=True, least_g=1, attribute="mass_g")


class WriteOffSchema(Order):
    """How much is written off, as what and why."""

    kg = Kilograms(required=True, least_g=1, attribute="mass_g")
    kind = Word(
        MovementKind,
        load_default=MovementKind.LOSS,
        validate=validate.OneOf([MovementKind.LOSS, MovementKind.OWN_USE], error="unknown"),
    )
    reason = line(longest=1000)
    site = line(required=False)
    at = Moment(load_default=None, allow_none=True)


class GiveUpClaimSchema(Order):
    """How much of a lot is uncertified from now on, and why; without a weight all of it."""

    kg = Kilograms(load_default=None, allow_none=True, least_g=1, attribute="mass_g")
    reason = line(longest=1000)
    site = line(required=False)
    note = text()


class WrittenOffSchema(Schema):
    """What was written off."""

    id = fields.UUID()
    kind = Word(MovementKind)
    at = Moment()
    kg = Kilograms(attribute="loss_g")
    reason = fields.String(attribute="loss_reason")


class TestOrderSchema(Order):
    """What a laboratory found, as its report says it."""

    laboratory = line()
    method = line()
    tested_for = line()
    result = line()
    unit = line(required=False, longest=40)
    allowed = line(required=False)
    limit_kind = Word(LimitKind, load_default=LimitKind.AT_MOST)
    verdict = Word(Verdict, required=True)
    verdict_reason = text()
    tested_on = day(required=True)
    note = text()


class TestSchema(SeenRow):
    """A laboratory's finding; its report is known by its digest."""

    lot_id = fields.UUID()
    laboratory = fields.String()
    method = fields.String()
    tested_for = fields.String()
    result = fields.String()
    unit = fields.String()
    allowed = fields.String()
    limit_kind = Word(LimitKind)
    verdict = Word(Verdict)
    verdict_reason = fields.String()
    tested_on = fields.Date()
    note = fields.String()
    file_name = fields.String(allow_none=True)
    media_type = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)


class _Trial(Order):
    kind = Word(MovementKind, required=True, validate=_KINDS)
    season = fields.Integer(
        required=True,
        validate=validate.Range(min=1900, max=2200, error="not-a-year"),
        error_messages=_NUMBER,
    )
    in_kg = Kilograms(required=True, least_g=1, attribute="in_g")
    out_kg = Kilograms(required=True, least_g=1, attribute="out_g")
    tolerance_percent = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=50, error="not-a-count"),
        error_messages=_NUMBER,
    )
    measured_on = day(required=True)
    method = line(longest=1000)


class TrialFormSchema(_Trial):
    """A trial as it is typed: species and part are one choice, `<id>:<part>`."""

    goods = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9a-f-]{36}:[a-z-]+\Z", error="unknown"),
        error_messages=MISSING,
    )


class TrialSchema(_Trial):
    """A trial through the API, of the caller's own organisation."""

    species_id = fields.UUID(required=True, error_messages=MISSING)
    part = Word(PlantPart, required=True)


class RatioSchema(SeenRow):
    """A trial as it was recorded; `ratio` is kilograms in for one kilogram out, exactly."""

    organisation_id = fields.UUID()
    kind = Word(MovementKind)
    species_id = fields.UUID()
    part = Word(PlantPart)
    season = fields.Integer()
    edition = fields.Integer()
    in_kg = Kilograms(attribute="in_g")
    out_kg = Kilograms(attribute="out_g")
    ratio = fields.Function(lambda row: str(row.ratio), metadata={"type": "string"})
    tolerance_percent = fields.Integer()
    measured_on = fields.Date()
    method = fields.String()
    recorded_at = Moment()


class ProcessKindSchema(Schema):
    """A kind of processing as the scheme's data has it today."""

    kind = Word(MovementKind)
    valid_from = fields.Date(attribute="period.start")
    mass = Word(MassKept)
    forms_in = fields.List(Word(Form))
    states_in = fields.List(Word(State))
    forms_out = fields.List(Word(Form))
    state_out = Word(State, allow_none=True)
    lowest_ratio = fields.Function(lambda one: _said(one.lowest), metadata={"type": "string"})
    highest_ratio = fields.Function(lambda one: _said(one.highest), metadata={"type": "string"})
    band_by_part = fields.Boolean()
    evidence = fields.String()
    source = fields.String()
    version = fields.String()


def _said(value: object) -> str:
    return "" if value is None else str(value)
