"""Everything about an operator that decides about receipts, read once for many of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.areas import queries as areas
from fairwild.areas.facts import AreaFacts
from fairwild.harvesters import queries as harvesters
from fairwild.harvesters.facts import HarvesterFacts
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.lots import rules
from fairwild.lots.facts import DeliveryFacts, Offer, QuotaFacts
from fairwild.lots.queries.buying import fitting_permits, judge_offer
from fairwild.lots.queries.gathering import goods_on_hold, open_lot_on_hold
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


@dataclass
class Allowance:
    """A maximum quantity as it is drawn down row after row."""

    id: UUID
    season: Period
    limit_g: int
    drawn_g: int

    def facts(self) -> QuotaFacts:
        """Give it as the rules know it now."""
        return QuotaFacts(self.id, self.season, self.limit_g, self.drawn_g)


class Taken(NamedTuple):
    """What an offer draws on, and the day it was at the operator's place."""

    day: date
    allowance: Allowance
    permit_id: UUID | None = None


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
        self.on_hold = goods_on_hold(reading, operator_id)
        self._ground: dict[tuple[Goods, date], Allowance | None] = {}
        self.allowances, self.seasons = self._limits(reading, operator_id)
        wanted = {goods[1] for goods in self.seasons} | {one.species_id for one in targets}
        self.plants = {
            one.id: Plant(one.id, one.code, one.scientific_name)
            for one in species_by_id(reading, wanted).values()
        }

    def _limits(
        self, reading: Reading, operator_id: UUID
    ) -> tuple[dict[UUID, Allowance], dict[Goods, list[Allowance]]]:
        allowances, seasons = {}, defaultdict(list)
        for row in areas.quantities_of(reading, operator_id):
            season = Period(row.season_from, row.season_until)
            allowance = Allowance(row.id, season, row.limit_g, row.drawn_g)
            allowances[row.id] = allowance
            seasons[(row.area_id, row.species_id, row.part, row.state)].append(allowance)
        return allowances, seasons

    def day_of(self, at: datetime) -> date:
        """Give the day it was at the operator's place; at the edge of time, the day in UTC."""
        try:
            return at.astimezone(self.zone).date()
        except OverflowError:
            return at.date()

    def _allowance(self, goods: Goods, day: date) -> tuple[Allowance | None, Period | None]:
        """Give the limit of that day, else the season next to it."""
        limits = self.seasons.get(goods, ())
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
        allowance, nearest = self._allowance(_goods(offer), day)
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
            quota=allowance.facts() if allowance else None,
            nearest=nearest,
            rotation=area.rotation,
            permits=self._permits(plant.id, offer.part),
            needs_permit=area.needs_permit or self.targets.get((plant.id, offer.part), False),
            lot_on_hold=self._lot_on_hold(offer, allowance),
        )

    def _lot_on_hold(self, offer: Offer, allowance: Allowance | None) -> str:
        """Give the lot on hold in which an offer would be gathered; judged only where one is."""
        if allowance is None or _goods(offer) not in self.on_hold:
            return ""
        judgement = judge_offer(self.reading, offer)
        return open_lot_on_hold(self.reading, offer, allowance.season, judgement)

    def _permits(self, species_id: UUID, part: PlantPart) -> tuple[PermitFacts, ...]:
        """Give the permits to harvest these plants, read when they are first asked for."""
        if (species_id, part) not in self.permits:
            found = harvest_permits(
                self.reading, operator_id=self.operator.id, species_id=species_id, part=part
            )
            self.permits[(species_id, part)] = tuple(found)
        return self.permits[(species_id, part)]

    def take(self, offer: Offer) -> Taken | tuple[Obstacle, ...]:
        """Count an offer as bought, or say everything that stands against it.

        What the rules said of another offer of the same goods, day and harvester is not asked
        again; where anything may stand against this one, they are asked in full.
        """
        day, net_g = self.day_of(offer.collected_at), offer.gross_g - offer.tare_g
        allowance = self._cleared(offer, day)
        if allowance is None or offer.collected_at > self.reading.now:
            return self._by_rules(offer)
        if not 0 < net_g <= allowance.limit_g - allowance.drawn_g:
            return self._by_rules(offer)
        allowance.drawn_g += net_g
        return Taken(day, allowance)

    def _cleared(self, offer: Offer, day: date) -> Allowance | None:
        """Give the limit of goods and harvester against whom nothing but the weight can stand."""
        goods = _goods(offer)
        if (goods, day) not in self._ground:
            self._ground[(goods, day)] = self._asked(offer, goods, day)
        allowance = self._ground[(goods, day)]
        if allowance is None or offer.harvester_id not in self.harvesters:
            return None
        harvester = self.harvesters[offer.harvester_id]
        welcome = (
            day in harvester.registered
            and offer.area_id in harvester.area_ids
            and offer.species_id in harvester.species_ids
        )
        return allowance if welcome else None  # else the rules name what is missing

    def _asked(self, offer: Offer, goods: Goods, day: date) -> Allowance | None:
        """Ask the rules about a gram of these goods on that day from somebody welcome."""
        facts = replace(
            self.facts(offer),
            registered=Period(day),
            allowed_area_ids=frozenset({offer.area_id}),
            allowed_species_ids=frozenset({offer.species_id}),
            collected_at=self.reading.now,
            **_A_GRAM,
        )
        if facts.permits or goods in self.on_hold or any(rules.obstacles_to_receipt(facts)):
            return None
        return self._allowance(goods, day)[0]

    def _by_rules(self, offer: Offer) -> Taken | tuple[Obstacle, ...]:
        facts = self.facts(offer)
        obstacles = tuple(rules.obstacles_to_receipt(facts))
        if obstacles or facts.quota is None:
            return obstacles
        allowance = self.allowances[facts.quota.id]
        allowance.drawn_g += facts.net_g
        return Taken(facts.day, allowance, self._draw_permit(facts))

    def _draw_permit(self, facts: DeliveryFacts) -> UUID | None:
        """Count an offer on the permit it draws on, if there is one."""
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
        return {str(one.id): one.drawn_g for one in self.allowances.values()}

    def count_drawn(self, drawn_g: Mapping[str, int]) -> None:
        """Count what an earlier book had drawn, where that is more."""
        for one in self.allowances.values():
            one.drawn_g = max(one.drawn_g, drawn_g.get(str(one.id), 0))


_A_GRAM: dict[str, Any] = {"gross_g": 1, "tare_g": 0}


def _goods(offer: Offer) -> Goods:
    return offer.area_id, offer.species_id, offer.part, offer.state


def _days_away(season: Period, day: date) -> int:
    last = season.last_day or season.start
    return (season.start - day).days if day < season.start else (day - last).days
