"""Copy the browser files this project vendors out of exact npm versions.

Run `python tools/vendor.py` after changing package.json, then commit what changed. It needs npm;
the app and its tests do not. Packages are unpacked in a temporary directory, and none of their
scripts runs.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "fairwild" / "web" / "static"
MANIFEST = STATIC / "vendor" / "MANIFEST.json"


@dataclass(frozen=True, kw_only=True)
class Vendored:
    """Files taken from one package, and where they live afterwards."""

    package: str
    folder: str
    licence: str
    files: tuple[str, ...]


BROWSER = (
    Vendored(
        package="@picocss/pico",
        folder="pico",
        licence="MIT",
        files=("css/pico.min.css", "LICENSE.md"),
    ),
    Vendored(
        package="htmx.org",
        folder="htmx",
        licence="0BSD",
        files=("dist/htmx.min.js", "LICENSE"),
    ),
    Vendored(
        package="leaflet",
        folder="leaflet",
        licence="BSD-2-Clause",
        files=(
            "dist/leaflet.js",
            "dist/leaflet.css",
            "dist/images/layers.png",
            "dist/images/layers-2x.png",
            "dist/images/marker-icon.png",
            "dist/images/marker-icon-2x.png",
            "dist/images/marker-shadow.png",
            "LICENSE",
        ),
    ),
    Vendored(
        package="swagger-ui-dist",
        folder="swagger-ui",
        licence="Apache-2.0",
        files=(
            "swagger-ui-bundle.js",
            "swagger-ui-bundle.js.LICENSE.txt",
            "swagger-ui.css",
            "LICENSE",
            "NOTICE",
        ),
    ),
)

_BLANK = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def main() -> int:
    """Leave the vendored folder, the sprite, the test copy of axe and the manifest up to date."""
    with tempfile.TemporaryDirectory() as folder:
        modules = _unpacked(Path(folder))
        shutil.rmtree(STATIC / "vendor", ignore_errors=True)
        entries = [entry for item in BROWSER for entry in _copied(item, modules)]
        entries += _sprites(modules)
        _axe(modules)
    written = dict(sorted(entries))
    MANIFEST.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(written)} files in {MANIFEST.relative_to(ROOT)}\n")
    return 0


def _unpacked(folder: Path) -> Path:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - the words are all ours
    return folder / "node_modules"


def _version(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])


def _copied(item: Vendored, modules: Path) -> list[tuple[str, dict[str, str]]]:
    source = modules / item.package
    target = STATIC / "vendor" / f"{item.folder}-{_version(source)}"
    return [_entry(source / name, target / _shortened(name), item.licence) for name in item.files]


def _shortened(name: str) -> str:
    return name.removeprefix("dist/").removeprefix("css/")


def _entry(source: Path, target: Path, licence: str) -> tuple[str, dict[str, str]]:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return _facts(target, licence)


def _facts(path: Path, licence: str) -> tuple[str, dict[str, str]]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return path.relative_to(STATIC).as_posix(), {"sha256": digest, "licence": licence}


def _sprites(modules: Path) -> list[tuple[str, dict[str, str]]]:
    package = modules / "@tabler" / "icons"
    shutil.copyfile(package / "LICENSE", STATIC / "icons.LICENSE")
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return [
        _sprite(package, "icons.svg", wanted["icons"]),
        _sprite(package, "trace-icons.svg", wanted["trace_icons"]),
    ]


def _sprite(package: Path, file: str, names: list[str]) -> tuple[str, dict[str, str]]:
    symbols = "\n".join(_symbol(package, name) for name in sorted(names))
    credit = f"<!-- Icons from Tabler {_version(package)}, MIT, copyright Paweł Kuna -->"
    (STATIC / file).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{credit}\n{symbols}\n</svg>\n',
        encoding="utf-8",
    )
    return _facts(STATIC / file, "MIT")


def _symbol(package: Path, name: str) -> str:
    drawing = (package / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
    found = _INSIDE.search(drawing)
    if found is None:
        raise ValueError(f"{name}.svg holds no drawing")
    shapes = " ".join(_BLANK.sub("", found[1]).split()).replace(" />", "/>").replace("> <", "><")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def _axe(modules: Path) -> None:
    package, target = modules / "axe-core", ROOT / "tests" / "vendor"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "axe.min.js", target / "axe.min.js")
    shutil.copyfile(package / "LICENSE", target / "axe.LICENSE")


if __name__ == "__main__":
    sys.exit(main())
