"""When an audit may go on, how it is rated, and what stands against a certificate. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from fairwild.audits.facts import (
    ApprovalFacts,
    AuditFacts,
    NonconformityFacts,
    ScoreFacts,
    Scoring,
    ScoringTerms,
    UnmetMinimum,
)
from fairwild.audits.states import (
    SCORING_ROLES,
    AuditStatus,
    Grade,
    NonconformityStatus,
    TeamRole,
)
from fairwild.audits.types import AppliesTo, Indicator, StandardVersion
from fairwild.kernel.parameters import NoSuchParameter, ParameterTable
from fairwild.kernel.periods import add_months
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.states import VALID_APPROVALS


def indicators_for(
    standard: StandardVersion, *, risk_classes: Collection[str] = ()
) -> tuple[Indicator, ...]:
    """Give the indicators to score: the base set, and the extra set once a species is high risk."""
    asked = {AppliesTo.ALL, AppliesTo.HIGH} if AppliesTo.HIGH in risk_classes else {AppliesTo.ALL}
    return tuple(item for item in standard.indicators if item.applies_to in asked)


def scoring_terms(table: ParameterTable, *, year: int, on: date) -> ScoringTerms:
    """Give the numbers in force for a year of certification; after the last step it stays there."""
    ladder = {int(row.keys["year"]): row for row in table.all_in_force("minimum_share", on=on)}
    reached = [step for step in ladder if step <= year]
    if not reached:
        message = f"no minimum_share for year {year} on {on}"
        raise NoSuchParameter(message)
    return ScoringTerms(
        minimum=ladder[max(reached)].value,
        norm=table.in_force("score_norm", on=on).whole,
        maximum=table.in_force("score_maximum", on=on).whole,
        version=table.version,
    )


def scoring(
    indicators: Iterable[Indicator],
    scores: Iterable[ScoreFacts],
    *,
    year: int,
    terms: ScoringTerms,
) -> Scoring:
    """Rate an operation: not-applicable indicators count on neither side, unscored ones as nought.

    A minimum requirement that is not scored yet stands under `unscored`, not under `unmet`.
    """
    by_code = {score.code: score for score in scores}
    asked = [(item, by_code.get(item.code, ScoreFacts(item.code))) for item in indicators]
    applicable = [(item, score.value) for item, score in asked if not score.not_applicable]
    values = [(item, value) for item, value in applicable if value is not None]
    return Scoring(
        points=sum(value for _, value in values),
        norm=terms.norm * len(applicable),
        applicable=len(applicable),
        not_applicable=len(asked) - len(applicable),
        minimum=terms.minimum,
        unmet=tuple(_unmet(values, year)),
        unscored=tuple(item.code for item, value in applicable if value is None),
    )


def _unmet(values: Iterable[tuple[Indicator, int]], year: int) -> Iterator[UnmetMinimum]:
    for indicator, value in values:
        level = indicator.required_level(year)
        if level is not None and value < level:
            yield UnmetMinimum(indicator.code, value, level)


def nonconformity_due_on(table: ParameterTable, grade: Grade, *, found_on: date) -> date:
    """Give the last day for closing a nonconformity of this grade."""
    months = table.in_force("nonconformity_due_months", on=found_on, grade=grade).whole
    return add_months(found_on, months)


def obstacles_to_starting(audit: AuditFacts, *, on: date) -> Iterator[Obstacle]:
    """Say what stands against beginning the audit on the spot."""
    if audit.status is not AuditStatus.PLANNED:
        yield Obstacle("audit-not-planned", {"status": audit.status})
    if not any(member.role is TeamRole.LEADER for member in audit.team):
        yield Obstacle("team-leader-missing")
    if not _agreed(audit, on):
        yield Obstacle("agreement-missing", {"on": on})


def obstacles_to_scoring(
    audit: AuditFacts,
    score: ScoreFacts,
    *,
    indicators: Iterable[Indicator],
    scorer_id: UUID,
    terms: ScoringTerms,
) -> Iterator[Obstacle]:
    """Say what stands against entering this score."""
    yield from _obstacles_to_writing(audit, scorer_id)
    if score.code not in {item.code for item in indicators}:
        yield Obstacle("indicator-unknown", {"indicator": score.code}, at=score.code)
    if score.not_applicable and score.value is not None:
        yield Obstacle("score-contradicts-itself", {"value": score.value}, at=score.code)
    if score.value is not None and not 0 <= score.value <= terms.maximum:
        facts = {"value": score.value, "maximum": terms.maximum}
        yield Obstacle("score-out-of-range", facts, at=score.code)


def obstacles_to_raising(
    audit: AuditFacts, indicator: str, *, indicators: Iterable[Indicator], raiser_id: UUID
) -> Iterator[Obstacle]:
    """Say what stands against writing a nonconformity about this indicator."""
    yield from _obstacles_to_writing(audit, raiser_id)
    if indicator not in {item.code for item in indicators}:
        yield Obstacle("indicator-unknown", {"indicator": indicator}, at=indicator)


def _obstacles_to_writing(audit: AuditFacts, person_id: UUID) -> Iterator[Obstacle]:
    if audit.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": audit.status})
    yield from obstacles_in_team(audit, person_id)


def obstacles_in_team(audit: AuditFacts, person_id: UUID) -> Iterator[Obstacle]:
    """Say whether this person lacks a place in the team that lets them write in the report."""
    if not any(
        member.person_id == person_id and member.role in SCORING_ROLES for member in audit.team
    ):
        yield Obstacle("scorer-not-in-audit-team")


def obstacles_to_finishing(
    audit: AuditFacts, *, indicators: Sequence[Indicator], terms: ScoringTerms
) -> Iterator[Obstacle]:
    """Say what the report still lacks.

    Every indicator is scored or said not to apply, with a note why it does not; a minimum
    requirement of the year that is not reached has a nonconformity of its own.
    """
    if audit.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": audit.status})
    if not indicators:
        yield Obstacle(
            "nothing-to-score", {"standard": audit.standard, "version": audit.standard_version}
        )
    rating = scoring(indicators, audit.scores, year=audit.certification_year, terms=terms)
    yield from (Obstacle("indicator-unscored", {"indicator": c}, at=c) for c in rating.unscored)
    yield from _notes_missing(audit.scores)
    raised = {item.indicator for item in audit.nonconformities}
    for unmet in rating.unmet:
        if unmet.code not in raised:
            yield Obstacle("nonconformity-missing", _facts_of(unmet), at=unmet.code)


def _notes_missing(scores: Iterable[ScoreFacts]) -> Iterator[Obstacle]:
    for score in scores:
        if score.not_applicable and not score.note.strip():
            yield Obstacle("note-missing", {"indicator": score.code}, at=score.code)


def _facts_of(unmet: UnmetMinimum) -> dict[str, object]:
    return {"indicator": unmet.code, "value": unmet.value, "level": unmet.level}


def obstacles_to_answering(nonconformity: NonconformityFacts, *, answer: str) -> Iterator[Obstacle]:
    """Say what stands against the operator's answer."""
    if nonconformity.status is not NonconformityStatus.OPEN:
        yield Obstacle("nonconformity-not-open", {"status": nonconformity.status})
    if not answer.strip():
        yield Obstacle("answer-missing")


def obstacles_to_closing(
    nonconformity: NonconformityFacts, *, closer_id: UUID
) -> Iterator[Obstacle]:
    """Say what stands against closing a nonconformity: it takes an answer and four eyes."""
    if nonconformity.status is not NonconformityStatus.ANSWERED:
        yield Obstacle("nonconformity-not-answered", {"status": nonconformity.status})
    if nonconformity.answered_by == closer_id:
        yield Obstacle("closer-is-answerer")


def obstacles_to_evaluating(audit: AuditFacts, *, evaluator_id: UUID) -> Iterator[Obstacle]:
    """Say what stands against this person's evaluation of the report."""
    if audit.status is not AuditStatus.FINISHED:
        yield Obstacle("audit-not-finished", {"status": audit.status})
    if audit.in_team(evaluator_id):
        yield Obstacle("evaluator-in-audit-team")


def obstacles_to_deciding(audit: AuditFacts, *, certifier_id: UUID) -> Iterator[Obstacle]:
    """Say what stands against this person's decision, whichever way it goes."""
    if audit.status is not AuditStatus.EVALUATED:
        yield Obstacle("audit-not-evaluated", {"status": audit.status})
    if audit.in_team(certifier_id):
        yield Obstacle("decider-in-audit-team")
    if audit.evaluator_id == certifier_id:
        yield Obstacle("decider-is-evaluator")


def obstacles_to_certifying(
    audit: AuditFacts,
    rating: Scoring,
    *,
    certifier_id: UUID,
    approvals: Iterable[ApprovalFacts],
    on: date,
) -> Iterator[Obstacle]:
    """Say everything that stands between this audit and a certificate (rule R01)."""
    yield from obstacles_to_deciding(audit, certifier_id=certifier_id)
    if audit.evaluator_id is not None and audit.in_team(audit.evaluator_id):
        yield Obstacle("evaluator-in-audit-team")
    if not _agreed(audit, on):
        yield Obstacle("agreement-missing", {"on": on})
    if not _approved(audit, approvals, on):
        facts = {"standard": audit.standard, "version": audit.standard_version}
        yield Obstacle("body-not-approved", {**facts, "country": audit.country, "on": on})
    yield from obstacles_in_rating(rating)
    yield from _open_nonconformities(audit.nonconformities)


def obstacles_in_rating(rating: Scoring) -> Iterator[Obstacle]:
    """Say which of the two gates are shut, indicator by indicator, and by how much."""
    yield from (Obstacle("indicator-unscored", {"indicator": c}, at=c) for c in rating.unscored)
    yield from (Obstacle("m-indicator-unmet", _facts_of(m), at=m.code) for m in rating.unmet)
    if not rating.share_is_enough:
        facts = {"points": rating.points, "norm": rating.norm, "needed": rating.points_needed}
        gates = {"share": rating.share, "minimum": rating.minimum}
        yield Obstacle("share-below-minimum", {**facts, **gates})


def _open_nonconformities(found: Iterable[NonconformityFacts]) -> Iterator[Obstacle]:
    for item in found:
        if item.grade is not Grade.MINOR and item.status is not NonconformityStatus.CLOSED:
            facts = {"indicator": item.indicator, "grade": item.grade, "due_on": item.due_on}
            yield Obstacle("nonconformity-open", facts, at=item.indicator)


def _agreed(audit: AuditFacts, on: date) -> bool:
    return audit.agreement_signed_on is not None and audit.agreement_signed_on <= on


def _approved(audit: AuditFacts, approvals: Iterable[ApprovalFacts], on: date) -> bool:
    wanted = (audit.body_id, audit.standard, audit.standard_version)
    return any(
        (item.body_id, item.standard, item.standard_version) == wanted
        and item.status in VALID_APPROVALS
        and on in item.period
        and _reaches(item, audit.country)
        for item in approvals
    )


def _reaches(approval: ApprovalFacts, country: str) -> bool:
    if country in approval.countries_out:
        return False
    return not approval.countries_in or country in approval.countries_in
