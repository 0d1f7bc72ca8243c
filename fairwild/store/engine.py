"""Engines and sessions: one process-wide writer at a time on SQLite, row locks on PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

BUSY_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 10_000


@dataclass
class Store:
    """One database with its sessions and, on SQLite, the lock that queues writers fairly."""

    engine: Engine
    sessions: sessionmaker[Session] = field(init=False)
    writer: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether writers have to queue."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Lend a session whose work is thrown away at the end."""
        with self.sessions() as session:
            try:
                yield session
            finally:
                session.expunge_all()  # what was read stays readable after the reading
                session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Lend a session in a write transaction; the caller commits, anything else rolls back."""
        if not self.is_sqlite:
            with self.sessions() as session:
                yield session
            return
        with self.writer, self.sessions() as session:
            session.connection(execution_options={"writes": True})
            yield session

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """Lend a session for what is no deed, like a password guessed; kept at the end."""
        with self.writing() as session:
            yield session
            session.commit()

    def note(self, statement: Executable) -> bool:
        """Write what is no deed and may as well be written later, like when a key was last used.

        Who only reads does not wait for a writer: on SQLite nothing is noted while somebody
        writes. Tells whether it was.
        """
        if not self.is_sqlite:
            with self.noting() as session:
                session.execute(statement)
            return True
        if not self.writer.acquire(blocking=False):
            return False
        try:
            return self._noted_now(statement)
        finally:
            self.writer.release()

    def _noted_now(self, statement: Executable) -> bool:
        with self.sessions() as session:
            try:
                session.connection(execution_options={"writes": True, "waits": False})
            except OperationalError as error:
                if "locked" not in str(error.orig):
                    raise
                return False
            session.execute(statement)
            session.commit()
        return True


def _sqlite_connection(connection: Any, _record: object) -> None:
    """Set up a new SQLite connection; transactions are begun by `_sqlite_begin`."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    """Take the write lock at once for a unit of work, so that it never fails half-way."""
    options = connection.get_execution_options()
    waits = options.get("waits", True)
    if not waits:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")
    finally:
        if not waits:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def open_store(url: str) -> Store:
    """Open the database at an SQLAlchemy URL; the folder of an SQLite file is created."""
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        options = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC"
        return Store(create_engine(parsed, pool_pre_ping=True, connect_args={"options": options}))
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _sqlite_connection)
    event.listen(engine, "begin", _sqlite_begin)
    return Store(engine)
