"""Empty databases on both engines: no migration has run in them."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from fairwild.store.engine import Store, open_store
from tests.conftest import ENGINES


@pytest.fixture
def bare_sqlite(tmp_path: Path) -> Iterator[Store]:
    """An SQLite file without tables."""
    store = open_store(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    yield store
    store.engine.dispose()


@pytest.fixture
def bare_postgresql(postgresql_url: str) -> Iterator[Store]:
    """A PostgreSQL database without tables."""
    name = f"bare_{uuid4().hex[:12]}"
    server = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    before, _, query = postgresql_url.partition("?")
    url = f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    store = open_store(url)
    yield store
    store.engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(params=ENGINES)
def bare(request: pytest.FixtureRequest) -> Store:
    """A database without tables, once on SQLite and once on PostgreSQL."""
    found: Store = request.getfixturevalue(f"bare_{request.param}")
    return found
