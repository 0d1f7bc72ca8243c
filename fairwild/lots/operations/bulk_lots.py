"""The collection lots that the receipts of a file go into: found or opened, and grown."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from fairwild.areas.queries import area_facts
from fairwild.certificates.facts import Coverage
from fairwild.certificates.operations import draw_certificate
from fairwild.certificates.queries import Judgement, coverage_of
from fairwild.kernel.codes import new_code
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.steps import Step
from fairwild.lots import events, rules
from fairwild.lots.facts import Offer
from fairwild.lots.operations.judging_many import Judge
from fairwild.lots.operations.movements import lot_made, movement_recorded
from fairwild.lots.operations.numbering import collection_number
from fairwild.lots.queries.buying import JUDGED_TWICE
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.organisations.queries import get_organisation
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import UnitOfWork

TOLD_EVERY = 5_000


@dataclass
class Gathering:
    """A collection lot of the file: how it is named, and what comes into it."""

    key: tuple[Any, ...]
    judgement: Judgement
    first_at: datetime
    last_at: datetime
    mass_g: int = 0
    receipts: int = 0
    lot: Lot | None = None

    @property
    def lot_id(self) -> UUID:
        """The lot, once it is held."""
        return self._held().id

    def _held(self) -> Lot:
        if self.lot is None:
            message = "a lot that receipts belong in is not held"
            raise ValueError(message)
        return self.lot

    def take(self, at: datetime, net_g: int) -> None:
        """Count a receipt in."""
        self.first_at, self.last_at = min(self.first_at, at), max(self.last_at, at)
        self.mass_g += net_g
        self.receipts += 1

    def grow(self, work: UnitOfWork, import_id: UUID) -> None:
        """Add what the file brings into the lot."""
        lot = self._held()
        lot.made_g += self.mass_g
        lot.made_at = max(lot.made_at, self.last_at)
        work.session.flush()
        work.record(
            events.LotGrewInBulk(
                subject=lot.id,
                import_run=import_id,
                receipts=self.receipts,
                added_g=self.mass_g,
                made_g=lot.made_g,
            )
        )


def gathered(
    work: UnitOfWork,
    bought: Sequence[tuple[Offer, Period]],
    operator_id: UUID,
    *,
    tell: Callable[[int, Step], None] = lambda _done, _step: None,
) -> list[Gathering]:
    """Give for every offer, with the season it is counted in, the collection lot it belongs in."""
    judged = Judge(work, operator_id)
    known: dict[tuple[Any, ...], Gathering] = {}
    found = []
    for offer, season in bought:
        judgement, at = judged(offer), offer.collected_at
        certificate_id = judgement.certificate_id if judgement.certified else None
        goods = (offer.area_id, offer.species_id, offer.part, offer.state)
        key = (*goods, season.start.year, judgement.certified, certificate_id)
        gathering = known.get(key)
        if gathering is None:
            gathering = known[key] = Gathering(key, judgement, at, at)
        gathering.take(at, offer.gross_g - offer.tare_g)
        found.append(gathering)
        if len(found) % TOLD_EVERY == 0:
            tell(len(found), Step.SORTING)
    return found


def draw_certificates(work: UnitOfWork, gatherings: Iterable[Gathering], operator_id: UUID) -> None:
    """Draw once on every certificate that covers what a file brings, always in the same order."""
    drawn: dict[Coverage, int] = defaultdict(int)
    for one in {id(gathering): gathering for gathering in gatherings}.values():
        _, species_id, part, state, year = one.key[:5]
        coverage = coverage_of(
            one.judgement,
            holder_id=operator_id,
            species_id=species_id,
            part=part,
            state=state,
            year=year,
        )
        if coverage is not None:
            drawn[coverage] += one.mass_g
    for coverage, mass_g in sorted(drawn.items(), key=repr):
        draw_certificate(work, coverage, mass_g=mass_g)


class Codes(NamedTuple):
    """How the operator, its areas and its plants are called in numbers."""

    operator: str
    areas: Mapping[UUID, str]
    plants: Mapping[UUID, str]


def hold_lots(
    work: UnitOfWork, gatherings: Iterable[Gathering], operator_id: UUID
) -> list[Gathering]:
    """Hold the open lot of every gathering, always in the same order; open those that miss."""
    ordered = sorted({id(one): one for one in gatherings}.values(), key=_order_of)
    areas = area_facts(work, {one.key[0] for one in ordered})
    plants = species_by_id(work, {one.key[1] for one in ordered})
    codes = Codes(
        get_organisation(work, operator_id).code,
        {area.id: area.code for area in areas.values()},
        {plant.id: plant.code for plant in plants.values()},
    )
    for gathering in ordered:
        gathering.lot = _hold(work, gathering, operator_id, codes)
    return ordered


def _order_of(gathering: Gathering) -> str:
    return repr(gathering.key)


def _hold(work: UnitOfWork, gathering: Gathering, operator_id: UUID, codes: Codes) -> Lot:
    """Hold the open collection lot of these goods, free of holds; where there is none, open one."""
    names = ("area_id", "species_id", "part", "state", "season", "certified", "certificate_id")
    kind: dict[str, Any] = dict(zip(names, gathering.key, strict=True))
    kind["operator_id"] = operator_id
    query = select(Lot).filter_by(**kind, status=LotStatus.OPEN).with_for_update()
    found = work.session.scalar(query.execution_options(populate_existing=True))
    work.refuse_if(rules.obstacles_to_gathering(found.number if found and found.holds else ""))
    return found or _make_lot(work, gathering, kind, codes)


def _make_lot(work: UnitOfWork, gathering: Gathering, kind: dict[str, Any], codes: Codes) -> Lot:
    """Open a collection lot by a movement of its own."""
    judgement = gathering.judgement
    movement = Movement(
        kind=MovementKind.COLLECT,
        at=gathering.first_at,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        organisation_id=kind["operator_id"],
        certified=judgement.certified,
        judgement=judgement.code,
        certificate_id=kind["certificate_id"],
        facts=dict(JUDGED_TWICE),
    )
    work.add(movement)
    number = collection_number(
        work,
        operator=codes.operator,
        species=codes.plants[kind["species_id"]],
        area=codes.areas[kind["area_id"]],
        season=kind["season"],
    )
    lot = Lot(
        **kind,
        number=number,
        code=new_code(),
        made_by=movement.seq,
        made_at=gathering.first_at,
        holder_id=kind["operator_id"],
        body_id=judgement.body_id,
        form=Form.RAW if kind["state"] is State.FRESH else Form.DRIED,
        status=LotStatus.OPEN,
        made_g=0,
        taken_g=0,
    )
    work.add(lot)
    work.record(movement_recorded(movement, inputs=(), lots=(lot,)))
    work.record(lot_made(lot, movement))
    return lot
