"""A large file goes through pages, API and command line of a served house, and back again."""

import sys
from pathlib import Path

import pytest

from fairwild.store.engine import Store
from tests.soundness.passing import Passage
from tests.soundness.three_doors import DOORS, Served

FEW, MANY = 2_100, 100_000
"""Both are more than is written within a request."""


def passed(store: Store, instance: Path, rows: int) -> list[Passage]:
    """Send a file of so many receipts through each door of a served house."""
    url = store.engine.url.render_as_string(hide_password=False)
    served = Served(instance, url, rows)
    served.server.start()
    try:
        return [served.through(door) for door in DOORS]
    finally:
        served.server.kill()
        served.check()


@pytest.mark.timeout(300)
def test_a_large_file_goes_through_every_door_and_is_undone(
    sqlite_store: Store, tmp_path: Path
) -> None:
    for passage in passed(sqlite_store, tmp_path / "instance", FEW):
        assert passage.saw("running"), passage


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_hundred_thousand_receipts_go_through_every_door_and_are_undone(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passages = passed(store, tmp_path / "instance", MANY)
    with capsys.disabled():
        told = [f"{MANY} receipts, {store.engine.dialect.name}", *(one.line() for one in passages)]
        sys.stdout.write("\n" + "\n".join(told) + "\n")
    for passage in passages:
        for state in ("running", "undoing"):
            assert len(passage.saw(state)) > 2, (passage.door, state)
        assert passage.peak_mb
