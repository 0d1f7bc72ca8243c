"""Rules of material, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.catalogue import find_drying_band, quota_warning_share
from fairwild.lots.facts import (
    DeliveryFacts,
    Draw,
    LotFacts,
    QuotaFacts,
    RatioBand,
)
from fairwild.lots.operations.numbering import stem_of
from fairwild.lots.rules import (
    SAME_FOR_MERGING,
    obstacles_to_drawing,
    obstacles_to_joining,
    obstacles_to_receipt,
    outlook,
)
from fairwild.lots.states import LotStatus, LotTrait, QuotaLevel

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
AREA, SPECIES, ORGANISATION = uuid4(), uuid4(), uuid4()
SEASON = Period(date(2026, 1, 1), date(2027, 1, 1))
DELIVERY = DeliveryFacts(
    day=NOW.date(),
    collected_at=NOW,
    now=NOW,
    gross_g=102_000,
    tare_g=2_000,
    harvester="H-1",
    registered=Period(date(2026, 1, 1)),
    allowed_area_ids=frozenset({AREA}),
    allowed_species_ids=frozenset({SPECIES}),
    area_id=AREA,
    area="B3",
    area_closed=False,
    species_id=SPECIES,
    species="Glycyrrhiza glabra",
    part=PlantPart.ROOT,
    state=State.FRESH,
    is_target=True,
    quota=QuotaFacts(uuid4(), SEASON, limit_g=100_000, drawn_g=0),
    nearest=None,
)
LOT = LotFacts(
    id=uuid4(),
    number="EBR-GLYGLA-B3-2026-001",
    code="",
    made_by=1,
    made_at=NOW,
    operator_id=ORGANISATION,
    holder_id=ORGANISATION,
    body_id=None,
    species_id=SPECIES,
    species="Glycyrrhiza glabra",
    part=PlantPart.ROOT,
    form=Form.RAW,
    state=State.FRESH,
    area_id=AREA,
    season=2026,
    status=LotStatus.CLOSED,
    made_g=1_000,
    taken_g=400,
    units=None,
    unit_g=None,
    certified=True,
    certificate_id=UUID(int=1),
)
BAND = RatioBand(Fraction(5, 2), Fraction(4), "v1")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"day": date(2025, 12, 31)}, ["harvester-not-registered-then"]),
        ({"registered": Period(date(2026, 1, 1), NOW.date())}, ["harvester-not-registered-then"]),
        ({"allowed_area_ids": frozenset()}, ["harvester-not-allowed-area"]),
        ({"allowed_species_ids": frozenset()}, ["harvester-not-allowed-species"]),
        ({"area_closed": True}, ["area-closed"]),
        ({"is_target": False}, ["not-a-target-species"]),
        ({"quota": None}, ["no-maximum-quantity"]),
        ({"quota": None, "nearest": SEASON}, ["outside-season"]),
        ({"gross_g": 2_000}, ["net-not-positive"]),
        ({"gross_g": 102_001}, ["quota-exceeded"]),
        ({"now": NOW.replace(hour=7)}, ["in-the-future"]),
    ],
)
def test_what_stands_against_a_receipt(change: dict[str, object], expected: list[str]) -> None:
    found = obstacles_to_receipt(replace(DELIVERY, **change))  # type: ignore[arg-type]  # a dict of mixed values
    assert [obstacle.code for obstacle in found] == expected


@pytest.mark.parametrize(
    ("change", "wanted_g", "expected"),
    [
        ({}, 600, []),
        ({}, 601, ["more-than-available"]),
        ({}, 0, ["nothing-taken"]),
        ({"status": LotStatus.OPEN}, 600, ["lot-still-open"]),
        ({"status": LotStatus.IN_TRANSIT}, 600, ["lot-not-in-stock"]),
        ({"status": LotStatus.USED, "taken_g": 1_000}, 1, ["more-than-available"]),
        ({"made_at": NOW.replace(hour=9)}, 600, ["before-its-origin"]),
    ],
)
def test_what_stands_against_drawing(
    change: dict[str, object], wanted_g: int, expected: list[str]
) -> None:
    draw = Draw(replace(LOT, **change), wanted_g)  # type: ignore[arg-type]  # a dict of mixed values
    found = obstacles_to_drawing([draw], at=NOW, now=NOW)
    assert [obstacle.code for obstacle in found] == expected


@pytest.mark.parametrize(
    ("change", "which"),
    [
        ({"species_id": uuid4()}, LotTrait.SPECIES),
        ({"part": PlantPart.BARK}, LotTrait.PART),
        ({"form": Form.CUT}, LotTrait.FORM),
        ({"state": State.DRY}, LotTrait.STATE),
        ({"holder_id": uuid4()}, LotTrait.HOLDER),
        ({"unit_g": 25}, LotTrait.UNIT),
        ({"certificate_id": UUID(int=2)}, LotTrait.CERTIFICATE),
    ],
)
def test_each_difference_keeps_lots_apart(change: dict[str, object], which: LotTrait) -> None:
    other = replace(LOT, id=uuid4(), **change)  # type: ignore[arg-type]  # a dict of mixed values
    [obstacle] = obstacles_to_joining([LOT, other], same=SAME_FOR_MERGING, at_least=2)
    assert (obstacle.code, obstacle.facts["which"]) == ("lots-differ", which)


@given(limit_g=st.integers(1, 10**9), drawn_g=st.integers(0, 10**9), adding_g=st.integers(0, 10**9))
def test_the_outlook_is_over_exactly_where_nothing_is_left(
    limit_g: int, drawn_g: int, adding_g: int
) -> None:
    quota = QuotaFacts(uuid4(), SEASON, limit_g, min(drawn_g, limit_g))
    found = outlook(quota, adding_g=adding_g, warning_share=Fraction(9, 10))
    assert (found.level is QuotaLevel.OVER) == (found.left_g < 0)
    is_near = limit_g * 9 <= found.drawn_g * 10 + adding_g * 10 <= limit_g * 10
    assert (found.level is QuotaLevel.WARNING) == is_near
    assert found.share == Fraction(quota.drawn_g + adding_g, limit_g)


@pytest.mark.parametrize("part", [PlantPart.ROOT, PlantPart.HERB, PlantPart.FRUIT])
def test_the_bands_come_from_the_parameters(part: PlantPart) -> None:
    band = find_drying_band(part, on=date(2026, 3, 2))
    assert band is not None
    assert Fraction(1) < band.lowest < band.highest
    assert band.version
    assert find_drying_band(PlantPart.RESIN, on=date(2026, 3, 2)) is None
    assert quota_warning_share(on=date(2026, 3, 2)) == Fraction(9, 10)


@pytest.mark.parametrize(
    ("number", "stem"),
    [
        ("EBR-GLYGLA-B3-2026-001", "EBR-GLYGLA-B3-2026-001"),
        ("EBR-GLYGLA-B3-2026-001-D1", "EBR-GLYGLA-B3-2026-001"),
        ("EBR-GLYGLA-B3-2026-001-P12", "EBR-GLYGLA-B3-2026-001"),
    ],
)
def test_a_derived_number_begins_with_its_collection_lot(number: str, stem: str) -> None:
    assert stem_of(number) == stem
