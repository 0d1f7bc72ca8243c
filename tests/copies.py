"""Databases built once and copied: quicker than building the same house for every test."""

import shutil
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text

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
        built.engine.dispose()
        return _made(_url_of(built), f'TEMPLATE "{built.engine.url.database}"')
    with built.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    built.engine.dispose()
    path = folder / (name or f"{uuid4().hex}.sqlite")
    shutil.copy(built.engine.url.database or "", path)
    return open_store(f"sqlite:///{path}")


def dropped(store: Store) -> None:
    """End a database; nothing of it is left."""
    store.engine.dispose()
    name = store.engine.url.database or ""
    if store.is_sqlite:
        for left in Path(name).parent.glob(f"{Path(name).name}*"):
            left.unlink()
        return
    server = _server_of(_url_of(store))
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def named(url: Url, database: str) -> Url:
    """Give the URL of another database of the same server."""
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


def _made(beside: Url, how: str) -> Store:
    name = f"house_{uuid4().hex[:12]}"
    server = _server_of(beside)
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" {how}'))
    server.dispose()
    return open_store(named(beside, name))


def _server_of(url: Url) -> Engine:
    return create_engine(named(url, "postgres"), isolation_level="AUTOCOMMIT")


def _url_of(store: Store) -> Url:
    return store.engine.url.render_as_string(hide_password=False)
