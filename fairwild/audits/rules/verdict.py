"""What stands between an audit and a certificate. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from fairwild.audits.facts import (
    ApprovalFacts,
    AuditFacts,
    NonconformityFacts,
    ScopedSpecies,
    Scoring,
)
from fairwild.audits.rules.rating import obstacle_of_unmet
from fairwild.audits.rules.writing import is_agreed
from fairwild.audits.states import (
    CERTIFYING,
    OF_A_SPOT_CHECK,
    AuditStatus,
    Grade,
    NonconformityStatus,
    Outcome,
)
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.states import VALID_APPROVALS
from fairwild.standards.types import AppliesTo


def obstacles_to_evaluating(audit: AuditFacts, *, evaluator_id: UUID) -> Iterator[Obstacle]:
    """Say what stands against this person's evaluation of the report.

    Whoever verified a correction may evaluate: that is a part of evaluating (17065, 7.4). Whoever
    judged an objection has taken a side in what is to be evaluated.
    """
    if audit.status is not AuditStatus.FINISHED:
        yield Obstacle("audit-not-finished", {"status": audit.status})
    if audit.in_team(evaluator_id):
        yield Obstacle("evaluator-in-audit-team")
    if evaluator_id in audit.objections_judged_by:
        yield Obstacle("evaluator-judged-objection")


def obstacles_to_deciding(audit: AuditFacts, *, certifier_id: UUID) -> Iterator[Obstacle]:
    """Say what stands against this person's decision, whichever way it goes.

    Nobody decides who had a part in finding out what is decided on: in the team, as evaluator, by
    accepting a correction, by sending one back or by judging an objection.
    """
    if audit.status is AuditStatus.DECIDED:
        yield Obstacle("audit-decided", {"outcome": audit.outcome})
    elif audit.status is not AuditStatus.EVALUATED:
        yield Obstacle("audit-not-evaluated", {"status": audit.status})
    if audit.in_team(certifier_id):
        yield Obstacle("decider-in-audit-team")
    if audit.evaluator_id == certifier_id:
        yield Obstacle("decider-is-evaluator")
    yield from _sides_taken(audit, certifier_id)


def _sides_taken(audit: AuditFacts, certifier_id: UUID) -> Iterator[Obstacle]:
    """Say what this person has judged already of what the audit found."""
    if certifier_id in audit.corrections_verified_by:
        yield Obstacle("decider-verified-correction")
    if certifier_id in audit.answers_returned_by:
        yield Obstacle("decider-returned-answer")
    if certifier_id in audit.objections_judged_by:
        yield Obstacle("decider-judged-objection")


def obstacles_in_conditions(outcome: Outcome, conditions: str) -> Iterator[Obstacle]:
    """Say whether conditions are missing where there must be some, or stand where none can."""
    if outcome is Outcome.CERTIFY_WITH_CONDITIONS and not conditions.strip():
        yield Obstacle("conditions-missing", at="conditions")
    if outcome is not Outcome.CERTIFY_WITH_CONDITIONS and conditions.strip():
        yield Obstacle("conditions-out-of-place", {"outcome": outcome}, at="conditions")


def obstacles_in_outcome(audit: AuditFacts, outcome: Outcome) -> Iterator[Obstacle]:
    """Say whether this audit can end like this: a spot check never certifies nor refuses to.

    Nor does the audit of an operation end as a spot check does.
    """
    if audit.of_a_buyer and outcome in CERTIFYING:
        yield Obstacle("spot-check-certifies-nothing", at="outcome")
    elif audit.of_a_buyer is not (outcome in OF_A_SPOT_CHECK):
        yield Obstacle("outcome-of-another-kind", {"outcome": outcome}, at="outcome")


def obstacles_to_certifying(
    audit: AuditFacts,
    rating: Scoring,
    *,
    certifier_id: UUID,
    approvals: Iterable[ApprovalFacts],
    scope: Iterable[ScopedSpecies],
    on: date,
) -> Iterator[Obstacle]:
    """Say everything that stands between this audit and a certificate (rule R01).

    A minimum requirement that was missed bars it until it is put right and verified.
    """
    if audit.of_a_buyer:
        yield Obstacle("spot-check-certifies-nothing")
    yield from _obstacles_in_judging(audit, approvals, certifier_id=certifier_id, on=on)
    yield from obstacles_in_classes(scope, on=on)
    yield from obstacles_in_rating(rating, put_right=put_right_since(audit, rating))
    yield from _open_nonconformities(audit.nonconformities, on)


def obstacles_to_finding_in_order(
    audit: AuditFacts,
    rating: Scoring,
    *,
    certifier_id: UUID,
    approvals: Iterable[ApprovalFacts],
    on: date,
) -> Iterator[Obstacle]:
    """Say what stands against finding a buyer in order at the end of a spot check.

    A minimum requirement that was not met stands against it until every nonconformity about it is
    settled: what was put right, and verified by the body, is in order again.
    """
    yield from _obstacles_in_judging(audit, approvals, certifier_id=certifier_id, on=on)
    yield from (Obstacle("indicator-unscored", {"indicator": c}, at=c) for c in rating.unscored)
    if rating.nothing_applies:
        yield Obstacle("nothing-assessed")
    yield from _missed(rating, put_right_since(audit, rating))
    yield from _open_nonconformities(audit.nonconformities, on)


def put_right_since(audit: AuditFacts, rating: Scoring) -> tuple[str, ...]:
    """Give the minimum requirements missed at the audit that are met by now.

    There are nonconformities about them, and all are settled: the body verified what was put right,
    or somebody uninvolved found that nothing was wrong. The scores and the share stay as they are.
    """
    return tuple(unmet.code for unmet in rating.unmet if _is_put_right(audit, unmet.code))


def _is_put_right(audit: AuditFacts, code: str) -> bool:
    about = [
        one
        for one in audit.nonconformities
        if code in one.indicators and one.status is not NonconformityStatus.WITHDRAWN
    ]
    return bool(about) and all(one.settled for one in about)


def _missed(rating: Scoring, put_right: Collection[str]) -> Iterator[Obstacle]:
    return (obstacle_of_unmet(one) for one in rating.unmet if one.code not in put_right)


def _obstacles_in_judging(
    audit: AuditFacts, approvals: Iterable[ApprovalFacts], *, certifier_id: UUID, on: date
) -> Iterator[Obstacle]:
    """Say what stands against a favourable end because of who judges, and for which body."""
    yield from obstacles_to_deciding(audit, certifier_id=certifier_id)
    if audit.evaluator_id is not None and audit.in_team(audit.evaluator_id):
        yield Obstacle("evaluator-in-audit-team")
    if not is_agreed(audit, on):
        yield Obstacle("agreement-missing", {"on": on})
    yield from obstacles_in_approval(audit, approvals, on=on)


def obstacles_in_classes(scope: Iterable[ScopedSpecies], *, on: date) -> Iterator[Obstacle]:
    """Say which species have no class on that day, or a graver one than they were audited for."""
    for one in scope:
        facts = {"species": one.species, "part": one.part, "country": one.country, "on": on}
        if not one.risk_class:
            yield Obstacle("species-not-classified", facts, at="scope")
        elif one.risk_class == AppliesTo.HIGH != one.audited_as:
            yield Obstacle("risk-class-risen", facts, at="scope")


def obstacles_in_rating(rating: Scoring, *, put_right: Collection[str] = ()) -> Iterator[Obstacle]:
    """Say which of the two gates are shut, indicator by indicator, and by how much.

    `put_right` are minimum requirements that were missed and are met by now.
    """
    yield from (Obstacle("indicator-unscored", {"indicator": c}, at=c) for c in rating.unscored)
    yield from _missed(rating, put_right)
    if rating.nothing_applies:
        yield Obstacle("nothing-assessed")
    elif not rating.share_is_enough:
        facts = {"points": rating.points, "norm": rating.norm, "needed": rating.points_needed}
        gates = {"share": rating.share, "minimum": rating.minimum}
        yield Obstacle("share-below-minimum", {**facts, **gates})


def _open_nonconformities(found: Iterable[NonconformityFacts], on: date) -> Iterator[Obstacle]:
    for item in found:
        grade = item.grade_on(on)
        if grade is not Grade.MINOR and not item.settled:
            facts = {"indicator": item.indicator, "grade": grade, "due_on": item.due_on}
            facts |= {"number": item.number, "nonconformity_id": item.id}
            code = "nonconformity-open" if grade is item.grade else "nonconformity-grown-major"
            yield Obstacle(code, facts, at=item.indicator)


def obstacles_in_approval(
    audit: AuditFacts, approvals: Iterable[ApprovalFacts], *, on: date
) -> Iterator[Obstacle]:
    """Say in which countries of the audit the body is not approved for its standard on a day."""
    own = [item for item in approvals if item.body_id == audit.body_id]
    asked = {"standard": audit.standard, "version": audit.standard_version}
    return obstacles_outside(own, **asked, countries=audit.countries, on=on)


def obstacles_outside(
    approvals: Collection[ApprovalFacts],
    *,
    standard: str,
    version: str,
    countries: Iterable[str],
    on: date,
) -> Iterator[Obstacle]:
    """Say which of these countries no approval of a body reaches on a day."""
    asked = {"standard": standard, "version": version}
    for country in sorted(countries):
        if find_approval(approvals, **asked, country=country, on=on) is None:
            yield Obstacle("body-not-approved", {**asked, "country": country, "on": on})


def find_approval(
    approvals: Iterable[ApprovalFacts], *, standard: str, version: str, country: str, on: date
) -> ApprovalFacts | None:
    """Find the approval of a body that holds for a version of a standard, a country and a day."""
    return next(
        (
            item
            for item in approvals
            if (item.standard, item.standard_version) == (standard, version)
            and item.status in VALID_APPROVALS
            and on in item.period
            and reaches(item, country)
        ),
        None,
    )


def reaches(approval: ApprovalFacts, country: str) -> bool:
    """Tell whether an approval holds in a country."""
    if country in approval.countries_out:
        return False
    return not approval.countries_in or country in approval.countries_in
