"""Scoring indicators and finishing the report."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import AuditFinished, IndicatorScored
from fairwild.audits.facts import AuditFacts, ScoreFacts
from fairwild.audits.letters import Teller, Told, tell_audited
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.operations.planning import begin_now, obstacles_before_starting
from fairwild.audits.queries import (
    facts_of,
    find_score,
    indicators_of,
    rating_of,
    terms_of,
    writing_facts_of,
)
from fairwild.audits.records import Audit, Score
from fairwild.audits.states import BEFORE_WORK, AuditStatus
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import Conflict, Obstacle
from fairwild.standards.operations import keep_numbers
from fairwild.unit_of_work import UnitOfWork


def score_indicator(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    indicator: str,
    value: int | None = None,
    met: bool | None = None,
    not_applicable: bool = False,
    note: str = "",
    seen_version: int = 0,
) -> Score:
    """Enter what the auditor found; the first score begins the audit.

    `seen_version` is the version of the score the auditor looked at, 0 where there was none:
    Conflict where somebody else has written meanwhile.
    """
    audit = work.take(Audit, audit_id, to=Action.SCORE_AUDIT)
    begins = audit.status in BEFORE_WORK
    facts = facts_of(work, audit) if begins else writing_facts_of(work, audit)
    entered = ScoreFacts(indicator, value, not_applicable, note, met)
    _refuse_score(work, audit, facts, entered)
    if begins:
        begin_now(work, audit)
    known = find_score(work, audit_id, indicator)
    if known is not None and _says(known) == entered:
        return known
    if (known.version if known else 0) != seen_version:
        raise Conflict("audit_score")
    return _written(work, known or _blank(audit_id, indicator), entered)


def finish_audit(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    summary: str = "",
    used_half_days: int | None = None,
    write: Teller | None = None,
    also: Iterable[Obstacle] = (),
) -> Audit:
    """Lock the report: from now on nothing in it changes.

    Without `used_half_days` those count that were counted before; `write` words the letter that
    tells who is audited what to answer until when; `also` stands against it from outside this room.
    """
    audit = work.take(Audit, audit_id, to=Action.FINISH_AUDIT)
    used = used_half_days or audit.used_half_days
    facts, terms = replace(facts_of(work, audit), used_half_days=used), terms_of(audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_finishing(facts, indicators=indicators_of(facts), terms=terms),
            rules.obstacles_in_team(facts, acting_person(work)),
            also,
        )
    )
    rating = rating_of(audit, facts)
    audit.status = AuditStatus.FINISHED
    audit.summary, audit.used_half_days = summary, used
    audit.finished_at = work.now
    audit.finished_by = acting_person(work)
    work.record(
        AuditFinished(
            subject=audit.id,
            number=audit.number,
            points=rating.points,
            norm_points=rating.norm,
            minimum_share=rating.minimum,
            parameters_version=keep_numbers(work).version,
            planned_half_days=audit.planned_half_days,
            used_half_days=used or 0,
        )
    )
    tell_audited(work, audit, Told.FINISHED, write)
    return audit


def _refuse_score(work: UnitOfWork, audit: Audit, facts: AuditFacts, entered: ScoreFacts) -> None:
    waiting = obstacles_before_starting(work, audit, facts)
    begun = facts.status in BEFORE_WORK and replace(facts, status=AuditStatus.UNDER_WAY)
    found = rules.obstacles_to_scoring(
        begun or facts,
        entered,
        indicators=indicators_of(facts),
        scorer_id=acting_person(work),
        terms=terms_of(audit),
    )
    work.refuse_if(chain(waiting, found))


def _says(score: Score) -> ScoreFacts:
    return ScoreFacts(score.indicator, score.value, score.not_applicable, score.note, score.met)


def _blank(audit_id: UUID, indicator: str) -> Score:
    return Score(audit_id=audit_id, indicator=indicator)


def _written(work: UnitOfWork, score: Score, entered: ScoreFacts) -> Score:
    score.value, score.met = entered.value, entered.met
    score.not_applicable = entered.not_applicable
    score.note = entered.note
    score.scored_by = acting_person(work)
    score.scored_at = work.now
    work.add(score)
    work.record(
        IndicatorScored(
            subject=score.audit_id,
            indicator=entered.code,
            value=entered.value,
            met=entered.met,
            not_applicable=entered.not_applicable,
            note_sha256=text_digest(entered.note),
        )
    )
    return score
