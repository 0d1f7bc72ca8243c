"""When a permit serves, and which papers a border asks for."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.permits import rules
from fairwild.permits.facts import BorderGoods, PermitFacts
from fairwild.permits.states import PaperReason, PermitKind, PermitStanding
from fairwild.wording import OBSTACLES, WORDS

SPECIES, OTHER, HERE, THERE = uuid4(), uuid4(), uuid4(), uuid4()
DAY = date(2026, 5, 12)
EXPORT, IMPORT = PermitKind.CITES_EXPORT, PermitKind.CITES_IMPORT
RE_EXPORT = PermitKind.CITES_RE_EXPORT


def goods(form: Form, appendix: str, origin: str = "", species_id: UUID = SPECIES) -> BorderGoods:
    origins = frozenset(origin.split())
    return BorderGoods("L1", species_id, "Nardostachys jatamansi", form, appendix, origins)


def permit(number: str = "F-17", **changes: Any) -> PermitFacts:
    facts = PermitFacts(
        id=uuid4(),
        number=number,
        kind=PermitKind.HARVEST,
        authority="Forest office",
        species_id=SPECIES,
        part=PlantPart.RHIZOME,
        state=State.FRESH,
        valid=Period(date(2026, 1, 1), date(2027, 1, 1)),
        limit_g=1_000,
    )
    return replace(facts, **changes)


def codes(permits: list[PermitFacts], *, needed: bool = False, **changes: Any) -> list[str]:
    wanted: dict[str, Any] = {"area_id": HERE, "state": State.FRESH, "on": DAY, "mass_g": 100}
    found = rules.obstacles_to_harvest(permits, area="B3", needed=needed, **(wanted | changes))
    return [obstacle.code for obstacle in found]


@pytest.mark.parametrize(
    ("form", "appendix", "origin", "to_country", "kinds"),
    [
        (Form.DRIED, "II", "", "DE", [EXPORT]),
        (Form.OIL, "II", "NP", "DE", [EXPORT]),
        (Form.EXTRACT, "III", "", "DE", [EXPORT]),
        (Form.RAW, "I", "NP", "DE", [EXPORT, IMPORT]),
        (Form.OIL, "II", "IN", "DE", [RE_EXPORT]),
        (Form.CUT, "II", "IN NP", "DE", [EXPORT, RE_EXPORT]),
        (Form.FINISHED_PRODUCT, "I", "IN", "DE", [RE_EXPORT, IMPORT]),
        (Form.DRIED, "", "", "DE", []),
        (Form.OIL, "II", "", "NP", []),
        (Form.OIL, "I", "IN", "NP", []),
    ],
)
def test_listed_plants_and_what_is_made_of_them_need_papers_at_a_border(
    form: Form, appendix: str, origin: str, to_country: str, kinds: list[PermitKind]
) -> None:
    needs = rules.papers_needed(
        [goods(form, appendix, origin)], from_country="NP", to_country=to_country
    )
    assert [need.kind for need in needs] == kinds
    made = form in {Form.OIL, Form.EXTRACT, Form.FINISHED_PRODUCT}
    assert {need.why for need in needs} <= {PaperReason.DERIVATIVE if made else PaperReason.LISTED}


def test_one_paper_serves_all_lots_of_a_species_and_missing_ones_are_named() -> None:
    load = [
        goods(Form.DRIED, "II"),
        replace(goods(Form.OIL, "II"), lot="L2"),
        replace(goods(Form.DRIED, "II", species_id=OTHER), lot="L3"),
    ]
    needs = rules.papers_needed(load, from_country="NP", to_country="DE")
    assert [(need.species_id, need.lots) for need in needs] == [
        (SPECIES, ("L1", "L2")),
        (OTHER, ("L3",)),
    ]
    assert needs[0].why is PaperReason.LISTED
    [missing] = rules.papers_missing(needs, {(EXPORT, SPECIES)})
    assert missing.species_id == OTHER
    [said] = rules.obstacles_at_border(needs, {(EXPORT, OTHER)})
    assert said.facts["wanted_g"] == 0
    assert (said.code, said.facts["lots"]) == ("paper-missing", "L1, L2")


def test_papers_at_hand_are_those_valid_on_the_day() -> None:
    [need] = rules.papers_needed([goods(Form.OIL, "II")], from_country="NP", to_country="DE")
    papers = [
        permit("late", kind=EXPORT),
        permit("soon", kind=EXPORT, valid=Period(date(2026, 3, 1), date(2026, 9, 1))),
        permit("over", kind=EXPORT, valid=Period(date(2025, 1, 1), date(2026, 1, 1))),
        permit("ended", kind=EXPORT, ended=True),
        permit("harvest"),
        permit("other", kind=EXPORT, species_id=OTHER),
    ]
    assert [one.number for one in rules.permits_serving(need, papers, on=DAY)] == ["soon", "late"]


def test_the_permit_that_ends_first_and_has_room_is_drawn_on() -> None:
    soon = Period(date(2026, 1, 1), date(2026, 6, 1))
    permits = [permit("late"), permit("soon", valid=soon), permit("full", drawn_g=950, valid=soon)]
    place: dict[str, Any] = {"area_id": HERE, "state": State.FRESH, "on": DAY}
    chosen = rules.choose_permit(permits, **place, mass_g=100)
    assert chosen is not None
    assert chosen.number == "soon"
    assert rules.choose_permit(permits, **place, mass_g=1_001) is None
    assert codes(permits) == []


@pytest.mark.parametrize(
    ("changes", "asked", "expected"),
    [
        ({}, {"on": date(2027, 1, 1)}, ["permit-expired"]),
        ({"drawn_g": 950}, {}, ["permit-exceeded"]),
        ({"area_ids": frozenset({THERE})}, {}, ["permit-not-for-this-area"]),
        ({}, {"state": State.DRY}, ["permit-in-another-state"]),
        (
            {"area_ids": frozenset({THERE}), "drawn_g": 950},
            {"on": date(2025, 1, 1)},
            ["permit-expired", "permit-not-for-this-area", "permit-exceeded"],
        ),
    ],
)
def test_every_reason_of_a_permit_is_said_at_once(
    changes: dict[str, Any], asked: dict[str, Any], expected: list[str]
) -> None:
    assert codes([permit(**changes)], needed=True, **asked) == expected


def test_without_a_permit_only_what_is_marked_is_refused() -> None:
    assert codes([]) == []
    assert codes([], needed=True) == ["permit-needed"]
    ended, drawn = permit(ended=True), permit(ended=True, drawn_g=1)
    plants: dict[str, Any] = {"species_id": SPECIES, "part": PlantPart.RHIZOME}
    assert rules.permits_concerned([ended, drawn, permit(kind=EXPORT)], **plants) == (drawn,)
    assert codes([drawn]) == ["permit-ended"]


def test_a_permit_asks_only_for_itself_where_it_is_for_that_area() -> None:
    over = Period(date(2025, 1, 1), date(2026, 1, 1))
    there = permit(area_ids=frozenset({THERE}), valid=over)
    assert codes([there]) == []
    assert codes([there], area_id=THERE) == ["permit-expired"]
    assert codes([there, permit(valid=over)]) == ["permit-expired"]


def test_a_permit_warns_from_ninety_percent() -> None:
    def standing(**changes: Any) -> PermitStanding:
        return rules.standing_of(permit(**changes), on=DAY, warning_share=Fraction(9, 10))

    assert standing(drawn_g=899) is PermitStanding.VALID
    assert standing(drawn_g=900) is PermitStanding.NEARLY_DRAWN
    assert standing(drawn_g=1_000) is PermitStanding.FULLY_DRAWN
    assert standing(valid=Period(date(2026, 6, 1), date(2027, 1, 1))) is PermitStanding.COMING
    assert standing(valid=Period(date(2025, 6, 1), date(2026, 1, 1))) is PermitStanding.EXPIRED
    assert standing(ended=True) is PermitStanding.ENDED


def test_a_permit_to_harvest_says_part_state_and_quantity() -> None:
    def found(**changes: Any) -> list[str]:
        said = rules.obstacles_to_registering(permit(**changes), number_taken=False)
        return [obstacle.code for obstacle in said]

    assert found() == []
    for lack in ({"part": None}, {"state": None}, {"limit_g": None}, {"state": State.LIQUID}):
        assert found(**lack) == ["harvest-permit-incomplete"]
    assert found(kind=EXPORT, part=None, state=None, limit_g=None) == []
    assert found(valid=Period(DAY, DAY)) == ["permit-without-days"]


def test_every_code_has_its_words() -> None:
    for kind in PermitKind:
        assert f"PermitKind:{kind}" in WORDS
    assert {"permit-needed", "permit-exceeded", "paper-missing", "block-not-due"} <= set(OBSTACLES)
