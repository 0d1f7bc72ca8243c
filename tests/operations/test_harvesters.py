"""Deeds on harvesters and the questions of the buying point."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from fairwild.areas.operations import close_area
from fairwild.harvesters import operations, queries
from fairwild.harvesters.facts import Entry
from fairwild.harvesters.states import Alike, Sex
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.codes import grouped
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Conflict, NotAllowed, NotFound, Refused
from tests.areas_builders import area, home_of, target
from tests.builders import World
from tests.harvesters_builders import harvester

ENTRY = Entry("Ana Ruiz", Sex.FEMALE, 1980, "Soria", Period(date(2026, 1, 1)))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [obstacle.code for obstacle in refused.value.obstacles]


def facts(world: World, actor: Actor, harvester_id: UUID) -> Any:
    with world.reading(actor) as reading:
        return queries.find_harvester_facts(reading, harvester_id)


def test_a_harvester_is_registered_with_areas_species_and_a_card(world: World) -> None:
    manager, species_id = world.operator_manager(), world.species()
    area_id = area(world, manager)
    target(world, manager, species_id)
    allowed = {"area_ids": [area_id], "species_ids": [species_id]}
    found = facts(world, manager, harvester(world, manager, **allowed))
    assert (found.local_id, found.name) == ("H0001", "Ana Ruiz")
    assert (found.area_ids, found.species_ids) == ({area_id}, {species_id})
    assert len(found.card_code) == 16


def test_numbers_are_given_in_order_and_taken_ones_are_left_out(world: World) -> None:
    manager = world.operator_manager()
    harvester(world, manager, "Taken", local_id="H0002")
    ids = [harvester(world, manager, f"Person {count}") for count in range(2)]
    assert [facts(world, manager, one).local_id for one in ids] == ["H0001", "H0003"]


def test_everything_wrong_with_an_entry_is_named(world: World) -> None:
    manager = world.operator_manager()
    harvester(world, manager, local_id="A-1")
    with pytest.raises(Refused) as refused:
        harvester(
            world,
            manager,
            local_id="A-1",
            birth_year=2012,
            registered_until=date(2026, 1, 1),
            area_ids=[uuid4()],
            species_ids=[uuid4()],
        )
    assert codes(refused) == [
        "harvester-too-young",
        "registration-ends-before-start",
        "local-id-taken",
        "area-not-of-operator",
        "species-not-targeted",
    ]


def test_an_area_of_another_operator_is_not_allowed(world: World) -> None:
    manager, other = world.operator_manager(), world.operator_manager()
    foreign_id = area(world, other)
    with pytest.raises(Refused) as refused:
        harvester(world, manager, area_ids=[foreign_id])
    assert codes(refused) == ["area-not-of-operator"]


def likely(**changes: Any) -> Entry:
    """Give an entry that may be somebody who is there."""
    return replace(ENTRY, **{"name": "nguyen thi hoa", "village": "ha giang", **changes})


@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({}, Alike.NAME),
        ({"birth_year": 1981}, Alike.NAME_NEAR_YEAR),
        ({"name": "Hoa Nguyen Thi"}, Alike.SOUND),
        ({"name": "Nguyen Hoa"}, Alike.PART),
        ({"name": "Nguyen Thi Hoan"}, Alike.SPELLING),
        ({"name": "Somebody", "village": "Sapa", "phone": "+84 91 234 5678"}, Alike.PHONE),
        ({"village": "Sapa"}, None),
        ({"birth_year": 1982}, None),
        ({"name": "Nguyen Van Nam"}, None),
    ],
)
def test_a_look_alike_is_asked_about(
    world: World, changes: dict[str, Any], alike: Alike | None
) -> None:
    manager = world.operator_manager()
    there = {"village": "Hà Giang", "phone": "0912 345 678"}
    harvester(world, manager, "Nguyễn Thị Hoa", **there)
    order = {"operator_id": home_of(manager), "entry": likely(**changes)}
    if alike is None:
        with world.work(manager) as work:
            operations.refuse_look_alikes(work, **order)
        return
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.refuse_look_alikes(work, **order)
    assert [one.facts["alike"] for one in refused.value.obstacles] == [alike]


def test_an_entry_is_put_right_and_a_stale_form_is_a_conflict(world: World) -> None:
    manager = world.operator_manager()
    area_id = area(world, manager)
    harvester_id = harvester(world, manager, area_ids=[area_id])
    wanted = replace(ENTRY, village="Ágreda", area_ids=frozenset())
    with world.work(manager) as work:
        operations.edit_harvester(work, harvester_id=harvester_id, version=1, entry=wanted)
    with world.reading(manager) as reading:
        row = queries.get_harvester(reading, harvester_id)
        assert (row.village, row.areas, row.version) == ("Ágreda", [], 2)
    with pytest.raises(Conflict), world.work(manager) as work:
        operations.edit_harvester(work, harvester_id=harvester_id, version=1, entry=ENTRY)


def test_a_change_of_areas_alone_counts_the_version_up(world: World) -> None:
    manager = world.operator_manager()
    first, second = area(world, manager, "B1"), area(world, manager, "B2")
    harvester_id = harvester(world, manager, area_ids=[first])
    wanted = replace(ENTRY, area_ids=frozenset({first, second}))
    with world.work(manager) as work:
        operations.edit_harvester(work, harvester_id=harvester_id, version=1, entry=wanted)
    with world.reading(manager) as reading:
        assert queries.get_harvester(reading, harvester_id).version == 2
        assert queries.count_allowed_in(reading, second) == 1


def test_a_closed_area_may_stay_with_who_had_it(world: World) -> None:
    manager = world.operator_manager()
    area_id = area(world, manager)
    harvester_id = harvester(world, manager, area_ids=[area_id])
    with world.work(manager) as work:
        close_area(work, area_id=area_id)
    kept = replace(ENTRY, area_ids=frozenset({area_id}))
    with world.work(manager) as work:
        operations.edit_harvester(work, harvester_id=harvester_id, version=1, entry=kept)
    with pytest.raises(Refused) as refused:
        harvester(world, manager, "Luis Gil", area_ids=[area_id])
    assert codes(refused) == ["area-not-of-operator"]


def test_a_registration_ends_once_and_not_before_it_began(world: World) -> None:
    manager = world.operator_manager()
    harvester_id = harvester(world, manager)
    end: dict[str, Any] = {"harvester_id": harvester_id}
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.end_registration(work, version=1, last_day=date(2025, 12, 30), **end)
    assert codes(refused) == ["registration-ends-before-start"]
    with world.work(manager) as work:
        operations.end_registration(work, version=1, last_day=date(2026, 3, 31), **end)
    with pytest.raises(Conflict), world.work(manager) as work:
        operations.end_registration(work, version=1, last_day=date(2026, 3, 31), **end)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.end_registration(work, version=2, last_day=date(2026, 3, 31), **end)
    assert codes(refused) == ["registration-has-an-end"]
    assert facts(world, manager, harvester_id).registered.last_day == date(2026, 3, 31)


def test_strangers_neither_see_nor_register(world: World) -> None:
    manager, stranger = world.operator_manager(), world.operator_manager()
    harvester_id = harvester(world, manager)
    assert facts(world, stranger, harvester_id) is None
    with pytest.raises(NotFound), world.reading(stranger) as reading:
        queries.get_harvester(reading, harvester_id)
    with world.reading(stranger) as reading:
        assert queries.search_harvesters(reading, home_of(manager), "Ana") == []
        assert queries.harvester_names(reading, [harvester_id]) == {}
    with pytest.raises(NotAllowed), world.work(stranger) as work:
        operations.register_harvester(
            work,
            operator_id=home_of(manager),
            name="Ana",
            sex=Sex.OTHER,
            birth_year=1980,
            village="Soria",
            registered_from=date(2026, 1, 1),
            area_ids=(),
            species_ids=(),
        )


def test_a_clerk_registers_harvesters(world: World) -> None:
    manager = world.operator_manager()
    clerk = world.person((home_of(manager), Role.BUYING_CLERK))
    harvester(world, clerk)
    with world.reading(manager) as reading:
        assert queries.count_harvesters(reading, home_of(manager)) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen", ["Nguyễn Thị Hoa"]),
        ("HOA NGUY", ["Nguyễn Thị Hoa"]),
        ("dang", ["Đặng Văn Lâm"]),
        ("李", ["李小花"]),
        ("小花", ["李小花"]),
        ("a-17", ["Zoë Peña"]),
        ("ID 4%4", ["Zoë Peña"]),
        ("%", []),
        ("_", []),
        ("", []),
        ("a", ["Đặng Văn Lâm", "Nguyễn Thị Hoa", "Zoë Peña"]),
    ],
)
def test_harvesters_are_found_by_words_and_numbers(
    world: World, typed: str, found: list[str]
) -> None:
    manager = world.operator_manager()
    for name in ("Nguyễn Thị Hoa", "Đặng Văn Lâm", "李小花"):
        harvester(world, manager, name)
    other = [{"issuer": "village", "number": "ID 4%4"}]
    harvester(world, manager, "Zoë Peña", local_id="A-17", other_ids=other)
    with world.reading(manager) as reading:
        rows = queries.search_harvesters(reading, home_of(manager), typed)
    assert [row.name for row in rows] == found


def test_a_card_is_read_however_it_is_typed(world: World) -> None:
    manager = world.operator_manager()
    harvester_id = harvester(world, manager)
    code = facts(world, manager, harvester_id).card_code
    with world.reading(manager) as reading:
        for typed in (code, grouped(code).lower(), f" {code} "):
            found = queries.find_by_card(reading, home_of(manager), typed)
            assert found is not None
            assert found.id == harvester_id
            (searched,) = queries.search_harvesters(reading, home_of(manager), typed)
            assert searched.id == harvester_id
        assert queries.find_by_card(reading, home_of(manager), "nonsense") is None
