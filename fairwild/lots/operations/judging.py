"""What a movement makes of its material: certified or not, at its moment, and why."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.areas.queries import area_facts
from fairwild.certificates.facts import GoodsFacts
from fairwild.certificates.queries import Judgement, judge_many
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.trace import origins_of
from fairwild.lots.states import LotTrait
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import UnitOfWork

UNCERTIFIED_INPUT = "uncertified-input"
CERTIFIED_WHEN_SOLD = "certified-when-sold"


def judge_handling(work: UnitOfWork, lots: Sequence[LotFacts], *, at: datetime) -> Judgement:
    """Judge what is made of these lots at that moment (rule R09, house.md section 6).

    Uncertified material stays so. Certified material still held by its operator needs a
    certificate in force for every area it came from, then and when it is recorded: otherwise
    the stock is frozen, and the deed refused rather than the status lost. What somebody
    bought while it was certified keeps the status it was sold with.
    """
    if not all(lot.certified for lot in lots):
        return Judgement(certified=False, code=UNCERTIFIED_INPUT, body_id=lots[0].body_id)
    if any(lot.holder_id != lot.operator_id for lot in lots):
        return _one_of([_as_sold(lot) for lot in lots])
    if at < work.now:
        _judged(work, lots, work.now)  # what is frozen today cannot be processed yesterday
    return _one_of(_judged(work, lots, at))


def _as_sold(lot: LotFacts) -> Judgement:
    return Judgement(
        certified=True,
        code=CERTIFIED_WHEN_SOLD,
        certificate_id=lot.certificate_id,
        body_id=lot.body_id,
    )


def _judged(work: UnitOfWork, lots: Sequence[LotFacts], at: datetime) -> list[Judgement]:
    """Judge the goods of every area of origin; raises Refused where they are not covered."""
    lot = lots[0]
    goods = _goods(work, lot, _areas_of(work, lots))
    judgements = judge_many(work, holder_id=lot.operator_id, goods=goods, at=at)
    obstacles = {one.code: one for judged in judgements for one in judged.obstacles}
    if not all(judged.certified for judged in judgements):
        raise Refused(obstacles.values())
    return judgements


def _areas_of(work: UnitOfWork, lots: Iterable[LotFacts]) -> set[UUID]:
    """Give the areas the lots came from; only a lot of several areas needs its trace."""
    known = {lot.area_id for lot in lots if lot.area_id is not None}
    joined = [lot.id for lot in lots if lot.area_id is None]
    return known.union(*(origin.area_ids for origin in origins_of(work, joined).values()))


def _goods(work: UnitOfWork, lot: LotFacts, area_ids: set[UUID]) -> list[GoodsFacts]:
    species_id, part = lot.plant
    species = species_by_id(work, [species_id])[species_id].scientific_name
    areas = sorted(area_facts(work, area_ids).values(), key=lambda area: area.code)
    return [GoodsFacts(species_id, species, part, area.id, area.code) for area in areas]


def _one_of(judgements: Sequence[Judgement]) -> Judgement:
    """Give the one judgement there is; raises Refused where certificates differ."""
    if len({judged.certificate_id for judged in judgements}) > 1:
        numbers = ", ".join(sorted({judged.number for judged in judgements if judged.number}))
        raise Refused([Obstacle("lots-differ", {"which": LotTrait.CERTIFICATE, "lots": numbers})])
    return judgements[0]
