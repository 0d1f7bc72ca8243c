"""Which risk class holds on a day, by tables: no database."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.species import rules
from fairwild.species.facts import RiskFacts
from fairwild.species.states import RiskClass, RiskFactor, RiskStanding

TODAY = date(2026, 3, 2)
KNOWN = RiskFacts(
    id=UUID(int=1),
    species_id=UUID(int=2),
    part=PlantPart.ROOT,
    country="ES",
    risk_class=RiskClass.LOW,
    factors=(),
    document="RA-1",
    said=Period(date(2026, 1, 1), date(2027, 1, 1)),
)


@pytest.mark.parametrize(
    ("on", "ceased_on", "holds"),
    [
        (date(2025, 12, 31), None, False),
        (date(2026, 1, 1), None, True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
        (date(2026, 5, 31), date(2026, 6, 1), True),
        (date(2026, 6, 1), date(2026, 6, 1), False),
        (date(2026, 1, 1), date(2026, 1, 1), False),
        (date(2026, 12, 31), date(2028, 1, 1), True),
    ],
)
def test_a_class_holds_on_its_days_and_no_others(
    on: date, ceased_on: date | None, holds: bool
) -> None:
    facts = replace(KNOWN, ceased_on=ceased_on)
    assert (rules.in_force([facts], on=on) == facts) is holds


@pytest.mark.parametrize(
    ("risk_class", "factors", "start", "earlier", "codes"),
    [
        (RiskClass.LOW, (), TODAY, (), []),
        (RiskClass.HIGH, (), TODAY, (), ["risk-without-factors"]),
        (RiskClass.MEDIUM, (RiskFactor.DEMAND,), TODAY, (KNOWN,), []),
        (RiskClass.LOW, (), date(2026, 2, 1), (KNOWN,), ["risk-already-classed-then"]),
        (RiskClass.LOW, (), date(2025, 1, 1), (), []),
        (
            RiskClass.LOW,
            (),
            date(2026, 2, 1),
            (replace(KNOWN, said=Period(TODAY)),),
            [],
        ),
        (
            RiskClass.LOW,
            (),
            date(2026, 2, 1),
            (replace(KNOWN, ceased_on=date(2026, 1, 1)),),
            [],
        ),
    ],
)
def test_what_held_in_the_past_is_never_classed_anew(
    risk_class: RiskClass,
    factors: tuple[RiskFactor, ...],
    start: date,
    earlier: tuple[RiskFacts, ...],
    codes: list[str],
) -> None:
    found = rules.obstacles_to_classifying(
        risk_class, start=start, factors=factors, earlier=earlier, on=TODAY
    )
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("facts", "on", "standing"),
    [
        (KNOWN, TODAY, RiskStanding.IN_FORCE),
        (KNOWN, date(2025, 1, 1), RiskStanding.COMING),
        (KNOWN, date(2027, 1, 1), RiskStanding.OVER),
        (replace(KNOWN, ceased_on=TODAY), TODAY, RiskStanding.ENDED),
        (replace(KNOWN, ceased_on=TODAY, superseded=True), TODAY, RiskStanding.SUPERSEDED),
        (replace(KNOWN, ceased_on=date(2026, 9, 1)), TODAY, RiskStanding.IN_FORCE),
        (replace(KNOWN, ceased_on=date(2026, 1, 1)), date(2025, 1, 1), RiskStanding.ENDED),
    ],
)
def test_a_class_stands_as_its_days_say(facts: RiskFacts, on: date, standing: RiskStanding) -> None:
    assert rules.standing_of(facts, on=on) is standing


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(1, 15)), max_size=6), DAYS)
def test_the_last_word_alone_holds_from_its_first_day(
    words: list[tuple[date, int | None]], on: date
) -> None:
    said: list[RiskFacts] = []
    for start, length in words:
        until = None if length is None else date.fromordinal(start.toordinal() + length)
        replaced = {one.id: day for one, day in rules.replaced_by(said, start=start)}
        said = [
            replace(one, ceased_on=replaced[one.id], superseded=True) if one.id in replaced else one
            for one in said
        ]
        said.append(replace(KNOWN, id=uuid4(), said=Period(start, until)))
    holding = [one for one in said if on in one.valid]
    assert len(holding) <= 1
    reached = [one for one in said if one.said.start <= on]
    last = reached[-1] if reached else None
    assert rules.in_force(said, on=on) == (last if last and on in last.said else None)
