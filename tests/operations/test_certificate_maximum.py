"""Certified receipts never pass what the certificate allows a year, whoever sets which limit."""

from typing import Any

import pytest
from sqlalchemy import select, update

from fairwild.certificates.queries import get_certificate_facts, uses_of
from fairwild.certificates.records import CertificateDraw
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Refused
from fairwild.lots.operations import reverse_receipt
from fairwild.lots.records import Lot
from tests.builders import World
from tests.lots_builders import KG, Field, certify, faults, field_of, second_area, set_status
from tests.operations.test_lots_at_once import CLERKS, at_once, buying
from tests.operations.test_lots_in_bulk import bought, purchase


def drawn_kg(world: World) -> list[tuple[int, int]]:
    with world.store.reading() as session:
        query = select(CertificateDraw.year, CertificateDraw.drawn_g)
        return [(year, drawn_g // KG) for year, drawn_g in session.execute(query)]


def refused(deed: Any) -> dict[str, Any]:
    with pytest.raises(Refused) as caught:
        deed()
    [obstacle] = caught.value.obstacles
    return {"code": obstacle.code, **obstacle.facts}


def judged(world: World, field: Field, **order: Any) -> tuple[bool, str | None]:
    receipt = field.buy(10, **order)
    with world.store.reading() as session:
        lot = session.get_one(Lot, receipt.lot_id)
        return lot.certified, str(lot.state)


def test_a_certificate_is_drawn_to_its_maximum_and_given_back(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field, maximum_g=1_000 * KG)
    first = field.buy(900)
    told = refused(lambda: field.buy(101))
    assert told == {
        "code": "certificate-maximum-exceeded",
        "certificate": "CB-2026-00001",
        "maximum_g": 1_000 * KG,
        "drawn_g": 900 * KG,
        "wanted_g": 101 * KG,
        "left_g": 100 * KG,
    }
    assert refused(lambda: bought(world, field, [purchase(field, 60)] * 2))["code"] == told["code"]
    bought(world, field, [purchase(field, 50)] * 2)
    assert drawn_kg(world) == [(2026, 1_000)]
    field.does(reverse_receipt, receipt_id=first.id, reason="Wrong scale")
    assert drawn_kg(world) == [(2026, 100)]
    with world.reading(field.manager) as reading:
        [use] = uses_of(reading, get_certificate_facts(reading, certificate_id))
        assert (use.drawn_g, use.maximum_g) == (100 * KG, 1_000 * KG)
    assert faults(world) == []


def test_the_next_certificate_counts_on_where_the_last_one_stopped(world: World) -> None:
    field = field_of(world)
    old = certify(field, maximum_g=1_000 * KG)
    field.buy(900)
    world.pass_time(days=1)
    set_status(world, old, CertificateStatus.SUPERSEDED)
    certify(field, number="CB-2026-00001-R1", maximum_g=1_200 * KG)
    world.pass_time(days=1)
    assert refused(lambda: field.buy(301))["left_g"] == 300 * KG
    field.buy(300)
    assert faults(world) == []


def test_two_areas_share_the_maximum_and_clerks_at_once_never_pass_it(world: World) -> None:
    field = field_of(world)
    other = second_area(field)
    certify(field, area_ids=(field.area_id, other), maximum_g=1_000 * KG)
    elsewhere = {"area_id": other, "harvester_id": field.more["harvester-B4"]}
    field.buy(300, **elsewhere)
    ended = at_once(world, *(buying(field, 300) for _ in range(CLERKS)))
    assert sorted(set(ended)) == ["certificate-maximum-exceeded", "done"]
    assert ended.count("done") == 2
    assert drawn_kg(world) == [(2026, 900)]
    assert faults(world) == []


def test_fresh_plants_do_not_ride_on_a_maximum_of_dry_ones(world: World) -> None:
    field = field_of(world)
    certify(field, state=State.DRY)
    assert judged(world, field) == (False, "fresh")
    assert drawn_kg(world) == []


def test_the_check_finds_a_draw_that_says_something_else(world: World) -> None:
    field = field_of(world)
    certify(field)
    field.buy(10)
    with world.store.writing() as session:
        session.execute(update(CertificateDraw).values(drawn_g=7 * KG))
        session.commit()
    assert "certificate-draw-differs" in faults(world)
