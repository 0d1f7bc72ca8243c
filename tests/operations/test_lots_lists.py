"""Lists of lots: a number is found by how it begins, a code as it is, any part among the latest."""

import pytest
from sqlalchemy import select, text

from fairwild.lots.operations import dry_lots
from fairwild.lots.queries import LotFilter, lists, page_of_lots
from fairwild.lots.records import Lot
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
