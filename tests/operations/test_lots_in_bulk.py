"""Receipts of a file: the same rows, rules and balances as receipts bought one by one."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairwild.imports.records import ImportRun
from fairwild.kernel.quantities import Money
from fairwild.kernel.refusals import Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.ledger.verification import verify
from fairwild.lots.facts import Offer
from fairwild.lots.operations import close_lot
from fairwild.lots.operations.collect_in_bulk import Purchase, record_receipts
from fairwild.lots.operations.reverse_in_bulk import reverse_receipts
from fairwild.lots.records import Lot, Receipt
from tests.builders import World
from tests.lots_builders import KG, Field, certify, faults, field_of, second_area

GOODS = ("operator_id", "harvester_id", "area_id", "species_id", "part", "state", "collected_at")


def purchase(field: Field, net_kg: int = 10, **changes: Any) -> Purchase:
    order = field.order(net_kg, **changes)
    offer = Offer(**{name: order[name] for name in (*GOODS, "gross_g", "tare_g")})
    return Purchase(offer, Money.parse(order["price_per_kg"], "EUR"), order["buying_point"])


def run_of(world: World, field: Field) -> UUID:
    row = ImportRun(
        organisation_id=field.operator_id,
        what="receipts",
        file_name="a.csv",
        sha256="0" * 64,
        uploaded_at=world.now,
    )
    world.keep(row)
    return row.id


def bought(world: World, field: Field, purchases: list[Purchase]) -> UUID:
    run_id = run_of(world, field)
    with world.work(field.manager) as work:
        record_receipts(work, purchases, operator_id=field.operator_id, import_id=run_id)
    return run_id


def told(world: World) -> list[tuple[Any, ...]]:
    """Every receipt with its lot, but for ids."""
    with world.store.reading() as session:
        names = ("number", "net_g", "amount_minor", "currency", "state", "part", "collected_at")
        columns = [getattr(Receipt, name) for name in names]
        query = select(Lot.number, Lot.made_g, Lot.certified, *columns)
        joined = query.join(Lot, Lot.id == Receipt.lot_id).order_by(Receipt.number)
        return [tuple(row) for row in session.execute(joined)]


def test_a_file_writes_what_single_receipts_would(world: World) -> None:
    field = field_of(world)
    certify(field)
    other = second_area(field)
    world.pass_time(days=2)
    elsewhere = {"area_id": other, "harvester_id": field.more["harvester-B4"]}
    run_id = bought(world, field, [purchase(field, 10), purchase(field, 20, **elsewhere)] * 150)
    rows = told(world)
    assert len(rows) == 300
    assert {row[:3] for row in rows} == {
        ("EBR-GLYGLA-B3-2026-001", 1500 * KG, True),
        ("EBR-GLYGLA-B4-2026-001", 3000 * KG, False),
    }
    assert [row[3] for row in rows] == [f"EBR-R-2026-{count:05d}" for count in range(1, 301)]
    assert faults(world) == []
    single = field.buy(10)
    assert (single.number, single.amount_minor) == ("EBR-R-2026-00301", rows[0][5])
    with world.store.reading() as session:
        kinds = dict(
            session.execute(select(LedgerEntry.kind, func.count()).group_by(LedgerEntry.kind)).all()
        )
        assert kinds["receipt-recorded"] == 301
        assert kinds["lot-grew-in-bulk"] == 2
        assert verify(session).faults == ()
        one = session.scalars(select(Receipt).where(Receipt.import_id == run_id)).first()
        assert one is not None
        assert (one.buying_point, one.version, one.stated) == ("Old mill", 1, {})


def test_one_obstacle_keeps_the_whole_file_out(world: World) -> None:
    field = field_of(world, limit_g=100 * KG)
    with pytest.raises(Refused) as refused:
        bought(world, field, [purchase(field, 40)] * 3)
    [obstacle] = refused.value.obstacles
    assert (obstacle.code, obstacle.facts["left_g"]) == ("quota-exceeded", 20 * KG)
    assert told(world) == []
    bought(world, field, [purchase(field, 40), purchase(field, 60)])
    with pytest.raises(Refused):
        field.buy(1)


def test_a_file_is_taken_back_while_its_lots_are_open(world: World) -> None:
    field = field_of(world, limit_g=5_000 * KG)
    field.buy(5)
    run_id = bought(world, field, [purchase(field, 10)] * 250)
    with world.work(field.manager) as work:
        assert reverse_receipts(work, import_id=run_id, reason="Wrong file.") == 250
    assert {row[1] for row in told(world)} == {5 * KG}
    assert faults(world) == []
    again = bought(world, field, [purchase(field, 10)] * 250)
    with world.store.reading() as session:
        lot_id = session.scalar(select(Receipt.lot_id).where(Receipt.import_id == again))
    assert lot_id is not None
    field.does(close_lot, lot_id=lot_id)
    with pytest.raises(Refused) as refused, world.work(field.manager) as work:
        reverse_receipts(work, import_id=again, reason="Wrong file.")
    assert [one.code for one in refused.value.obstacles] == ["lot-not-open"]
