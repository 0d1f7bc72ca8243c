"""When an audit may begin, be written in, and be finished. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from fairwild.audits.facts import (
    AuditFacts,
    ScoreFacts,
    ScoringTerms,
)
from fairwild.audits.rules.rating import facts_of_unmet, scoring
from fairwild.audits.states import (
    NEVER_WAS,
    SCORING_ROLES,
    AuditStatus,
    TeamRole,
)
from fairwild.kernel.prose import gives_reason, says_something
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import Indicator, IndicatorKind


def is_agreed(audit: AuditFacts, on: date) -> bool:
    """Tell whether the certification agreement was signed by that day; a buyer needs none."""
    return audit.of_a_buyer or (
        audit.agreement_signed_on is not None and audit.agreement_signed_on <= on
    )


def obstacles_to_starting(audit: AuditFacts, *, on: date, reason: str = "") -> Iterator[Obstacle]:
    """Say what stands against beginning the audit on the spot, on that day.

    On another day than planned it takes a reason.
    """
    if audit.status is not AuditStatus.CONFIRMED:
        yield Obstacle("audit-not-confirmed", {"status": audit.status})
    if not any(member.role is TeamRole.LEADER for member in audit.team):
        yield Obstacle("team-leader-missing")
    if not is_agreed(audit, on):
        yield Obstacle("agreement-missing", {"on": on})
    if audit.days is not None and on not in audit.days and not reason.strip():
        facts = {"on": on, "starts_on": audit.days.start, "ends_on": audit.days.end}
        yield Obstacle("start-outside-plan", facts, at="reason")


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
    asked = {item.code: item for item in indicators}
    if score.code not in asked:
        yield Obstacle("indicator-unknown", {"indicator": score.code}, at=score.code)
    else:
        yield from _obstacles_in_answer(asked[score.code], score)
    if score.not_applicable and (score.value, score.met) != (None, None):
        yield Obstacle("score-contradicts-itself", {"value": score.value}, at=score.code)
    if score.value is not None and not 0 <= score.value <= terms.maximum:
        facts = {"value": score.value, "maximum": terms.maximum}
        yield Obstacle("score-out-of-range", facts, at=score.code)


def _obstacles_in_answer(indicator: Indicator, score: ScoreFacts) -> Iterator[Obstacle]:
    scored = indicator.kind is IndicatorKind.SCORED
    if (score.met if scored else score.value) is not None:
        facts = {"indicator": indicator.code, "kind": indicator.kind}
        yield Obstacle("answer-of-another-kind", facts, at=indicator.code)


def obstacles_to_raising(
    audit: AuditFacts,
    codes: Sequence[str],
    *,
    indicators: Iterable[Indicator],
    raiser_id: UUID,
) -> Iterator[Obstacle]:
    """Say what stands against writing a nonconformity about these indicators."""
    yield from _obstacles_to_writing(audit, raiser_id)
    if not codes:
        yield Obstacle("nonconformity-about-nothing", at="indicators")
    known = {item.code for item in indicators}
    for code in codes:
        if code not in known:
            yield Obstacle("indicator-unknown", {"indicator": code}, at=code)


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

    Every indicator is scored or said not to apply, with a note why it does not, of a few words
    where it is a minimum requirement of the year; one of those that is not reached has a
    nonconformity of its own; the days it took are counted.
    """
    if audit.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": audit.status})
    if not indicators:
        yield Obstacle(
            "nothing-to-score", {"standard": audit.standard, "version": audit.standard_version}
        )
    rating = scoring(indicators, audit.scores, year=audit.certification_year, terms=terms)
    yield from (Obstacle("indicator-unscored", {"indicator": c}, at=c) for c in rating.unscored)
    yield from _notes_missing(audit.scores, rating.waived)
    raised = {
        code
        for item in audit.nonconformities
        if item.status not in NEVER_WAS
        for code in item.indicators
    }
    for unmet in rating.unmet:
        if unmet.code not in raised:
            scored = unmet.kind is IndicatorKind.SCORED
            code = "nonconformity-missing" if scored else "nonconformity-missing-not-met"
            yield Obstacle(code, facts_of_unmet(unmet), at=unmet.code)
    if audit.used_half_days is None:
        yield Obstacle("days-not-counted", at="used_days")


def _notes_missing(scores: Iterable[ScoreFacts], waived: Collection[str]) -> Iterator[Obstacle]:
    for score in scores:
        if score.not_applicable and not says_something(score.note):
            yield Obstacle("note-missing", {"indicator": score.code}, at=score.code)
        elif score.code in waived and not gives_reason(score.note):
            yield Obstacle("waiver-unexplained", {"indicator": score.code}, at=score.code)
