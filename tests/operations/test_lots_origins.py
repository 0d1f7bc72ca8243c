"""Origins written with the movement: who is told of them, exact shares, what recording costs."""

import json
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.refusals import NotFound
from fairwild.lots.lineage.collected import collections_within_reach, grouped_collections
from fairwild.lots.operations import cut_lots, merge_lots, split_lot
from fairwild.lots.queries import origin_of
from fairwild.lots.queries.mass_shares import shares_of
from fairwild.lots.queries.reached import reached_by
from fairwild.lots.records import MovementBefore, MovementFragment
from tests.builders import World
from tests.lots_builders import KG, Field, field_of, second_area
from tests.questions import asked_of


def collections(field: Field, lot_id: UUID, actor: Any = None) -> list[dict[str, Any]]:
    with field.world.reading(actor or field.manager) as reading:
        found: list[dict[str, Any]] = json.loads(collections_within_reach(reading, lot_id))
    return found


def two_areas(world: World) -> tuple[Field, Any, Any]:
    """Buy 100 and 200 kg in one area by one harvester, 50 kg in another by another."""
    field = field_of(world)
    area_id = second_area(field)
    one = field.lot(100, 200)
    other = field.lot(50, area_id=area_id, harvester_id=field.more["harvester-B4"])
    return field, one, other


def test_the_operator_is_told_each_draw_and_its_harvesters(world: World) -> None:
    field, one, other = two_areas(world)
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    rows = {row["lot_id"]: row for row in collections(field, merged.id)}
    assert rows.keys() == {str(one.id), str(other.id)}
    told = rows[str(one.id)]
    assert (told["number"], told["taken_kg"], told["receipts"]) == (one.number, "300", 2)
    [brought] = told["harvesters"]
    assert brought == {"harvester_id": str(field.harvester_id), "receipts": 2, "net_kg": "300"}
    with world.reading(field.manager) as reading:
        groups = grouped_collections(reading, merged.id)
    assert [(one.harvester_id, one.net_g) for one in groups] == [
        (field.harvester_id, 300 * KG),
        (field.more["harvester-B4"], 50 * KG),
    ]


def test_nobody_else_is_told_a_harvester_and_a_stranger_nothing(world: World) -> None:
    field, one, other = two_areas(world)
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    rows = collections(field, merged.id, world.steward())
    assert len(rows) == 2
    for row in rows:
        assert not {"harvesters", "number", "made_kg"} & row.keys()
    with world.reading(world.steward()) as reading:
        assert {group.harvester_id for group in grouped_collections(reading, merged.id)} == {None}
    company = world.organisation(OrganisationKind.COMPANY)
    with pytest.raises(NotFound):
        collections(field, merged.id, world.person((company, Role.COMPANY_MEMBER)))


def test_a_lot_taken_in_part_by_two_movements_is_counted_once(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100, 200)
    parts = [field.does(split_lot, lot_id=lot.id, parts_g=[kg * KG])[0] for kg in (120, 180)]
    merged = field.does(merge_lots, lot_ids=[part.id for part in parts])
    with world.reading(field.manager) as reading:
        origin = origin_of(reading, merged.id)
        [group] = grouped_collections(reading, merged.id)
    assert (origin.receipt_count, origin.net_g, group.net_g) == (2, 300 * KG, 300 * KG)
    drawn = sorted(row["taken_kg"] for row in collections(field, merged.id))
    assert drawn == ["120", "180"]


def test_shares_of_mass_are_exact_on_every_path(world: World) -> None:
    """A third goes round a split and a merge; what each collection gave does not change by it."""
    field, one, other = two_areas(world)
    lot = field.does(merge_lots, lot_ids=[one.id, other.id])
    for _ in range(6):
        parts = field.does(split_lot, lot_id=lot.id, parts_g=[100 * KG, 250 * KG])
        lot = field.does(merge_lots, lot_ids=[part.id for part in parts])
    with world.reading(field.manager) as reading:
        shares = shares_of(reading, lot.id)
        assert shares == {one.id: Fraction(300, 350), other.id: Fraction(50, 350)}
        assert shares_of(reading, one.id) == {one.id: Fraction(1)}
        reached = reached_by(reading, [one.id, other.id])
    assert lot.id in reached.lots
    assert len(reached.movements) == 1 + 6 * 2
    assert reached.shipped == frozenset()


def test_no_walk_enters_a_collection(world: World) -> None:
    field, one, other = two_areas(world)
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    field.does(cut_lots, inputs=[(merged.id, 350 * KG)], output_g=350 * KG)
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(MovementBefore)) == 1
        assert session.scalar(select(func.count()).select_from(MovementFragment)) == 2


def test_a_movement_of_many_costs_as_many_statements_as_one_of_two(world: World) -> None:
    field = field_of(world)
    counted = []
    for width in (2, 30):
        lots = [field.lot(1) for _ in range(width)]
        with asked_of(world.store) as sent:
            field.does(merge_lots, lot_ids=[lot.id for lot in lots])
        counted.append(len(sent))
    assert counted[0] == counted[1]
