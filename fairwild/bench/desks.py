"""How fast the auditor's desk is, against SQL that asks the same by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text

from fairwild.bench.by_hand_audit import ACCOUNTED
from fairwild.bench.chains import ENGINES, in_turns, must
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure, at_most
from fairwild.bench.rows import BEGAN, Rows
from fairwild.desks.queries import desk_of
from fairwild.kernel.actors import Actor, Post, Role
from fairwild.store.engine import Store
from fairwild.tables import metadata
from fairwild.unit_of_work import begin_reading

RECEIPTS, LOTS, HARVESTERS, EARLIER = 100_000, 100, 400, 50
LIMIT = 3.0
NAMES = UUID(int=17_065)
SINCE = date(2026, 1, 1)
STARTS, NOW = date(2026, 9, 1), BEGAN + timedelta(days=150)

BY_HAND = (
    (
        "SELECT count(*), count(DISTINCT harvester_id), sum(net_g) FROM receipt WHERE operator_id ="
        " :operator AND collected_at >= :start AND collected_at < :now AND reversed_at IS NULL"
    ),
    (
        "SELECT a.code, q.* FROM maximum_quantity q JOIN collection_area a ON a.id = q.area_id"
        " WHERE q.operator_id = :operator AND q.season_until > :since ORDER BY q.season_from DESC"
    ),
    (
        "SELECT p.*, s.scientific_name FROM permit p JOIN species s ON s.id = p.species_id"
        " WHERE p.operator_id = :operator ORDER BY p.valid_until DESC"
    ),
    (
        "SELECT m.*, l.* FROM movement m JOIN lot l ON l.made_by = m.seq WHERE m.organisation_id ="
        " :operator AND m.kind IN ('dry', 'cut') ORDER BY m.at DESC LIMIT 500"
    ),
    "SELECT * FROM process_ratio WHERE organisation_id = :operator ORDER BY measured_on",
    (
        "SELECT a.*, d.outcome FROM audit a LEFT JOIN decision d ON d.audit_id = a.id"
        " WHERE a.operator_id = :operator ORDER BY a.starts_on DESC"
    ),
    (
        "SELECT n.*, a.number FROM nonconformity n JOIN audit a ON a.id = n.audit_id"
        " WHERE a.operator_id = :operator ORDER BY a.starts_on DESC, n.number"
    ),
    "SELECT code FROM collection_area WHERE operator_id = :operator AND registered_at >= :start",
    "SELECT code FROM collection_area WHERE operator_id = :operator AND closed_at >= :start",
    "SELECT species_id FROM target_species WHERE operator_id = :operator AND chosen_at >= :start",
    "SELECT area_id FROM maximum_quantity WHERE operator_id = :operator AND set_at >= :start",
    "SELECT count(*) FROM harvester WHERE operator_id = :operator AND registered_from >= :since",
    "SELECT count(*) FROM harvester WHERE operator_id = :operator AND registered_until >= :since",
    "SELECT count(*) FROM receipt WHERE operator_id = :operator AND reversed_at >= :start",
    (
        "SELECT count(*) FROM movement WHERE organisation_id = :operator"
        " AND reverses_seq IS NOT NULL AND recorded_at >= :start"
    ),
    (
        "SELECT c.*, sum(i.shipped_g), sum(i.received_g) FROM consignment c"
        " JOIN consignment_line i ON i.consignment_id = c.id"
        " WHERE (c.sender_id = :operator OR c.receiver_id = :operator) AND c.shipped_at >= :start"
        " GROUP BY c.id ORDER BY c.shipped_at DESC LIMIT 100"
    ),
    "SELECT * FROM audit_sample WHERE audit_id = :audit ORDER BY edition DESC LIMIT 1",
)
"""The desk as a person would ask for it, the accounts apart."""


def _id(name: str) -> UUID:
    return uuid5(NAMES, name)


def _load(store: Store) -> None:
    """Write an operator with its receipts, lots, dryings and audits."""
    with store.engine.begin() as connection:

        def rows(table: str, *varying: str, **same: Any) -> Rows:
            return Rows(connection, metadata.tables[table], varying, **same)

        parties = rows("organisation", "id", "kind", "code", "name", country="ES", time_zone="UTC")
        parties.add(_id("operator"), "operator", "BEN", "Bench")
        parties.add(_id("body"), "certification-body", "BOD", "Body")
        single = (
            rows("species", "id", code="GLYGLA", scientific_name="Glycyrrhiza glabra"),
            rows("person", "id", email="bench@example.org", name="Bench"),
        )
        parties.write()
        for one, name in zip(single, ("species", "person"), strict=True):
            one.add(_id(name))
            one.write()
        _register(rows)
        _material(rows)
        _audits(rows)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _register(rows: Any) -> None:
    mine: dict[str, Any] = {"operator_id": _id("operator")}
    area = rows("collection_area", "id", code="B1", country="ES", **mine)
    area.add(_id("area"))
    goods = {"species_id": _id("species"), "part": "root", "state": "fresh"}
    season = {"season_from": SINCE, "season_until": date(2027, 1, 1), "limit_g": 10**12}
    quantity = rows("maximum_quantity", "id", area_id=_id("area"), **mine, **goods, **season)
    quantity.add(_id("quantity"))
    people = rows("harvester", "id", "local_id", "card_code", birth_year=1980, sex="female", **mine)
    for number in range(HARVESTERS):
        people.add(_id(f"harvester {number}"), f"H{number}", f"HARVESTER{number:07d}")
    for one in (area, quantity, people):
        one.write()


def _material(rows: Any) -> None:
    mine: dict[str, Any] = {"operator_id": _id("operator")}
    goods = {"species_id": _id("species"), "part": "root"}
    made = ("seq", "id", "kind", "at", "facts")
    movements = rows(
        "movement", *made, organisation_id=_id("operator"), certified=False, recorded_at=BEGAN
    )
    lots = rows(
        "lot",
        *("id", "number", "code", "made_by", "made_at", "form", "state", "made_g", "taken_g"),
        holder_id=_id("operator"),
        status="closed",
        certified=False,
        season=2026,
        **mine,
        **goods,
    )
    inputs = rows("movement_input", "movement_seq", "lot_id", "taken_g")
    receipts = rows(
        "receipt",
        *("id", "number", "lot_id", "harvester_id", "collected_at"),
        area_id=_id("area"),
        maximum_quantity_id=_id("quantity"),
        state="fresh",
        currency="EUR",
        recorded_at=BEGAN,
        gross_g=10_000,
        net_g=10_000,
        **mine,
        **goods,
    )
    each = RECEIPTS // LOTS
    whole_g = each * 10_000
    for lot in range(LOTS):
        at, raw, dry = BEGAN + timedelta(days=lot), _id(f"raw {lot}"), _id(f"dry {lot}")
        seqs = (2 * lot + 1, 2 * lot + 2)
        movements.add(seqs[0], _id(f"collect {lot}"), "collect", at, "{}")
        movements.add(seqs[1], _id(f"drying {lot}"), "dry", at, '{"batch_ratio": "3"}')
        lots.add(raw, f"R{lot}", f"RAW{lot:06d}", seqs[0], at, "raw", "fresh", whole_g, whole_g)
        lots.add(dry, f"D{lot}", f"DRY{lot:06d}", seqs[1], at, "dried", "dry", whole_g // 3, 0)
        inputs.add(seqs[1], raw, whole_g)
    for one in (movements, lots, inputs):
        one.write()
    for lot in range(LOTS):
        at, raw = BEGAN + timedelta(days=lot), _id(f"raw {lot}")
        for number in range(each):
            seller = _id(f"harvester {number % HARVESTERS}")
            receipts.add(_id(f"{lot}/{number}"), f"{lot}/{number}", raw, seller, at)
    receipts.write()


def _audits(rows: Any) -> None:
    parties: dict[str, Any] = {"body_id": _id("body"), "operator_id": _id("operator")}
    audits = rows(
        "audit",
        *("id", "number", "starts_on", "ends_on", "finished_at", "status", "scope"),
        standard="fairwild",
        standard_version="2.0",
        certification_year=1,
        **parties,
    )
    found = rows(
        "nonconformity",
        *("id", "audit_id", "number"),
        indicator="5.1.a",
        grade="minor",
        status="closed",
        raised_by=_id("person"),
        **parties,
    )
    audits.add(_id("audit"), "BOD-A-NOW", STARTS, STARTS, None, "confirmed", "[]")
    for number in range(EARLIER):
        day, audit = SINCE - timedelta(days=7 * number), _id(f"audit {number}")
        finished = datetime.combine(day, time(12), BEGAN.tzinfo)
        audits.add(audit, f"BOD-A-{number}", day, day, finished, "finished", "[]")
        for finding in (1, 2):
            found.add(_id(f"finding {number}/{finding}"), audit, finding)
    audits.write()
    found.write()


def _ours(store: Store) -> None:
    home = _id("body")
    actor = Actor(_id("person"), frozenset({Post(home, Role.AUDITOR)}), home)
    with begin_reading(store, actor, now=NOW) as reading:
        desk = desk_of(reading, _id("audit"))
    must(desk.bought.receipts == RECEIPTS, "receipts at the desk")
    must(len(desk.earlier) == EARLIER, "earlier audits at the desk")
    must(len(desk.findings) == 2 * EARLIER, "earlier findings at the desk")


def _by_hand(store: Store, engine: str) -> None:
    start = f"{SINCE:%Y-%m-%d} 00:00:00.000000"
    keys = {
        "operator": _id("operator").hex,
        "audit": _id("audit").hex,
        "start": start,
        "since": f"{SINCE:%Y-%m-%d}",
        "now": f"{NOW:%Y-%m-%d %H:%M:%S}.000000",
    }
    marks = {"holder": ":operator", "until": ":now"}
    if engine != "sqlite":
        marks = {"holder": "%(operator)s", "until": "%(now)s"}
    with store.engine.connect() as connection:
        bought, *_ = [connection.execute(text(one), keys).all() for one in BY_HAND]
        for one in ACCOUNTED:
            connection.exec_driver_sql(one.format(**marks), keys).all()
    must(bought[0][0] == RECEIPTS, "receipts by hand")


def desks() -> Iterator[Figure]:
    """Open the desk of an operator with 100,000 receipts and 50 earlier audits, on both engines."""
    for engine in ENGINES:
        with empty_store(engine) as store:
            _load(store)
            ours, hand = in_turns([partial(_ours, store), partial(_by_hand, store, engine)])
            made = at_most(
                "auditors-desk@1e5",
                size=1,
                seconds=ours,
                base_seconds=hand,
                against="SQL by hand that asks the same",
                limit=LIMIT,
            )
            yield replace(made, engine=engine)
