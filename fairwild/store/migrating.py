"""Bringing a database to the form the code expects."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy import column as sqlalchemy_column
from sqlalchemy import table as sqlalchemy_table

from fairwild.resources import folder
from fairwild.store.engine import Store

LISTS = re.compile(r"CHECK \((\w+) IN \(([^)]*)\)\)")
WORDS = re.compile(r"'([^']+)'")


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

    These are rows with a word that a migration added to a closed list, as `withdrawn` to what a
    reversal can be: the form before has none for it.
    """
    scripts = ScriptDirectory.from_config(_config())
    with store.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
        return [
            f"Revision {script.down_revision} has no word for '{word}' ({table}.{column}); "
            f"here are {count}."
            for script in scripts.iterate_revisions(here, revision)
            for table, column, words in _added(script.module)
            for word, count in _counted(connection, table, column, words)
        ]


def _added(migration: Any) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give the words that a migration added, by table and column, as its literal DDL has them."""
    before, after = getattr(migration, "BEFORE", {}), getattr(migration, "AFTER", {})
    for table in sorted(before.keys() & after.keys()):
        old, new = _listed(before[table][0]), _listed(after[table][0])
        for column in sorted(old.keys() & new.keys()):
            yield table, column, new[column] - old[column]


def _listed(ddl: str) -> dict[str, frozenset[str]]:
    """Give the closed lists in the DDL of a table by column."""
    return {column: frozenset(WORDS.findall(said)) for column, said in LISTS.findall(ddl)}


def _counted(
    connection: Connection, table: str, column: str, words: Collection[str]
) -> Iterator[tuple[str, int]]:
    """Count the rows that have each of these words, of those that any row has."""
    if not words:
        return
    rows = sqlalchemy_table(table, sqlalchemy_column(column))
    said = rows.c[column]
    query = select(said, func.count()).where(said.in_(sorted(words))).group_by(said)
    yield from sorted((row[0], row[1]) for row in connection.execute(query))


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
