"""How fast the desk of a buyer under spot check is, against SQL that asks the same by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import text

from fairwild.bench.by_hand_audit import ACCOUNTED
from fairwild.bench.chains import ENGINES, in_turns, must
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure, at_most
from fairwild.bench.rows import BEGAN, Rows
from fairwild.desks.queries import buyer_desk_of
from fairwild.kernel.actors import Actor, Post, Role
from fairwild.store.engine import Store
from fairwild.tables import metadata
from fairwild.unit_of_work import begin_reading

CONSIGNMENTS, EACH, EARLIER = 2_000, 10, 20
LOT_G, LIMIT, AT_ONCE = 10_000, 3.0, 100
NAMES = UUID(int=17_011)
SINCE = date(2026, 1, 1)
STARTS, NOW = date(2026, 9, 1), BEGAN + timedelta(days=150)

_SIDE = """
FROM consignment_line l JOIN consignment c ON c.id = l.consignment_id
JOIN lot g ON g.id = l.transit_lot_id AND g.certified
LEFT JOIN line_difference d ON d.line_id = l.id
WHERE c.{own}_id = :buyer AND c.status IN ('shipped', 'received', 'received-in-part')
    AND c.shipped_at >= :start AND c.shipped_at < :now
"""
_DECLARED = f"""
SELECT c.{{partner}}_id, g.species_id, g.product, count(*), sum(l.shipped_g),
    sum(coalesce(l.received_g, 0)),
    sum(CASE WHEN c.status = 'shipped' THEN l.shipped_g ELSE 0 END),
    sum(CASE WHEN d.status = 'settled' THEN d.missing_g ELSE 0 END)
{_SIDE} GROUP BY 1, 2, 3
"""
_LINES = f"""
SELECT c.id, c.number, c.shipped_at, c.status, c.{{partner}}_id, g.number, g.species_id, g.product,
    g.part, g.form, g.state, l.id, l.shipped_g, l.received_g, d.missing_g
{_SIDE} ORDER BY CASE WHEN d.status <> 'settled' AND d.missing_g > 0 THEN 0 ELSE 1 END,
    c.shipped_at DESC, l.id LIMIT 100
"""
_SIDES = (
    {"own": "receiver", "partner": "sender"},
    {"own": "sender", "partner": "receiver"},
)
BY_HAND = (
    *(one.format(**side) for one in (_DECLARED, _LINES) for side in _SIDES),
    (
        "SELECT a.*, d.outcome FROM audit a LEFT JOIN decision d ON d.audit_id = a.id"
        " WHERE a.operator_id = :buyer ORDER BY a.starts_on DESC"
    ),
    (
        "SELECT n.*, a.number FROM nonconformity n JOIN audit a ON a.id = n.audit_id"
        " WHERE a.operator_id = :buyer ORDER BY a.starts_on DESC, n.number"
    ),
    "SELECT * FROM complaint WHERE about_id = :buyer ORDER BY received_at DESC",
)
"""The desk of a buyer as a person would ask for it, the accounts apart."""


def _id(name: str) -> UUID:
    return uuid5(NAMES, name)


def _load(store: Store) -> None:
    """Write a supplier, a buyer that sells on half of what it bought, and its earlier checks."""
    with store.engine.begin() as connection:

        def rows(table: str, *varying: str, **same: Any) -> Rows:
            return Rows(connection, metadata.tables[table], varying, **same)

        parties = rows("organisation", "id", "kind", "code", "name", country="GB", time_zone="UTC")
        parties.add(_id("supplier"), "operator", "SUP", "Supplier")
        parties.add(_id("buyer"), "company", "BUY", "Buyer")
        parties.add(_id("shop"), "company", "SHP", "Shop")
        parties.add(_id("body"), "certification-body", "BOD", "Body")
        species = rows("species", "id", code="GLYGLA", scientific_name="Glycyrrhiza glabra")
        person = rows("person", "id", email="bench@example.org", name="Bench")
        species.add(_id("species"))
        person.add(_id("person"))
        for one in (parties, species, person):
            one.write()
        _Trade(rows).write()
        _checks(rows)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


class Leg(NamedTuple):
    """From whom to whom lots go, and how those are called that leave."""

    sender: str
    receiver: str
    what: str


PURCHASE, SALE = Leg("supplier", "buyer", "made"), Leg("buyer", "shop", "got buyer")


class _Trade:
    """Consignments from the supplier to the buyer, every second one sold on to the shop."""

    def __init__(self, rows: Any) -> None:
        self.seq = 0
        self.movements = rows(
            "movement",
            *("seq", "id", "kind", "at", "organisation_id"),
            certified=True,
            recorded_at=BEGAN,
            facts="{}",
        )
        self.lots = rows(
            "lot",
            *("id", "number", "code", "made_by", "made_at", "holder_id", "status", "taken_g"),
            operator_id=_id("supplier"),
            body_id=_id("body"),
            species_id=_id("species"),
            part="root",
            form="dried",
            state="dry",
            certified=True,
            season=2026,
            made_g=LOT_G,
        )
        self.inputs = rows("movement_input", "movement_seq", "lot_id", taken_g=LOT_G)
        self.consignments = rows(
            "consignment",
            *("id", "number", "sender_id", "receiver_id", "shipped_at"),
            status="received",
        )
        self.lines = rows(
            "consignment_line",
            *("id", "consignment_id", "position", "from_lot_id", "transit_lot_id"),
            "received_lot_id",
            shipped_g=LOT_G,
            received_g=LOT_G,
        )

    def write(self) -> None:
        """Write everything, parents first."""
        for number in range(CONSIGNMENTS):
            at = BEGAN + timedelta(minutes=number)
            made = self._moved("dry", at, "supplier")
            lots = [f"{number}/{one}" for one in range(EACH)]
            for lot in lots:
                self._lot(f"made {lot}", made, at, "supplier", taken_g=LOT_G)
            self._sent(f"in {number}", at, PURCHASE, lots, sold_on=number % 2)
            if number % 2:
                self._sent(f"out {number}", at + timedelta(days=30), SALE, lots, sold_on=0)
            if number % AT_ONCE == AT_ONCE - 1:
                self._write()
        self._write()

    def _write(self) -> None:
        """Write what waits, before a table of children is full on its own."""
        for one in (self.movements, self.lots, self.inputs, self.consignments, self.lines):
            one.write()

    def _moved(self, kind: str, at: datetime, who: str) -> int:
        self.seq += 1
        self.movements.add(self.seq, _id(f"movement {self.seq}"), kind, at, _id(who))
        return self.seq

    def _lot(self, name: str, made_by: int, at: datetime, who: str, *, taken_g: int) -> UUID:
        found = _id(name)
        status = "used" if taken_g else "closed"
        self.lots.add(found, name, found.hex[:16], made_by, at, _id(who), status, taken_g)
        return found

    def _sent(self, name: str, at: datetime, leg: Leg, lots: list[str], *, sold_on: int) -> None:
        sender, receiver, what = leg
        left, came = self._moved("ship", at, sender), self._moved("receive", at, receiver)
        self.consignments.add(_id(name), name, _id(sender), _id(receiver), at)
        for position, lot in enumerate(lots):
            source = _id(f"{what} {lot}")
            way = self._lot(f"way {receiver} {lot}", left, at, sender, taken_g=LOT_G)
            taken_g = LOT_G if sold_on else 0
            got = self._lot(f"got {receiver} {lot}", came, at, receiver, taken_g=taken_g)
            self.inputs.add(left, source)
            self.inputs.add(came, way)
            self.lines.add(_id(f"{name} {lot}"), _id(name), position, source, way, got)


def _checks(rows: Any) -> None:
    parties: dict[str, Any] = {"body_id": _id("body"), "operator_id": _id("buyer")}
    audits = rows(
        "audit",
        *("id", "number", "starts_on", "ends_on", "finished_at", "status"),
        standard="fairwild",
        standard_version="2.0",
        certification_year=1,
        kind="spot-check",
        scope="[]",
        **parties,
    )
    found = rows(
        "nonconformity",
        *("id", "audit_id", "number"),
        indicator="11.1.a",
        grade="minor",
        status="closed",
        raised_by=_id("person"),
        **parties,
    )
    audits.add(_id("audit"), "BOD-A-NOW", STARTS, STARTS, None, "confirmed")
    for number in range(EARLIER):
        day, audit = SINCE - timedelta(days=7 * number), _id(f"audit {number}")
        finished = datetime.combine(day, time(12), BEGAN.tzinfo)
        audits.add(audit, f"BOD-A-{number}", day, day, finished, "finished")
        for finding in (1, 2):
            found.add(_id(f"finding {number}/{finding}"), audit, finding)
    audits.write()
    found.write()


def _ours(store: Store) -> None:
    home = _id("body")
    actor = Actor(_id("person"), frozenset({Post(home, Role.AUDITOR)}), home)
    with begin_reading(store, actor, now=NOW) as reading:
        desk = buyer_desk_of(reading, _id("audit"))
    must(desk.bought_g == CONSIGNMENTS * EACH * LOT_G, "bought at the desk")
    must(desk.stock_g == desk.bought_g - desk.sold_g, "stock at the desk")
    must(len(desk.earlier) == EARLIER, "earlier checks at the desk")


def _by_hand(store: Store, engine: str) -> None:
    keys = {
        "buyer": _id("buyer").hex,
        "operator": _id("buyer").hex,
        "start": f"{SINCE:%Y-%m-%d} 00:00:00.000000",
        "now": f"{NOW:%Y-%m-%d %H:%M:%S}.000000",
    }
    marks = {"holder": ":operator", "until": ":now"}
    if engine != "sqlite":
        marks = {"holder": "%(operator)s", "until": "%(now)s"}
    with store.engine.connect() as connection:
        bought, *_ = [connection.execute(text(one), keys).all() for one in BY_HAND]
        for one in ACCOUNTED:
            connection.exec_driver_sql(one.format(**marks), keys).all()
    must(int(bought[0][4]) == CONSIGNMENTS * EACH * LOT_G, "bought by hand")


def buyers() -> Iterator[Figure]:
    """Open the desk of a buyer with 20,000 lots bought and 20 earlier checks, on both engines."""
    for engine in ENGINES:
        with empty_store(engine) as store:
            _load(store)
            ours, hand = in_turns([partial(_ours, store), partial(_by_hand, store, engine)])
            made = at_most(
                "buyers-desk@2e4",
                size=1,
                seconds=ours,
                base_seconds=hand,
                against="SQL by hand that asks the same",
                limit=LIMIT,
            )
            yield replace(made, engine=engine)
