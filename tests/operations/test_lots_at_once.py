"""Two at once: real threads on real databases never sell or collect more than there is."""

import threading
from collections.abc import Callable
from typing import Any

from fairwild.kernel.refusals import Conflict, Refused
from fairwild.lots.operations import close_lot, dry_lots, merge_lots, split_lot
from fairwild.store.engine import open_store
from tests.builders import World
from tests.lots_builders import KG, Field, balance, faults, field_of, second_area

CLERKS = 6


def at_once(world: World, *deeds: Callable[[World], Any]) -> list[str]:
    """Do all deeds at the same moment, each over its own connections; gives how each ended."""
    barrier, ended = threading.Barrier(len(deeds)), ["unfinished"] * len(deeds)
    url = world.store.engine.url.render_as_string(hide_password=False)

    def run(place: int) -> None:
        own = World(open_store(url))
        own.now = world.now
        barrier.wait()
        try:
            deeds[place](own)
            ended[place] = "done"
        except Refused as error:
            ended[place] = error.obstacles[0].code
        except Conflict:
            ended[place] = "conflict"
        finally:
            own.store.engine.dispose()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended


def splitting(field: Field, lot_id: Any, mass_g: int) -> Callable[[World], Any]:
    def deed(own: World) -> None:
        with own.work(field.manager) as work:
            split_lot(work, lot_id=lot_id, parts_g=[mass_g])

    return deed


def buying(field: Field, net_kg: int) -> Callable[[World], Any]:
    from fairwild.lots.operations import record_receipt

    def deed(own: World) -> None:
        with own.work(field.manager) as work:
            record_receipt(work, **field.order(net_kg))

    return deed


def test_clerks_drawing_on_one_lot_never_oversell_it(world: World) -> None:
    field = field_of(world)
    lot = field.lot(1_000)
    ended = at_once(world, *(splitting(field, lot.id, 300 * KG) for _ in range(CLERKS)))
    assert sorted(ended) == ["done"] * 3 + ["more-than-available"] * 3
    assert balance(world, lot.id) == (1_000 * KG, 900 * KG)
    assert faults(world) == []


def test_clerks_buying_at_once_never_pass_the_maximum_quantity(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    ended = at_once(world, *(buying(field, 300) for _ in range(CLERKS)))
    assert sorted(ended) == ["done"] * 3 + ["quota-exceeded"] * 3
    assert faults(world) == []


def test_clerks_opening_a_lot_at_once_share_it(world: World) -> None:
    from fairwild.lots.queries import open_lots

    field = field_of(world)
    assert at_once(world, *(buying(field, 10) for _ in range(CLERKS))) == ["done"] * CLERKS
    with world.reading(field.manager) as reading:
        [lot] = open_lots(reading, field.operator_id)
        assert lot.made_g == CLERKS * 10 * KG
    assert faults(world) == []


def test_buying_while_the_lot_is_closed_loses_nothing(world: World) -> None:
    field = field_of(world)
    receipt = field.buy(10)

    def closing(own: World) -> None:
        with own.work(field.manager) as work:
            close_lot(work, lot_id=receipt.lot_id)

    deeds = [buying(field, 10), closing, buying(field, 10), buying(field, 10)]
    assert at_once(world, *deeds) == ["done"] * 4
    assert faults(world) == []


def test_lots_taken_in_any_order_do_not_lock_each_other_out(world: World) -> None:
    field = field_of(world)
    second_area(field)
    one, other = field.lot(300), field.lot(300)

    def drying(lots: list[Any]) -> Callable[[World], Any]:
        def deed(own: World) -> None:
            with own.work(field.manager) as work:
                inputs = [(lot.id, 150 * KG) for lot in lots]
                dry_lots(work, inputs=inputs, output_g=100 * KG)

        return deed

    assert at_once(world, drying([one, other]), drying([other, one])) == ["done", "done"]
    assert balance(world, one.id) == balance(world, other.id) == (300 * KG, 300 * KG)

    def merging(own: World) -> None:
        with own.work(field.manager) as work:
            merge_lots(work, lot_ids=[one.id, other.id])

    assert at_once(world, merging) == ["nothing-taken"]
