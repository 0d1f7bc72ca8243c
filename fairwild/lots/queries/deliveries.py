"""Everything about an operator that decides about receipts, read once for many of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.areas import queries as areas
from fairwild.areas.facts import AreaFacts
from fairwild.harvesters import queries as harvesters
from fairwild.harvesters.facts import HarvesterFacts
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import DeliveryFacts, Offer, QuotaFacts
from fairwild.lots.queries.buying import fitting_permits
from fairwild.organisations.queries import get_organisation
from fairwild.permits.facts import PermitFacts
from fairwild.permits.queries import harvest_permits
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading

Goods = tuple[UUID, UUID, PlantPart, State]


class Plant(NamedTuple):
    """A species as receipts name it."""

    id: UUID
    code: str
    name: str


class DeliveryBook:
    """What decides about the receipts of one operator; draws are counted against every limit.

    `facts` gives the same as `read_delivery` would, as if the offers taken before had been
    written already.
    """

    def __init__(self, reading: Reading, operator_id: UUID) -> None:
        self.reading = reading
        self.operator = get_organisation(reading, operator_id)
        self.zone = ZoneInfo(self.operator.time_zone)
        people = harvesters.register_of(reading, operator_id)
        self.harvesters = {row.id: harvesters.facts_of(row) for row in people}
        rows = areas.list_areas(reading, operator_id)
        self.areas = {row.id: areas.facts_of(row) for row in rows}
        targets = areas.target_species_of(reading, operator_id)
        self.targets = {(one.species_id, one.part): one.needs_permit for one in targets}
        self.permits: dict[tuple[UUID, PlantPart], tuple[PermitFacts, ...]] = {}
        self.quotas, self.seasons = self._limits(reading, operator_id)
        wanted = {goods[1] for goods in self.seasons} | {one.species_id for one in targets}
        self.plants = {
            one.id: Plant(one.id, one.code, one.scientific_name)
            for one in species_by_id(reading, wanted).values()
        }

    def _limits(
        self, reading: Reading, operator_id: UUID
    ) -> tuple[dict[UUID, QuotaFacts], dict[Goods, list[UUID]]]:
        quotas, seasons = {}, defaultdict(list)
        for row in areas.quantities_of(reading, operator_id):
            season = Period(row.season_from, row.season_until)
            quotas[row.id] = QuotaFacts(row.id, season, row.limit_g, row.drawn_g)
            seasons[(row.area_id, row.species_id, row.part, row.state)].append(row.id)
        return quotas, seasons

    def day_of(self, at: datetime) -> date:
        """Give the day it was at the operator's place; at the edge of time, the day in UTC."""
        try:
            return at.astimezone(self.zone).date()
        except OverflowError:
            return at.date()

    def _quota(self, goods: Goods, day: date) -> tuple[QuotaFacts | None, Period | None]:
        """Give the limit of that day, else the season next to it."""
        limits = [self.quotas[one] for one in self.seasons.get(goods, ())]
        found = next((one for one in limits if day in one.season), None)
        if found is not None:
            return found, None
        seasons = (one.season for one in limits)
        return None, min(seasons, key=lambda season: _days_away(season, day), default=None)

    def _named(self, offer: Offer) -> tuple[HarvesterFacts, AreaFacts, Plant]:
        try:
            harvester = self.harvesters[offer.harvester_id]
            area, plant = self.areas[offer.area_id], self.plants[offer.species_id]
        except KeyError as error:
            raise NotFound("harvester, collection_area or species") from error
        return harvester, area, plant

    def facts(self, offer: Offer) -> DeliveryFacts:
        """Gather what decides about an offer; raises NotFound for what is not the operator's."""
        harvester, area, plant = self._named(offer)
        day = self.day_of(offer.collected_at)
        quota, nearest = self._quota((area.id, plant.id, offer.part, offer.state), day)
        return DeliveryFacts(
            day=day,
            collected_at=offer.collected_at,
            now=self.reading.now,
            gross_g=offer.gross_g,
            tare_g=offer.tare_g,
            harvester=harvester.local_id,
            registered=harvester.registered,
            allowed_area_ids=harvester.area_ids,
            allowed_species_ids=harvester.species_ids,
            area_id=area.id,
            area=area.code,
            area_closed=area.closed,
            species_id=plant.id,
            species=plant.name,
            part=offer.part,
            state=offer.state,
            is_target=(plant.id, offer.part) in self.targets,
            quota=quota,
            nearest=nearest,
            rotation=area.rotation,
            permits=self._permits(plant.id, offer.part),
            needs_permit=area.needs_permit or self.targets.get((plant.id, offer.part), False),
        )

    def _permits(self, species_id: UUID, part: PlantPart) -> tuple[PermitFacts, ...]:
        """Give the permits to harvest these plants, read when they are first asked for."""
        if (species_id, part) not in self.permits:
            found = harvest_permits(
                self.reading, operator_id=self.operator.id, species_id=species_id, part=part
            )
            self.permits[(species_id, part)] = tuple(found)
        return self.permits[(species_id, part)]

    def take(self, facts: DeliveryFacts) -> UUID | None:
        """Count an offer as bought; gives the permit it draws on, if it needs one."""
        if facts.quota is not None:
            drawn_g = facts.quota.drawn_g + facts.net_g
            self.quotas[facts.quota.id] = replace(facts.quota, drawn_g=drawn_g)
        fitting = fitting_permits(facts)
        if not fitting:
            return None
        drawn = replace(fitting[0], drawn_g=fitting[0].drawn_g + facts.net_g)
        goods = (facts.species_id, facts.part)
        self.permits[goods] = tuple(
            drawn if one.id == drawn.id else one for one in self.permits[goods]
        )
        return drawn.id

    def drawn(self) -> dict[str, int]:
        """Give by limit what is drawn on it now, offers taken among it."""
        return {str(quota.id): quota.drawn_g for quota in self.quotas.values()}

    def count_drawn(self, drawn_g: Mapping[str, int]) -> None:
        """Count what an earlier book had drawn, where that is more."""
        for quota in list(self.quotas.values()):
            counted_g = max(quota.drawn_g, drawn_g.get(str(quota.id), 0))
            self.quotas[quota.id] = replace(quota, drawn_g=counted_g)


def _days_away(season: Period, day: date) -> int:
    last = season.last_day or season.start
    return (season.start - day).days if day < season.start else (day - last).days
