"""The vendored browser files are what was taken, and every icon a page asks for exists."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "fairwild" / "web" / "static"
MANIFEST = json.loads((STATIC / "vendor" / "MANIFEST.json").read_text(encoding="utf-8"))
PACKAGES = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
# The ways a page names an icon: icon("x"), icon_name="x" or "icon": "x", the tones of the pills,
# the second or third argument of a macro after its translated words, and the main navigation.
ASKED = (
    re.compile(r"""\b(?:icon|empty)\(\s*["']([a-z0-9-]+)["']"""),
    re.compile(r"""\b(?:icon_name|icon)["']?\s*[=:]\s*["']([a-z0-9-]+)["']"""),
    re.compile(r"""\("(?:good|warn|info|bad|quiet)", "([a-z0-9-]+)"\)"""),
    re.compile(r"""\b(?:submit|card)\(\s*_\("[^"]*"\),\s*"([a-z0-9-]+)\""""),
    re.compile(r"""_button\([^{}]*?_\("[^"]*"\),\s*"([a-z0-9-]+)\""""),
    re.compile(r"""\b_l\("[^"]*"\),\s*"([a-z0-9-]+)\""""),
)


def symbols(sprite: str) -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / sprite).read_text(encoding="utf-8")))


def icons_asked_for() -> dict[str, str]:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    pages.append(ROOT / "fairwild" / "web" / "navigation.py")
    return {
        name: page.name
        for page in pages
        for way in ASKED
        for name in way.findall(page.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_a_vendored_file_is_the_one_that_was_taken(name: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == MANIFEST[name]["sha256"]
    assert MANIFEST[name]["licence"]


def test_nothing_lies_among_the_vendored_files_unrecorded() -> None:
    files = (path for path in (STATIC / "vendor").rglob("*") if path.is_file())
    found = {path.relative_to(STATIC).as_posix() for path in files}
    assert found - {"vendor/MANIFEST.json"} == {n for n in MANIFEST if n.startswith("vendor/")}


def test_every_vendored_folder_keeps_its_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert list(folder.glob("LICENSE*")), folder.name


def test_versions_are_exact() -> None:
    wanted = {**PACKAGES["dependencies"], **PACKAGES["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_every_icon_a_page_asks_for_is_in_the_sprite() -> None:
    asked = icons_asked_for()
    assert len(asked) > 20
    assert {name: page for name, page in asked.items() if name not in symbols("icons.svg")} == {}


def test_the_small_sprite_is_part_of_the_big_one() -> None:
    assert symbols("trace-icons.svg") < symbols("icons.svg")


def test_the_trace_stylesheet_is_small() -> None:
    assert (STATIC / "trace.css").stat().st_size < 12_000


def test_nothing_in_our_own_styles_and_scripts_comes_from_elsewhere() -> None:
    for name in ("fairwild.css", "trace.css", "fairwild.js", "theme.js"):
        assert "//" not in re.sub(r"^\s*//.*$", "", (STATIC / name).read_text(), flags=re.MULTILINE)
