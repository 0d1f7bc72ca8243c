"""How a sample is drawn."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.audits.states import AuditKind, AuditStatus
from fairwild.desks import rules
from fairwild.desks.facts import Candidate, SampleFacts
from fairwild.desks.states import Sampled, SampleRule

ROOT, RISK = SampleRule.SQUARE_ROOT, SampleRule.RISK_WEIGHT
SAMPLE = SampleFacts(id=uuid4(), audit_status=AuditStatus.CONFIRMED, latest=True)


def things(count: int, weight: int = 1) -> list[Candidate]:
    """Give so many candidates with ids of their own."""
    return [Candidate(UUID(int=place), f"R{place}", weight) for place in range(count)]


@pytest.mark.parametrize(
    ("total", "factor", "least", "size"),
    [
        (0, "1", 1, 1),
        (1, "1", 1, 1),
        (100, "1", 1, 10),
        (101, "1", 1, 11),
        (99_999, "1", 1, 317),
        (100, "3/2", 1, 15),
        (2, "14/10", 1, 2),
        (9, "1", 5, 5),
    ],
)
def test_the_size_is_the_root_rounded_up_and_never_below_the_least(
    total: int, factor: str, least: int, size: int
) -> None:
    assert rules.sample_size(total, factor=Fraction(factor), least=least) == size


@given(total=st.integers(0, 10**9), above=st.integers(1, 50), below=st.integers(1, 50))
def test_the_size_is_exact_whatever_the_factor(total: int, above: int, below: int) -> None:
    factor = Fraction(above, below)
    size = rules.sample_size(total, factor=factor, least=0)
    assert size**2 >= factor**2 * total
    assert size == 0 or (size - 1) ** 2 < factor**2 * total


def test_what_is_of_high_risk_makes_a_sample_by_risk_larger() -> None:
    terms = {"factor": Fraction(1), "least": 1}
    assert rules.size_of(things(100, 4), ROOT, **terms) == 10
    assert rules.size_of(things(100, 4), RISK, **terms) == 20
    assert rules.size_of(things(3), ROOT, factor=Fraction(9), least=50) == 3


@given(st.integers(0, 60), st.text(max_size=20), st.sampled_from(SampleRule), st.randoms())
def test_the_same_seed_draws_the_same_from_the_same_in_any_order(
    count: int, seed: str, rule: SampleRule, chance: object
) -> None:
    there = [replace(one, weight=1 + place % 4) for place, one in enumerate(things(count))]
    drawn = rules.draw(there, size=7, seed=seed, rule=rule)
    chance.shuffle(there)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert rules.draw(there, size=7, seed=seed, rule=rule) == drawn
    assert len({one.id for one in drawn}) == len(drawn) == min(7, count)


def test_a_known_seed_draws_what_it_drew_when_this_was_written() -> None:
    drawn = rules.draw(things(50), size=5, seed="spring", rule=ROOT)
    assert [one.label for one in drawn] == ["R4", "R45", "R15", "R33", "R11"]


def test_weight_makes_it_likelier_and_only_where_risk_weighs() -> None:
    mixed = [replace(one, weight=4 if one.id.int < 50 else 1) for one in things(100)]
    seeds = [str(number) for number in range(100)]

    def heavy(rule: SampleRule) -> int:
        drawn = (rules.draw(mixed, size=10, seed=seed, rule=rule) for seed in seeds)
        return sum(one.weight == 4 for found in drawn for one in found)

    assert 400 < heavy(ROOT) < 600
    assert 720 < heavy(RISK) < 860


def test_the_fingerprint_of_a_population_knows_every_id_and_weight() -> None:
    there = things(9)
    assert rules.population_of(there) == rules.population_of(reversed(there))
    changed = [*there[:-1], replace(there[-1], weight=2)]
    assert rules.population_of(changed).sha256 != rules.population_of(there).sha256


def test_what_stands_against_a_change_by_hand() -> None:
    def said(sample: SampleFacts, reason: str = "A complaint.") -> list[str]:
        return [one.code for one in rules.obstacles_to_changing(sample, reason=reason)]

    assert said(SAMPLE) == []
    late = replace(SAMPLE, audit_status=AuditStatus.FINISHED, latest=False)
    assert said(late, " ") == [
        "sample-report-locked",
        "sample-superseded",
        "sample-reason-missing",
    ]
    thing = Candidate(uuid4(), "R7")
    known = replace(SAMPLE, things=frozenset({(Sampled.RECEIPT, thing.id)}))
    asked = {"label": "R7", "reason": "A complaint."}
    found = [*rules.obstacles_to_adding(known, Sampled.RECEIPT, thing, **asked)]
    assert [one.code for one in found] == ["sample-thing-twice"]
    assert not [*rules.obstacles_to_adding(known, Sampled.LOT, thing, **asked)]
    missing = [*rules.obstacles_to_adding(known, Sampled.LOT, None, **asked)]
    assert [one.code for one in missing] == ["sample-thing-unknown"]


def test_a_second_draw_needs_a_reason() -> None:
    place = (AuditStatus.CONFIRMED, AuditKind.ANNUAL)
    assert not [*rules.obstacles_to_drawing(*place, drawn=0, reason="")]
    [obstacle] = rules.obstacles_to_drawing(*place, drawn=1, reason="")
    assert obstacle.code == "sample-drawn-before"
    assert not [*rules.obstacles_to_drawing(*place, drawn=1, reason="Harvest is over.")]
    [obstacle] = rules.obstacles_to_drawing(place[0], AuditKind.SPOT_CHECK, drawn=0, reason="")
    assert obstacle.code == "spot-check-draws-nothing"
