"""Numbers of the scheme that something rests on can be looked up for good."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from fairwild.audits.queries.numbers import numbers_used
from fairwild.audits.states import AuditStatus
from fairwild.desks import queries as desks
from fairwild.kernel.parameters import ParameterTable, read_parameters
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.records import LedgerEntry
from fairwild.resources import folder
from fairwild.standards import catalogue
from fairwild.standards.operations import keep_numbers
from fairwild.standards.queries import check_numbers, get_numbers, list_kept_numbers
from fairwild.standards.records import NumbersTable
from tests.audits_builders import drafted, finished, planned, scene_of, scored
from tests.builders import World
from tests.desks_builders import audited_of, drawn

SCHEME = folder("certs") / "parameters" / "scheme.toml"


@pytest.fixture
def another_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ParameterTable]:
    """The numbers after a new release: samples are twice as large, so many days are the same."""
    (tmp_path / "certs" / "parameters").mkdir(parents=True)
    told = SCHEME.read_text(encoding="utf-8")
    wanted = 'keys = { what = "receipt" }\nvalue = "10"'
    assert wanted in told
    path = tmp_path / "certs" / "parameters" / "scheme.toml"
    path.write_text(told.replace(wanted, wanted.replace("10", "2")), encoding="utf-8")
    monkeypatch.setattr(catalogue, "folder", lambda name: tmp_path / name)
    catalogue.parameters.cache_clear()
    yield read_parameters(path)
    monkeypatch.undo()
    catalogue.parameters.cache_clear()


def test_the_table_is_kept_with_the_first_deed_that_rests_on_it_and_only_once(
    world: World,
) -> None:
    scene = scene_of(world)
    drafted(scene)
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(NumbersTable)) == 0
    audit_id = finished(scene, scored(scene))
    version = catalogue.parameters().version
    with world.reading(scene.manager) as reading:
        [kept] = list_kept_numbers(reading)
        assert kept.table.version == version
        assert sorted(kept.table.rows, key=str) == sorted(catalogue.parameters().rows, key=str)
        steps = (AuditStatus.CONFIRMED, AuditStatus.FINISHED)
        assert numbers_used(reading, audit_id) == dict.fromkeys(steps, version)
        told = select(func.count()).where(LedgerEntry.kind == "numbers-kept")
        assert reading.session.scalar(told) == 1
        assert list(check_numbers(reading.session)) == []


def test_a_sample_is_drawn_again_by_the_numbers_it_was_drawn_by(
    world: World, another_table: ParameterTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited = audited_of(world)
    audit_id = planned(audited.scene)
    for _ in range(12):
        audited.field.buy(10)
    sample = drawn(audited, audit_id)
    assert sample.parameters_version == another_table.version
    monkeypatch.setattr(catalogue, "folder", folder)
    catalogue.parameters.cache_clear()
    assert catalogue.parameters().version != another_table.version
    with world.reading(audited.scene.auditor) as reading:
        again = desks.redraw(reading, sample.id)
        known = get_numbers(reading, sample.parameters_version)
    assert all(one.same_draw for one in again)
    assert known.table.version == another_table.version
    assert known.kept_at == sample.drawn_at


def test_a_version_nobody_used_is_not_found_but_that_of_today_is(world: World) -> None:
    with world.reading(world.operator_manager()) as reading:
        assert get_numbers(reading, catalogue.parameters().version).kept_at is None
        with pytest.raises(NotFound):
            get_numbers(reading, "0123456789abcdef")


def test_nobody_changes_a_kept_table(world: World) -> None:
    with world.work(world.operator_manager()) as work:
        keep_numbers(work)
    for deed in ("UPDATE numbers_table SET version = 'x'", "DELETE FROM numbers_table"):
        with world.store.engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(deed))


def test_the_check_names_a_table_that_is_not_as_it_was_kept(world: World) -> None:
    with world.work(world.operator_manager()) as work:
        keep_numbers(work)
    version = catalogue.parameters().version
    with world.store.engine.connect() as connection:
        name = connection.dialect.name
        off = (
            "DROP TRIGGER numbers_table_no_update"
            if name == "sqlite"
            else "ALTER TABLE numbers_table DISABLE TRIGGER ALL"
        )
        connection.execute(text(off))
        connection.execute(text("UPDATE numbers_table SET rows = '[]'"))
        connection.commit()
    with world.store.reading() as session:
        assert list(check_numbers(session)) == [f"{version} is not as it was kept"]


def test_two_who_first_rest_on_a_table_at_once_keep_it_once(world: World) -> None:
    actors, meet = [world.operator_manager(), world.steward()], Barrier(2)
    done: list[str] = []

    def deed(place: int) -> None:
        meet.wait()
        with world.work(actors[place]) as work:
            done.append(keep_numbers(work).version)

    threads = [Thread(target=deed, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [catalogue.parameters().version] * 2
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(NumbersTable)) == 1
