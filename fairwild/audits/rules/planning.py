"""When a body may stand by the plan of an audit. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from fairwild.audits.facts import ApprovalFacts, AuditFacts, PlanFacts
from fairwild.audits.rules.verdict import obstacles_in_approval, obstacles_in_classes
from fairwild.audits.rules.writing import is_agreed
from fairwild.audits.states import BEFORE_WORK, IN_SEASON, MOVES, AuditKind, AuditStatus
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import Indicator, StandardVersion


def usual_kind(certification_year: int) -> AuditKind:
    """Give the kind an audit has unless somebody says otherwise."""
    return AuditKind.INITIAL if certification_year == 1 else AuditKind.ANNUAL


def in_season(plan: PlanFacts) -> bool:
    """Tell whether at least one day of the audit lies in a season of what is in its scope."""
    days = Period(plan.starts_on, plan.ends_on + timedelta(days=1))
    return any(days.start in season or season.start in days for season in plan.seasons)


def obstacles_in_kind(audit: AuditFacts, kind: AuditKind) -> Iterator[Obstacle]:
    """Say whether an audit of an operator would become a spot check of a buyer, or back."""
    if audit.of_a_buyer is not (kind is AuditKind.SPOT_CHECK):
        yield Obstacle("kind-of-another-party", {"kind": kind}, at="kind")


def obstacles_to_checking(
    kind: OrganisationKind | None, standard: StandardVersion, *, bought: int
) -> Iterator[Obstacle]:
    """Say what stands against a spot check of an organisation as a buyer.

    `bought` counts the consignments it accepted as certified by the body that checks it: a body
    looks into the books of those who trade on its own certificates.
    """
    if kind is not OrganisationKind.COMPANY:
        yield Obstacle("checked-not-a-company", at="company_id")
    elif not bought:
        yield Obstacle("nothing-certified-bought", at="company_id")
    yield from _obstacles_in_asking(standard)


def _obstacles_in_asking(standard: StandardVersion) -> Iterator[Obstacle]:
    if standard.indicators and not standard.of_buyers:
        yield Obstacle("nothing-asked-of-buyers", {"standard": standard.full_title}, at="standard")


def obstacles_to_another_version(
    audit: AuditFacts, standard: StandardVersion, *, pinned: int
) -> Iterator[Obstacle]:
    """Say what stands against planning an audit under this version instead of the one it has.

    The same code can mean something else in another version, so nothing may be pinned to any:
    `pinned` counts the records that are.
    """
    if (standard.name, standard.version) == (audit.standard, audit.standard_version):
        return
    if audit.of_a_buyer:
        yield from _obstacles_in_asking(standard)
    if pinned:
        yield Obstacle("records-pinned-to-version", {"pinned": pinned}, at="standard")


def obstacles_in_lines(scope: Iterable[Mapping[str, Any]]) -> Iterator[Obstacle]:
    """Say which lines of a scope name goods of an area that an earlier line names already.

    What may be collected in a year is the sum of the lines, so a line written twice doubles it.
    """
    seen: dict[tuple[Any, ...], int] = {}
    for number, line in enumerate(scope, start=1):
        goods = (line["species_id"], line["part"], line["state"])
        areas = line["area_ids"]
        met = sorted({seen[(*goods, one)] for one in areas if (*goods, one) in seen})
        if met or len(set(areas)) < len(areas):
            facts = {"line": number, "before": met[0] if met else number}
            yield Obstacle("scope-line-twice", facts, at="scope")
        seen |= {(*goods, one): number for one in areas}


def obstacles_to_amending(audit: AuditFacts) -> Iterator[Obstacle]:
    """Say what stands against a change of the plan."""
    if audit.status is not AuditStatus.PLANNED:
        yield Obstacle("plan-confirmed", {"status": audit.status})


def obstacles_to_reopening(audit: AuditFacts, *, reason: str) -> Iterator[Obstacle]:
    """Say what stands against taking back a confirmation."""
    if audit.status is not AuditStatus.CONFIRMED:
        yield Obstacle("audit-not-confirmed", {"status": audit.status})
    if not reason.strip():
        yield Obstacle("plan-reopening-unexplained", at="reason")


def obstacles_to_cancelling(audit: AuditFacts, *, reason: str) -> Iterator[Obstacle]:
    """Say what stands against cancelling a plan, or breaking off an audit that is under way."""
    if AuditStatus.CANCELLED not in MOVES[audit.status]:
        yield Obstacle("audit-not-to-cancel", {"status": audit.status})
    if not reason.strip():
        yield Obstacle("cancelling-unexplained", at="reason")


def obstacles_to_pinning(
    audit: AuditFacts, indicator: str, *, indicators: Iterable[Indicator]
) -> Iterator[Obstacle]:
    """Say what stands against pinning a record to this indicator, or taking it off."""
    if audit.status not in BEFORE_WORK | {AuditStatus.UNDER_WAY}:
        yield Obstacle("audit-not-under-way", {"status": audit.status})
    if indicator not in {item.code for item in indicators}:
        yield Obstacle("indicator-unknown", {"indicator": indicator}, at="indicator")


def obstacles_to_counting_days(audit: AuditFacts) -> Iterator[Obstacle]:
    """Say what stands against saying how long the audit took."""
    if audit.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": audit.status})


def obstacles_to_confirming(
    audit: AuditFacts,
    plan: PlanFacts,
    *,
    approvals: Iterable[ApprovalFacts],
    microenterprise_eur: int,
    on: date,
) -> Iterator[Obstacle]:
    """Say everything that stands between this plan and the body's word for it.

    The approval counts on the first day of the audit, the agreement on the day of confirming.
    """
    yield from obstacles_to_amending(audit)
    if not is_agreed(audit, on):
        yield Obstacle("agreement-missing", {"on": on})
    yield from obstacles_in_approval(audit, approvals, on=plan.starts_on)
    yield from obstacles_in_classes(plan.scope, on=plan.starts_on)
    if plan.planned_half_days is None:
        yield Obstacle("days-not-planned", at="planned_half_days")
    if plan.starts_on < on and not plan.days_reason.strip():
        yield Obstacle("days-in-the-past", {"starts_on": plan.starts_on}, at="days_reason")
    yield from _obstacles_in_kind(plan, microenterprise_eur)


def _obstacles_in_kind(plan: PlanFacts, microenterprise_eur: int) -> Iterator[Obstacle]:
    if plan.kind in IN_SEASON and not in_season(plan) and not plan.season_reason.strip():
        facts = {"starts_on": plan.starts_on, "ends_on": plan.ends_on}
        yield Obstacle("audit-outside-season", facts, at="season_reason")
    if plan.kind is not AuditKind.REMOTE:
        return
    if plan.turnover_eur is None:
        yield Obstacle("turnover-unknown", {"below_eur": microenterprise_eur}, at="turnover_eur")
    elif plan.turnover_eur >= microenterprise_eur:
        limits = {"turnover_eur": plan.turnover_eur, "below_eur": microenterprise_eur}
        yield Obstacle("remote-needs-microenterprise", limits, at="turnover_eur")
