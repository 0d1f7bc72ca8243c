"""Bringing a database to the form the code expects."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from fairwild.resources import folder
from fairwild.store.engine import Store


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _tables_rebuilt(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others refer to while it is built anew.

    Deferred keys would not do: rows that go with a dropped table count as missing until the
    commit, whatever stands in the new one. `migrations/env.py` looks for broken references before
    each revision is committed.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def upgrade(store: Store, revision: str = "head") -> None:
    """Run every migration up to the revision, each whole or not at all, references checked."""
    config = _config()
    with store.engine.connect() as connection, _tables_rebuilt(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


class NoWayBack(Exception):
    """The database holds what an older form has no words for; nothing was changed."""


def downgrade(store: Store, revision: str) -> None:
    """Undo migrations down to the revision, each whole or not at all, references checked.

    Raises NoWayBack, before anything is changed, with all that the form before cannot hold.
    """
    bars = bars_to_going_back(store, revision)
    if bars:
        raise NoWayBack(" ".join(bars))
    config = _config()
    with store.engine.connect() as connection, _tables_rebuilt(connection):
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def bars_to_going_back(store: Store, revision: str) -> list[str]:
    """Say what in the database stands against undoing migrations down to the revision.

    A migration that knows of such rows has a function `bars_to_going_back`.
    """
    scripts = ScriptDirectory.from_config(_config())
    found: list[str] = []
    with store.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
        for script in scripts.iterate_revisions(here, revision):
            asked = getattr(script.module, "bars_to_going_back", None)
            found += asked(connection) if asked else ()
    return found


def newest() -> str | None:
    """Name the revision the code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def present(store: Store) -> str | None:
    """Name the revision the database is at; None for one without tables."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def pending(store: Store) -> bool:
    """Tell whether the database is not at the newest revision."""
    return present(store) != newest()
