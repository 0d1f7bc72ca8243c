"""Traces: equal to a naive walk, quick on ladders, by index only, and never in a circle."""

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from fairwild.bench.graph import supply_chain
from fairwild.bench.loading import load
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import Trace
from fairwild.lots.lineage.collected import collections_within_reach, grouped_collections
from fairwild.lots.operations import dry_lots, merge_lots, split_lot
from fairwild.lots.queries import (
    find_lot_by_number_or_code,
    get_lot,
    journey_of,
    origin_of,
    trace_of,
    trace_of_any,
)
from fairwild.lots.queries.mass_shares import shares_of
from fairwild.lots.queries.reached import reached_by
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput
from fairwild.lots.states import LotStatus, MovementKind
from tests.builders import World
from tests.lots_builders import KG, Field, certify, field_of, second_area
from tests.questions import Question, asked_of

RUNGS = 20
MANY = 10_000
FAMILY = 100


def traced(field: Field, lot_id: UUID) -> Trace:
    with field.world.reading(field.manager) as reading:
        return trace_of(reading, lot_id)


def test_a_trace_names_every_lot_once_and_every_kilogram(world: World) -> None:
    field = field_of(world)
    certify(field)
    one, other = field.lot(300), field.lot(150)
    dried = field.does(
        dry_lots, inputs=[(one.id, 300 * KG), (other.id, 120 * KG)], output_g=140 * KG
    )
    left, right = field.does(split_lot, lot_id=dried.id, parts_g=[100 * KG, 40 * KG])
    found = traced(field, dried.id)
    assert set(found.lots) == {one.id, other.id, dried.id, left.id, right.id}
    assert [movement.kind for movement in found.movements] == ["collect", "collect", "dry", "split"]
    dry, split = found.upstream[-1], found.downstream[0]
    assert dict(dry.inputs) == {one.id: 300 * KG, other.id: 120 * KG}
    assert dict(dry.outputs) == {dried.id: 140 * KG}
    assert dry.water_g == 280 * KG
    assert dict(split.outputs) == {left.id: 100 * KG, right.id: 40 * KG}
    assert set(traced(field, left.id).lots) == {one.id, other.id, dried.id, left.id}
    assert set(traced(field, other.id).lots) == set(found.lots) - {one.id}
    assert found.focus.species == "Glycyrrhiza glabra"


def test_an_origin_counts_harvesters_and_names_nobody(world: World) -> None:
    field = field_of(world)
    area_id = second_area(field)
    one = field.lot(100, 200)
    world.pass_time(days=2)
    other = field.lot(50, area_id=area_id, harvester_id=field.more["harvester-B4"])
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    with world.reading(field.manager) as reading:
        origin = origin_of(reading, merged.id)
    assert set(origin.area_ids) == {field.area_id, area_id}
    assert (origin.harvester_count, origin.receipt_count, origin.net_g) == (2, 3, 350 * KG)
    assert origin.first_day is not None
    assert origin.last_day is not None
    assert (origin.last_day - origin.first_day).days == 2


def test_a_ladder_of_splits_and_merges_costs_its_size(world: World) -> None:
    """Twenty rungs have a million paths; the walk sees every movement once."""
    field = field_of(world)
    lot = first = field.lot(1_024)
    for _ in range(RUNGS):
        parts = field.does(split_lot, lot_id=lot.id, parts_g=[512 * KG, 512 * KG])
        lot = field.does(merge_lots, lot_ids=[part.id for part in parts])
    with asked_of(world.store) as statements:
        back = traced(field, lot.id)
    assert len(back.lots) == 1 + RUNGS * 3
    assert len(back.upstream) == 1 + RUNGS * 2
    assert len([one for one in statements if one.reads]) <= 8
    assert len(traced(field, first.id).downstream) == RUNGS * 2


def test_strangers_do_not_trace(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    with pytest.raises(NotFound), world.reading(world.operator_manager()) as reading:
        trace_of(reading, lot.id)


def test_a_lot_is_found_by_number_and_by_code_as_typed(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    with world.reading(field.manager) as reading:
        for typed in (lot.number.lower(), f" {lot.number} ", lot.code, lot.code.lower()):
            found = find_lot_by_number_or_code(reading, typed)
            assert found is not None, typed
            assert found.id == lot.id
        assert find_lot_by_number_or_code(reading, "EBR-GLYGLA") is None
    with world.reading(world.operator_manager()) as reading:
        assert find_lot_by_number_or_code(reading, lot.number) is None


def test_a_circle_cannot_be_written(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    [part] = field.does(split_lot, lot_id=lot.id, parts_g=[100 * KG])
    circle = {"movement_seq": lot.made_by, "earlier_seq": part.made_by}
    with world.store.writing() as session, pytest.raises(IntegrityError):
        session.execute(insert(MovementBefore).values(**circle))


class Many:
    """A random history of lots in families: collections, then movements of two into two."""

    def __init__(self, world: World, lots: int, *, seed: int = 7, analysed: bool = True) -> None:
        self.draw = random.Random(seed)
        self.holder = world.organisation(OrganisationKind.OPERATOR)
        self.species = world.species()
        self.movements: list[dict[str, Any]] = []
        self.lots: list[dict[str, Any]] = []
        self.inputs: list[dict[str, Any]] = []
        self.before: set[tuple[int, int]] = set()
        while len(self.lots) < lots:
            self.step(world, collect=len(self.lots) % FAMILY < FAMILY // 10)
        with world.store.writing() as session:
            session.execute(insert(Movement), self.movements)
            session.execute(insert(Lot), self.lots)
            session.execute(insert(MovementInput), self.inputs)
            pairs = [{"movement_seq": seq, "earlier_seq": early} for seq, early in self.before]
            session.execute(insert(MovementBefore), pairs)
            session.commit()
        if analysed:
            with world.store.engine.connect() as connection:
                connection.execute(text("ANALYZE"))
                connection.commit()

    def step(self, world: World, *, collect: bool) -> None:
        seq = len(self.movements) + 1
        kind = MovementKind.COLLECT if collect else MovementKind.MERGE
        common = {"site": "", "note": "", "loss_g": 0, "loss_reason": "", "judgement": ""}
        stamps = {"at": world.now, "recorded_at": world.now, "organisation_id": self.holder}
        self.movements.append(
            {"seq": seq, "id": uuid4(), "kind": kind, "certified": False, "facts": {}}
            | common
            | stamps
        )
        if not collect:
            family = self.lots[len(self.lots) // FAMILY * FAMILY :]
            for taken in self.draw.sample(family, 2):
                self.inputs.append({"movement_seq": seq, "lot_id": taken["id"], "taken_g": 1})
                if self.movements[taken["made_by"] - 1]["kind"] is not MovementKind.COLLECT:
                    self.before.add((seq, taken["made_by"]))
        for _ in range(1 if collect else 2):
            self.lots.append(self.lot(world, seq))

    def lot(self, world: World, seq: int) -> dict[str, Any]:
        return {
            "id": uuid4(),
            "version": 1,
            "number": f"LOT-{len(self.lots):06d}",
            "code": new_code(),
            "made_by": seq,
            "made_at": world.now,
            "operator_id": self.holder,
            "holder_id": self.holder,
            "species_id": self.species,
            "part": PlantPart.ROOT,
            "form": Form.RAW,
            "state": State.FRESH,
            "status": LotStatus.CLOSED,
            "made_g": 1_000_000,
            "taken_g": 0,
            "certified": False,
        }

    def lines(self) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
        """Give for every lot the lots it was made of and the lots made of it, one step each."""
        made = defaultdict(list)
        for lot in self.lots:
            made[lot["made_by"]].append(lot["id"])
        earlier: dict[UUID, set[UUID]] = defaultdict(set)
        later: dict[UUID, set[UUID]] = defaultdict(set)
        for taken in self.inputs:
            for lot_id in made[taken["movement_seq"]]:
                earlier[lot_id].add(taken["lot_id"])
                later[taken["lot_id"]].add(lot_id)
        return earlier, later


def reached(start: UUID, steps: dict[UUID, set[UUID]]) -> set[UUID]:
    seen, waiting = {start}, [start]
    while waiting:
        for lot_id in steps[waiting.pop()] - seen:
            seen.add(lot_id)
            waiting.append(lot_id)
    return seen


def test_a_trace_equals_a_walk_from_lot_to_lot(world: World) -> None:
    many = Many(world, 600)
    earlier, later = many.lines()
    with world.reading(world.steward()) as reading:
        for lot in many.draw.sample(many.lots, 12):
            found = trace_of_any(reading, get_lot(reading, lot["id"]))
            expected = reached(lot["id"], earlier) | reached(lot["id"], later)
            assert set(found.lots) == expected


def statements_of(world: World, lot_id: UUID, few: int) -> list[Question]:
    """Give every statement of the questions about a lot, as the driver is sent it."""
    with world.reading(world.steward()) as reading, asked_of(world.store) as sent:
        trace = trace_of_any(reading, get_lot(reading, lot_id))
        assert 10 < len(trace.lots) <= few
        journey_of(reading, lot_id)
        origin_of(reading, lot_id)
        grouped_collections(reading, lot_id)
        collections_within_reach(reading, lot_id)
        shares_of(reading, lot_id)
        reached_by(reading, [one.id for one in trace.ordered_lots[:5]])
    return [one for one in sent if one.reads]


def plans(world: World, lot_id: UUID, few: int) -> Iterator[str]:
    """Give the plan of every statement, as the engine makes it for what it was sent."""
    explain = "EXPLAIN QUERY PLAN " if world.store.is_sqlite else "EXPLAIN "
    for statement, parameters in statements_of(world, lot_id, few):
        with world.store.engine.connect() as connection:
            rows = connection.exec_driver_sql(explain + statement, parameters)
            yield "\n".join(str(row[-1]) for row in rows)


VERBS = {True: "SCAN ", False: "Seq Scan on "}


def scanned(world: World, lot_id: UUID, tables: tuple[str, ...], few: int) -> Iterator[str]:
    """Give every plan that reads one of these tables as a whole, or sums it up beforehand."""
    for plan in plans(world, lot_id, few):
        words = [line.strip().removeprefix("->").strip() for line in plan.splitlines()]
        whole = {f"{VERBS[world.store.is_sqlite]}{table} " for table in tables}
        if "BLOOM" in plan or any(f"{one} ".startswith(tuple(whole)) for one in words):
            yield plan


@pytest.mark.parametrize("analysed", [False, True], ids=["as written", "analysed"])
def test_no_statement_of_a_trace_reads_a_whole_table(world: World, analysed: bool) -> None:
    """At ten thousand lots, with the engine's own choice of plan, statistics or none."""
    many = Many(world, MANY, analysed=analysed)
    tables = ("lot", "movement", "movement_input", "movement_before")
    lot_id = many.lots[MANY // 2 + FAMILY // 2]["id"]
    assert list(scanned(world, lot_id, tables, FAMILY)) == []


def test_no_statement_reads_all_receipts_or_origins(world: World) -> None:
    """A supply chain in which most lots are collections, as in the field."""
    graph = supply_chain(MANY)
    loaded = load(world.store, graph)
    packed = graph.made[graph.kinds.index("pack")][0]
    tables = ("lot", "movement", "movement_input", "movement_origin", "receipt")
    assert list(scanned(world, loaded.ids[packed], tables, MANY)) == []
