"""The application as a server makes it from the environment."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairwild.app import wsgi
from fairwild.store.engine import Store
from tests.copies import copied


@pytest.fixture
def instance(
    tmp_path: Path, sqlite_template: Store, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder of a house with an empty database, named by the environment."""
    copied(sqlite_template, tmp_path, "fairwild.sqlite").engine.dispose()
    monkeypatch.setenv("FAIRWILD_INSTANCE", str(tmp_path))
    monkeypatch.delenv("FAIRWILD_DATABASE_URL", raising=False)
    yield tmp_path
    gc.unfreeze()


def test_a_server_that_comes_up_again_reads_templates_as_they_were_compiled(instance: Path) -> None:
    first = wsgi().test_client().get("/sign-in")
    place = instance / "templates"
    compiled = {path: path.stat().st_mtime_ns for path in place.iterdir()}
    assert len(compiled) > 3
    assert place.stat().st_mode & 0o077 == 0
    again = wsgi().test_client().get("/sign-in")
    assert first.status_code == again.status_code == 200
    assert {path: path.stat().st_mtime_ns for path in place.iterdir()} == compiled


def test_a_template_that_was_compiled_from_another_text_is_compiled_anew(instance: Path) -> None:
    wsgi().test_client().get("/sign-in")
    place = instance / "templates"
    for path in place.iterdir():
        path.write_bytes(b"of an older version")
    assert wsgi().test_client().get("/sign-in").status_code == 200
    assert all(path.read_bytes() != b"of an older version" for path in place.iterdir())


def test_what_a_server_loads_at_its_start_is_looked_through_no_more(instance: Path) -> None:
    assert gc.get_freeze_count() == 0
    wsgi()
    assert gc.get_freeze_count() > 100_000
