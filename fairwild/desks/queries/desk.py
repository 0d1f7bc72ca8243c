"""The desk: everything an auditor asks of an operator's ledger, in a fixed number of questions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import chain
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.applications.queries.papers import Paper, papers_of
from fairwild.areas import queries as areas
from fairwild.areas.queries.changed import changed_since
from fairwild.audits import queries as audits
from fairwild.audits.queries import history
from fairwild.certificates.queries.turning import certificates_moved
from fairwild.complaints.queries import SeenComplaint, complaints_about
from fairwild.desks.queries.sampling import latest_sample
from fairwild.desks.records import AuditSample
from fairwild.desks.states import ChangeKind
from fairwild.harvesters.registered import turnover_since
from fairwild.kernel.periods import Period, add_months
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.processing.catalogue import find_process_rule, scheme_band
from fairwild.lots.processing.rules import band_in_force
from fairwild.lots.queries import BatchRatio, audited, last_batches, measured_of, trials_in_force
from fairwild.lots.stock.facts import Account
from fairwild.lots.stock.queries.accounts import reconciled
from fairwild.lots.stock.queries.sources import Wanted
from fairwild.permits.audited import SeenPermit, permits_seen
from fairwild.species.queries import classed_since
from fairwild.standards import catalogue
from fairwild.trade.queries.seen import SeenConsignment, last_consignments
from fairwild.unit_of_work import Reading

SHOWN_CONSIGNMENTS = 100


@dataclass(frozen=True)
class SeasonVolume:
    """How much of the limit of an area, species and season is collected, in grams."""

    area: str
    species_id: UUID
    part: PlantPart
    state: State
    season: Period
    limit_g: int
    drawn_g: int

    @property
    def share(self) -> Fraction:
        """What is collected as a share of the limit."""
        return Fraction(self.drawn_g, self.limit_g)


@dataclass(frozen=True)
class JudgedBatch:
    """The ratio of a batch beside the band that judges it; without a band nothing is said."""

    batch: BatchRatio
    lowest: Fraction | None
    highest: Fraction | None

    @property
    def outside(self) -> bool:
        """Whether the ratio lies outside its band."""
        if self.lowest is None or self.highest is None:
            return False
        return not self.lowest <= self.batch.ratio <= self.highest


@dataclass(frozen=True)
class Change:
    """How often something changed since the last audit, and of what, where that can be named."""

    kind: ChangeKind
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """What an auditor finds at the desk of one audit."""

    audit: Any
    since: date
    last_audit: bool
    bought: audited.Bought
    volumes: list[SeasonVolume]
    permits: list[SeenPermit]
    papers: list[Paper]
    batches: list[JudgedBatch]
    balances: list[Account]
    consignments: list[SeenConsignment]
    earlier: list[history.EarlierAudit]
    findings: list[history.EarlierFinding]
    complaints: list[SeenComplaint]
    changes: list[Change]
    sample: AuditSample | None


def first_day(reading: Reading, audit: Any) -> tuple[date, bool]:
    """Give the day from which an audit looks, and whether it is the end of an audit before."""
    before = history.last_days_before(reading, audit)
    if before is not None:
        return before, True
    interval = catalogue.parameters().in_force("audit_interval_months", on=audit.starts_on)
    return add_months(audit.starts_on, -interval.whole), False


def desk_of(reading: Reading, audit_id: UUID) -> Desk:
    """Gather the desk of one audit.

    Raises NotFound, and NotAllowed to those who may not look into the operator's ledger.
    """
    audit = audits.get_audit(reading, audit_id)
    reading.may(Action.SEE_DESK, on=audit)
    since, known = first_day(reading, audit)
    start = datetime.combine(since, time.min, tzinfo=UTC)
    before = max(reading.now, start) + timedelta(seconds=1)
    within = audited.Within(audit.operator_id, start, before, before)
    permits = permits_seen(reading, audit.operator_id)
    earlier = history.earlier_audits(reading, audit)
    limits = areas.limits_of(reading, audit.operator_id)
    changes = chain(_changes(reading, audit, start, permits), [_classed(reading, limits, start)])
    return Desk(
        audit=audit,
        since=since,
        last_audit=known,
        bought=audited.bought_within(reading, within),
        volumes=list(_volumes(limits, since)),
        permits=permits,
        papers=papers_of(reading, audit.operator_id),
        batches=list(_batches(reading, audit.operator_id, start)),
        balances=reconciled(reading, Wanted(audit.operator_id, start, before)),
        consignments=last_consignments(
            reading, audit.operator_id, start=start, until=before, most=SHOWN_CONSIGNMENTS
        ),
        earlier=earlier,
        findings=history.earlier_findings(reading, earlier, on=reading.today),
        complaints=complaints_about(reading, audit.operator_id),
        changes=[one for one in changes if one.count],
        sample=latest_sample(reading, audit_id),
    )


def _volumes(limits: Iterable[Any], since: date) -> Iterator[SeasonVolume]:
    for row in limits:
        if row.season_until > since:
            season = Period(row.season_from, row.season_until)
            yield SeasonVolume(
                row.area.code,
                row.species_id,
                row.part,
                row.state,
                season,
                row.limit_g,
                row.drawn_g,
            )


def _batches(reading: Reading, operator_id: UUID, start: datetime) -> Iterator[JudgedBatch]:
    """Hold the last batches against the bands in force, those of all trials read at once."""
    trials = {
        (one.kind, one.species_id, one.part, one.season): one
        for one in trials_in_force(reading, operator_id)
    }
    for batch in last_batches(reading, operator_id):
        if batch.at < start:
            continue
        on = batch.at.date()
        rule = find_process_rule(batch.kind, on=on)
        trial = trials.get((batch.kind, batch.species_id, batch.part, batch.season))
        measured = measured_of(trial) if trial and trial.measured_on <= on else None
        scheme = scheme_band(rule, batch.part, on=on) if rule else None
        band = band_in_force(rule, scheme, measured) if rule else None
        yield JudgedBatch(batch, band.lowest if band else None, band.highest if band else None)


def _changes(
    reading: Reading, audit: Any, start: datetime, permits: list[SeenPermit]
) -> Iterator[Change]:
    operator_id = audit.operator_id
    places = changed_since(reading, operator_id, start)
    named = {
        ChangeKind.AREA_ADDED: places.areas_added,
        ChangeKind.AREA_CLOSED: places.areas_closed,
        ChangeKind.SPECIES_CHOSEN: places.species_chosen,
        ChangeKind.LIMIT_SET: places.limits_set,
        ChangeKind.LIMIT_CHANGED: places.limits_changed,
        ChangeKind.CERTIFICATE_MOVED: certificates_moved(reading, operator_id, since=start),
        ChangeKind.PERMIT_REGISTERED: _numbers(permits, start, ended=False),
        ChangeKind.PERMIT_ENDED: _numbers(permits, start, ended=True),
    }
    yield from (Change(kind, len(names), names) for kind, names in named.items())
    people = turnover_since(reading, operator_id, start.date())
    yield Change(ChangeKind.HARVESTER_JOINED, people.joined)
    yield Change(ChangeKind.HARVESTER_LEFT, people.left)
    taken_back = audited.reversed_since(reading, operator_id, start)
    yield Change(ChangeKind.RECEIPT_REVERSED, taken_back)
    corrected = audited.corrected_since(reading, operator_id, start)
    yield Change(ChangeKind.MOVEMENT_CORRECTED, corrected)


def _classed(reading: Reading, limits: Iterable[Any], start: datetime) -> Change:
    """Name the risk classes given since then to what the operator may collect."""
    goods = {(row.species_id, row.part, row.area.country) for row in limits}
    found = classed_since(reading, goods, start)
    names = tuple(f"{plant} ({document})" for plant, document in found)
    return Change(ChangeKind.RISK_CLASS_GIVEN, len(names), names)


def _numbers(permits: list[SeenPermit], start: datetime, *, ended: bool) -> tuple[str, ...]:
    moments = ((one.ended_at if ended else one.registered_at, one.facts.number) for one in permits)
    return tuple(number for at, number in moments if at is not None and at >= start)
