"""What the house is made of is declared: packages, imports, command, contracts."""

import ast
import configparser
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.house.sources import CODE, ROOT, modules, nodes

MEASURING = (CODE / "bench" / "databases.py",)
"""Starts a PostgreSQL server from the wheel, where no address of one is given."""
LOCAL = {"fairwild", "tests", "_typeshed"}  # the last is known to type checkers only


@cache
def configuration() -> configparser.ConfigParser:
    """setup.cfg as it is written."""
    read = configparser.ConfigParser(interpolation=None)
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    return read


def listed(section: str, option: str) -> list[str]:
    """The lines of a list in setup.cfg."""
    return [line for line in configuration()[section][option].splitlines() if line.strip()]


def distributions(section: str, *options: str) -> set[str]:
    """The names of the distributions a list of requirements asks for."""
    lines = [line for option in options for line in listed(section, option)]
    return {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0].lower() for line in lines}


def imported_by(paths: list[Path]) -> set[str]:
    """The top-level modules that files import."""
    found: set[str] = set()
    for path in paths:
        for node in nodes(path, ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - LOCAL


def undeclared(paths: list[Path], declared: set[str]) -> dict[str, list[str]]:
    """The imports no declared distribution brings."""
    known = packages_distributions()
    found = {name: [one.lower() for one in known.get(name, [])] for name in imported_by(paths)}
    return {name: brought for name, brought in found.items() if not declared.intersection(brought)}


def test_every_import_of_the_house_is_declared() -> None:
    declared = distributions("options", "install_requires")
    paths = [*modules(), *sorted((ROOT / "migrations").rglob("*.py"))]
    assert undeclared([path for path in paths if path not in MEASURING], declared) == {}


def test_what_only_measures_imports_what_its_extra_brings() -> None:
    declared = distributions("options", "install_requires")
    declared |= distributions("options.extras_require", "dev", "postgres")
    assert undeclared(list(MEASURING), declared) == {}


def test_every_import_of_the_tests_is_declared() -> None:
    declared = distributions("options", "install_requires")
    declared |= distributions("options.extras_require", "dev", "postgres")
    paths = sorted((ROOT / "tests").rglob("*.py"))
    assert undeclared(paths, declared) == {}


def test_every_requirement_is_locked() -> None:
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    names = {line.partition("==")[0].lower() for line in locked.splitlines() if "==" in line}
    wanted = distributions("options", "install_requires")
    wanted |= distributions("options.extras_require", "dev", "postgres")
    assert wanted - names == set()


def test_every_package_is_listed() -> None:
    folders = {path.parent.relative_to(ROOT) for path in modules()}
    packages = {".".join(folder.parts) for folder in folders}
    beside = {"fairwild.certs", "fairwild.migrations", "fairwild.templates"}
    assert set(listed("options", "packages")) == packages | beside


def test_every_room_has_its_records_protected() -> None:
    rooms = {path.parent.name for path in CODE.glob("*/records.py")}
    rooms |= {path.parents[1].name for path in CODE.glob("*/records/__init__.py")}
    protected = {
        line.split(".")[1]
        for section in configuration().sections()
        if section.startswith("importlinter:contract:records-of-")
        for line in listed(section, "protected_modules")
    }
    assert rooms - {"ledger", "mail"} == protected


def test_the_lock_carries_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "--hash=sha256:" in text
    assert re.findall(r"https?://", text) == []
