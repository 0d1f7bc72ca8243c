"""How fast one indicator is saved, against SQL that reads and writes the same by hand."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text

from fairwild.audits.operations import score_indicator
from fairwild.audits.queries import find_score
from fairwild.audits.rules import indicators_for
from fairwild.audits.states import AuditStatus, TeamRole
from fairwild.bench.chains import ENGINES, in_turns, must
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure, at_most
from fairwild.bench.rows import BEGAN, Rows
from fairwild.kernel.actors import Actor, Post, Role
from fairwild.standards.catalogue import standard_version
from fairwild.store.engine import Store
from fairwild.tables import metadata
from fairwild.unit_of_work import begin, begin_reading

LIMIT = 3.0
TIMES = 20
NAMES = UUID(int=17_065)
OURS, HAND = "1.1.a", "1.1.b"

READ = (
    "SELECT * FROM audit WHERE id = :audit",
    "SELECT role FROM audit_team_member WHERE audit_id = :audit AND person_id = :person",
    "SELECT * FROM audit_score WHERE audit_id = :audit AND indicator = :indicator",
)
WRITTEN = (
    (
        "UPDATE audit_score SET value = :value, note = :note, scored_by = :person,"
        " scored_at = :now, version = version + 1"
        " WHERE audit_id = :audit AND indicator = :indicator AND version = :seen"
    ),
    (
        "INSERT INTO ledger_entry (subject_id, version, kind, actor_id, at, data, leaf_hash)"
        " VALUES (:audit, (SELECT coalesce(max(version), 0) + 1 FROM ledger_entry"
        " WHERE subject_id = :audit), 'indicator-scored', :person, :now, '{}', :note)"
    ),
)
"""One save as a person would write it: who may, what stands, the new score and its entry."""


def _id(name: str) -> UUID:
    return uuid5(NAMES, name)


def _load(store: Store) -> None:
    """Write an audit under way of which every indicator is scored."""
    parties: dict[str, Any] = {"body_id": _id("body"), "operator_id": _id("operator")}
    with store.engine.begin() as connection:

        def put(table: str, *names: str, **same: Any) -> Rows:
            return Rows(connection, metadata.tables[table], names, **same)

        houses = put("organisation", "id", "kind", "code", "name", country="ES", time_zone="UTC")
        houses.add(_id("operator"), "operator", "BEN", "Bench")
        houses.add(_id("body"), "certification-body", "BOD", "Body")
        person = put("person", "id", email="bench@example.org", name="Bench")
        person.add(_id("person"))
        audit = put(
            "audit",
            *("id", "number", "status", "scope"),
            standard="fairwild",
            standard_version="2.0",
            certification_year=1,
            **parties,
        )
        audit.add(_id("audit"), "BOD-A-NOW", AuditStatus.UNDER_WAY, "[]")
        team = put("audit_team_member", "audit_id", "person_id", "role")
        team.add(_id("audit"), _id("person"), TeamRole.LEADER)
        scores = put(
            "audit_score",
            *("id", "indicator", "value"),
            audit_id=_id("audit"),
            scored_by=_id("person"),
            version=1,
        )
        for indicator in indicators_for(standard_version("fairwild", "2.0")):
            scores.add(_id(indicator.code), indicator.code, 2)
        for rows in (houses, person, audit, team, scores):
            rows.write()


def _ours(store: Store, notes: Iterator[int]) -> None:
    home = _id("body")
    actor = Actor(_id("person"), frozenset({Post(home, Role.AUDITOR)}), home)
    place: dict[str, Any] = {"audit_id": _id("audit"), "indicator": OURS}
    with begin_reading(store, actor, now=BEGAN) as reading:
        stands = find_score(reading, **place)
        must(stands is not None, "the score of the bench")
        seen = stands.version if stands else 0
    for version in range(seen, seen + TIMES):
        note = f"Seen {next(notes)}"
        with begin(store, actor, now=BEGAN) as work:
            score_indicator(work, value=1, note=note, seen_version=version, **place)


def _by_hand(store: Store, notes: Iterator[int]) -> None:
    keys: dict[str, Any] = {"audit": _id("audit").hex, "person": _id("person").hex}
    keys |= {"indicator": HAND, "value": 1, "now": f"{BEGAN:%Y-%m-%d %H:%M:%S}.000000"}
    for _ in range(TIMES):
        with store.engine.connect() as connection:
            connection.execution_options(writes=True)
            *_, stands = [connection.execute(text(one), keys).mappings().one() for one in READ]
            said = {**keys, "seen": stands["version"], "note": f"Seen {next(notes)}"}
            for one in WRITTEN:
                must(connection.execute(text(one), said).rowcount == 1, "a score by hand")
            connection.commit()


def scoring() -> Iterator[Figure]:
    """Save one indicator of an audit whose others are scored, on both engines."""
    for engine in ENGINES:
        with empty_store(engine) as store:
            _load(store)
            notes = count()
            ours, hand = in_turns([partial(_ours, store, notes), partial(_by_hand, store, notes)])
            made = at_most(
                "save-indicator",
                size=TIMES,
                seconds=ours,
                base_seconds=hand,
                against="SQL by hand that reads and writes the same",
                limit=LIMIT,
            )
            yield replace(made, engine=engine)
