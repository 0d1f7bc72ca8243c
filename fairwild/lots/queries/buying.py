"""Questions of the buying point: what stands against an offer, and how much may still come."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.areas.facts import AreaFacts
from fairwild.areas.queries import area_facts, find_quantity, quantities_of, target_species_of
from fairwild.certificates.facts import Coverage
from fairwild.certificates.queries import Judgement, coverage_of, drawn_of, judge
from fairwild.harvesters.queries import find_harvester_facts
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.lots import rules
from fairwild.lots.catalogue import quota_warning_share
from fairwild.lots.facts import DeliveryFacts, Offer, QuotaFacts, QuotaOutlook
from fairwild.lots.queries.gathering import open_lot_on_hold
from fairwild.organisations.queries import OrganisationFacts, get_organisation
from fairwild.permits.facts import PermitFacts
from fairwild.permits.queries import harvest_permits
from fairwild.permits.rules import choose_permit, permits_fitting
from fairwild.species.queries import get_species
from fairwild.unit_of_work import Reading

UNCOVERED_WHEN_RECORDED = "uncovered-when-recorded"
JUDGED_TWICE = {"judged_by": "collection-and-recording"}
"""What the movement of a collection lot says, since recording is judged beside collecting."""


@dataclass(frozen=True)
class Delivery:
    """An offer with everything around it: rules ask `facts`, numbers need the codes."""

    offer: Offer
    facts: DeliveryFacts
    judgement: Judgement
    operator: OrganisationFacts
    area: AreaFacts
    species_code: str


@dataclass(frozen=True)
class CertificateOutlook:
    """The certificate that would cover a collection, and how its maximum would look with it."""

    number: str
    outlook: QuotaOutlook


@dataclass(frozen=True)
class PermitOutlook:
    """A permit that a collection would draw on, and how it would look with it."""

    id: UUID
    number: str
    outlook: QuotaOutlook


def local_day(operator: OrganisationFacts, at: datetime) -> date:
    """Give the day it was at the operator's place; at the edge of time, the day in UTC."""
    try:
        return at.astimezone(ZoneInfo(operator.time_zone)).date()
    except OverflowError:
        return at.date()


def find_quota(
    reading: Reading,
    *,
    area_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    on: date,
) -> QuotaFacts | None:
    """Give the maximum quantity in force on that day, as it stands now."""
    found = find_quantity(
        reading, area_id=area_id, species_id=species_id, part=part, state=state, on=on
    )
    if found is None:
        return None
    season = Period(found.season_from, found.season_until)
    return QuotaFacts(found.id, season, found.limit_g, found.drawn_g)


def quota_outlook(
    reading: Reading,
    *,
    area_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    on: date,
    adding_g: int = 0,
) -> QuotaOutlook | None:
    """Say how the maximum quantity of that day would look with this weight added, if one is set."""
    quota = find_quota(
        reading, area_id=area_id, species_id=species_id, part=part, state=state, on=on
    )
    if quota is None:
        return None
    return rules.outlook(quota, adding_g=adding_g, warning_share=quota_warning_share(on=on))


def permit_outlook(
    reading: Reading,
    *,
    operator_id: UUID,
    area_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    on: date,
    adding_g: int = 0,
) -> PermitOutlook | None:
    """Say which permit a collection of that day would draw on, and how it would look then.

    None where no permit serves; the weight counts for choosing as it does when it is bought.
    """
    found = harvest_permits(reading, operator_id=operator_id, species_id=species_id, part=part)
    place: dict[str, Any] = {"area_id": area_id, "state": state, "on": on}
    room = choose_permit(found, **place, mass_g=max(adding_g, 1))
    permit = room or choose_permit(found, **place, mass_g=1)
    if permit is None or permit.limit_g is None:
        return None
    quota = QuotaFacts(permit.id, permit.valid, permit.limit_g, permit.drawn_g)
    seen = rules.outlook(quota, adding_g=adding_g, warning_share=quota_warning_share(on=on))
    return PermitOutlook(permit.id, permit.number, seen)


def certificate_outlook(reading: Reading, offer: Offer) -> CertificateOutlook | None:
    """Say which certificate would cover an offer, and how its maximum of the year would look."""
    day = local_day(get_organisation(reading, offer.operator_id), offer.collected_at)
    goods: dict[str, Any] = {"species_id": offer.species_id, "part": offer.part}
    quota = find_quota(reading, area_id=offer.area_id, state=offer.state, on=day, **goods)
    coverage = covering(judge_offer(reading, offer), offer, quota)
    if quota is None or coverage is None or not coverage.maximum_g:
        return None
    drawn_g, adding_g = drawn_of(reading, coverage.key), max(offer.gross_g - offer.tare_g, 0)
    limit = QuotaFacts(quota.id, quota.season, coverage.maximum_g, drawn_g)
    seen = rules.outlook(limit, adding_g=adding_g, warning_share=quota_warning_share(on=day))
    return CertificateOutlook(coverage.certificate, seen)


def held_lot_for(reading: Reading, offer: Offer) -> str:
    """Give the number of the open lot on hold in which an offer would be gathered, if any."""
    day = local_day(get_organisation(reading, offer.operator_id), offer.collected_at)
    goods: dict[str, Any] = {"species_id": offer.species_id, "part": offer.part}
    quota = find_quota(reading, area_id=offer.area_id, state=offer.state, on=day, **goods)
    if quota is None:
        return ""
    return open_lot_on_hold(reading, offer, quota.season, judge_offer(reading, offer))


def _nearest_season(reading: Reading, offer: Offer, day: date) -> Period | None:
    """Give the season of these goods that begins or ends next to a day outside all of them."""
    wanted = (offer.area_id, offer.species_id, offer.part, offer.state)
    seasons = [
        Period(row.season_from, row.season_until)
        for row in quantities_of(reading, offer.operator_id)
        if (row.area_id, row.species_id, row.part, row.state) == wanted
    ]
    return min(seasons, key=lambda season: _days_away(season, day), default=None)


def _days_away(season: Period, day: date) -> int:
    last = season.last_day or season.start
    return (season.start - day).days if day < season.start else (day - last).days


def judge_offer(reading: Reading, offer: Offer) -> Judgement:
    """Judge what a harvester brings, fresh or dry: when it was collected, and when it is recorded.

    What nothing covers today is not certified by an earlier day of collection (scheme.md 2.7).
    """
    then = _judge_at(reading, offer, offer.collected_at)
    if not then.certified or offer.collected_at >= reading.now:
        return then
    now = _judge_at(reading, offer, reading.now)
    return then if now.certified else _recorded_too_late(offer, then, now)


def _judge_at(reading: Reading, offer: Offer, at: datetime) -> Judgement:
    return judge(
        reading,
        holder_id=offer.operator_id,
        species_id=offer.species_id,
        part=offer.part,
        area_id=offer.area_id,
        at=at,
        state=offer.state,
    )


def _recorded_too_late(offer: Offer, then: Judgement, now: Judgement) -> Judgement:
    """Say of goods that were covered when collected why they are not any more."""
    facts = {"certificate": then.number, "at": offer.collected_at}
    late = Obstacle(UNCOVERED_WHEN_RECORDED, facts, at="collected_at")
    return replace(now, code=UNCOVERED_WHEN_RECORDED, obstacles=(late, *now.obstacles))


def covering(judgement: Judgement, offer: Offer, quota: QuotaFacts | None) -> Coverage | None:
    """Say on which certificate an offer draws, in the year of its season; None of uncertified."""
    if quota is None:
        return None
    return coverage_of(
        judgement,
        holder_id=offer.operator_id,
        species_id=offer.species_id,
        part=offer.part,
        state=offer.state,
        year=quota.season.start.year,
    )


def read_delivery(reading: Reading, offer: Offer) -> Delivery:
    """Gather what decides about an offer; raises NotFound for a stranger's harvester or area."""
    operator = get_organisation(reading, offer.operator_id)
    harvester = find_harvester_facts(reading, offer.harvester_id)
    area = area_facts(reading, [offer.area_id]).get(offer.area_id)
    if harvester is None or harvester.operator_id != offer.operator_id:
        raise NotFound("harvester")
    if area is None or area.operator_id != offer.operator_id:
        raise NotFound("collection_area")
    species = get_species(reading, offer.species_id)
    day = local_day(operator, offer.collected_at)
    goods = {"species_id": offer.species_id, "part": offer.part, "state": offer.state}
    quota = find_quota(reading, area_id=offer.area_id, on=day, **goods)  # type: ignore[arg-type]  # a dict of mixed values
    targets = {
        (one.species_id, one.part): one for one in target_species_of(reading, offer.operator_id)
    }
    target = targets.get((species.id, offer.part))
    judgement = judge_offer(reading, offer)
    coverage = covering(judgement, offer, quota)
    facts = DeliveryFacts(
        day=day,
        collected_at=offer.collected_at,
        now=reading.now,
        gross_g=offer.gross_g,
        tare_g=offer.tare_g,
        harvester=harvester.local_id,
        registered=harvester.registered,
        allowed_area_ids=harvester.area_ids,
        allowed_species_ids=harvester.species_ids,
        area_id=area.id,
        area=area.code,
        area_closed=area.closed,
        species_id=species.id,
        species=species.scientific_name,
        part=offer.part,
        state=offer.state,
        is_target=target is not None,
        quota=quota,
        nearest=None if quota else _nearest_season(reading, offer, day),
        rotation=area.rotation,
        permits=harvest_permits(
            reading, operator_id=offer.operator_id, species_id=species.id, part=offer.part
        ),
        needs_permit=area.needs_permit or (target is not None and target.needs_permit),
        coverage=coverage,
        covered_g=drawn_of(reading, coverage.key) if coverage else 0,
        lot_on_hold=open_lot_on_hold(reading, offer, quota.season, judgement) if quota else "",
    )
    return Delivery(offer, facts, judgement, operator, area, species.code)


def fitting_permits(facts: DeliveryFacts) -> tuple[PermitFacts, ...]:
    """List the permits with room for this delivery, the one to draw on before."""
    return permits_fitting(
        facts.permits,
        area_id=facts.area_id,
        state=facts.state,
        on=facts.day,
        mass_g=facts.net_g,
    )


def obstacles_to_offer(reading: Reading, offer: Offer) -> tuple[Obstacle, ...]:
    """Say before anything is written what would stand against buying this."""
    return tuple(rules.obstacles_to_receipt(read_delivery(reading, offer).facts))
