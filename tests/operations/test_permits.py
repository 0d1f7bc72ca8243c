"""Permits are drawn by collections, two at once never pass them, and give back what was wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from fairwild.areas.operations import edit_area, mark_target_species
from fairwild.areas.queries import get_area, target_species_of
from fairwild.kernel.actors import Role
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import Mass, State, StatedGrams
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.lots.operations import reverse_receipt
from fairwild.lots.queries import check_balances
from fairwild.permits.facts import BorderGoods
from fairwild.permits.operations import edit_permit, end_permit, register_permit
from fairwild.permits.queries import permits_serving
from fairwild.permits.records import Permit
from fairwild.permits.rules import papers_needed
from fairwild.permits.states import PermitKind
from tests.builders import World
from tests.lots_builders import KG, Field, faults, field_of, second_area
from tests.operations.test_lots_at_once import CLERKS, at_once, buying
from tests.permits_builders import drawn_kg, permit, permit_words, seen_permit


def refused(deed: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refused) as caught:
        deed()
    return [obstacle.code for obstacle in caught.value.obstacles]


def marked(field: Field, version: int = 1) -> None:
    """Say that the field's plants are bought only under a permit."""
    with field.world.work(field.manager) as work:
        [target] = target_species_of(work, field.operator_id)
        mark_target_species(work, target_id=target.id, version=version, needs_permit=True)


def test_a_collection_draws_on_the_permit_that_ends_first_and_gives_back(world: World) -> None:
    field = field_of(world)
    late, soon = permit(field), permit(field, 250, number="F-18", valid_until=date(2026, 6, 1))
    first = field.buy(200)
    assert (first.permit_id, drawn_kg(field, soon), drawn_kg(field, late)) == (soon, 200, 0)
    second = field.buy(200)
    assert (second.permit_id, drawn_kg(field, late)) == (late, 200)
    field.does(reverse_receipt, receipt_id=first.id, reason="Wrong scale")
    assert (drawn_kg(field, soon), drawn_kg(field, late)) == (0, 200)
    assert field.buy(250).permit_id == soon
    assert faults(world) == []


def test_every_reason_is_said_at_once_and_nothing_is_drawn(world: World) -> None:
    field = field_of(world)
    elsewhere = second_area(field)
    only = permit(field, 100, area_ids=[elsewhere])
    assert field.buy(300).permit_id is None
    marked(field)
    assert refused(lambda: field.buy(300)) == ["permit-not-for-this-area", "permit-exceeded"]
    with pytest.raises(Refused) as caught:
        field.buy(
            300, area_id=elsewhere, harvester_id=field.more["harvester-B4"], tare_g=10**9, gross_g=1
        )
    assert [one.code for one in caught.value.obstacles] == ["net-not-positive"]
    there = {"area_id": elsewhere, "harvester_id": field.more["harvester-B4"]}
    [exceeded] = _obstacles(lambda: field.buy(101, **there))
    assert (exceeded.facts["limit_g"], exceeded.facts["left_g"]) == (100 * KG, 100 * KG)
    assert drawn_kg(field, only) == 0
    assert field.buy(100, **there).permit_id == only


def _obstacles(deed: Callable[[], Any]) -> Any:
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value.obstacles


def test_fresh_and_dry_are_not_mixed_and_days_are_those_of_the_collection(world: World) -> None:
    field = field_of(world)
    permit(field, state=State.DRY)
    assert refused(lambda: field.buy(10)) == ["permit-in-another-state"]
    permit(field, number="F-19", valid_from=date(2026, 3, 3))
    assert refused(lambda: field.buy(10)) == ["permit-in-another-state"]
    permit(field, number="F-20", valid_until=date(2026, 3, 3))
    assert field.buy(10).permit_id is not None


def test_without_permits_nothing_changes_until_a_species_or_an_area_is_marked(
    world: World,
) -> None:
    field = field_of(world)
    assert field.buy(10).permit_id is None
    marked(field)
    assert refused(lambda: field.buy(10)) == ["permit-needed"]
    permit_id = permit(field)
    assert field.buy(10).permit_id == permit_id
    other = field_of_other(world)
    with world.work(other.manager) as work:
        area = get_area(work, other.area_id)
        said = {name: getattr(area, name) for name in ("name", "admin_unit", "country")}
        edit_area(
            work,
            area_id=area.id,
            version=area.version,
            geometry=area.geometry,
            needs_permit=True,
            **said,
        )
    assert refused(lambda: other.buy(10)) == ["permit-needed"]


def field_of_other(world: World) -> Field:
    """Register a second operator beside EBR, collecting another plant."""
    from fairwild.kernel.actors import OrganisationKind
    from tests.areas_builders import area, quantity, target
    from tests.harvesters_builders import harvester

    operator_id = world.organisation(OrganisationKind.OPERATOR, code="TWO")
    manager = world.person((operator_id, Role.OPERATOR_MANAGER))
    species_id = world.species("TERBEL", "Terminalia bellirica")
    area_id = area(world, manager)
    target(world, manager, species_id)
    quantity_id = quantity(world, manager, area_id, species_id)
    harvester_id = harvester(world, manager, area_ids=(area_id,), species_ids=(species_id,))
    return Field(world, manager, operator_id, species_id, area_id, quantity_id, harvester_id)


def test_a_block_rests_until_its_year(world: World) -> None:
    field = field_of(world)
    with world.work(field.manager) as work:
        area = get_area(work, field.area_id)
        said = {name: getattr(area, name) for name in ("name", "admin_unit", "country")}
        edit_area(
            work,
            area_id=area.id,
            version=area.version,
            geometry=area.geometry,
            rotation_years=4,
            rotation_first_year=2024,
            **said,
        )
    [resting] = _obstacles(lambda: field.buy(10))
    assert (resting.code, resting.facts["next_year"]) == ("block-not-due", "2028")
    with pytest.raises(Invalid), world.work(field.manager) as work:
        edit_area(
            work, area_id=area.id, version=2, geometry=area.geometry, rotation_years=4, **said
        )
    with world.work(field.manager) as work:
        edit_area(
            work,
            area_id=area.id,
            version=2,
            geometry=area.geometry,
            rotation_years=2,
            rotation_first_year=2024,
            **said,
        )
    assert field.buy(10).net_g == 10 * KG


def test_clerks_at_once_never_pass_a_permit(world: World) -> None:
    field = field_of(world)
    one, two = permit(field, 600), permit(field, 300, number="F-18")
    ended = at_once(world, *(buying(field, 300) for _ in range(CLERKS)))
    assert sorted(ended) == ["done"] * 3 + ["permit-exceeded"] * 3
    assert (drawn_kg(field, one), drawn_kg(field, two)) == (600, 300)
    assert faults(world) == []


def test_a_permit_changes_only_while_nothing_is_drawn(world: World) -> None:
    field = field_of(world)
    permit_id = permit(field)
    said = permit_words(field, 2_000, number="F-17 b")
    with world.work(field.manager) as work:
        areas = [field.area_id]
        edit_permit(work, permit_id=permit_id, version=1, area_ids=areas, **said)
    found = seen_permit(field, permit_id)
    assert (found.number, found.limit_g) == ("F-17 b", 2_000 * KG)
    with pytest.raises(Conflict), world.work(field.manager) as work:
        edit_permit(work, permit_id=permit_id, version=1, **said)
    field.buy(10)
    version = seen_permit(field, permit_id).version
    change = {"permit_id": permit_id, "version": version, **said}
    assert refused(lambda: field.does(edit_permit, **change)) == ["permit-drawn-on"]
    field.does(end_permit, permit_id=permit_id)
    assert refused(lambda: field.does(end_permit, permit_id=permit_id)) == ["permit-ended"]
    assert refused(lambda: field.buy(10)) == ["permit-ended"]


def test_a_permit_whose_receipts_were_taken_back_stays_what_it_says(world: World) -> None:
    field = field_of(world)
    permit_id = permit(field, 100)
    receipt = field.buy(100)
    field.does(reverse_receipt, receipt_id=receipt.id, reason="typo")
    change = {"permit_id": permit_id, "version": seen_permit(field, permit_id).version}
    more = {**change, **permit_words(field, 2_000)}
    assert refused(lambda: field.does(edit_permit, **more)) == ["permit-drawn-on"]
    field.does(end_permit, permit_id=permit_id)
    assert refused(lambda: field.buy(90)) == ["permit-ended"]


def test_who_may_register_what(world: World) -> None:
    field = field_of(world)
    clerk = world.person((field.operator_id, Role.BUYING_CLERK))
    order = {"operator_id": field.operator_id, **permit_words(field)}
    with pytest.raises(NotAllowed), world.work(clerk) as work:
        register_permit(work, **order)
    stranger = field_of_other(world)
    for wrong in ({"area_ids": [stranger.area_id]}, {"species_id": uuid4()}):
        with pytest.raises(Invalid), world.work(field.manager) as work:
            register_permit(work, **(order | wrong))
    permit_id = permit(field)
    assert refused(lambda: permit(field)) == ["permit-number-taken"]
    with pytest.raises(NotFound):
        seen_permit(stranger, permit_id)


def test_weights_in_other_units_are_kept_in_their_words(world: World) -> None:
    field = field_of(world)
    heavy = StatedGrams(Mass(12_474, "lb", "27.5 lb"))
    receipt = field.buy(1, gross_g=heavy, tare_g=474)
    assert (receipt.net_g, receipt.gross_g) == (12_000, 12_474)
    assert receipt.stated == {"gross": {"text": "27.5 lb", "unit": "lb", "grams": 12_474}}
    assert field.buy(1).stated == {}


def test_papers_that_would_serve_are_found(world: World) -> None:
    field = field_of(world)
    permit(field)
    export = permit(field, None, kind=PermitKind.CITES_EXPORT, number="X-1", part=None, state=None)
    with world.reading(field.manager) as work:
        oil = BorderGoods("L1", field.species_id, "", Form.OIL, "II", frozenset({"ES"}))
        needs = papers_needed([oil], from_country="ES", to_country="DE")
        served = permits_serving(work, needs, operator_id=field.operator_id, on=work.today)
        key = (PermitKind.CITES_EXPORT, field.species_id)
        assert [one.id for one in served[key]] == [export]


def test_a_permit_ended_before_its_first_draw_counts_as_never_written(world: World) -> None:
    field = field_of(world)
    field.does(end_permit, permit_id=permit(field))
    assert field.buy(10).permit_id is None
    marked(field)
    assert refused(lambda: field.buy(10)) == ["permit-needed"]


def test_ending_a_permit_that_was_drawn_on_does_not_end_its_limit(world: World) -> None:
    field = field_of(world)
    first = permit(field)
    assert field.buy(10).permit_id == first
    field.does(end_permit, permit_id=first)
    with pytest.raises(Refused) as refused:
        field.buy(10)
    assert [one.code for one in refused.value.obstacles] == ["permit-ended"]
    another = permit(field, number="P-2")
    assert field.buy(10).permit_id == another


def test_the_check_finds_a_limit_that_says_something_else(world: World) -> None:
    field = field_of(world)
    permit_id = permit(field)
    receipt, wrong = field.buy(10), field.buy(20)
    field.does(reverse_receipt, receipt_id=wrong.id, reason="Wrong scale")
    assert receipt.permit_id == permit_id
    with world.store.writing() as session:
        assert list(check_balances(session)) == []
        session.execute(update(Permit).values(drawn_g=7 * KG))
        [fault] = check_balances(session)
        assert fault.subject_id == permit_id
        session.rollback()
