"""How fast the lineage of 5,000 lots is, as its page and as JSON, against the graph by hand."""

import json
import os
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from time import perf_counter
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from fairwild.access.secrets import digest
from fairwild.app import wsgi
from fairwild.bench.chains import ENGINES, Bench, in_turns, must
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure
from fairwild.bench.graph import supply_chain, takers_of, upstream_of
from fairwild.bench.loading import load
from fairwild.kernel.actors import Role
from fairwild.tables import metadata
from fairwild.web.frame import SESSION_COOKIE

CHAIN, UPSTREAM = 10_000, 5_000
WITHIN_S = 1.0
SECRET = "a-secret-for-the-measurement-only"  # noqa: S105 - of a database thrown away afterwards
GRAPH = "the same graph by one recursive statement each way, written by json"

_UP = """
WITH RECURSIVE up(id, made_by) AS (
    SELECT id, made_by FROM lot WHERE id = {lot}
    UNION
    SELECT l.id, l.made_by FROM up
    JOIN movement_input i ON i.movement_seq = up.made_by JOIN lot l ON l.id = i.lot_id
)
"""
_DOWN = """
WITH RECURSIVE up(id, made_by) AS (
    SELECT id, made_by FROM lot WHERE id = {lot}
    UNION
    SELECT l.id, l.made_by FROM up
    JOIN movement_input i ON i.lot_id = up.id JOIN lot l ON l.made_by = i.movement_seq
)
"""
_LOTS = """
SELECT l.id, l.number, l.code, l.holder_id, l.species_id, l.part, l.form, l.state, l.made_g,
    l.taken_g, l.certified, l.made_at, m.seq, m.kind, m.at, m.organisation_id, m.judgement
FROM up JOIN lot l ON l.id = up.id JOIN movement m ON m.seq = l.made_by
"""
_EDGES = """
SELECT i.movement_seq, i.lot_id, i.taken_g FROM (SELECT DISTINCT made_by FROM up) u
JOIN movement_input i ON i.movement_seq = u.made_by
"""
_ASKED = {
    "lots": _UP + _LOTS,
    "taken": _UP + _EDGES,
    "later": _DOWN + _LOTS,
}
_TEXTS = {
    "sqlite": {name: said.format(lot=":lot") for name, said in _ASKED.items()},
    "postgresql": {name: said.format(lot="%(lot)s") for name, said in _ASKED.items()},
}


def lineage() -> Iterator[Figure]:
    """Open the page of a lot with 5,000 lots upstream, and ask for the same as JSON."""
    for engine in ENGINES:
        with empty_store(engine) as store, tempfile.TemporaryDirectory() as folder:
            loaded = load(store, supply_chain(CHAIN))
            draw = random.Random(5)  # noqa: S311 - a repeatable draw, no secret
            bench = Bench(store, engine, loaded, takers_of(loaded.graph), draw)
            _sign_in(bench)
            url = store.engine.url.render_as_string(hide_password=False)
            environ = {"FAIRWILD_INSTANCE": folder, "FAIRWILD_DATABASE_URL": url}
            yield from _measured(bench, environ)


def _measured(bench: Bench, environ: dict[str, str]) -> Iterator[Figure]:
    lot, count = _wide_lot(bench)
    asked = Asked(str(bench.loaded.ids[lot]), count)
    hand = partial(_by_hand, bench, lot, count)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as before:
        before.submit(come_up, environ).result()
        before.submit(show, asked).result()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as served:
        served.submit(come_up, environ).result()
        first = served.submit(show, asked).result()
        page, told, base = in_turns(
            [
                lambda: served.submit(show, asked).result(),
                lambda: served.submit(tell, asked).result(),
                hand,
            ]
        )
    yield _figure(bench, "lineage-page-first", first, first / base, goal=True)
    yield _figure(bench, "lineage-page", page, page / base, goal=True)
    yield _figure(bench, "lineage-json", told, told / base)


def _figure(bench: Bench, name: str, seconds: float, ratio: float, *, goal: bool = False) -> Figure:
    taken = round(seconds, 4)
    said, holds = (f"<= {WITHIN_S:g} s", taken <= WITHIN_S) if goal else ("", True)
    at = f"{name}@{UPSTREAM:.0e}".replace("e+0", "e")
    return Figure(at, bench.engine, 1, taken, round(ratio, 3), GRAPH, said, holds)


def _wide_lot(bench: Bench) -> tuple[int, int]:
    """Give a shipped lot with at least so many lots upstream, the fewest, and how many."""
    shipped = bench.of_kind("ship", bench.graph.size)
    counts = {lot: len(upstream_of(bench.graph, lot)[1]) for lot in shipped}
    lot = min((one for one in shipped if counts[one] >= UPSTREAM), key=lambda one: counts[one])
    return lot, counts[lot]


def _sign_in(bench: Bench) -> None:
    """Let the manager of the operator be signed in, on a device and with a token."""
    now, tables = bench.began, metadata.tables
    of = {"person_id": bench.loaded.person_id, "version": 1}
    here = {"organisation_id": bench.loaded.operator_id}
    moments = {"started_at": now, "seen_at": now, "expires_at": now + timedelta(days=36500)}
    rows: dict[str, dict[str, Any]] = {
        "membership": {"role": Role.OPERATOR_MANAGER, "since": now, **here},
        "sign_in_session": {**moments, **here, "device": "", "address": ""},
        "api_token": {"name": "bench", "prefix": SECRET[:6], "made_at": now},
    }
    with bench.store.engine.begin() as connection:
        for name, row in rows.items():
            kept = row if name == "membership" else row | {"secret_digest": digest(SECRET)}
            connection.execute(tables[name].insert(), [{"id": uuid4(), **of, **kept}])


@dataclass(frozen=True)
class Asked:
    """A lot, and how many lots are upstream of it."""

    lot_id: str
    upstream: int


class _Served:
    """The application of a process of its own, made as a WSGI server makes it."""

    client: FlaskClient


def come_up(environ: dict[str, str]) -> None:
    """Make the application; whoever asks first is answered by it."""
    os.environ.update(environ)
    _Served.client = wsgi().test_client()
    _Served.client.set_cookie(SESSION_COOKIE, SECRET)


def show(asked: Asked) -> float:
    """Open the page; gives the seconds that took."""
    began = perf_counter()
    answer = _Served.client.get(f"/lots/{asked.lot_id}/lineage")
    must(f"{asked.upstream + 1:,} lots" in answer.get_data(as_text=True), "lots of the page")
    return perf_counter() - began


def tell(asked: Asked) -> None:
    """Ask for everything the page is made of."""
    headers = {"Authorization": f"Bearer {SECRET}"}
    answer = _Served.client.get(f"/api/v1/lots/{asked.lot_id}/lineage", headers=headers)
    must(len(answer.get_json()["lots"]) == asked.upstream + 1, "lots of the JSON")


def _by_hand(bench: Bench, lot: int, upstream: int) -> None:
    keys = {"lot": bench.loaded.ids[lot].hex}
    with bench.store.engine.connect() as connection:
        told = [
            [list(row) for row in connection.exec_driver_sql(_TEXTS[bench.engine][name], keys)]
            for name in _ASKED
        ]
    json.dumps(told, default=str)
    must(len(told[0]) == upstream + 1, "lots by hand")
