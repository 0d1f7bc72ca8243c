"""Who may be assigned to an audit, and what of it an office may override. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from fairwild.competence.facts import (
    CandidateFacts,
    CompetenceFacts,
    InterestFacts,
    Needs,
    WitnessDue,
)
from fairwild.competence.states import CompetenceStanding, WitnessResult, WitnessStanding
from fairwild.kernel.actors import Role
from fairwild.kernel.periods import Period, add_months
from fairwild.kernel.refusals import Obstacle
from fairwild.species.states import RiskClass

JUDGING_ROLES = (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
"""Whoever scores, recommends or decides needs a competence for it."""

OVERRIDABLE = frozenset(
    {
        "competence-missing",
        "competence-expired",
        "competence-not-for-risk",
        "competence-not-for-country",
        "competence-not-for-language",
        "interest-in-client",
        "witness-unsatisfactory",
    }
)
"""What the office of the body may set aside with a reason; a declaration it cannot give."""


def obstacles_to_assigning(
    person: CandidateFacts,
    *,
    role: Role | None,
    needs: Needs,
    interests: Iterable[InterestFacts],
    declared: bool,
    on: date,
    lookback_months: int,
) -> Iterator[Obstacle]:
    """Say what stands against this person judging this audit on that day (rule R12).

    Without a role it is asked of experts and observers, who need no competence but must be
    impartial like everybody else.
    """
    if role is not None:
        yield from obstacles_in_competence(person, role, needs, on=on)
    if role is Role.AUDITOR:
        yield from _badly_witnessed(person, on)
    yield from obstacles_in_interests(
        person, interests=interests, on=on, lookback_months=lookback_months
    )
    if not declared:
        yield Obstacle("declaration-missing", {"person": person.name}, at="team")


def _badly_witnessed(person: CandidateFacts, on: date) -> Iterator[Obstacle]:
    """Say whether the last verdict of whoever went along with this auditor was a bad one.

    One with points to follow up is no verdict on it: it neither bars nor clears.
    """
    verdicts = (WitnessResult.SATISFACTORY, WitnessResult.UNSATISFACTORY)
    seen = [one for one in person.witnessed if one.result in verdicts and one.on <= on]
    if seen and seen[-1].result is WitnessResult.UNSATISFACTORY:
        facts = {"person": person.name, "witnessed_on": seen[-1].on}
        yield Obstacle(
            "witness-unsatisfactory", {**facts, "witness_audit_id": str(seen[-1].id)}, at="team"
        )


def obstacles_in_competence(
    person: CandidateFacts, role: Role, needs: Needs, *, on: date
) -> Iterator[Obstacle]:
    """Say what this person is not known to be able to judge in a role on that day."""
    fitting = [one for one in person.competences if _is_for(one, role, needs)]
    holding = holding_on(person, role, needs, on=on)
    facts: dict[str, object] = {"person": person.name, "role": role}
    if not holding:
        yield _none_holds(facts, fitting, needs, on)
        return
    said: list[Obstacle] = []
    for country in sorted(needs.countries):
        said += (one for one in _lacking_in(country, holding, needs, facts) if one not in said)
    yield from said


def holding_on(
    person: CandidateFacts, role: Role, needs: Needs, *, on: date
) -> list[CompetenceFacts]:
    """Give the competences of a person for a role and a standard that hold on a day."""
    return [one for one in person.competences if _is_for(one, role, needs) and on in one.valid]


def _lacking_in(
    country: str, holding: Iterable[CompetenceFacts], needs: Needs, facts: Mapping[str, object]
) -> Iterator[Obstacle]:
    here = [one for one in holding if not one.countries or country in one.countries]
    if not here:
        yield Obstacle("competence-not-for-country", {**facts, "country": country}, at="team")
        return
    known = {risk for one in here for risk in one.risk_classes}
    for risk in sorted(needs.risk_classes - known):
        lacking = {**facts, "risk_class": RiskClass(risk)}
        yield Obstacle("competence-not-for-risk", lacking, at="team")
    spoken = {language for one in here for language in one.languages}
    asked = needs.languages.get(country, frozenset())
    if asked and not asked.intersection(spoken):
        languages = ", ".join(sorted(asked))
        yield Obstacle("competence-not-for-language", {**facts, "languages": languages}, at="team")


def _is_for(one: CompetenceFacts, role: Role, needs: Needs) -> bool:
    wanted = (role, needs.standard, needs.standard_version)
    return (one.role, one.standard, one.standard_version) == wanted


def _none_holds(
    facts: dict[str, object], fitting: Iterable[CompetenceFacts], needs: Needs, on: date
) -> Obstacle:
    over = [one.valid.until for one in fitting if one.valid.until and one.valid.until <= on]
    named = {"standard": needs.standard, "version": needs.standard_version}
    if over:
        last_day = max(over) - timedelta(days=1)
        return Obstacle("competence-expired", {**facts, **named, "last_day": last_day}, at="team")
    return Obstacle("competence-missing", {**facts, **named, "on": on}, at="team")


def obstacles_in_interests(
    person: CandidateFacts,
    *,
    interests: Iterable[InterestFacts],
    on: date,
    lookback_months: int,
) -> Iterator[Obstacle]:
    """Say what ties this person to the client, now or not long enough ago.

    Whoever acts for the client in this house judges nothing of it, whatever an office would say.
    """
    for one in interests:
        if one.as_user and one.until is None:
            yield Obstacle(
                "user-of-client", {"person": person.name, "client": one.client}, at="team"
            )
            continue
        free_on = free_from(one.until, lookback_months=lookback_months)
        if free_on is None or on < free_on:
            facts = {"person": person.name, "client": one.client, "kind": one.kind}
            after = {"free_on": free_on, "interest_id": str(one.id)}
            yield Obstacle("interest-in-client", {**facts, **after}, at="team")


def obstacles_in_office(
    member: CandidateFacts,
    *,
    interests: Iterable[InterestFacts],
    on: date,
    lookback_months: int,
    certifying: bool = False,
) -> Iterator[Obstacle]:
    """Say what keeps a member of a body from acting in the matter of a client: own ties to it.

    Nobody overrides that: another member of the office acts, or another certifier.
    """
    code = "certifier-tied-to-client" if certifying else "office-tied-to-client"
    terms = {"on": on, "lookback_months": lookback_months}
    for one in interests:
        for _ in obstacles_in_interests(member, interests=[one], **terms):  # type: ignore[arg-type]  # a dict of mixed values
            free_on = free_from(one.until, lookback_months=lookback_months)
            told = {"client": one.client, "kind": one.kind, "free_on": free_on}
            yield Obstacle(code, told)


def free_from(until: date | None, *, lookback_months: int) -> date | None:
    """Give the first day on which an interest that ended no longer counts; None while it lasts."""
    return None if until is None else add_months(until, lookback_months)


def key_of(obstacle: Obstacle) -> str:
    """Name an obstacle in such a way that an override is good for this one and no other."""
    for name in (
        "interest_id",
        "witness_audit_id",
        "risk_class",
        "country",
        "languages",
        "version",
    ):
        if name in obstacle.facts:
            return f"{obstacle.code}:{obstacle.facts[name]}"
    return obstacle.code


def left_after(found: Iterable[Obstacle], overridden: Collection[str]) -> list[Obstacle]:
    """Give the obstacles that nobody has overridden; some cannot be."""
    return [one for one in found if one.code not in OVERRIDABLE or key_of(one) not in overridden]


def fewest_of(found: Iterable[list[Obstacle]]) -> list[Obstacle]:
    """Give what stands against somebody in that of their roles in which the least does."""
    return min(found, key=len, default=[])


def obstacles_to_overriding(
    found: Collection[Obstacle],
    *,
    person_id: UUID,
    office_id: UUID | None,
    tied: Iterable[Obstacle] = (),
) -> Iterator[Obstacle]:
    """Say why these obstacles of this person cannot be overridden by this member of the office.

    `tied` is what ties that member to the client themselves: then they have no say in its matter.
    """
    yield from tied
    if person_id == office_id:
        yield Obstacle("override-by-person-concerned")
    if not any(one.code in OVERRIDABLE for one in found):
        yield Obstacle("nothing-to-override")


def obstacles_to_recording(*, person_id: UUID, recorder_id: UUID | None) -> Iterator[Obstacle]:
    """Say why this person cannot say what that person is able to do: nobody judges themselves."""
    if person_id == recorder_id:
        yield Obstacle("competence-of-oneself")


def obstacles_to_ending_competence(valid: Period, *, ended: bool, on: date) -> Iterator[Obstacle]:
    """Say why a competence cannot be ended: it is over already."""
    if ended or (valid.until is not None and valid.until <= on):
        yield Obstacle("competence-over")


def obstacles_to_ending_interest(
    *, person_id: UUID, recorder_id: UUID | None, until: date | None, last_day: date, on: date
) -> Iterator[Obstacle]:
    """Say why an interest cannot be said to have ended: not by oneself, not twice, not in future.

    Whoever ends an own interest would override a conflict that concerns themselves.
    """
    if person_id == recorder_id:
        yield Obstacle("interest-of-oneself")
    if until is not None:
        yield Obstacle("interest-over", {"last_day": until - timedelta(days=1)})
    yield from obstacles_to_a_past(last_day, on=on)


def obstacles_to_a_past(last_day: date, *, on: date) -> Iterator[Obstacle]:
    """Say why something cannot be said to be over: its last day has not come."""
    if last_day > on:
        yield Obstacle("day-not-come-yet", {"day": last_day}, at="last_day")


def obstacles_to_witnessing(
    *, person_id: UUID, witness_id: UUID, recorder_id: UUID | None, witnessed_on: date, on: date
) -> Iterator[Obstacle]:
    """Say why this cannot be written down as an audit that somebody else went along with."""
    if person_id == witness_id:
        yield Obstacle("witness-of-oneself", at="witness_id")
    if person_id == recorder_id:
        yield Obstacle("competence-of-oneself")
    if witnessed_on > on:
        yield Obstacle("day-not-come-yet", {"day": witnessed_on}, at="witnessed_on")


def competence_standing(
    valid: Period, *, ended: bool, on: date, warning_days: int
) -> CompetenceStanding:
    """Say how a competence stands on a day."""
    if ended:
        return CompetenceStanding.ENDED
    if on < valid.start:
        return CompetenceStanding.COMING
    if valid.until is None or on + timedelta(days=warning_days) < valid.until:
        return CompetenceStanding.IN_FORCE
    return CompetenceStanding.EXPIRING if on < valid.until else CompetenceStanding.EXPIRED


def witness_due(
    last_on: date | None, *, auditor_since: date, months: int, on: date, warning_days: int
) -> WitnessDue:
    """Say by when an auditor has to be gone along with: counted from the last time, or the first
    day as an auditor.
    """
    due_on = add_months(last_on or auditor_since, months)
    standing = WitnessStanding.IN_TIME
    if due_on <= on:
        standing = WitnessStanding.OVERDUE
    elif due_on <= on + timedelta(days=warning_days):
        standing = WitnessStanding.DUE_SOON
    return WitnessDue(last_on, due_on, standing)
