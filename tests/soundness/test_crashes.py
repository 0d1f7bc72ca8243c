"""A server killed in the middle of its work leaves no half deed and loses no acknowledged one."""

from pathlib import Path

import pytest

from fairwild.store.engine import Store
from tests.soundness.crashing import Crashes
from tests.soundness.trading import ANSWERS

SHORT = {"sqlite": 3, "postgresql": 1}
LONG = 100


def crash(store: Store, instance: Path, rounds: int) -> Crashes:
    """Kill the server of a house so many times; gives what was asked of it."""
    url = store.engine.url.render_as_string(hide_password=False)
    crashes = Crashes(instance, url, seed=rounds)
    for _ in range(rounds):
        crashes.one_round()
    crashes.last_round()
    return crashes


@pytest.mark.timeout(0)
def test_a_killed_server_leaves_whole_deeds_only(store: Store, tmp_path: Path) -> None:
    engine = "sqlite" if store.is_sqlite else "postgresql"
    asked = crash(store, tmp_path / "instance", SHORT[engine]).asked
    assert asked.receipts
    assert asked.splits
    assert asked.imports
    assert any(sale.answered for sale in asked.sales)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_server_killed_a_hundred_times_leaves_whole_deeds_only(
    store: Store, tmp_path: Path
) -> None:
    asked = crash(store, tmp_path / "instance", LONG).asked
    assert len(asked.receipts) > LONG
    assert len(asked.splits) > LONG
    assert len(asked.sales) > LONG
    assert {sale.outcome for sale in asked.sales if sale.answered} == {one for one, _ in ANSWERS}
