"""Random seasons: whatever is done or refused, balances hold and not a gram is lost."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from fairwild.kernel.refusals import Refused
from fairwild.lots.operations import cut_lots, dry_lots, merge_lots, pack_lot, split_lot
from fairwild.lots.records import Lot
from fairwild.store.engine import Store
from tests.builders import World
from tests.lots_builders import KG, Field, balance, faults, field_of

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["collect", "dry", "cut", "pack", "split", "merge"]),
        st.integers(0, 50),
        st.integers(1, 130),
        st.integers(1, 60),
    ),
    min_size=3,
    max_size=12,
)


class Ledger:
    """What a warehouse keeper would write on paper: grams left by lot, fresh water gone, losses."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.left_g: dict[UUID, int] = {}
        self.bought_g = 0
        self.gone_g = 0

    def pick(self, number: int) -> UUID | None:
        lots = list(self.left_g)
        return lots[number % len(lots)] if lots else None

    def does(self, deed: Any, taken: dict[UUID, int], gone_g: int, **order: Any) -> None:
        """Do a deed; where it is refused, the paper says the same as before."""
        try:
            made = self.field.does(deed, **order)
        except Refused:
            return
        assert all(self.left_g[lot_id] >= mass_g > 0 for lot_id, mass_g in taken.items())
        for lot_id, mass_g in taken.items():
            self.left_g[lot_id] -= mass_g
        for lot in made if isinstance(made, tuple) else (made,):
            self.left_g[lot.id] = lot.made_g
        self.gone_g += gone_g

    def step(self, kind: str, number: int, share: int, other: int) -> None:
        if kind == "collect":
            lot = self.field.lot(share)
            self.left_g[lot.id] = lot.made_g
            self.bought_g += lot.made_g
            return
        lot_id = self.pick(number)
        if lot_id is not None:
            getattr(self, kind)(lot_id, self.left_g[lot_id] * share // 100, other)

    def dry(self, lot_id: UUID, mass_g: int, other: int) -> None:
        out_g = mass_g * 10 // (20 + other)
        order = {"inputs": [(lot_id, mass_g)], "output_g": out_g}
        self.does(dry_lots, {lot_id: mass_g}, mass_g - out_g, **order)

    def cut(self, lot_id: UUID, mass_g: int, other: int) -> None:
        loss_g = mass_g * other // 100
        order = {"inputs": [(lot_id, mass_g)], "output_g": mass_g - loss_g, "loss_g": loss_g}
        self.does(cut_lots, {lot_id: mass_g}, loss_g, **order)

    def pack(self, lot_id: UUID, mass_g: int, other: int) -> None:
        units = mass_g // (other * 100)
        order = {"lot_id": lot_id, "units": units, "unit_g": other * 100}
        self.does(pack_lot, {lot_id: units * other * 100}, 0, **order)

    def split(self, lot_id: UUID, mass_g: int, other: int) -> None:
        parts = [mass_g * other // 100, mass_g - mass_g * other // 100]
        self.does(split_lot, {lot_id: sum(parts)}, 0, lot_id=lot_id, parts_g=parts)

    def merge(self, lot_id: UUID, _mass_g: int, other: int) -> None:
        second = self.pick(other)
        assert second is not None
        taken = {one: self.left_g[one] for one in (lot_id, second)}
        self.does(merge_lots, taken, 0, lot_ids=[lot_id, second])

    def agrees(self) -> None:
        """The database says what the paper says, and all that was bought is somewhere."""
        for lot_id, left_g in self.left_g.items():
            made_g, taken_g = balance(self.field.world, lot_id)
            assert made_g - taken_g == left_g >= 0
        assert self.bought_g == sum(self.left_g.values()) + self.gone_g
        assert faults(self.field.world) == []


@pytest.fixture
def one_world(sqlite_store: Store) -> Field:
    return field_of(World(sqlite_store), limit_g=10**10)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_is_done_every_gram_is_accounted_for(
    one_world: Field, steps: list[tuple[str, int, int, int]]
) -> None:
    paper = Ledger(one_world)
    for step in steps:
        paper.step(*step)
    paper.agrees()


@pytest.mark.parametrize(
    ("column", "code"), [("taken_g", "taken-differs"), ("made_g", "receipts-differ")]
)
def test_a_balance_changed_behind_our_back_is_found(world: World, column: str, code: str) -> None:
    field = field_of(world)
    lot = field.lot(100)
    assert faults(world) == []
    with world.store.writing() as session:
        changed = {column: getattr(Lot, column) + 1}
        session.execute(update(Lot).where(Lot.id == lot.id).values(**changed))
        session.commit()
    assert faults(world) == [code]


def test_a_gram_that_came_from_nowhere_is_found(world: World) -> None:
    field = field_of(world)
    [part] = field.does(split_lot, lot_id=field.lot(100).id, parts_g=[40 * KG])
    with world.store.writing() as session:
        session.execute(update(Lot).where(Lot.id == part.id).values(made_g=Lot.made_g + 1))
        session.commit()
    assert faults(world) == ["mass-not-conserved"]
