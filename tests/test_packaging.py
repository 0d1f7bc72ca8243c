"""The wheel, built through the sdist and installed alone far from the checkout, is the house."""

import os
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BESIDE = ("certs", "migrations", "templates")
STARTED_WITHIN_S = 180


def run(*words: str | Path, cwd: Path, **environ: str) -> str:
    """Run a command far from the checkout; its output is the message where it fails."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=kept | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and the wheel made from it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def in_the_wheel(built: Path) -> set[str]:
    """The names of all files of the wheel."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def tracked(*folders: str) -> set[str]:
    """The files git keeps in these folders; they are what a clone has."""
    listed = run("git", "ls-files", *folders, cwd=ROOT)
    return {name for name in listed.splitlines() if (ROOT / name).is_file()}


@pytest.mark.parametrize("folder", BESIDE)
def test_every_file_beside_the_code_travels_inside_the_package(
    in_the_wheel: set[str], folder: str
) -> None:
    files = tracked(folder)
    assert files
    assert {f"fairwild/{name}" for name in files} - in_the_wheel == set()


def test_every_module_and_static_file_travels(in_the_wheel: set[str]) -> None:
    files = tracked("fairwild")
    assert "fairwild/py.typed" in files
    assert files - in_the_wheel == set()


def test_nothing_travels_that_has_no_place_in_a_wheel(in_the_wheel: set[str]) -> None:
    roots = {name.split("/")[0] for name in in_the_wheel}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"fairwild"}
    unwanted = (".pem", ".key", ".p12", ".pyc", ".sqlite", ".eml")
    assert [name for name in in_the_wheel if name.endswith(unwanted)] == []


def test_the_sdist_carries_tests_and_guides(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = {"README.md", "Makefile", "requirements.lock", "setup.cfg", "pyproject.toml"}
    wanted |= {"tests/conftest.py", "certs/types/wild-collection.toml"}
    assert wanted - inside == set()


@pytest.fixture(scope="module")
def house(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `fairwild` command of an environment that has the wheel and not the checkout.

    What the wheel needs is borrowed from the environment of the tests, whose own finder of
    the checkout is left out: a .pth file in a borrowed folder is not read.
    """
    place = tmp_path_factory.mktemp("alone")
    run(sys.executable, "-m", "venv", place / "venv", cwd=place)
    python = place / "venv" / "bin" / "python"
    wheel = next(built.glob("*.whl"))
    run(python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel, cwd=place)
    home = Path(
        run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place
        ).strip()
    )
    (home / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import fairwild; print(fairwild.__file__)", cwd=place)
    assert Path(where.strip()).is_relative_to(place)
    return place / "venv" / "bin" / "fairwild"


@pytest.fixture
def served(house: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the installed house, serving its demonstration."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("w+")
    server = subprocess.Popen(
        [house, "demo", "--port", str(port)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "FAIRWILD_INSTANCE": str(tmp_path / "instance")},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def first_answer(address: str) -> str:
    """What the address says as soon as it says anything."""
    ends = time.monotonic() + STARTED_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.3)


def test_an_installed_house_makes_its_database(house: Path, tmp_path: Path) -> None:
    told = {"FAIRWILD_INSTANCE": str(tmp_path / "instance")}
    assert "ready" in run(house, "db", "init", cwd=tmp_path, **told)
    assert "Everything holds." in run(house, "check", cwd=tmp_path, **told)


@pytest.mark.timeout(240)
def test_an_installed_house_serves_the_demonstration(served: str) -> None:
    assert "<h1" in first_answer(f"{served}/")
    assert "openapi" in first_answer(f"{served}/api/v1/openapi.json")
    assert "--" in first_answer(f"{served}/static/fairwild.css")
