"""Audits as the API and the forms carry them."""

from typing import Any

from marshmallow import Schema, fields, post_load, pre_dump, validate

from fairwild.audits.queries import AuditView
from fairwild.audits.states import (
    AuditKind,
    AuditPart,
    AuditStatus,
    Outcome,
)
from fairwild.schemas.audit_plans import (
    ONE_UP,
    YEARS,
    HalfDays,
    PlanDetails,
    ScopeLineSchema,
    TeamMemberSchema,
)
from fairwild.schemas.base import CHOSEN, MISSING, Moment, Order, SeenRow, Word, day, line, text
from fairwild.schemas.findings import SeenNonconformitySchema

POINTS = validate.Range(min=0, max=3, error="score-out-of-range")
ANSWERS = ["", "0", "1", "2", "3", "met", "not-met", "n"]


class PlanAuditSchema(Order, PlanDetails):
    """An audit to put into the calendar."""

    body_id = fields.UUID(required=True, error_messages=CHOSEN)
    operator_id = fields.UUID(required=True, error_messages=CHOSEN)
    standard = line(longest=40)
    standard_version = line(longest=20)
    certification_year = fields.Integer(required=True, validate=YEARS, error_messages=MISSING)
    starts_on = day(required=True)
    ends_on = day(required=True)
    team = fields.List(
        fields.Nested(TeamMemberSchema()), required=True, validate=ONE_UP, error_messages=MISSING
    )
    scope = fields.List(
        fields.Nested(ScopeLineSchema()), required=True, validate=ONE_UP, error_messages=MISSING
    )

    @post_load
    def _paired(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        order["team"] = [(member["person_id"], member["role"]) for member in order["team"]]
        return order


class ScoreSchema(Order):
    """What was found for one indicator: points, or met or not, or not applicable, and a note."""

    value = fields.Integer(load_default=None, allow_none=True, strict=True, validate=POINTS)
    met = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "For an indicator of the kind met-or-not, instead of a value"},
    )
    not_applicable = fields.Boolean(load_default=False)
    note = text()


class ScoreFormSchema(Order):
    """A score as the form sends it: `value` is 0 to 3, `n` for not applicable, or empty.

    Of an indicator that is met or not met it is `met` or `not-met` instead of 0 to 3.
    """

    value = fields.String(load_default="", validate=validate.OneOf(ANSWERS, error="unknown"))
    note = text()
    seen_version = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))

    @post_load
    def _read(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        chosen = typed.pop("value")
        points = int(chosen) if chosen.isdigit() else None
        met = {"met": True, "not-met": False}.get(chosen)
        return {**typed, "value": points, "met": met, "not_applicable": chosen == "n"}


class FinishSchema(Order):
    """The summary of the report, and the days it took where they are not counted yet."""

    summary = text()
    used_days = HalfDays(load_default=None, allow_none=True, attribute="used_half_days")


class EvaluationOrderSchema(Order):
    """A recommendation with its reasons."""

    recommendation = Word(Outcome, required=True)
    reasons = text(required=True)
    conditions = text()


class DecisionOrderSchema(Order):
    """A decision with its reasons."""

    outcome = Word(Outcome, required=True)
    reasons = text(required=True)
    conditions = text()


class EvidencePlaceSchema(Order):
    """Where a file belongs: to an indicator or to a nonconformity."""

    indicator = line(required=False, longest=20)
    nonconformity_id = fields.UUID(load_default=None, allow_none=True)


class UploadSchema(Order):
    """A file to attach: JPEG, PNG, WebP or PDF."""

    file = fields.Raw(
        required=True,
        error_messages=MISSING,
        metadata={"type": "string", "format": "binary"},
    )


class AuditSchema(SeenRow):
    """An audit as planned and how far it has come.

    Of a spot check `operator_id` is the buyer, and the year of certification means nothing.
    `cancelled_from` says how far a cancelled audit had come: one under way was broken off.
    """

    number = fields.String()
    body_id = fields.UUID()
    operator_id = fields.UUID()
    standard = fields.String()
    standard_version = fields.String()
    certification_year = fields.Integer()
    status = Word(AuditStatus)
    kind = Word(AuditKind, allow_none=True)
    planned_days = HalfDays(attribute="planned_half_days", allow_none=True)
    used_days = HalfDays(attribute="used_half_days", allow_none=True)
    sites = fields.List(fields.String())
    confirmed_at = Moment(allow_none=True)
    cancelled_at = Moment(allow_none=True)
    cancelled_from = Word(AuditStatus, allow_none=True)
    cancel_reason = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    agreement_signed_on = fields.Date(
        allow_none=True,
        metadata={"description": "Of audits planned before agreements were kept; see /agreements"},
    )
    year_reason = fields.String()
    days_reason = fields.String()
    start_reason = fields.String()
    summary = fields.String()
    planned_at = Moment()
    finished_at = Moment(allow_none=True)


class ScoredSchema(SeenRow):
    """The score of one indicator."""

    indicator = fields.String()
    value = fields.Integer(allow_none=True)
    met = fields.Boolean(allow_none=True)
    not_applicable = fields.Boolean()
    note = fields.String()
    scored_at = Moment()


class EvidenceSchema(SeenRow):
    """A file attached to an audit."""

    audit_id = fields.UUID()
    indicator = fields.String(allow_none=True)
    nonconformity_id = fields.UUID(allow_none=True)
    file_name = fields.String()
    media_type = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    added_at = Moment()
    verifies = fields.Boolean(
        metadata={"description": "Whether an answer to the nonconformity was verified by it"}
    )


class EvaluationSchema(SeenRow):
    """A recommendation on an audit."""

    audit_id = fields.UUID()
    recommendation = Word(Outcome)
    reasons = fields.String()
    conditions = fields.String()
    evaluated_at = Moment()


class DecisionSchema(SeenRow):
    """A decision on an audit and the figures it rests on."""

    audit_id = fields.UUID()
    outcome = Word(Outcome)
    reasons = fields.String()
    conditions = fields.String()
    facts = fields.Dict(keys=fields.String(), values=fields.Raw())
    decided_at = Moment()


class UnmetSchema(Schema):
    """A minimum requirement of the year that is not reached."""

    indicator = fields.String(attribute="code")
    value = fields.Integer()
    level = fields.Integer()


class RatingSchema(Schema):
    """The rating as it stands; shares are exact fractions such as `59/84`.

    A spot check of a buyer has no points: its share is nought, and decides nothing.
    """

    points = fields.Integer()
    norm = fields.Integer()
    points_needed = fields.Integer()
    applicable = fields.Integer()
    not_applicable = fields.Integer()
    waived = fields.List(
        fields.String(),
        metadata={"description": "Minimum requirements of the year that are said not to apply"},
    )
    share = fields.String()
    minimum = fields.String()
    share_is_enough = fields.Boolean()
    passes = fields.Boolean()
    unmet = fields.List(fields.Nested(UnmetSchema()))
    unscored = fields.List(fields.String())


class AuditViewSchema(AuditSchema):
    """An audit with its scope and everything that hangs on it, as far as it is open to the reader.

    `reads` names the parts that are open now; before the work of the team is, there is no rating.
    """

    scope = fields.List(fields.Dict(keys=fields.String(), values=fields.Raw()))
    reads = fields.List(Word(AuditPart))
    rating = fields.Nested(RatingSchema(), allow_none=True)
    put_right = fields.List(
        fields.String(),
        metadata={
            "description": "Minimum requirements missed in the locked report that are met by now: "
            "every nonconformity about them is settled"
        },
    )
    scores = fields.List(fields.Nested(ScoredSchema()))
    evidence = fields.List(fields.Nested(EvidenceSchema()))
    nonconformities = fields.List(fields.Nested(SeenNonconformitySchema()))
    evaluation = fields.Nested(EvaluationSchema(), allow_none=True)
    appeal_until = fields.Date(
        allow_none=True,
        metadata={"description": "The last day to appeal against the decision"},
    )
    decision = fields.Nested(DecisionSchema(), allow_none=True)

    @pre_dump
    def _flat(self, view: AuditView, **_: Any) -> dict[str, Any]:
        """Put the audit's own columns beside what hangs on it."""
        known = [field.attribute or name for name, field in AuditSchema().fields.items()]
        columns = {name: getattr(view.audit, name) for name in (*known, "scope")}
        names = ["rating", "put_right", "evidence", "nonconformities"]
        names += ["evaluation", "decision", "appeal_until"]
        hanging = {name: getattr(view, name) for name in names}
        scores = sorted(view.scores.values(), key=lambda score: score.indicator)
        hanging["rating"] = view.rating if view.reads_work else None
        return {**columns, **hanging, "scores": scores, "reads": sorted(view.parts)}
