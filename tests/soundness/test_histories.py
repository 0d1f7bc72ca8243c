"""Thousands of random histories agree with paper, on both engines."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from fairwild.store.engine import Store
from tests.copies import copied, dropped, renewed
from tests.soundness.history import History, stocked
from tests.soundness.stage import Stage, stage_on

HISTORIES, STEPS = 8, 20
SOAKED_STEPS = 40
"""So many histories of so many deeds in a short run; a long one takes as many as its profile."""


@pytest.mark.timeout(0)
def test_every_history_agrees_with_paper(store: Store, tmp_path: Path) -> None:
    stage, memory = stocked(stage_on(store))
    ground = copied(store, tmp_path)

    def make() -> Stage:
        return stage.moved_to(renewed(ground, store))

    ended = 0

    def end(played: Stage) -> None:
        nonlocal ended
        ended += 1
        played.world.store.engine.dispose()

    soaking = settings.get_current_profile_name() == "soak"
    kept = {"make_stage": staticmethod(make), "end_stage": staticmethod(end), "memory": memory}
    played = type("Played", (History,), kept)
    histories = settings().max_examples if soaking else HISTORIES
    run_state_machine_as_test(
        played,
        settings=settings(
            max_examples=histories,
            stateful_step_count=SOAKED_STEPS if soaking else STEPS,
            derandomize=not soaking,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    dropped(ground)
    assert ended >= histories, "every history was played to its end"
