"""Standards and parameters as data: what ships, and how a fault in it is found."""

import shutil
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fairwild.audits.states import Grade
from fairwild.kernel.parameters import (
    Evidence,
    NoSuchParameter,
    Parameter,
    ParameterTable,
    exact,
    parameter_faults,
    read_parameters,
)
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.resources import folder
from fairwild.standards import catalogue
from fairwild.standards.types import IndicatorKind

DAY = date(2026, 3, 1)
STANDARD = catalogue.standard_version("fairwild", "2.0")
ROW = """[[parameter]]
name = "term"
value = "15"
unit = "months"
valid_from = 2020-01-01
source = "page"
approver = "owner"
evidence = "confirmed"
"""


@pytest.fixture
def certs(tmp_path: Path) -> Path:
    for name in ("standards", "parameters"):
        shutil.copytree(folder("certs") / name, tmp_path / name)
    return tmp_path


def change(path: Path, old: str, new: str) -> int:
    """Change the first occurrence and give its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_what_ships_has_no_fault() -> None:
    assert catalogue.faults() == []


def test_version_two_has_eleven_principles_and_29_criteria() -> None:
    assert [item.number for item in STANDARD.principles] == list(range(1, 12))
    assert len(STANDARD.criteria) == STANDARD.criterion_count == 29
    assert {len(STANDARD.criteria_of(number)) > 0 for number in range(1, 12)} == {True}
    assert STANDARD.full_title == "FairWild Standard 2.0"


def test_only_the_buyers_principle_is_not_scored_at_the_operation() -> None:
    unscored = [item.number for item in STANDARD.principles if not item.scored_at_operation]
    assert unscored == [11]
    scored = {item.criterion for item in STANDARD.rated}
    assert scored == {item.code for item in STANDARD.criteria if item.principle != 11}


def test_themes_hold_the_principles_the_scheme_puts_there() -> None:
    grouping = {
        theme.code: [item.number for item in STANDARD.principles if item.theme == theme.code]
        for theme in STANDARD.themes
    }
    assert list(grouping.values()) == [[1, 2], [3, 4], [5, 6, 7, 8], [9, 10], [11]]


def test_the_uncertain_split_of_criteria_says_so() -> None:
    for criterion in STANDARD.criteria:
        uncertain = criterion.principle in {5, 6, 7, 8, 11}
        assert (criterion.evidence is Evidence.LOW_CONFIDENCE) is uncertain
        assert bool(criterion.note) is uncertain


def test_every_indicator_is_marked_as_a_sample() -> None:
    assert all(item.sample for item in STANDARD.indicators)
    assert "not the scheme's text" in STANDARD.indicators_note
    assert len({item.text for item in STANDARD.indicators}) == len(STANDARD.indicators) == 98


def test_minimum_requirements_begin_in_years_one_two_and_three() -> None:
    years = Counter(item.m_from_year for item in STANDARD.rated)
    assert set(years) == {None, 1, 2, 3}
    assert {item.m_level for item in STANDARD.rated if item.m_from_year} == {2}


def test_a_buyer_is_asked_what_is_met_or_not_and_an_operation_never_is() -> None:
    assert {item.principle for item in STANDARD.of_buyers} == {11}
    assert {item.kind for item in STANDARD.of_buyers} == {IndicatorKind.MET_OR_NOT}
    assert {(item.m_from_year, item.m_level) for item in STANDARD.of_buyers} == {
        (None, None),
        (1, 1),
    }
    assert STANDARD.rated == STANDARD.of_operations
    assert len(STANDARD.of_buyers) + len(STANDARD.rated) == len(STANDARD.indicators)


def test_version_three_is_an_empty_structure() -> None:
    empty = catalogue.standard_version("fairwild", "3.0")
    assert (empty.principle_count, empty.criterion_count) == (7, 24)
    assert (empty.principles, empty.criteria, empty.indicators) == ((), (), ())
    assert empty.evidence is Evidence.SECONDARY


def test_an_indicator_and_a_standard_are_found_by_name_or_not_at_all() -> None:
    assert STANDARD.indicator("5.1.a").criterion == "5.1"
    assert STANDARD.indicator("5.1.a") in STANDARD.indicators_of("5.1")
    with pytest.raises(KeyError):
        STANDARD.indicator("0.0.a")
    with pytest.raises(catalogue.UnknownStandard):
        catalogue.standard_version("fairwild", "9.9")


TOML = "standards/fairwild/2.0/standard.toml"
CSV = "standards/fairwild/2.0/indicators.csv"
SCHEME = "parameters/scheme.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (TOML, 'title = "FairWild Standard"', 'title = ""', (3, "title is missing")),
        (TOML, "valid_from = 2010-08-01", 'valid_from = "2010"', (5, "valid_from is not a day")),
        (TOML, "criterion_count = 29", "criterion_count = 30", (7, "30, but the file has 29")),
        (TOML, 'version = "2.0"', 'version = "2.1"', (2, "not those of the folder fairwild/2.0")),
        (TOML, 'theme = "buyer-commitment"', 'theme = "none"', (3, "there is no theme 'none'")),
        (TOML, "number = 4", "number = 3", (1, "number 3 is there twice")),
        (TOML, 'code = "9.2"', 'code = "12.2"', (1, "belongs to no principle")),
        (TOML, 'code = "9.2"', 'code = "9.1"', (1, "code '9.1' is there twice")),
        (TOML, "scored_at_operation = false", "scored_at_operation = 0", (4, "neither true nor")),
        (TOML, 'evidence = "low-confidence"', 'evidence = "sure"', (3, "unknown evidence mark")),
        (CSV, "code,criterion", "code,criteria", (0, "the columns must be code, criterion")),
        (CSV, "1.1.b,1.1,", "1.1.a,1.1,", (0, "the indicator 1.1.a is there twice")),
        (CSV, "1.1.b,1.1,", "1.1.b,1.2,", (0, "not that of criterion 1.2")),
        (CSV, "1.1.b,1.1,", "11.1.b,11.1,", (0, "11.1 is not scored at the operation")),
        (CSV, "met-or-not,1,1,all", "met-or-not,1,2,all", (0, "m_level is 1 or empty")),
        (CSV, "met-or-not,1,1,all", "met-or-not,2,1,all", (0, "m_from_year is 1 or empty")),
        (CSV, "met-or-not,1,1,all", "met-or-not,1,1,high", (0, "applies_to_risk is all")),
        (CSV, "met-or-not,1,1,all", "scored,1,1,all", (0, "its kind is met-or-not")),
        (CSV, "met-or-not,1,1,all", "asked,1,1,all", (0, "kind cannot be 'asked'")),
        (CSV, "1.1.b,1.1,", "10.9.b,10.9,", (0, "there is no criterion '10.9'")),
        (CSV, "1.1.b,1.1,", "1.1.b,1.1,x,", (0, "10 cells instead of 9")),
        (CSV, "scored,2,2,all", "scored,2,,all", (0, "given together or not at all")),
        (CSV, "scored,2,2,all", "scored,7,2,all", (0, "m_from_year cannot be '7'")),
        (CSV, "scored,1,2,high", "scored,1,2,some", (0, "applies_to_risk cannot be 'some'")),
        (CSV, ",Ask for the date of the look-up and the source.,", ",,", (0, "guidance is empty")),
        (SCHEME, 'value = "60/100"', 'value = "0.6"', (3, "not a whole number or a fraction")),
        (SCHEME, 'value = "60/100"', 'value = "60/0"', (3, "not a whole number or a fraction")),
        (SCHEME, "keys = { year = 2 }", "keys = { year = 1 }", (2, "overlaps the row of line")),
        (SCHEME, 'approver = "scheme owner, as published"', 'approver = ""', (6, "approver is")),
        (SCHEME, "valid_from = 2010-08-01", "valid_from = 2010-13-01", (0, "")),
        (SCHEME, "valid_from = 2010-08-01", "valid_from = 2010-08-01\nvalid_before = 2010-08-01",
         (4, "not a day after valid_from")),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_its_file_and_line(
    certs: Path, file: str, old: str, new: str, expected: tuple[int, str]
) -> None:
    lines_above, said = expected
    line = change(certs / file, old, new)
    found = [fault for fault in catalogue.faults(certs) if fault.startswith(f"{file}:")]
    assert any(
        fault.startswith(f"{file}:{line - lines_above}: ") and said in fault for fault in found
    ), (line - lines_above, found)


def test_all_faults_of_a_file_are_named_at_once(certs: Path) -> None:
    first = change(certs / CSV, "1.1.b,1.1,", "1.1.b,1.9,")
    second = change(certs / CSV, "9.4.b,9.4,", "9.4.b,9.9,")
    found = catalogue.faults(certs)
    assert {fault.split(":")[1] for fault in found} == {str(first), str(second)}
    with pytest.raises(ValueError, match=r"indicators\.csv"):
        catalogue.read_standard(certs / "standards/fairwild/2.0")


def test_what_cannot_be_read_at_all_is_a_fault_with_a_line(certs: Path) -> None:
    line = change(certs / TOML, "[standard]", "[standard")
    assert catalogue.faults(certs)[0].startswith(f"{TOML}:{line}: ")
    change(certs / TOML, "[standard", "[other]")
    assert "there is no [standard] table" in catalogue.faults(certs)[0]
    shutil.rmtree(certs / "standards")
    assert catalogue.faults(certs) == ["standards:1: there is no standard"]


def test_tables_written_inline_are_refused_because_no_line_could_be_named() -> None:
    assert parameter_faults('parameter = [{ name = "a" }]')[0][1].startswith("every parameter")
    assert parameter_faults("") == [(1, "there is no [[parameter]] row")]


@pytest.mark.parametrize(
    ("name", "keys", "value", "evidence"),
    [
        ("minimum_share", {"year": 1}, "60/100", Evidence.CONFIRMED),
        ("minimum_share", {"year": 2}, "70/100", Evidence.LOW_CONFIDENCE),
        ("minimum_share", {"year": 5}, "1", Evidence.LOW_CONFIDENCE),
        ("certificate_term_months", {}, "15", Evidence.CONFIRMED),
        ("nonconformity_due_months", {"grade": Grade.MINOR}, "12", Evidence.BACKGROUND),
        ("nonconformity_due_months", {"grade": Grade.MAJOR}, "3", Evidence.BACKGROUND),
        ("nonconformity_due_months", {"grade": Grade.CRITICAL}, "0", Evidence.BACKGROUND),
        ("score_norm", {}, "2", Evidence.CONFIRMED),
        ("quota_warning_share", {}, "9/10", Evidence.DESIGN),
        ("price_uplift_share", {}, "5/100", Evidence.SECONDARY),
        ("drying_ratio_minimum", {"part": PlantPart.ROOT}, "5/2", Evidence.SECONDARY),
        ("drying_ratio_maximum", {"part": PlantPart.WHOLE_PLANT}, "9/2", Evidence.SECONDARY),
    ],
)
def test_the_numbers_of_the_scheme(
    name: str, keys: dict[str, str | int], value: str, evidence: Evidence
) -> None:
    row = catalogue.parameters().in_force(name, on=DAY, **keys)
    assert row.value == Fraction(value)
    assert row.evidence is evidence
    assert row.source
    assert row.approver


@pytest.mark.parametrize(
    ("part", "fresh_kg", "dry_kg", "within"),
    [
        (PlantPart.ROOT, 3960, 1290, True),
        (PlantPart.ROOT, 3900, 2000, False),
        (PlantPart.FRUIT, 5616, 2674, True),
        (PlantPart.HERB, 19800, 2475, True),
        (PlantPart.HERB, 19800, 2474, False),
        (PlantPart.BARK, 100, 55, True),
    ],
)
def test_the_bands_hold_the_worked_examples(
    part: PlantPart, fresh_kg: int, dry_kg: int, within: bool
) -> None:
    table = catalogue.parameters()
    lowest = table.in_force("drying_ratio_minimum", on=DAY, part=part).value
    highest = table.in_force("drying_ratio_maximum", on=DAY, part=part).value
    assert (lowest <= Fraction(fresh_kg, dry_kg) <= highest) is within


def test_no_band_is_invented_where_none_is_known() -> None:
    assert (
        catalogue.parameters().find_in_force("drying_ratio_minimum", on=DAY, part="resin") is None
    )
    with pytest.raises(NoSuchParameter):
        catalogue.parameters().in_force("drying_ratio_minimum", on=DAY, part="resin")


def dated(value: str, start: date, until: date | None = None) -> Parameter:
    evidence = Evidence.CONFIRMED
    return Parameter("term", Fraction(value), "months", Period(start, until), "s", "a", evidence)


def test_a_number_changes_on_its_day_and_not_before() -> None:
    table = ParameterTable((dated("15", date(2020, 1, 1), DAY), dated("18", DAY)))
    assert table.in_force("term", on=date(2026, 2, 28)).whole == 15
    assert table.in_force("term", on=DAY).whole == 18
    with pytest.raises(NoSuchParameter):
        table.in_force("term", on=date(2019, 12, 31))


def test_the_version_names_the_very_numbers() -> None:
    first, second = dated("15", date(2020, 1, 1), DAY), dated("18", DAY)
    version = ParameterTable((first, second)).version
    assert ParameterTable((second, first)).version == version
    assert ParameterTable((first, dated("17", DAY))).version != version
    assert ParameterTable((first,)).version != version


def test_a_share_is_no_whole_number() -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        _ = dated("60/100", DAY).whole


@pytest.mark.parametrize("text", ["", "0.6", "-1", "1e3", "1/0", "１", "1 /2", " 1"])
def test_only_exact_numbers_are_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        exact(text)


def test_a_table_with_a_fault_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    path.write_text(ROW, encoding="utf-8")
    assert read_parameters(path).in_force("term", on=DAY).value == 15
    path.write_text(ROW + ROW, encoding="utf-8")
    with pytest.raises(ValueError, match=r"scheme\.toml:9: term .* overlaps the row of line 1"):
        read_parameters(path)


@pytest.mark.parametrize(
    ("first", "second", "overlapping"),
    [
        ("2020-01-01", "2025-01-01", True),
        ("2025-01-01", "2020-01-01", True),
        ("2020-01-01\nvalid_before = 2025-01-01", "2025-01-01", False),
        ("2025-01-01", "2020-01-01\nvalid_before = 2025-01-01", False),
        ("2020-01-01\nvalid_before = 2025-01-02", "2025-01-01", True),
    ],
)
def test_two_rows_of_one_number_share_no_day(first: str, second: str, overlapping: bool) -> None:
    text = "".join(ROW.replace("2020-01-01", days) for days in (first, second))
    assert bool(parameter_faults(text)) is overlapping
