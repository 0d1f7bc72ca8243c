"""What the pages of an audit draw: the tree of indicators, the two gates, the next step."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import rules
from fairwild.audits.facts import ScoreFacts
from fairwild.audits.queries import (
    AuditView,
    check_reads_work,
    get_audit,
    obstacles_to_confirming,
    obstacles_to_evaluating,
    obstacles_to_favourable,
    obstacles_to_starting,
    terms_of,
    view_of_audit,
)
from fairwild.audits.states import AuditStatus
from fairwild.desks.queries import rehearsals_of
from fairwild.desks.queries.rehearsals import obstacles_in_rehearsals
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.schemas.audit_plans import HalfDays
from fairwild.species import queries as species
from fairwild.standards.types import Criterion, Indicator, Principle
from fairwild.unit_of_work import Reading
from fairwild.web.audits.pinned import pinned_facts
from fairwild.web.reading_language import language_read


@dataclass(frozen=True)
class Leaf:
    """One indicator with its score; `mark` is the sign in its dot, `tone` its colour."""

    indicator: Indicator
    score: Any
    level: int | None
    evidence_count: int
    nonconformity_count: int

    @property
    def mark(self) -> str:
        """0 to 3, a tick or a cross, `n` for not applicable, or a dash for not scored yet."""
        return {"": "–", "met": "✓", "not-met": "✗"}.get(self.typed, self.typed)

    @property
    def typed(self) -> str:
        """The score as the form's buttons name it."""
        return typed_value(self.score)

    @property
    def scored(self) -> bool:
        """Whether something was found here."""
        return self.mark != "–"

    @property
    def falls_short(self) -> bool:
        """Whether a minimum requirement of the year is missed here."""
        if self.score is None or self.level is None:
            return False
        score = ScoreFacts(self.indicator.code, self.score.value, met=self.score.met)
        value = rules.found_at(self.indicator, score)
        return value is not None and value < self.level


@dataclass(frozen=True)
class Branch:
    """One principle with its criteria and how many of its indicators are scored."""

    principle: Principle
    criteria: list[tuple[Criterion, list[Leaf]]]

    @property
    def leaves(self) -> list[Leaf]:
        """Every indicator of the principle."""
        return [leaf for _, leaves in self.criteria for leaf in leaves]

    @property
    def done(self) -> int:
        """How many of them are scored."""
        return sum(leaf.scored for leaf in self.leaves)


@dataclass(frozen=True)
class Gate:
    """How the minimum requirements of the year stand."""

    asked: int
    met: int
    unmet: list[str]
    unscored: list[str]
    put_right: tuple[str, ...] = ()


def typed_value(score: Any) -> str:
    """Give a score as the form's buttons name it; nothing where nothing is found yet.

    That is 0 to 3, or `met` and `not-met`, or `n` for not applicable.
    """
    if score is None:
        return ""
    if score.met is not None:
        return "met" if score.met else "not-met"
    if score.not_applicable:
        return "n"
    return "" if score.value is None else str(score.value)


def leaf_of(view: AuditView, indicator: Indicator) -> Leaf:
    """Give one indicator as it stands."""
    raised = [one for one in view.nonconformities if indicator.code in one.indicators]
    return Leaf(
        indicator=indicator,
        score=view.scores.get(indicator.code),
        level=indicator.required_level(view.audit.certification_year),
        evidence_count=len(view.evidence_for(indicator.code)),
        nonconformity_count=len(raised),
    )


def tree_of(view: AuditView) -> list[Branch]:
    """Give the indicators of the audit by principle and criterion."""
    leaves = [leaf_of(view, indicator) for indicator in view.indicators]
    branches = []
    for principle in view.standard.principles:
        criteria = [
            (criterion, [leaf for leaf in leaves if leaf.indicator.criterion == criterion.code])
            for criterion in view.standard.criteria_of(principle.number)
        ]
        asked = [(criterion, found) for criterion, found in criteria if found]
        if asked:
            branches.append(Branch(principle, asked))
    return branches


def gate_of(view: AuditView) -> Gate:
    """Say how the minimum requirements of the year stand."""
    leaves = [leaf_of(view, indicator) for indicator in view.indicators]
    asked = [leaf for leaf in leaves if leaf.level is not None and leaf.mark != "n"]
    unmet = [leaf.indicator.code for leaf in asked if leaf.falls_short]
    unscored = [leaf.indicator.code for leaf in asked if not leaf.scored]
    met = len(asked) - len(unmet) - len(unscored)
    return Gate(len(asked), met, unmet, unscored, view.put_right)


@dataclass(frozen=True)
class Around:
    """Where one indicator stands among the others; codes are None at the ends."""

    number: int
    count: int
    previous: str | None
    following: str | None
    missing: str | None


def around(view: AuditView, code: str) -> Around:
    """Find the neighbours of an indicator and the next one that is not scored, going round."""
    codes = [indicator.code for indicator in view.indicators]
    here = codes.index(code)
    unscored = set(view.rating.unscored) - {code}
    ahead = [other for other in codes[here + 1 :] + codes[:here] if other in unscored]
    return Around(
        number=here + 1,
        count=len(codes),
        previous=codes[here - 1] if here else None,
        following=codes[here + 1] if here + 1 < len(codes) else None,
        missing=ahead[0] if ahead else None,
    )


def names_in(
    reading: Reading, view: AuditView, more: Iterable[UUID | None] = ()
) -> dict[UUID, str]:
    """Give the names of everybody who took part in an audit, and of those asked for besides."""
    team = {member.person_id for member in (*view.facts.team, *view.facts.left)}
    parts = {view.facts.evaluator_id, view.facts.decider_id, view.audit.finished_by}
    parts.add(view.audit.cancelled_by)
    hands = ((one.answered_by, one.closed_by, one.raised_by) for one in view.nonconformities)
    ids = chain(team, parts, *hands, more)
    return organisations.people_by_id(reading, {one for one in ids if one is not None})


def scope_of(reading: Reading, view: AuditView) -> list[dict[str, Any]]:
    """Give the lines of the scope with names in place of ids."""
    lines = view.audit.scope
    plants = species.species_by_id(reading, {UUID(line["species_id"]) for line in lines})
    places = areas.area_facts(reading, {UUID(one) for line in lines for one in line["area_ids"]})
    return [
        {
            **line,
            "species": plants[UUID(line["species_id"])].scientific_name,
            "areas": [places[UUID(one)].name for one in line["area_ids"]],
        }
        for line in lines
    ]


def days_of(half_days: int | None) -> str:
    """Say a number of half days in days."""
    return HalfDays().serialize("days", {"days": half_days}) or "–"


@dataclass(frozen=True)
class Step:
    """The deed that brings an audit further: whose it is and what stands against it."""

    action: Action | None
    allowed: bool
    obstacles: list[Obstacle]


_NEXT = {
    AuditStatus.PLANNED: Action.CONFIRM_AUDIT,
    AuditStatus.CONFIRMED: Action.SCORE_AUDIT,
    AuditStatus.UNDER_WAY: Action.FINISH_AUDIT,
    AuditStatus.FINISHED: Action.EVALUATE_AUDIT,
    AuditStatus.EVALUATED: Action.DECIDE_AUDIT,
}


def next_step(reading: Reading, view: AuditView) -> Step:
    """Say what brings this audit further, by the very rules its deed will ask."""
    action = _NEXT.get(view.audit.status)
    if action is None or not reading.allows(action, view.audit):
        return Step(action, allowed=False, obstacles=[])
    return Step(action, allowed=True, obstacles=obstacles_to(reading, view, action))


def obstacles_to(reading: Reading, view: AuditView, action: Action) -> list[Obstacle]:
    """Say what stands against this deed by the actor."""
    person_id, facts = reading.actor.person_id, view.facts
    if person_id is None:
        return []
    in_team = rules.obstacles_in_team(facts, person_id)
    match action:
        case Action.CONFIRM_AUDIT:
            return obstacles_to_confirming(reading, view.audit, facts)
        case Action.SCORE_AUDIT:
            return [*obstacles_to_starting(reading, view.audit, facts), *in_team]
        case Action.FINISH_AUDIT:
            terms = terms_of(view.audit)
            found = rules.obstacles_to_finishing(facts, indicators=view.indicators, terms=terms)
            return [*found, *in_team, *obstacles_in_rehearsals(reading, view.audit.id)]
        case Action.EVALUATE_AUDIT:
            return obstacles_to_evaluating(reading, view.audit, facts)
    return obstacles_to_favourable(reading, view.audit, facts)


def may_score(reading: Reading, view: AuditView) -> bool:
    """Tell whether the actor can change scores of this audit now."""
    writable = view.audit.status in {AuditStatus.CONFIRMED, AuditStatus.UNDER_WAY}
    if not (writable and reading.allows(Action.SCORE_AUDIT, view.audit)):
        return False
    person_id = reading.actor.person_id
    return person_id is not None and not [*rules.obstacles_in_team(view.facts, person_id)]


def work_facts(reading: Reading, audit_id: UUID) -> dict[str, Any]:
    """Give what pages of the team's work show; raises NotFound, or Refused before it is open."""
    check_reads_work(reading, get_audit(reading, audit_id))
    return common_facts(reading, audit_id)


def common_facts(reading: Reading, audit_id: UUID) -> dict[str, Any]:
    """Give what every page of one audit shows; raises NotFound."""
    view = view_of_audit(reading, audit_id)
    parties = organisations.organisations_by_id(
        reading, [view.audit.operator_id, view.audit.body_id]
    )
    return {
        "view": view,
        "audit": view.audit,
        "language_read": language_read(view.standard),
        "rating": view.rating,
        "gate": gate_of(view),
        "half_days": days_of,
        "rehearsals": rehearsals_of(reading, audit_id),
        **pinned_facts(reading, view.audit),
        "may_see_desk": reading.allows(Action.SEE_DESK, view.audit),
        "may_appeal_decision": reading.allows(Action.APPEAL_DECISION, view.audit),
        "operator": parties[view.audit.operator_id],
        "body": parties[view.audit.body_id],
        "may_score": may_score(reading, view),
        "sees_people": reading.allows(Action.SEE_COMPETENCE, view.audit),
        "person_id": reading.actor.person_id,
    }
