"""Lists of lots: a number is found by how it begins, a code as it is, any part among the latest.

Receipts are added up by the database.
"""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from fairwild.kernel.actors import Actor
from fairwild.lots.operations import dry_lots, reverse_receipt
from fairwild.lots.queries import (
    LotFilter,
    ReceiptFilter,
    lists,
    page_of_lots,
    sums_of_receipts,
)
from fairwild.lots.records import Lot, Receipt
from fairwild.store.engine import Store
from fairwild.store.paging import Cursor
from tests.builders import World
from tests.lots_builders import KG, Field, field_of


@pytest.fixture
def field(world: World) -> Field:
    """An operator with a collection lot and a dried one."""
    field = field_of(world)
    lot = field.lot(100)
    field.does(dry_lots, inputs=[(lot.id, 90 * KG)], output_g=30 * KG)
    return field


def found(field: Field, number: str) -> list[str]:
    with field.world.reading(field.manager) as reading:
        page = page_of_lots(reading, Cursor(), LotFilter(number=number), order="number")
    return [lot.number for lot in page.rows]


def test_a_number_is_found_by_how_it_begins_in_either_case(field: Field) -> None:
    dried, collected = found(field, "")
    assert dried == f"{collected}-D1"
    assert found(field, dried.lower()) == [dried]
    assert found(field, collected.lower()) == [dried, collected]
    assert found(field, "ebr-glygla") == [dried, collected]


def test_a_code_is_found_as_it_is(field: Field) -> None:
    with field.world.reading(field.manager) as reading:
        [lot, _] = page_of_lots(reading, Cursor()).rows
    assert found(field, lot.code) == [lot.number]
    assert not found(field, lot.code[1:])


def test_any_part_of_a_number_is_found_among_the_latest(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    dried, collected = found(field, "")
    assert found(field, "-b3-") == [dried, collected]
    assert found(field, "-d1") == [dried]
    assert not found(field, "%")
    field.world.pass_time(minutes=1)
    field.buy(10)
    monkeypatch.setattr(lists, "LATEST_SEARCHED", 1)
    assert not found(field, "-d1")


def test_a_beginning_is_looked_up_in_an_index(field: Field) -> None:
    store: Store = field.world.store
    engine = store.engine.dialect.name
    with field.world.reading(field.manager) as reading:
        begins = lists._begins(reading, "EBR-GLYGLA")
    literal = {"literal_binds": True}
    asked = (
        select(Lot.id).where(begins).compile(dialect=store.engine.dialect, compile_kwargs=literal)
    )
    with store.engine.connect() as connection:
        if engine == "sqlite":
            told = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
            assert "number>? AND number<?" in str(told)
            return
        connection.execute(text("SET enable_seqscan = off"))
        told = connection.exec_driver_sql(f"EXPLAIN {asked}".replace("%", "%%")).all()
    assert "ix_lot_number_begins" in str(told)


def test_the_database_adds_up_what_the_actor_may_see(field: Field) -> None:
    world = field.world
    field.buy(7, currency="GEL", price_per_kg="2.50")
    taken_back = field.buy(50)
    field.does(reverse_receipt, receipt_id=taken_back.id, reason="Wrong tare")
    world.pass_time(days=2)
    field.buy(11)
    days = [world.now - timedelta(days=1), None]
    for since, until in [(None, None), *zip(days, reversed(days), strict=True)]:
        wanted = ReceiptFilter(field.operator_id, collected_from=since, collected_before=until)
        assert sums_by_database(world, field.manager, wanted) == sums_by_hand(field, since, until)
    assert sums_by_hand(field, None, None) == (3, 118 * KG, {"EUR": 99_90, "GEL": 17_50})
    stranger = world.operator_manager()
    assert sums_by_database(world, stranger, ReceiptFilter()) == (0, 0, {})


def sums_by_database(
    world: World, actor: Actor, wanted: ReceiptFilter
) -> tuple[int, int, dict[str, int]]:
    with world.reading(actor) as reading:
        sums = sums_of_receipts(reading, wanted)
    return sums.count, sums.net_g, {currency: minor for minor, currency in sums.money}


def sums_by_hand(
    field: Field, since: datetime | None, until: datetime | None
) -> tuple[int, int, dict[str, int]]:
    with field.world.store.reading() as session:
        standing = [
            one
            for one in session.scalars(select(Receipt))
            if one.reversed_at is None
            and (since is None or one.collected_at >= since)
            and (until is None or one.collected_at < until)
        ]
    money: Counter[str] = Counter()
    for one in standing:
        money[one.currency] += one.amount_minor
    return len(standing), sum(one.net_g for one in standing), dict(money)


def test_numbers_past_their_width_sort_and_page_as_they_were_given(field: Field) -> None:
    with field.world.store.writing() as session:
        for begin, last in (("lot:EBR-GLYGLA-B3-2026", 998), ("receipt:%", 99_998)):
            counted = text("UPDATE number_series SET last = :last WHERE name LIKE :begin")
            assert session.execute(counted, {"last": last, "begin": begin}).rowcount == 1
        session.commit()
    lots = [field.lot(1) for _ in range(3)]
    given = [lot.number.rpartition("-")[2] for lot in lots]
    assert given == ["999", "A1000", "A1001"]
    dried = field.does(dry_lots, inputs=[(lots[1].id, KG)], output_g=KG // 3)
    assert dried.number == f"{lots[1].number}-D1"
    paged: list[str] = []
    after: str | None = ""
    while after is not None:
        with field.world.reading(field.manager) as reading:
            page = page_of_lots(reading, Cursor(after, 1), order="number")
        paged += [lot.number for lot in page.rows]
        after = page.following
    newest = [lots[2].number, dried.number, lots[1].number, lots[0].number]
    assert paged[:4] == newest
    assert found(field, lots[1].number) == newest[1:3]
    with field.world.store.reading() as session:
        numbers = list(session.scalars(select(Receipt.number).order_by(Receipt.number)))
    assert [one.rpartition("-")[2] for one in numbers] == ["00001", "99999", "A100000", "A100001"]
