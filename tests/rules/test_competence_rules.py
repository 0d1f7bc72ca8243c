"""Who may be assigned to an audit, and what of it an office may override."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from fairwild.competence import rules
from fairwild.competence.facts import (
    CandidateFacts,
    CompetenceFacts,
    InterestFacts,
    Needs,
    WitnessFacts,
)
from fairwild.competence.states import (
    CompetenceStanding,
    InterestKind,
    WitnessResult,
    WitnessStanding,
)
from fairwild.kernel.actors import Role
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle

DAY = date(2026, 3, 2)
CLIENT = uuid4()
KNOWS = CompetenceFacts(
    role=Role.AUDITOR,
    standard="fairwild",
    standard_version="2.0",
    risk_classes=frozenset({"low", "medium"}),
    languages=frozenset({"es", "en"}),
    countries=frozenset({"ES", "PT"}),
    valid=Period(date(2024, 1, 1), date(2027, 1, 1)),
)
ANA = CandidateFacts(uuid4(), "Ana", (KNOWS,))
NEEDS = Needs(
    standard="fairwild",
    standard_version="2.0",
    risk_classes=frozenset({"low"}),
    countries=frozenset({"ES"}),
    languages={"ES": frozenset({"es"})},
)


def knowing(**changes: Any) -> CandidateFacts:
    """Give somebody who knows a little else."""
    return replace(ANA, competences=(replace(KNOWS, **changes),))


def tie(until: date | None) -> InterestFacts:
    """Give an interest that ended on a day, or did not."""
    return InterestFacts(uuid4(), CLIENT, "Regaliz", InterestKind.CONSULTANCY, until)


def found(person: CandidateFacts = ANA, **changes: Any) -> list[Obstacle]:
    """Ask the rule about somebody."""
    asked: dict[str, Any] = {
        "role": Role.AUDITOR,
        "needs": NEEDS,
        "interests": (),
        "declared": True,
        "on": DAY,
        "lookback_months": 24,
    }
    return list(rules.obstacles_to_assigning(person, **(asked | changes)))


def codes(person: CandidateFacts = ANA, **changes: Any) -> list[str]:
    """Name what the rule finds."""
    return [one.code for one in found(person, **changes)]


@pytest.mark.parametrize(
    ("person", "changes", "expected"),
    [
        (ANA, {}, []),
        (knowing(countries=frozenset()), {}, []),
        (replace(ANA, competences=()), {}, ["competence-missing"]),
        (ANA, {"role": Role.EVALUATOR}, ["competence-missing"]),
        (knowing(standard_version="3.0"), {}, ["competence-missing"]),
        (knowing(valid=Period(date(2026, 3, 3))), {}, ["competence-missing"]),
        (knowing(valid=Period(date(2024, 1, 1), DAY)), {}, ["competence-expired"]),
        (knowing(valid=Period(date(2024, 1, 1), date(2026, 3, 3))), {}, []),
        (knowing(countries=frozenset({"VN"})), {}, ["competence-not-for-country"]),
        (ANA, {"needs": replace(NEEDS, risk_classes=frozenset({"high", "low"}))},
         ["competence-not-for-risk"]),
        (knowing(languages=frozenset({"de"})), {}, ["competence-not-for-language"]),
        (knowing(languages=frozenset()), {"needs": replace(NEEDS, languages={})}, []),
        (ANA, {"declared": False}, ["declaration-missing"]),
        (replace(ANA, competences=()), {"role": None}, []),
        (replace(ANA, competences=()), {"role": None, "declared": False}, ["declaration-missing"]),
    ],
)  # fmt: skip
def test_somebody_judges_only_inside_their_competence(
    person: CandidateFacts, changes: dict[str, Any], expected: list[str]
) -> None:
    assert codes(person, **changes) == expected


def test_two_competences_together_cover_what_neither_does_alone() -> None:
    both = replace(KNOWS, risk_classes=frozenset({"high"}), languages=frozenset())
    needs = replace(NEEDS, risk_classes=frozenset({"high", "low"}))
    assert codes(replace(ANA, competences=(KNOWS, both)), needs=needs) == []
    abroad = replace(both, countries=frozenset({"VN"}))
    assert codes(replace(ANA, competences=(KNOWS, abroad)), needs=needs) == [
        "competence-not-for-risk"
    ]


def test_every_country_with_an_area_asks_for_competence_and_language() -> None:
    both = {"ES": frozenset({"es"}), "PT": frozenset({"pt"})}
    needs = replace(NEEDS, countries=frozenset({"ES", "PT"}), languages=both)
    assert codes(needs=needs) == ["competence-not-for-language"]
    assert codes(knowing(languages=frozenset({"es", "pt"})), needs=needs) == []
    at_home = knowing(countries=frozenset({"ES"}))
    [abroad] = found(at_home, needs=needs)
    assert (abroad.code, abroad.facts["country"]) == ("competence-not-for-country", "PT")
    low = knowing(languages=frozenset({"es", "pt"}), risk_classes=frozenset())
    assert codes(low, needs=needs) == ["competence-not-for-risk"]  # once, not once a country


@pytest.mark.parametrize(
    ("until", "on", "expected"),
    [
        (None, DAY, ["interest-in-client"]),
        (date(2024, 3, 3), DAY, ["interest-in-client"]),
        (date(2024, 3, 2), DAY, []),
        (date(2026, 9, 1), DAY, ["interest-in-client"]),
        (date(2024, 2, 29), date(2026, 2, 27), ["interest-in-client"]),
        (date(2024, 2, 29), date(2026, 2, 28), []),
    ],
)
def test_an_interest_counts_until_two_years_after_its_end(
    until: date | None, on: date, expected: list[str]
) -> None:
    assert codes(interests=[tie(until)], on=on) == expected
    assert codes(interests=[tie(until)], on=on, role=None) == expected


def test_everything_that_stands_against_somebody_is_said_at_once() -> None:
    said = codes(replace(ANA, competences=()), interests=[tie(None)], declared=False)
    assert said == ["competence-missing", "interest-in-client", "declaration-missing"]


def test_an_override_is_good_for_the_very_obstacles_it_was_given_for() -> None:
    first, second = tie(None), tie(None)
    before = found(interests=[first], declared=False)
    kept = {rules.key_of(one) for one in before}
    left = rules.left_after(found(interests=[first, second], declared=False), kept)
    assert [one.code for one in left] == ["interest-in-client", "declaration-missing"]
    assert left[0].facts["interest_id"] == str(second.id)


def test_neither_the_person_concerned_nor_anybody_without_cause_overrides() -> None:
    against, office = found(interests=[tie(None)]), uuid4()
    own = rules.obstacles_to_overriding(against, person_id=office, office_id=office)
    assert [one.code for one in own] == ["override-by-person-concerned"]
    assert not list(
        rules.obstacles_to_overriding(against, person_id=ANA.person_id, office_id=office)
    )
    undeclared = found(declared=False)
    idle = rules.obstacles_to_overriding(undeclared, person_id=ANA.person_id, office_id=office)
    assert [one.code for one in idle] == ["nothing-to-override"]


def test_nobody_frees_themselves_of_an_interest() -> None:
    somebody, office = uuid4(), uuid4()

    def ending(by: Any, until: date | None, last_day: date) -> list[str]:
        asked = {"person_id": somebody, "recorder_id": by, "until": until}
        said = rules.obstacles_to_ending_interest(**asked, last_day=last_day, on=DAY)
        return [one.code for one in said]

    assert ending(office, None, DAY) == []
    assert ending(somebody, None, DAY) == ["interest-of-oneself"]
    assert ending(office, DAY, DAY) == ["interest-over"]
    assert ending(office, None, date(2026, 3, 3)) == ["day-not-come-yet"]


@pytest.mark.parametrize(
    ("valid", "ended", "expected"),
    [
        (Period(date(2026, 3, 3)), False, CompetenceStanding.COMING),
        (Period(date(2024, 1, 1)), False, CompetenceStanding.IN_FORCE),
        (Period(date(2024, 1, 1), date(2026, 6, 1)), False, CompetenceStanding.IN_FORCE),
        (Period(date(2024, 1, 1), date(2026, 5, 31)), False, CompetenceStanding.EXPIRING),
        (Period(date(2024, 1, 1), date(2026, 3, 3)), False, CompetenceStanding.EXPIRING),
        (Period(date(2024, 1, 1), DAY), False, CompetenceStanding.EXPIRED),
        (Period(date(2024, 1, 1)), True, CompetenceStanding.ENDED),
    ],
)
def test_a_competence_warns_before_it_ends(
    valid: Period, ended: bool, expected: CompetenceStanding
) -> None:
    assert rules.competence_standing(valid, ended=ended, on=DAY, warning_days=90) is expected


@pytest.mark.parametrize(
    ("last_on", "due_on", "standing"),
    [
        (None, date(2026, 1, 1), WitnessStanding.OVERDUE),
        (date(2023, 3, 2), DAY, WitnessStanding.OVERDUE),
        (date(2023, 3, 3), date(2026, 3, 3), WitnessStanding.DUE_SOON),
        (date(2023, 5, 31), date(2026, 5, 31), WitnessStanding.DUE_SOON),
        (date(2023, 6, 1), date(2026, 6, 1), WitnessStanding.IN_TIME),
    ],
)
def test_an_auditor_nobody_went_along_with_for_three_years_is_an_alert(
    last_on: date | None, due_on: date, standing: WitnessStanding
) -> None:
    since = date(2023, 1, 1)
    due = rules.witness_due(last_on, auditor_since=since, months=36, on=DAY, warning_days=90)
    assert (due.due_on, due.standing) == (due_on, standing)


def test_nobody_goes_along_with_themselves_or_writes_about_themselves() -> None:
    somebody, office = uuid4(), uuid4()

    def said(**changes: Any) -> list[str]:
        asked = {"person_id": somebody, "witness_id": office, "recorder_id": office}
        asked |= {"witnessed_on": DAY, "on": DAY}
        return [one.code for one in rules.obstacles_to_witnessing(**(asked | changes))]

    assert said() == []
    assert said(witness_id=somebody) == ["witness-of-oneself"]
    assert said(recorder_id=somebody) == ["competence-of-oneself"]
    assert said(witnessed_on=date(2026, 3, 3)) == ["day-not-come-yet"]
    own = rules.obstacles_to_recording(person_id=somebody, recorder_id=somebody)
    assert [one.code for one in own] == ["competence-of-oneself"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], []),
        ([["competence-missing"]], ["competence-missing"]),
        ([["competence-missing"], []], []),
        (
            [["competence-missing", "interest-in-client"], ["interest-in-client"]],
            ["interest-in-client"],
        ),
        ([["declaration-missing"], ["interest-in-client"]], ["declaration-missing"]),
    ],
)
def test_of_several_roles_the_one_counts_against_which_least_stands(
    found: list[list[str]], said: list[str]
) -> None:
    against = [[Obstacle(code) for code in codes] for codes in found]
    assert [one.code for one in rules.fewest_of(against)] == said


def test_whoever_acts_for_the_client_judges_nothing_of_it_and_no_override_lifts_that() -> None:
    user = replace(tie(None), as_user=True)
    for role in (*rules.JUDGING_ROLES, None):
        own = replace(
            ANA, competences=tuple(replace(KNOWS, role=one) for one in rules.JUDGING_ROLES)
        )
        against = found(own, interests=[user], role=role)
        assert [one.code for one in against] == ["user-of-client"]
        kept = {rules.key_of(one) for one in against}
        assert rules.left_after(against, kept) == against
    idle = rules.obstacles_to_overriding(against, person_id=ANA.person_id, office_id=uuid4())
    assert "nothing-to-override" in [one.code for one in idle]
    left = replace(tie(date(2026, 1, 1)), as_user=True)
    assert codes(interests=[left]) == ["interest-in-client"]


@pytest.mark.parametrize(
    ("until", "as_user", "free_on", "said"),
    [
        (None, False, None, 1),
        (None, True, None, 1),
        (date(2025, 6, 1), False, date(2027, 6, 1), 1),
        (date(2025, 6, 1), True, date(2027, 6, 1), 1),
        (date(2024, 3, 2), False, None, 0),
    ],
)
def test_whoever_of_the_office_is_tied_to_the_client_has_no_say_in_its_matter(
    until: date | None, as_user: bool, free_on: date | None, said: int
) -> None:
    one = replace(tie(until), as_user=as_user)
    tied = list(rules.obstacles_in_office(ANA, interests=[one], on=DAY, lookback_months=24))
    assert [item.code for item in tied] == ["office-tied-to-client"] * said
    deciding = {"interests": [one], "on": DAY, "lookback_months": 24, "certifying": True}
    barred = list(rules.obstacles_in_office(ANA, **deciding))
    assert [item.code for item in barred] == ["certifier-tied-to-client"] * said
    assert [item.facts["free_on"] for item in tied] == [free_on] * said
    against = found(interests=[tie(None)])
    refused = rules.obstacles_to_overriding(
        against, person_id=uuid4(), office_id=ANA.person_id, tied=tied
    )
    assert list(refused) == tied


@pytest.mark.parametrize(
    ("seen", "role", "said"),
    [
        ([], Role.AUDITOR, False),
        ([("satisfactory", 1)], Role.AUDITOR, False),
        ([("unsatisfactory", 1)], Role.AUDITOR, True),
        ([("unsatisfactory", 1)], None, False),
        ([("satisfactory", 1), ("unsatisfactory", 2)], Role.AUDITOR, True),
        ([("unsatisfactory", 1), ("satisfactory", 2)], Role.AUDITOR, False),
        ([("unsatisfactory", 1), ("follow-up", 2)], Role.AUDITOR, True),
        ([("follow-up", 2)], Role.AUDITOR, False),
        ([("unsatisfactory", 11)], Role.AUDITOR, False),
    ],
)
def test_an_auditor_whose_work_was_last_found_bad_is_not_assigned_unless_overridden(
    seen: list[tuple[str, int]], role: Role | None, said: bool
) -> None:
    witnessed = tuple(
        WitnessFacts(uuid4(), date(2026, month, 1), WitnessResult(what)) for what, month in seen
    )
    against = found(replace(ANA, witnessed=witnessed), role=role, on=date(2026, 10, 1))
    assert [one.code for one in against] == ["witness-unsatisfactory"] * said
    assert rules.left_after(against, {rules.key_of(one) for one in against}) == []
    other = [replace(one, facts={**one.facts, "witness_audit_id": "x"}) for one in against]
    assert rules.left_after(other, {rules.key_of(one) for one in against}) == other
