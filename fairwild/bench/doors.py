"""How fast the doors are: the public trace against a constant route, receipts against bare SQL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from fairwild.access.secrets import digest
from fairwild.app import create_app, house_of
from fairwild.bench.figures import Figure, seconds_of
from fairwild.bench.servers import SECONDS, Question, load_generator, rates_of, served
from fairwild.demo import showing
from fairwild.http import House
from fairwild.settings import from_environment
from fairwild.store.migrating import upgrade

RECEIPTS = 100
JSON_AGAINST_CONSTANT = 0.25
TOKEN = "a-token-for-the-measurement-only"  # noqa: S105 - of a database thrown away afterwards
CLERK = "clerk@demo.example"


@contextmanager
def _house() -> Iterator[tuple[House, dict[str, str]]]:
    """Open a house with the demonstration in a folder of its own, thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="fairwild-bench-") as folder:
        environ = {"FAIRWILD_INSTANCE": str(Path(folder)), "FAIRWILD_SYNTHETIC": "1"}
        house = house_of(from_environment(environ))
        upgrade(house.store)
        showing.load(house)
        yield house, environ
        house.store.engine.dispose()


def _rate(name: str, rate: float, base: float, *, least: float | None) -> Figure:
    ratio = round(rate / base, 3)
    goal = f">= {least:g}" if least is not None else ""
    against = f"a constant Flask route, {load_generator()}"
    holds = least is None or ratio >= least
    return Figure(
        name, "sqlite", round(rate * SECONDS), float(SECONDS), ratio, against, goal, holds
    )


def trace() -> Iterator[Figure]:
    """Ask for the public page of one label and for its JSON, two workers each."""
    bare = {name: value for name, value in os.environ.items() if "FAIRWILD" not in name}
    with (
        _house() as (house, environ),
        served("fairwild.app:wsgi", bare | environ) as url,
        served("fairwild.bench.constant:app") as constant,
    ):
        address = f"{url}/t/{showing.first_label(house)}"
        as_json, as_page, base = rates_of(
            Question(address, "application/json"),
            Question(address, "text/html"),
            Question(constant),
        )
    yield _rate("trace-json", as_json, base, least=JSON_AGAINST_CONSTANT)
    yield _rate("trace-page", as_page, base, least=None)


def _give_token(connection: Connection) -> None:
    person = connection.execute(text("SELECT id FROM person WHERE email = :e"), {"e": CLERK})
    connection.execute(
        text(
            "INSERT INTO api_token (id, person_id, name, prefix, secret_digest, made_at, version)"
            " VALUES (:id, :person, 'bench', 'a-toke', :digest, '2020-01-01 00:00:00', 1)"
        ),
        {"id": uuid4().hex, "person": person.scalar_one(), "digest": digest(TOKEN)},
    )


def _order(connection: Connection) -> dict[str, Any]:
    """Repeat a receipt of the liquorice story, one kilogram light, so that the limit lasts."""
    latest = text(
        "SELECT r.harvester_id, r.area_id, r.species_id, r.part, r.state, r.currency "
        "FROM receipt r JOIN organisation o ON o.id = r.operator_id WHERE o.code = 'EBR' LIMIT 1"
    )
    row = connection.execute(latest).mappings().one()
    ids = {name: str(UUID(row[name])) for name in ("harvester_id", "area_id", "species_id")}
    words = {name: row[name] for name in ("part", "state", "currency")}
    return ids | words | {"gross_kg": "1.5", "tare_kg": "0.5", "price_per_kg": "0.90"}


def _record(client: FlaskClient, order: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": f'"{uuid4()}"'}
    answer = client.post("/api/v1/receipts", json=order, headers=headers)
    if answer.status_code != 201:  # noqa: PLR2004 - created
        raise RuntimeError(answer.get_data(as_text=True))


_DRAW_QUANTITY = """
    UPDATE maximum_quantity SET drawn_g = drawn_g + 0, version = version + 1
    WHERE id = (SELECT maximum_quantity_id FROM receipt LIMIT 1) AND limit_g >= drawn_g
"""
_ADD_TO_LOT = """
    UPDATE lot SET made_g = made_g + 0, version = version + 1
    WHERE id = (SELECT lot_id FROM receipt LIMIT 1)
"""
_COPY = "CREATE TEMP TABLE IF NOT EXISTS one AS SELECT * FROM receipt LIMIT 1"
_NAME = "UPDATE one SET id = :id, number = :id"
_RECORD = "INSERT INTO receipt SELECT * FROM one"
_SAY = """
    INSERT INTO ledger_entry (subject_id, version, kind, actor_id, at, data, leaf_hash)
    SELECT :id, 1, kind, actor_id, at, data, leaf_hash FROM ledger_entry LIMIT 1
"""
_BY_HAND = (_DRAW_QUANTITY, _ADD_TO_LOT, _COPY, _NAME, _RECORD, _SAY)


def _by_hand(house: House) -> None:
    """Write what a receipt writes, as bare SQL in one transaction."""
    with house.store.engine.connect() as connection:
        connection.execution_options(writes=True)
        for statement in _BY_HAND:
            named = {"id": uuid4().hex} if ":id" in statement else {}
            connection.execute(text(statement), named)
        connection.commit()


def receipts() -> Iterator[Figure]:
    """Record receipts through the API, against the same rows written by hand."""
    with _house() as (house, _environ):
        with house.store.engine.connect() as connection:
            connection.execution_options(writes=True)
            _give_token(connection)
            order = _order(connection)
            connection.commit()
        client = create_app(house.settings, store=house.store).test_client()
        order["collected_at"] = house.clock().isoformat()

        def through_the_api() -> None:
            for _ in range(RECEIPTS):
                _record(client, order)

        def by_hand() -> None:
            for _ in range(RECEIPTS):
                _by_hand(house)

        ours, bare = seconds_of(through_the_api, by_hand, rounds=3)
    ratio = round(ours / bare, 3)
    against = "the same rows by hand-written SQL"
    yield Figure("receipts", "sqlite", RECEIPTS, round(ours, 4), ratio, against, "", True)
