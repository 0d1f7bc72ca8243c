"""Names, measures, and who may commit or read the clock."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

from tests.house.sources import CODE, ROOT, Function, called, calls, modules, name_of, nodes

MODULE_LINES = 300
FUNCTION_LINES = 50
MEDIAN_LINES = 8

COMMITTERS = (
    "fairwild/unit_of_work.py",  # closes every deed
    "fairwild/store/engine.py",  # keeps what is no deed
    "fairwild/store/migrating.py",  # ends a migration
    "fairwild/mail/sender.py",  # marks letters as sent
    "fairwild/bench/doors.py",  # writes by hand what a deed is measured against
    "fairwild/bench/loading.py",  # writes a made supply chain past every deed
    "fairwild/bench/rows.py",  # the same, with keys unchecked on the way
    "fairwild/bench/bulk_import.py",  # lets a made-up operator collect, past every deed
    "fairwild/bench/naive.py",  # the naive form that deeds are measured against
    "fairwild/bench/recording.py",  # writes by hand what a deed is measured against
    "fairwild/bench/scoring.py",  # writes by hand what a deed is measured against
)
CLOCK_READERS = ("fairwild/unit_of_work.py",)  # once, when a unit of work begins
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "service", "services"}
EMPTY_WORDS |= {"handler", "handlers", "data", "info", "misc"}
TRADE_NAMES = {
    "operator_manager",  # what the person is called in a cooperative
    "_register_error_handlers",  # flask-smorest's own name, overridden
}


def words_in(name: str) -> set[str]:
    """The words a snake_case or CamelCase name is made of."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return set(spaced.lower().split("_"))


def defined_names(path: Path) -> list[str]:
    """The module's own name and those of its functions and classes."""
    found = [path.parent.name if path.stem == "__init__" else path.stem]
    for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        assert isinstance(node, Function | ast.ClassDef)
        found.append(node.name)
    return found


def test_nobody_commits_but_the_unit_of_work() -> None:
    guilty = [
        f"{name_of(path)}:{call.lineno}"
        for path in modules()
        if name_of(path) not in COMMITTERS
        for call in calls(path)
        if called(call) == "commit"
    ]
    assert guilty == []


def test_nobody_reads_the_clock_inside() -> None:
    guilty = []
    for path in modules():
        for call in calls(path):
            match call.func:
                case ast.Attribute(value=ast.Name(id=owner), attr=deed) if (owner, deed) in CLOCKS:
                    guilty.append(f"{name_of(path)}:{call.lineno}")
    assert [place for place in guilty if place.partition(":")[0] not in CLOCK_READERS] == []


def test_no_name_is_an_empty_word() -> None:
    guilty = [
        f"{name_of(path)}: {name}"
        for path in modules()
        for name in defined_names(path)
        if name == "common" or words_in(name).intersection(EMPTY_WORDS)
        if name not in TRADE_NAMES
    ]
    assert guilty == []


def test_no_module_is_over_its_measure() -> None:
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in long.items() if lines > MODULE_LINES} == {}


def lengths() -> dict[str, int]:
    """How many lines each function of the package has."""
    found = {}
    for path in modules():
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            assert isinstance(node, Function)
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found[f"{name_of(path)}:{node.lineno} {node.name}"] = lines
    return found


def test_no_function_is_over_its_measure() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > FUNCTION_LINES} == {}


def test_functions_are_short_as_a_rule() -> None:
    ordered = sorted(lengths().values())
    assert ordered[len(ordered) // 2] <= MEDIAN_LINES


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in modules()}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


SILENCER = re.compile(r"#\s*(?:noqa|type:\s*ignore)[^\n]*")
REASONED = re.compile(
    r"# (?:noqa: [A-Z0-9, ]+ - \S|type: ignore\[[a-z, -]+\](?:  # | - )\S).*",
)


def test_every_silencer_gives_its_reason() -> None:
    guilty = []
    beside = [sorted((ROOT / part).rglob("*.py")) for part in ("migrations", "tests", "tools")]
    for path in chain(modules(), *beside):
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            found = SILENCER.search(line)
            if found and not REASONED.fullmatch(found.group()):
                guilty.append(f"{name_of(path)}:{number}: {found.group()}")
    assert guilty == []


@pytest.mark.parametrize("suffix", ["pem", "key", "p12", "pfx"])
def test_no_private_key_lies_in_the_house(suffix: str) -> None:
    folders = [CODE, *(ROOT / name for name in ("certs", "templates", "migrations", "tests"))]
    found = [name_of(path) for folder in folders for path in folder.rglob(f"*.{suffix}")]
    assert found == []
