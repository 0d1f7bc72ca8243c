"""Standards and parameters from `certs/`, and where a file of them is wrong, line by line.

Licensed text belongs to an installation: it lies in a folder of its own data, laid out like
`certs/standards/`, and a version there takes the place of the one that ships.
"""

from functools import lru_cache
from pathlib import Path

from fairwild.kernel.parameters import ParameterTable, parameter_faults, read_parameters
from fairwild.resources import folder
from fairwild.standards.catalogue.checking import faults_of_standard, located
from fairwild.standards.catalogue.keeping import CHANGED_FILE
from fairwild.standards.catalogue.reading import (
    INDICATORS_FILE,
    STANDARD_FILE,
    built,
    outline_of,
    sheet_of,
    wording_files,
)
from fairwild.standards.types import StandardVersion


class UnknownStandard(LookupError):
    """There is no standard of this name and version in `certs/`."""


_installation: list[Path] = []


def read_also(place: Path) -> None:
    """Read the standards of this installation from that folder too; it need not be there yet."""
    _installation[:] = [place]


def own_folder() -> Path | None:
    """Give the folder of the installation's own standards, where one was named."""
    return _installation[0] if _installation else None


def standard_versions() -> tuple[StandardVersion, ...]:
    """Give every version of every standard, by name and version."""
    own = own_folder()
    return _versions(own, _changed(own) if own else 0)


def _changed(own: Path) -> int:
    try:
        return (own / CHANGED_FILE).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=4)
def _versions(own: Path | None, _changed: int) -> tuple[StandardVersion, ...]:
    places = {
        (path.parent.name, path.name): path for path in _places(folder("certs") / "standards")
    }
    if own is not None:
        places |= {(path.parent.name, path.name): path for path in _places(own)}
    return tuple(
        read_standard(place, imported=own is not None and own in place.parents)
        for _, place in sorted(places.items())
    )


def _places(root: Path) -> list[Path]:
    return sorted(path.parent for path in root.glob(f"*/*/{STANDARD_FILE}"))


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


def read_standard(place: Path, *, imported: bool = False) -> StandardVersion:
    """Read one version of a standard from its folder; raises ValueError naming every fault."""
    found = faults_of_standard(place, place.parent.parent)
    if found:
        raise ValueError("\n".join(found))
    outline = outline_of((place / STANDARD_FILE).read_text(encoding="utf-8"))
    wording = {language: sheet_of(path) for language, path in wording_files(place).items()}
    return built(outline, sheet_of(place / INDICATORS_FILE), wording, imported=imported)


def faults(certs: Path | None = None) -> list[str]:
    """Say everything wrong with standards and parameters, as `file:line: what`."""
    root = certs or folder("certs")
    standards = _places(root / "standards")
    found = [fault for place in standards for fault in faults_of_standard(place, root)]
    for path in sorted((root / "parameters").glob("*.toml")):
        found += located(path, root, parameter_faults(path.read_text(encoding="utf-8")))
    return found if standards else [*found, "standards:1: there is no standard"]


def own_faults(own: Path) -> list[str]:
    """Say everything wrong with the standards of an installation, as `file:line: what`."""
    return [fault for place in _places(own) for fault in faults_of_standard(place, own)]
