"""Receipts of a file: the same rows, rules and balances as receipts bought one by one."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairwild.certificates.states import CertificateStatus
from fairwild.imports.records import ImportRun
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import Money
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.ledger.leaves import leaf_hash
from fairwild.ledger.records import LedgerEntry
from fairwild.ledger.verification import verify
from fairwild.lots import rules
from fairwild.lots.events import ReceiptRecorded
from fairwild.lots.facts import Offer
from fairwild.lots.operations import close_lot, split_lot
from fairwild.lots.operations.collect_in_bulk import Purchase, record_receipts
from fairwild.lots.operations.reverse_in_bulk import reverse_receipts
from fairwild.lots.queries.deliveries import DeliveryBook, Taken
from fairwild.lots.records import Lot, Receipt
from tests.builders import World
from tests.lots_builders import (
    KG,
    Field,
    certify,
    faults,
    field_of,
    second_area,
    set_status,
    told_faults,
)

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
    assert told_faults(world) == []
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


def test_a_file_is_taken_back_while_nothing_was_drawn(world: World) -> None:
    field = field_of(world, limit_g=5_000 * KG)
    field.buy(5)
    run_id = bought(world, field, [purchase(field, 10)] * 250)
    with world.work(field.manager) as work:
        assert reverse_receipts(work, import_id=run_id, reason="Wrong file.") == 250
    assert {row[1] for row in told(world)} == {5 * KG}
    assert faults(world) == []
    assert told_faults(world) == []
    again = bought(world, field, [purchase(field, 10)] * 250)
    with world.store.reading() as session:
        lot_id = session.scalar(select(Receipt.lot_id).where(Receipt.import_id == again))
    assert lot_id is not None
    field.does(close_lot, lot_id=lot_id)
    field.does(split_lot, lot_id=lot_id, parts_g=[1 * KG])
    with pytest.raises(Refused) as refused, world.work(field.manager) as work:
        reverse_receipts(work, import_id=again, reason="Wrong file.")
    assert {one.code for one in refused.value.obstacles} == {"already-drawn-on"}


def test_what_the_ledger_is_told_of_many_is_what_it_is_told_of_one(world: World) -> None:
    field = field_of(world)
    stated = {"gross": {"text": "22 lb", "unit": "lb", "grams": 9979}, "latitude": "42.1"}
    odd = purchase(field, 10)._replace(stated=stated)
    bought(world, field, [purchase(field, 10), odd] * 120)
    with world.store.reading() as session:
        query = select(LedgerEntry, Receipt).join(Receipt, Receipt.id == LedgerEntry.subject_id)
        rows = list(session.execute(query))
    assert len(rows) == 240
    for entry, row in rows:
        single = ReceiptRecorded(
            subject=row.id,
            stated={name: said for name, said in row.stated.items() if name != "latitude"},
            **{name: getattr(row, name) for name in SAID},
            **{name: getattr(row, f"{name}_id") for name in NAMED},
        )
        assert entry.data == single.facts()
        assert entry.leaf_hash == leaf_hash(
            subject_id=row.id,
            version=1,
            kind=single.kind(),
            actor_id=field.manager.person_id,
            at=row.recorded_at,
            facts=single.facts(),
        )
    assert told_faults(world) == []


SAID = (
    *("number", "part", "state", "collected_at", "currency", "gross_g", "tare_g", "net_g"),
    *("price_per_kg_minor", "amount_minor"),
)
NAMED = ("lot", "harvester", "area", "species", "permit")


def test_the_quick_way_through_the_rules_says_what_the_rules_say(small_world: World) -> None:
    """Offers of every sort, in an order drawn at random, fare alike with and without memory."""
    field = field_of(small_world, limit_g=400 * KG)
    other = second_area(field)
    draw = random.Random(7)
    with small_world.reading(field.manager) as reading:
        quick, slow = (
            DeliveryBook(reading, field.operator_id),
            DeliveryBook(reading, field.operator_id),
        )
        seen: Counter[str] = Counter()
        for _ in range(600):
            offer = purchase(
                field,
                draw.choice([-1, 0, 1, 7, 30, 500]),
                area_id=draw.choice([field.area_id, other]),
                harvester_id=draw.choice([field.harvester_id, field.more["harvester-B4"]]),
                part=draw.choice([PlantPart.ROOT, PlantPart.ROOT, PlantPart.LEAF]),
                collected_at=small_world.now + timedelta(days=draw.choice([-900, -5, 0, 0, 0, 3])),
            ).offer
            taken = quick.take(offer)
            told = tuple(rules.obstacles_to_receipt(slow.facts(offer)))
            assert (() if isinstance(taken, Taken) else taken) == told
            seen.update(one.code for one in told or (Obstacle("taken"),))
            if not told:
                slow.count_drawn(quick.drawn())
    assert {"taken", "quota-exceeded", "in-the-future", "net-not-positive"} <= set(seen)
    assert {"harvester-not-allowed-area", "not-a-target-species"} <= set(seen)


def test_a_file_that_is_read_in_a_suspension_certifies_nothing(world: World) -> None:
    """A season typed in late stays certified, unless nothing covers it on the day it is read."""
    field = field_of(world)
    certificate_id = certify(field)
    days = [world.now + timedelta(days=day) for day in range(4)]
    world.pass_time(days=60)
    season = [purchase(field, collected_at=day) for day in days]
    bought(world, field, season)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(days=1)
    bought(world, field, [*season, purchase(field, collected_at=world.now)])
    assert {row[0:3] for row in told(world)} == {
        ("EBR-GLYGLA-B3-2026-001", 40 * KG, True),
        ("EBR-GLYGLA-B3-2026-002", 50 * KG, False),
    }
    assert (faults(world), told_faults(world)) == ([], [])
