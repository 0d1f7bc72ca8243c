"""Open collection lots that take nothing in, because they are on hold."""

from uuid import UUID

from sqlalchemy import select

from fairwild.certificates.queries import Judgement
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.facts import Offer
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus
from fairwild.unit_of_work import Reading

_ON_HOLD = (Lot.status == LotStatus.OPEN) & (Lot.holds > 0)


def open_lot_on_hold(reading: Reading, offer: Offer, season: Period, judgement: Judgement) -> str:
    """Give the number of the lot on hold in which an offer would be gathered, else nothing."""
    kind = {
        "operator_id": offer.operator_id,
        "area_id": offer.area_id,
        "species_id": offer.species_id,
        "part": offer.part,
        "state": offer.state,
        "season": season.start.year,
        "certified": judgement.certified,
        "certificate_id": judgement.certificate_id if judgement.certified else None,
    }
    query = select(Lot.number).filter_by(**kind).where(_ON_HOLD)
    return reading.session.scalar(query.limit(1)) or ""


def goods_on_hold(
    reading: Reading, operator_id: UUID
) -> frozenset[tuple[UUID | None, UUID | None, PlantPart | None, State]]:
    """Give area, species, part and state of all open lots of an operator that are on hold."""
    columns = (Lot.area_id, Lot.species_id, Lot.part, Lot.state)
    query = select(*columns).where(Lot.operator_id == operator_id, _ON_HOLD)
    return frozenset(
        (area, plant, part, state) for area, plant, part, state in reading.session.execute(query)
    )
