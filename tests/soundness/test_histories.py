"""Thousands of random histories agree with paper, on both engines."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import create_engine, text

from fairwild.store.engine import Store, open_store
from tests.conftest import ENGINES, named
from tests.soundness.history import History, Memory, stocked
from tests.soundness.stage import Stage, stage_on

HISTORIES, STEPS = 8, 20
SOAKED_STEPS = 40
"""So many histories of so many deeds in a short run; a long one takes as many as its profile."""

Copier = tuple[Callable[[], Stage], Callable[[Stage], None], Memory]


@pytest.fixture
def sqlite_stages(sqlite_template: Path, tmp_path: Path) -> Copier:
    """Copies of a stage built once, each a file of its own."""
    first = tmp_path / "stage.sqlite"
    shutil.copy(sqlite_template, first)
    built, memory = stocked(stage_on(open_store(f"sqlite:///{first}")))
    with built.world.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    built.world.store.engine.dispose()

    def make() -> Stage:
        path = tmp_path / f"{uuid4().hex}.sqlite"
        shutil.copy(first, path)
        return built.moved_to(open_store(f"sqlite:///{path}"))

    def end(stage: Stage) -> None:
        path = Path(stage.world.store.engine.url.database or "")
        stage.world.store.engine.dispose()
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()

    return make, end, memory


@pytest.fixture
def postgresql_stages(postgresql_url: str, postgresql_template: str) -> Iterator[Copier]:
    """Copies of a stage built once, each a database of its own."""
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    first = f"stage_{uuid4().hex[:12]}"

    def copy(name: str, template: str) -> Store:
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return open_store(named(postgresql_url, name))

    def drop(name: str) -> None:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))

    built, memory = stocked(stage_on(copy(first, postgresql_template)))
    built.world.store.engine.dispose()

    def make() -> Stage:
        return built.moved_to(copy(f"history_{uuid4().hex[:12]}", first))

    def end(stage: Stage) -> None:
        stage.world.store.engine.dispose()
        drop(stage.world.store.engine.url.database or "")

    yield make, end, memory
    drop(first)
    server.dispose()


@pytest.mark.timeout(0)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_history_agrees_with_paper(engine: str, request: pytest.FixtureRequest) -> None:
    make, end, memory = request.getfixturevalue(f"{engine}_stages")
    soaking = settings.get_current_profile_name() == "soak"
    kept = {"make_stage": staticmethod(make), "end_stage": staticmethod(end), "memory": memory}
    played = type("Played", (History,), kept)
    run_state_machine_as_test(
        played,
        settings=settings(
            max_examples=settings().max_examples if soaking else HISTORIES,
            stateful_step_count=SOAKED_STEPS if soaking else STEPS,
            derandomize=not soaking,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
