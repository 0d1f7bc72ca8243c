"""Processes that draw on the same goods at once never take more than there is."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select

from fairwild.areas.records import MaximumQuantity
from fairwild.kernel.actors import OrganisationKind
from fairwild.ledger.verification import verify
from fairwild.lots.records import Lot, Receipt
from tests.builders import World
from tests.lots_builders import KG, Field, balance, faults, field_of, second_area, told_faults
from tests.permits_builders import permit, seen_permit
from tests.soundness.writers import Done, Order, awake, buy_at_once, draw_on_lots

PROCESSES = 4
TOGETHER_S = 1.0
"""Long enough for every process to have its order before the first begins."""


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Processes of their own that share nothing with this one but the database."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        assert all(pool.map(awake, range(PROCESSES * 2)))
        yield pool


def at_once(
    pool: ProcessPoolExecutor, deed: Callable[[Order], Done], order: Order
) -> tuple[list[Done], Counter[str]]:
    """Give every process the order and gather what each was told."""
    told = replace(order, start_at=time.time() + TOGETHER_S)
    orders = [replace(told, seed=seed) for seed in range(PROCESSES)]
    done = list(pool.map(deed, orders))
    return done, sum((one.ended for one in done), Counter())


def order_of(field: Field, deeds: int) -> Order:
    """Give an order over the database of a field."""
    url = field.world.store.engine.url.render_as_string(hide_password=False)
    bare = World.__new__(World)
    bare.now = field.world.now
    return Order(url, replace(field, world=bare), 0, 0.0, deeds)


def whole(world: World) -> None:
    """Balances and ledger hold, and say the same."""
    assert faults(world) == []
    assert told_faults(world) == []
    with world.store.reading() as session:
        assert list(verify(session).faults) == []


def test_processes_drawing_on_the_same_lots_never_oversell_them(
    world: World, processes: ProcessPoolExecutor
) -> None:
    field = field_of(world)
    other = second_area(field)
    here = {"area_id": other, "harvester_id": field.more["harvester-B4"]}
    lots = [field.lot(120), field.lot(90, **here), field.lot(150)]
    company_id = world.organisation(OrganisationKind.COMPANY)
    order = replace(order_of(field, 12), receiver_id=company_id)
    done, ended = at_once(
        processes, draw_on_lots, replace(order, lot_ids=tuple(lot.id for lot in lots))
    )
    assert ended["more-than-available"] > 0
    assert ended["given-up"] == 0
    assert sum(one.ended["done"] > 0 for one in done) > 1
    taken: Counter[object] = sum((one.taken_g for one in done), Counter())
    for lot in lots:
        made_g, taken_g = balance(world, lot.id)
        assert taken_g == taken[lot.id] <= made_g
    whole(world)


def test_processes_buying_at_once_never_pass_limit_or_permit(
    world: World, processes: ProcessPoolExecutor
) -> None:
    field = field_of(world, limit_g=300 * KG)
    permit_id = permit(field, limit_kg=250)
    done, ended = at_once(processes, buy_at_once, order_of(field, 10))
    bought_g = sum(one.bought_g for one in done)
    assert ended["given-up"] == 0
    assert bought_g == 250 * KG
    assert ended["done"] == 25
    with world.store.reading() as session:
        assert session.get_one(MaximumQuantity, field.quantity_id).drawn_g == bought_g
        assert session.scalar(select(func.sum(Receipt.net_g))) == bought_g
        assert session.scalar(select(func.sum(Lot.made_g))) == bought_g
    assert seen_permit(field, permit_id).drawn_g == bought_g
    whole(world)
