"""The cases that break lineages elsewhere: ladders, long chains, wide batches, and ways back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from fairwild.app import create_app
from fairwild.kernel.codes import new_code
from fairwild.lots.operations import blend_lots, process_lots, split_lot
from fairwild.lots.processing.types import Output
from fairwild.lots.queries import origin_of, trace_of_any
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.settings import Settings
from tests.builders import World
from tests.doors import Door
from tests.lots_builders import KG, Field, balance, faults, field_of, second_area, told_faults
from tests.questions import asked_of
from tests.soundness.stage import COMPANY, OPERATORS, carry, stage_on

RUNGS = 30
CHAIN, BY_DEEDS = 10_000, 100
WIDE = 1_000


@pytest.fixture
def any_door(world: World, settings: Settings) -> Door:
    """The pages over either engine."""
    app = create_app(settings, store=world.store, clock=lambda: world.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return Door(app, world)


class Seen:
    """What is seen of lots: both traces as sets, and the lineage page."""

    def __init__(self, door: Door, field: Field) -> None:
        self.door, self.field, self.world = door, field, door.world

    def up(self, lot_id: UUID) -> set[UUID]:
        """Give the lots a lot was made of."""
        return {one for move in self._trace(lot_id).upstream for one, _ in move.inputs}

    def down(self, lot_id: UUID) -> set[UUID]:
        """Give the lots that were made of a lot."""
        return {one for move in self._trace(lot_id).downstream for one, _ in move.outputs}

    def _trace(self, lot_id: UUID) -> Any:
        with self.world.reading(self.field.manager) as reading:
            return trace_of_any(reading, reading.session.get_one(Lot, lot_id))

    def holds(self, *lot_ids: UUID) -> None:
        """The check finds nothing, and the lineage page opens for every one of these lots."""
        assert faults(self.world) == []
        pages = self.door.pages(self.field.manager)
        for lot_id in lot_ids:
            assert pages.get(f"/lots/{lot_id}/lineage").status_code == 200
        assert pages.get(f"/lots/{lot_ids[-1]}/lineage.json").status_code == 200


def split_off(field: Field, lot_id: UUID, *parts_g: int) -> list[UUID]:
    """Split a lot; gives the parts."""
    return [lot.id for lot in field.does(split_lot, lot_id=lot_id, parts_g=list(parts_g))]


def test_a_ladder_of_blends_is_walked_once_a_lot(any_door: Door) -> None:
    field = field_of(any_door.world)
    second_area(field)
    here = {"area_id": second_area(field, "B5"), "harvester_id": field.more["harvester-B5"]}
    rails = [(field.lot(40).id, field.lot(40, **here).id)]
    for _ in range(RUNGS):
        field.world.pass_time(minutes=1)
        half = [(lot_id, 20 * KG) for lot_id in rails[-1]]
        one, other = (field.does(blend_lots, inputs=half).id for _ in range(2))
        rails.append((one, other))
    seen = Seen(any_door, field)
    every = {lot_id for rung in rails for lot_id in rung}
    top, foot = rails[-1][0], rails[0][0]
    assert seen.up(top) == every - set(rails[-1])
    assert seen.down(foot) == every - set(rails[0])
    middle = rails[RUNGS // 2][1]
    assert len(seen.up(middle)) == 2 * (RUNGS // 2)
    seen.holds(top, foot, middle)


def test_a_chain_of_ten_thousand_splits_is_followed_to_both_ends(any_door: Door) -> None:
    """The first links are deeds; the others are rows as such deeds write them."""
    field = field_of(any_door.world)
    chain = _split_on(field, BY_DEEDS)
    chain += _linked(field.world, chain[-1], CHAIN - BY_DEEDS)
    _is_followed(Seen(any_door, field), chain)


@pytest.mark.soak
def test_ten_thousand_splits_are_deeds_and_followed_to_both_ends(any_door: Door) -> None:
    """Every link is a deed, and the last one asks as many questions as the first."""
    field = field_of(any_door.world)
    chain, store = _split_on(field, 1), field.world.store
    with asked_of(store) as first:
        chain += split_off(field, chain[-1], 100 * KG - len(chain))
    chain += _split_on(field, CHAIN - 3, chain)
    with asked_of(store) as last:
        chain += split_off(field, chain[-1], 100 * KG - len(chain))
    assert len(last) == len(first)
    _is_followed(Seen(any_door, field), chain)
    assert told_faults(field.world) == []


def _split_on(field: Field, count: int, chain: Sequence[UUID] = ()) -> list[UUID]:
    """Split the end of a chain so many times, each time all but a gram; gives the new links.

    Without a chain it begins with a lot, which is given, too.
    """
    links = [*chain] or [field.lot(100).id]
    for _ in range(count):
        links += split_off(field, links[-1], 100 * KG - len(links))
    return links[len(chain) :]


def _is_followed(seen: Seen, chain: list[UUID]) -> None:
    """See that the chain is whole, up from its end and down from its beginning."""
    assert len(set(chain)) == CHAIN + 1
    assert seen.up(chain[-1]) == set(chain[:-1])
    assert seen.down(chain[0]) == set(chain[1:])
    assert len(seen.up(chain[CHAIN // 2])) == CHAIN // 2
    seen.holds(chain[-1])


def _linked(world: World, lot_id: UUID, count: int) -> list[UUID]:
    """Write a chain of splits behind a lot, each of all but a gram; gives the lots."""
    with world.store.writing() as session:
        first = session.get_one(Lot, lot_id)
        like = {one.key: getattr(first, one.key) for one in Lot.__mapper__.column_attrs}
        by = session.get_one(Movement, first.made_by)
        said = {one.key: getattr(by, one.key) for one in Movement.__mapper__.column_attrs}
        seqs = range(first.made_by + 1, first.made_by + 1 + count)
        ids = [uuid4() for _ in seqs]
        lots = [
            like
            | {"id": one, "number": f"{first.number}-L{seq}", "code": new_code()}
            | {"made_by": seq, "made_g": first.made_g - place, "taken_g": first.made_g - place - 1}
            for place, (seq, one) in enumerate(zip(seqs, ids, strict=True), start=1)
        ]
        lots[-1]["taken_g"] = 0
        inputs = [
            {"movement_seq": seq, "lot_id": taken, "taken_g": first.made_g - place}
            for place, (seq, taken) in enumerate(zip(seqs, [lot_id, *ids], strict=False), start=1)
        ]
        first.taken_g, first.status = first.made_g - 1, LotStatus.CLOSED
        session.flush()
        session.execute(insert(Movement), [said | {"seq": seq, "id": uuid4()} for seq in seqs])
        session.execute(insert(Lot), lots)
        session.execute(insert(MovementInput), inputs)
        before = [{"movement_seq": seq, "earlier_seq": seq - 1} for seq in seqs]
        session.execute(insert(MovementBefore), before)
        session.commit()
    return ids


def test_a_thousand_lots_become_a_thousand_lots_in_one_batch(any_door: Door) -> None:
    field = field_of(any_door.world)
    basket = field.lot(3_000)
    parts = split_off(field, basket.id, *[3 * KG] * WIDE)
    made = field.does(
        process_lots,
        kind=MovementKind.CUT,
        inputs=[(part, 3 * KG) for part in parts],
        outputs=[Output(2 * KG) for _ in range(WIDE)] + [Output(KG * WIDE, by_product=True)],
    )
    seen, ids = Seen(any_door, field), {lot.id for lot in made}
    assert len(ids) == WIDE + 1
    assert seen.up(made[0].id) == {basket.id, *parts}
    assert seen.down(parts[-1]) == ids
    assert seen.down(basket.id) == {*parts, *ids}
    assert balance(field.world, parts[WIDE // 2]) == (3 * KG, 3 * KG)
    seen.holds(basket.id, parts[0], made[-1].id)


def test_two_cooperatives_in_one_blend_are_both_found(any_door: Door) -> None:
    stage = stage_on(any_door.world.store)
    any_door.world.now = stage.world.now
    baskets = [stage.houses[code].field.lot(60).id for code in OPERATORS]
    came = [
        carry(stage, code, COMPANY, basket, 50 * KG)
        for code, basket in zip(OPERATORS, baskets, strict=True)
    ]
    buyer = stage.houses[COMPANY].field
    blend = buyer.does(blend_lots, inputs=[(came[0], 40 * KG), (came[1], 50 * KG)])
    any_door.world.now = stage.world.now
    seen = Seen(any_door, buyer)
    assert {*baskets, *came} < seen.up(blend.id)
    for basket, other in (baskets, baskets[::-1]):
        assert blend.id in seen.down(basket)
        assert other not in seen.down(basket)
    with stage.world.reading(buyer.manager) as reading:
        origin = origin_of(reading, blend.id)
    assert set(origin.operator_ids) == {stage.houses[code].id for code in OPERATORS}
    assert blend.certified
    seen.holds(blend.id, came[0])
    Seen(any_door, stage.houses[OPERATORS[0]].field).holds(baskets[0])


def test_a_lot_that_returns_to_its_sender_makes_no_circle(any_door: Door) -> None:
    stage = stage_on(any_door.world.store)
    sender = OPERATORS[0]
    field = stage.houses[sender].field
    basket = field.lot(60).id
    there = carry(stage, sender, COMPANY, basket, 50 * KG)
    back = carry(stage, COMPANY, sender, there, 30 * KG)
    [part] = split_off(field, back, 10 * KG)
    again = carry(stage, sender, COMPANY, part, 10 * KG)
    any_door.world.now = stage.world.now
    seen = Seen(any_door, field)
    assert {basket, there, back, part} < seen.up(again)
    assert {there, back, part, again} < seen.down(basket)
    assert basket not in seen.up(basket) | seen.down(basket)
    with stage.world.store.reading() as session:
        lots = session.scalars(select(Lot).where(Lot.holder_id == stage.houses[COMPANY].id))
        assert sum(lot.available_g for lot in lots) == 30 * KG
    seen.holds(basket, part, back)
