"""Standards and parameters from `certs/`, and where a file of them is wrong, line by line."""

from functools import lru_cache
from pathlib import Path

from fairwild.kernel.parameters import ParameterTable, parameter_faults, read_parameters
from fairwild.resources import folder
from fairwild.standards.catalogue.checking import faults_of_standard, located
from fairwild.standards.catalogue.reading import (
    INDICATORS_FILE,
    STANDARD_FILE,
    built,
    outline_of,
    sheet_of,
)
from fairwild.standards.types import StandardVersion


class UnknownStandard(LookupError):
    """There is no standard of this name and version in `certs/`."""


@lru_cache
def standard_versions() -> tuple[StandardVersion, ...]:
    """Give every version of every standard, by name and version."""
    files = (folder("certs") / "standards").glob(f"*/*/{STANDARD_FILE}")
    return tuple(read_standard(path.parent) for path in sorted(files))


def standard_version(name: str, version: str) -> StandardVersion:
    """Give one version of a standard; raises UnknownStandard without it."""
    for standard in standard_versions():
        if (standard.name, standard.version) == (name, version):
            return standard
    message = f"{name} {version}"
    raise UnknownStandard(message)


@lru_cache
def parameters() -> ParameterTable:
    """Give the dated numbers of the scheme."""
    return read_parameters(folder("certs") / "parameters" / "scheme.toml")


def read_standard(place: Path) -> StandardVersion:
    """Read one version of a standard from its folder; raises ValueError naming every fault."""
    found = faults_of_standard(place, place.parent.parent)
    if found:
        raise ValueError("\n".join(found))
    outline = outline_of((place / STANDARD_FILE).read_text(encoding="utf-8"))
    return built(outline, sheet_of(place / INDICATORS_FILE))


def faults(certs: Path | None = None) -> list[str]:
    """Say everything wrong with standards and parameters, as `file:line: what`."""
    root = certs or folder("certs")
    standards = sorted((root / "standards").glob(f"*/*/{STANDARD_FILE}"))
    found = [fault for path in standards for fault in faults_of_standard(path.parent, root)]
    for path in sorted((root / "parameters").glob("*.toml")):
        found += located(path, root, parameter_faults(path.read_text(encoding="utf-8")))
    return found if standards else [*found, "standards:1: there is no standard"]
