"""Databases built once and copied: quicker than building the same house for every test."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event, text

from fairwild.store.engine import Store, open_store

Url = str


def new_database(server_url: Url) -> Store:
    """Give a store over a new PostgreSQL database without tables."""
    return _made(server_url, "")


def copied(built: Store, folder: Path, name: str = "") -> Store:
    """Give a store over a copy of a database to which nobody else is connected.

    `folder` and `name` say where the file of a SQLite copy lies; PostgreSQL needs neither. The
    connections of `built` are closed; it opens new ones when it is used again.
    """
    if not built.is_sqlite:
        return _made(_url_of(built), _like(built))
    path = folder / (name or f"{uuid4().hex}.sqlite")
    shutil.copy(_file_of(built), path)
    store = open_store(f"sqlite:///{path}")
    event.listen(store.engine, "connect", _without_waiting)
    return store


def renewed(store: Store, built: Store) -> Store:
    """Put a copy of a database in the place of a store's own, to which nobody is connected.

    The engine stays and with it what it compiled: the next test asks the same questions. The
    store that comes back has a writer's queue of its own, so nothing is left of the last test.
    """
    dropped(store)
    if store.is_sqlite:
        shutil.copy(_file_of(built), store.engine.url.database or "")
    else:
        _create(_url_of(store), store.engine.url.database or "", _like(built))
    return Store(store.engine)


def dropped(store: Store) -> None:
    """End a database; nothing of it is left."""
    store.engine.dispose()
    name = store.engine.url.database or ""
    if store.is_sqlite:
        for left in Path(name).parent.glob(f"{Path(name).name}*"):
            left.unlink()
        return
    with _server_of(_url_of(store)).connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def named(url: Url, database: str) -> Url:
    """Give the URL of another database of the same server."""
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


def _without_waiting(connection: Any, _record: object) -> None:
    """Let a database that is thrown away at the end not wait for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


def _file_of(built: Store) -> str:
    """Give the file of a SQLite database with all that was written in it."""
    with built.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    built.engine.dispose()
    return built.engine.url.database or ""


def _like(built: Store) -> str:
    """Say how PostgreSQL makes a copy; of a small database copying files is the quickest."""
    built.engine.dispose()
    return f'TEMPLATE "{built.engine.url.database}" STRATEGY FILE_COPY'


def _made(beside: Url, how: str) -> Store:
    name = f"house_{uuid4().hex[:12]}"
    _create(beside, name, how)
    return open_store(named(beside, name))


def _create(beside: Url, name: str, how: str) -> None:
    with _server_of(beside).connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" {how}'))


def _server_of(url: Url) -> Engine:
    return _engine_of(named(url, "postgres"))


@cache
def _engine_of(url: Url) -> Engine:
    return create_engine(url, isolation_level="AUTOCOMMIT")


def _url_of(store: Store) -> Url:
    return store.engine.url.render_as_string(hide_password=False)
