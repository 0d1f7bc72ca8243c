"""Kinds of processing as data, bands that judge, and masses that must reconcile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import StatedGrams, read_mass, stated_of
from fairwild.lots.processing.catalogue import (
    PROCESSED,
    find_process_rule,
    process_faults,
    read_processes,
    scheme_band,
)
from fairwild.lots.processing.rules import (
    band_in_force,
    expected_g,
    obstacles_to_batch,
    obstacles_to_measuring,
    obstacles_to_verdict,
    ratio_of,
)
from fairwild.lots.processing.types import Band, BandSource, Batch, MeasuredRatio, ProcessRule
from fairwild.lots.states import LimitKind, MovementKind, Verdict
from fairwild.resources import folder

ON = date(2026, 6, 1)
SCHEME = Band(Fraction(5, 2), Fraction(4), BandSource.SCHEME, "v")
STEEPED = Band(Fraction(1, 50), Fraction(10, 11), BandSource.SCHEME, "v")
TRIAL = MeasuredRatio(Fraction(3), Fraction(1, 10), "2026/1")


def rule(kind: MovementKind) -> ProcessRule:
    found = find_process_rule(kind, on=ON)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("12.5", 12_500),
        ("12,5 KG", 12_500),
        ("0,250", 250),
        ("1.200", 1_200),
        ("300 g", 300),
        ("1.2 t", 1_200_000),
        ("0.000001t", 1),
    ],
)
def test_weights_are_read_in_their_units(text: str, grams: int) -> None:
    assert read_mass(text).grams == grams


@pytest.mark.parametrize(
    ("text", "grams"), [("1 lb", 454), ("27.5 lb", 12_474), ("0.0011 lb", 0), ("0.0012 lb", 1)]
)
def test_pounds_are_exact_and_rounded_half_up_to_the_gram(text: str, grams: int) -> None:
    assert read_mass(text).grams == grams


@pytest.mark.parametrize(
    "text",
    ["", "1.2345", "-1", "1e3", "300.5 g", "1 oz", "1000000000", "1 2", "1,200", "12,500 kg"],
)
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a weight|too heavy"):
        read_mass(text)


def test_only_what_was_not_in_kilograms_is_kept_as_stated() -> None:
    pounds = StatedGrams(read_mass("1 lb"))
    assert stated_of({"in": pounds, "out": 400}) == {
        "in": {"text": "1 lb", "unit": "lb", "grams": 454}
    }
    assert type(pounds + 1) is int


def test_every_kind_is_described_and_the_files_are_sound() -> None:
    assert process_faults() == []
    assert [find_process_rule(kind, on=ON) is not None for kind in PROCESSED] == [True] * 6
    assert find_process_rule(MovementKind.DRY, on=date(2000, 1, 1)) is None
    assert scheme_band(rule(MovementKind.DRY), PlantPart.ROOT, on=ON) is not None
    assert scheme_band(rule(MovementKind.DRY), PlantPart.SEED, on=ON) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('kind = "dry"', 'kind = "drie"'), "kind cannot be 'drie'"),
        (lambda text: text.replace('"raw", ', '"row", '), "forms_in cannot hold 'row'"),
        (lambda text: text.replace('band = "parameter"\n', ""), "what drives something out needs"),
        (lambda text: text.replace('band = "parameter"', 'band = ["4", "2"]'), "does not rise"),
        (lambda text: text.replace("valid_from = 2010-08-01", ""), "valid_from is not a day"),
        (lambda text: text + "\ncolour = 1\n", "unknown field 'colour'"),
        (lambda text: text + text[text.index("\n[[process]]") :], "overlaps the row of line"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(
    tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    for path in (folder("certs") / "processes").glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    dry = tmp_path / "dry.toml"
    dry.write_text(change(dry.read_text(encoding="utf-8")), encoding="utf-8")
    [fault] = process_faults(tmp_path)
    name, line, what = fault.split(":", 2)
    assert name.endswith("/dry.toml")
    assert dry.read_text(encoding="utf-8").splitlines()[int(line) - 1] == "[[process]]"
    assert said in what
    with pytest.raises(ValueError, match=r"dry\.toml"):
        read_processes(tmp_path)


@pytest.mark.parametrize(
    ("measured", "lowest", "highest", "source"),
    [
        (None, "5/2", "4", BandSource.SCHEME),
        (TRIAL, "27/10", "33/10", BandSource.MEASURED),
        (replace(TRIAL, tolerance=Fraction(1, 2)), "5/2", "4", BandSource.MEASURED),
    ],
)
def test_the_own_trial_judges_inside_the_schemes_band(
    measured: MeasuredRatio | None, lowest: str, highest: str, source: BandSource
) -> None:
    band = band_in_force(rule(MovementKind.DRY), SCHEME, measured)
    assert band is not None
    assert (str(band.lowest), str(band.highest), band.source) == (lowest, highest, source)


def test_what_conserves_mass_never_gives_more_than_went_in() -> None:
    trial = MeasuredRatio(Fraction(101, 100), Fraction(1, 10), "2026/1")
    band = band_in_force(rule(MovementKind.SIFT), None, trial)
    assert band is not None
    assert band.lowest == 1


@pytest.mark.parametrize(
    ("out_g", "expected"),
    [
        (249, ["ratio-out-of-band"]),
        (250, []),
        (400, []),
        (401, ["ratio-out-of-band"]),
        (0, ["nothing-made"]),
    ],
)
def test_the_band_of_a_drying_is_exact(out_g: int, expected: list[str]) -> None:
    dry = rule(MovementKind.DRY)
    found = [one.code for one in obstacles_to_batch(dry, Batch(1_000, out_g), SCHEME, part="root")]
    assert found == expected


def test_the_worked_ratio_of_liquorice_is_an_exact_fraction() -> None:
    dry = rule(MovementKind.DRY)
    assert ratio_of(dry, Batch(3_960, 1_290)) == Fraction(132, 43)
    assert ratio_of(dry, Batch(3_960, 0)) is None


@given(
    out_g=st.integers(1, 10**9),
    by_product_g=st.integers(0, 10**9),
    loss_g=st.integers(0, 10**9),
    off_g=st.integers(-5, 5),
)
def test_one_gram_too_much_or_too_little_does_not_reconcile(
    out_g: int, by_product_g: int, loss_g: int, off_g: int
) -> None:
    batch = Batch(out_g + by_product_g + loss_g + off_g, out_g, by_product_g, loss_g)
    obstacles = obstacles_to_batch(rule(MovementKind.CUT), batch, None, part="root")
    assert [one.facts["difference_g"] for one in obstacles] == ([off_g] if off_g else [])


def test_the_expected_range_lies_inside_the_band() -> None:
    least, most = expected_g(SCHEME, 1_000)
    assert (least, most) == (250, 400)
    assert expected_g(replace(SCHEME, highest=Fraction(3)), 1_000) == (334, 400)


@pytest.mark.parametrize(
    ("kind", "batch", "band", "expected"),
    [
        (MovementKind.DRY, Batch(300, 100), SCHEME, []),
        (MovementKind.DRY, Batch(300, 50, 30, 20), SCHEME, []),
        (MovementKind.DRY, Batch(300, 150), SCHEME, ["ratio-out-of-band"]),
        (MovementKind.DRY, Batch(300, 0), SCHEME, ["nothing-made"]),
        (MovementKind.DRY, Batch(300, 100), None, ["no-drying-band"]),
        (MovementKind.SIFT, Batch(300, 200, 60, 40), None, []),
        (MovementKind.SIFT, Batch(300, 200, 60, 41), None, ["does-not-reconcile"]),
        (
            MovementKind.SIFT,
            Batch(300, 300, added_g=1),
            None,
            ["addition-not-for-this", "does-not-reconcile"],
        ),
        (MovementKind.MACERATE, Batch(100, 480, 110, 10, 500, "olive oil"), None, []),
        (MovementKind.MACERATE, Batch(100, 20, 4970, 10, 4900, "olive oil"), STEEPED, []),
        (
            MovementKind.MACERATE,
            Batch(100, 20, 4971, 10, 4901, "olive oil"),
            STEEPED,
            ["yield-out-of-band"],
        ),
        (MovementKind.MACERATE, Batch(100, 110, 0, 0, 10, "olive oil"), STEEPED, []),
        (
            MovementKind.MACERATE,
            Batch(100, 109, 0, 0, 9, "olive oil"),
            STEEPED,
            ["yield-out-of-band"],
        ),
        (
            MovementKind.MACERATE,
            Batch(100, 100),
            None,
            ["nothing-added", "addition-not-named"],
        ),
        (
            MovementKind.MACERATE,
            Batch(100, 700, added_g=500, added_what="oil"),
            None,
            ["does-not-reconcile-with-addition"],
        ),
        (
            MovementKind.DISTIL,
            Batch(100_000, 100, 99_950),
            Band(Fraction(10), Fraction(5000), BandSource.SCHEME, "v"),
            ["more-out-than-in"],
        ),
        (
            MovementKind.DISTIL,
            Batch(100, 50),
            Band(Fraction(10), Fraction(5000), BandSource.SCHEME, "v"),
            ["yield-out-of-band"],
        ),
    ],
)
def test_masses_of_a_batch(
    kind: MovementKind, batch: Batch, band: Band | None, expected: list[str]
) -> None:
    found = obstacles_to_batch(rule(kind), batch, band, part="root")
    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("kind", "scheme", "measured", "expected"),
    [
        (MovementKind.DRY, SCHEME, TRIAL, []),
        (MovementKind.DRY, SCHEME, replace(TRIAL, ratio=Fraction(5)), ["ratio-out-of-band"]),
        (MovementKind.DRY, None, TRIAL, ["no-drying-band"]),
        (MovementKind.DRY, SCHEME, None, ["nothing-made"]),
        (
            MovementKind.DRY,
            SCHEME,
            replace(TRIAL, tolerance=Fraction(1)),
            ["tolerance-out-of-range"],
        ),
        (
            MovementKind.MILL,
            None,
            replace(TRIAL, ratio=Fraction(9, 10)),
            ["trial-gives-more-than-taken"],
        ),
    ],
)
def test_trials(
    kind: MovementKind, scheme: Band | None, measured: MeasuredRatio | None, expected: list[str]
) -> None:
    found = obstacles_to_measuring(rule(kind), scheme, measured, part="root")
    assert [one.code for one in found] == expected


MOST, LEAST = LimitKind.AT_MOST, LimitKind.AT_LEAST


@pytest.mark.parametrize(
    ("result", "allowed", "kind", "questioned"),
    [
        ("5", "1.0", MOST, "passed"),
        ("0,5", "1.0", MOST, "failed"),
        ("1.0", "1", MOST, "failed"),
        ("5", "1.0", LEAST, "failed"),
        ("0.5 %", "1", LEAST, "passed"),
        ("5", "at least 1", MOST, "failed"),
        ("5", "≤ 1", LEAST, "passed"),
        ("< 0.01", "0.5", MOST, "failed"),
        ("> 9", "0.5", MOST, "passed"),
        ("< 0.9", "0.5", MOST, None),
        ("10,000", "100", MOST, None),
        ("5 mg/kg", "1 µg/kg", MOST, None),
        ("0.12 ± 0.02", "0.1", MOST, None),
        ("1 × 10^4", "100", MOST, None),
        ("not detected", "1", MOST, None),
        ("5", "", MOST, None),
        ("5", "as in the monograph", MOST, None),
    ],
)
def test_a_verdict_against_the_numbers_is_asked_about(
    result: str, allowed: str, kind: LimitKind, questioned: str | None
) -> None:
    for verdict in Verdict:
        said = {"kind": kind, "verdict": verdict}
        found = [one.code for one in obstacles_to_verdict(result, allowed, reason=" ", **said)]
        assert found == ([f"test-{verdict}-against-limit"] if verdict == questioned else [])
        assert list(obstacles_to_verdict(result, allowed, reason="by method B", **said)) == []
