"""Deeds on areas, target species and maximum quantities."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from fairwild.areas import operations, queries
from fairwild.areas.records import CollectionArea
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from tests.areas_builders import BOW_TIE, SQUARE, area, home_of, quantity, target
from tests.builders import World

AREA: dict[str, Any] = {
    "code": "B3",
    "name": "Block 3",
    "admin_unit": "Soria",
    "country": "ES",
    "geometry": SQUARE,
}
SEASON: dict[str, Any] = {
    "part": PlantPart.ROOT,
    "state": State.FRESH,
    "season_from": date(2026, 1, 1),
    "season_until": date(2027, 1, 1),
    "limit_g": 1_000,
}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [obstacle.code for obstacle in refused.value.obstacles]


def test_an_area_knows_its_size_and_its_middle(world: World) -> None:
    manager = world.operator_manager()
    area_id = area(world, manager)
    with world.reading(manager) as reading:
        row = queries.get_area(reading, area_id)
        facts = queries.area_facts(reading, [area_id])[area_id]
        assert 930_000 < row.computed_m2 < 940_000
    assert (facts.centre_lat_e6, facts.centre_lon_e6) == (41_005_000, -2_995_000)
    assert not facts.closed


def test_every_fault_of_an_outline_is_named_at_its_place(world: World) -> None:
    manager = world.operator_manager()
    wrong = {"type": "Polygon", "coordinates": [[[0, 0], [1, 99], [300, 1]]]}
    with pytest.raises(Invalid) as invalid, world.work(manager) as work:
        operations.register_area(work, operator_id=home_of(manager), **{**AREA, "geometry": wrong})
    assert set(invalid.value.errors.values()) >= {
        "geometry-latitude-out-of-range",
        "geometry-longitude-out-of-range",
    }
    with pytest.raises(Invalid), world.work(manager) as work:
        operations.register_area(
            work, operator_id=home_of(manager), **{**AREA, "geometry": BOW_TIE}
        )


def test_an_outline_with_its_axes_swapped_is_refused_and_one_abroad_is_not(world: World) -> None:
    manager = world.operator_manager()
    ring = [[lat, lon] for lon, lat in SQUARE["coordinates"][0]]
    swapped = {"type": "Polygon", "coordinates": [ring]}
    with pytest.raises(Invalid) as invalid, world.work(manager) as work:
        order = {**AREA, "geometry": swapped}
        operations.register_area(work, operator_id=home_of(manager), **order)
    assert invalid.value.errors == {"geometry": "geometry-swapped-coordinates"}
    area_id = area(world, manager)
    with pytest.raises(Invalid), world.work(manager) as work:
        said = {name: one for name, one in AREA.items() if name != "code"}
        operations.edit_area(work, area_id=area_id, version=1, **{**said, "geometry": swapped})
    with world.work(manager) as work:
        abroad = {**AREA, "code": "S1", "country": "SO", "geometry": swapped}
        operations.register_area(work, operator_id=home_of(manager), **abroad)


def test_a_code_is_used_once_by_an_operator_and_again_by_another(world: World) -> None:
    manager, other = world.operator_manager(), world.operator_manager()
    area(world, manager)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.register_area(work, operator_id=home_of(manager), **AREA)
    assert codes(refused) == ["area-code-taken", "area-overlaps"]
    area(world, other)


EAST = [[-2.996, 41.0], [-2.986, 41.0], [-2.986, 41.01], [-2.996, 41.01], [-2.996, 41.0]]
BORDER = [[-2.9901, 41.0], [-2.98, 41.0], [-2.98, 41.01], [-2.9901, 41.01], [-2.9901, 41.0]]


def ringed(ring: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def test_areas_of_an_operator_lie_beside_each_other(world: World) -> None:
    manager = world.operator_manager()
    first = area(world, manager)
    with pytest.raises(Refused) as refused:
        area(world, manager, "B4", geometry=ringed(EAST))
    (obstacle,) = refused.value.obstacles
    assert (obstacle.code, obstacle.facts["area"]) == ("area-overlaps", "B3")
    shared_m2, share = obstacle.facts["overlap_m2"], obstacle.facts["share"]
    assert isinstance(shared_m2, int)
    assert isinstance(share, Fraction)
    assert 556_000 < shared_m2 < 564_000
    assert abs(share - Fraction(3, 5)) < Fraction(1, 1000)
    area(world, world.operator_manager(), "B4", geometry=ringed(EAST))
    beside = area(world, manager, "B4", geometry=ringed(BORDER))
    with pytest.raises(Refused) as refused:
        area(world, manager, "T1", geometry={"type": "Point", "coordinates": [-2.995, 41.005]})
    assert codes(refused) == ["area-overlaps"]
    said = {name: one for name, one in AREA.items() if name != "code"}
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        moved = said | {"geometry": ringed(EAST)}
        operations.edit_area(work, area_id=beside, version=1, **moved)
    assert codes(refused) == ["area-overlaps"]
    with world.work(manager) as work:
        operations.close_area(work, area_id=first)
        operations.edit_area(work, area_id=beside, version=1, **moved)


def test_ground_drawn_as_another_area_has_no_other_limit_that_year(world: World) -> None:
    manager, species_id = world.operator_manager(), world.species()
    target(world, manager, species_id)
    first = area(world, manager)
    limit_id = quantity(world, manager, first, species_id)
    with world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=limit_id, mass_g=1)
        operations.close_area(work, area_id=first)
    again = area(world, manager, "B4", geometry=SQUARE)
    with pytest.raises(Refused) as refused:
        quantity(world, manager, again, species_id)
    (obstacle,) = refused.value.obstacles
    assert (obstacle.code, obstacle.facts["area"]) == ("ground-limited-already", "B3")
    assert obstacle.facts["share"] == 1
    next_year = {"season_from": date(2027, 1, 1), "season_until": date(2028, 1, 1)}
    quantity(world, manager, again, species_id, **next_year)
    elsewhere = area(world, manager, "B5")
    quantity(world, manager, elsewhere, species_id)
    said = {name: one for name, one in AREA.items() if name != "code"}
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.edit_area(work, area_id=elsewhere, version=1, **said)
    assert codes(refused) == ["area-overlaps", "ground-limited-already"]


def test_a_year_has_one_limit_whose_season_is_made_longer(world: World) -> None:
    manager, species_id = world.operator_manager(), world.species()
    area_id = area(world, manager)
    target(world, manager, species_id)
    spring = {"season_from": date(2026, 3, 1), "season_until": date(2026, 6, 1)}
    autumn = {"season_from": date(2026, 9, 1), "season_until": date(2026, 11, 1)}
    limit_id = quantity(world, manager, area_id, species_id, **spring)
    with pytest.raises(Refused) as refused:
        quantity(world, manager, area_id, species_id, **autumn)
    assert codes(refused) == ["year-limited-already"]
    order = {"quantity_id": limit_id, "limit_g": 16_800_000}
    with world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=limit_id, mass_g=5)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.change_maximum_quantity(work, **order, version=2, **autumn)
    assert codes(refused) == ["season-shortened"]
    with world.work(manager) as work:
        whole = {"season_until": autumn["season_until"]}
        changed = operations.change_maximum_quantity(work, **order, version=2, **whole)
        assert (changed.season_from, changed.season_until) == (date(2026, 3, 1), date(2026, 11, 1))
        assert (changed.limit_g, changed.drawn_g) == (16_800_000, 5)


def test_two_who_set_a_limit_for_one_ground_at_once_get_one(world: World) -> None:
    """Areas may overlap from a time when nobody looked: their limits still exclude each other."""
    manager, species_id = world.operator_manager(), world.species()
    target(world, manager, species_id)
    areas = area(world, manager), area(world, manager, "B4")
    with world.store.writing() as session:
        session.execute(update(CollectionArea).values(geometry=SQUARE))
        session.commit()
    together = Barrier(2, timeout=30)

    def set_limit(area_id: UUID) -> list[str]:
        together.wait()
        try:
            quantity(world, manager, area_id, species_id)
        except Refused as refused:
            return [one.code for one in refused.obstacles]
        return []

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(set_limit, areas))
    assert sorted(found) == [[], ["ground-limited-already"]]


def test_only_a_manager_of_the_operator_registers_areas(world: World) -> None:
    manager = world.operator_manager()
    clerk = world.person((home_of(manager), Role.BUYING_CLERK))
    for actor in (clerk, world.operator_manager(), world.steward()):
        with pytest.raises(NotAllowed), world.work(actor) as work:
            operations.register_area(work, operator_id=home_of(manager), **AREA)


def test_an_area_of_another_operator_is_not_there(world: World) -> None:
    area_id = area(world, world.operator_manager())
    stranger = world.operator_manager()
    with pytest.raises(NotFound), world.reading(stranger) as reading:
        queries.get_area(reading, area_id)
    with pytest.raises(NotFound), world.work(stranger) as work:
        operations.close_area(work, area_id=area_id)


def test_an_area_is_put_right_and_a_stale_form_is_a_conflict(world: World) -> None:
    manager = world.operator_manager()
    area_id = area(world, manager)
    said = {name: AREA[name] for name in ("admin_unit", "country", "geometry")}
    with world.work(manager) as work:
        edited = operations.edit_area(
            work, area_id=area_id, version=1, name="Upper block", stated_m2=20_000, **said
        )
        assert (edited.name, edited.version) == ("Upper block", 2)
    with pytest.raises(Conflict), world.work(manager) as work:
        operations.edit_area(work, area_id=area_id, version=1, name="Lower block", **said)


def test_a_closed_area_stays_closed(world: World) -> None:
    manager, species_id = world.operator_manager(), world.species()
    area_id = area(world, manager)
    target(world, manager, species_id)
    with world.work(manager) as work:
        operations.close_area(work, area_id=area_id)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.set_maximum_quantity(work, area_id=area_id, species_id=species_id, **SEASON)
    assert codes(refused) == ["area-closed"]
    with pytest.raises(Refused), world.work(manager) as work:
        operations.close_area(work, area_id=area_id)
    with world.reading(manager) as reading:
        assert queries.areas_of(reading, home_of(manager)) == []


def test_a_species_and_part_is_chosen_once_ended_and_chosen_again(world: World) -> None:
    manager, species_id = world.operator_manager(), world.species()
    target_id = target(world, manager, species_id)
    with pytest.raises(Refused) as refused:
        target(world, manager, species_id)
    assert codes(refused) == ["target-species-chosen-already"]
    with pytest.raises(Refused) as refused:
        target(world, manager, uuid4())
    assert codes(refused) == ["species-not-registered"]
    with world.work(manager) as work:
        operations.end_target_species(work, target_id=target_id)
    with pytest.raises(Refused), world.work(manager) as work:
        operations.end_target_species(work, target_id=target_id)
    assert target(world, manager, species_id) == target_id


def test_everything_wrong_with_a_limit_is_named(world: World) -> None:
    manager, species_id = world.operator_manager(), world.species()
    area_id = area(world, manager)
    target(world, manager, species_id)
    quantity(world, manager, area_id, species_id)
    wrong = {**SEASON, "season_until": date(2025, 1, 1), "limit_g": 0, "part": PlantPart.LEAF}
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.set_maximum_quantity(work, area_id=area_id, species_id=species_id, **wrong)
    assert codes(refused) == ["not-a-target-species", "season-without-end", "limit-not-positive"]
    for season_from, season_until in (
        (date(2026, 12, 31), date(2027, 6, 1)),
        (date(2025, 6, 1), date(2026, 1, 2)),
    ):
        with pytest.raises(Refused) as refused:
            quantity(
                world,
                manager,
                area_id,
                species_id,
                season_from=season_from,
                season_until=season_until,
            )
        assert codes(refused) == ["season-overlaps"]
    next_year = {"season_from": date(2027, 1, 1), "season_until": date(2028, 1, 1)}
    quantity(world, manager, area_id, species_id, **next_year)
    with pytest.raises(Refused) as refused:
        quantity(world, manager, area_id, species_id, state=State.DRY)
    assert codes(refused) == ["season-overlaps"]


def limited(world: World, limit_g: int = 1_000) -> tuple[Actor, UUID]:
    manager, species_id = world.operator_manager(), world.species()
    area_id = area(world, manager)
    target(world, manager, species_id)
    return manager, quantity(world, manager, area_id, species_id, limit_g=limit_g)


def test_a_limit_is_drawn_to_the_last_gram_and_not_further(world: World) -> None:
    manager, quantity_id = limited(world)
    with world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=999)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=2)
    (obstacle,) = refused.value.obstacles
    assert (obstacle.code, obstacle.facts) == (
        "quota-exceeded",
        {"limit_g": 1_000, "drawn_g": 999, "wanted_g": 2, "left_g": 1},
    )
    with world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=1)
    with world.reading(manager) as reading:
        assert queries.get_quantity(reading, quantity_id).drawn_g == 1_000


@pytest.mark.parametrize("mass_g", [0, -5])
def test_nothing_is_not_drawn(world: World, mass_g: int) -> None:
    manager, quantity_id = limited(world)
    with pytest.raises(ValueError, match="more than nothing"), world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=mass_g)


def test_a_limit_is_drawn_by_its_operator_only(world: World) -> None:
    manager, quantity_id = limited(world)
    clerk = world.person((home_of(manager), Role.BUYING_CLERK))
    with world.work(clerk) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=1)
    company = world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    for stranger in (company, world.operator_manager()):
        with pytest.raises(NotAllowed), world.work(stranger) as work:
            operations.draw_quantity(work, quantity_id=quantity_id, mass_g=1)


def test_a_new_limit_never_lies_below_what_is_drawn(world: World) -> None:
    manager, quantity_id = limited(world)
    with world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=600)
    change: dict[str, Any] = {"quantity_id": quantity_id, "version": 2, "method": "tree count"}
    for limit_g, expected in ((599, "limit-below-drawn"), (0, "limit-not-positive")):
        with pytest.raises(Refused) as refused, world.work(manager) as work:
            operations.change_maximum_quantity(work, **change, limit_g=limit_g)
        assert codes(refused) == [expected]
    with world.work(manager) as work:
        changed = operations.change_maximum_quantity(work, **change, limit_g=600)
        assert (changed.version, changed.method) == (3, "tree count")
    with pytest.raises(Conflict), world.work(manager) as work:
        operations.change_maximum_quantity(work, **change, limit_g=700)


def test_a_limit_is_raised_before_the_first_collection_and_never_after(world: World) -> None:
    manager, quantity_id = limited(world)
    with world.work(manager) as work:
        raised = operations.change_maximum_quantity(
            work, quantity_id=quantity_id, version=1, limit_g=2_000
        )
        version = raised.version
    with world.work(manager) as work:
        operations.draw_quantity(work, quantity_id=quantity_id, mass_g=600)
    with pytest.raises(Refused) as refused, world.work(manager) as work:
        operations.change_maximum_quantity(
            work, quantity_id=quantity_id, version=version + 1, limit_g=2_001
        )
    assert codes(refused) == ["limit-raised-after-collection"]


def test_the_limit_of_a_day_is_found(world: World) -> None:
    manager, quantity_id = limited(world)
    with world.reading(manager) as reading:
        row = queries.get_quantity(reading, quantity_id)
        asked = {"area_id": row.area_id, "species_id": row.species_id, "part": row.part}
        found = [
            queries.find_quantity(reading, **asked, state=state, on=on)
            for state, on in (
                (State.FRESH, date(2026, 12, 31)),
                (State.FRESH, date(2027, 1, 1)),
                (State.DRY, date(2026, 12, 31)),
            )
        ]
        assert found == [row, None, None]
        assert queries.quantities_of(reading, home_of(manager), on=date(2027, 1, 1)) == []


def _collect(world: World, manager: Actor, quantity_id: UUID, ready: Barrier) -> list[str]:
    """Draw 700 g four times, waiting for the other writers first; say how each try ended."""
    ready.wait()
    ends = []
    for _ in range(4):
        try:
            with world.work(manager) as work:
                operations.draw_quantity(work, quantity_id=quantity_id, mass_g=700)
            ends.append("drawn")
        except Refused as error:
            ends += [obstacle.code for obstacle in error.obstacles]
    return ends


def test_many_writers_at_once_never_pass_the_limit(world: World) -> None:
    manager, quantity_id = limited(world, limit_g=10_000)
    writers = 6
    ready = Barrier(writers)
    with ThreadPoolExecutor(writers) as pool:
        running = [
            pool.submit(_collect, world, manager, quantity_id, ready) for _ in range(writers)
        ]
    ends = [end for one in running for end in one.result()]
    with world.reading(manager) as reading:
        drawn_g = queries.get_quantity(reading, quantity_id).drawn_g
    assert (ends.count("drawn"), ends.count("quota-exceeded")) == (14, 10)
    assert drawn_g == 9_800
