"""A house full of material comes into the next release with all it had."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from fairwild.kernel.actors import Actor, Post, Role
from fairwild.lots.lineage.collected import collections_within_reach, grouped_collections
from fairwild.lots.queries import check_balances, origin_of
from fairwild.lots.records import Lot
from fairwild.store.engine import Store
from fairwild.store.migrating import (
    NoWayBack,
    bars_to_going_back,
    downgrade,
    newest,
    present,
    upgrade,
)
from fairwild.unit_of_work import begin_reading
from tests.migrations.old_season import (
    BACK,
    COMPANY,
    DRY,
    EMPTY,
    HALF,
    MARIA,
    OPEN,
    OPERATOR,
    PACKS,
    PERE,
    PERSON,
    RAW,
    SENT,
    SPLIT,
    TAKEN,
    Season,
    id_of,
    write_old_season,
)

MANAGER = Actor(
    id_of(PERSON), frozenset({Post(id_of(OPERATOR), Role.OPERATOR_MANAGER)}), id_of(OPERATOR)
)
RETURNED = id_of(BACK)


@pytest.fixture
def upgraded(bare: Store) -> Store:
    """The season of the first release, in the newest form."""
    upgrade(bare, "0001")
    write_old_season(bare)
    upgrade(bare)
    return bare


def rows(store: Store, statement: str) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_everything_that_is_checked_holds_after_the_upgrade(upgraded: Store) -> None:
    with upgraded.reading() as session:
        assert [fault.sentence for fault in check_balances(session)] == []


def test_walks_lead_to_no_collection_any_more(upgraded: Store) -> None:
    edges = rows(upgraded, "SELECT movement_seq, earlier_seq FROM movement_before")
    assert sorted(edges) == [(5, 4), (6, 5), (7, 6), (8, 6)]


def test_lots_keep_what_they_were_and_packs_learn_what_is_in_them(upgraded: Store) -> None:
    with upgraded.reading() as session:
        lots = {lot.id: lot for lot in session.query(Lot)}
    told = {
        number: (lots[id_of(number)].status.value, lots[id_of(number)].packed_form)
        for number in (RAW, HALF, OPEN, DRY, PACKS, SENT, TAKEN, BACK, SPLIT)
    }
    assert told == {
        RAW: ("used", None),
        HALF: ("closed", None),
        OPEN: ("open", None),
        DRY: ("closed", None),
        PACKS: ("closed", "dried"),
        SENT: ("used", "dried"),
        TAKEN: ("closed", "dried"),
        BACK: ("closed", "dried"),
        SPLIT: ("closed", None),
    }
    packs = lots[id_of(PACKS)]
    assert (packs.labels, packs.units, packs.unit_g, packs.holds) == (12, 12, 5_000, 0)
    assert lots[id_of(TAKEN)].labels == 0


def test_origins_are_told_as_if_the_season_were_recorded_today(upgraded: Store) -> None:
    with begin_reading(upgraded, MANAGER) as reading:
        found = json.loads(collections_within_reach(reading, RETURNED))
        groups = grouped_collections(reading, RETURNED)
        origin = origin_of(reading, RETURNED)
    told = {row["number"]: row for row in found}
    assert told.keys() == {f"EBR-GLYGLA-{RAW}", f"EBR-GLYGLA-{HALF}"}
    raw = told[f"EBR-GLYGLA-{RAW}"]
    assert (raw["made_kg"], raw["taken_kg"], raw["receipts"]) == ("100", "100", 3)
    assert raw["first_at"] == "2026-06-01T08:00:00Z"
    assert raw["harvesters"] == [
        {"harvester_id": str(id_of(MARIA)), "receipts": 2, "net_kg": "60"},
        {"harvester_id": str(id_of(PERE)), "receipts": 1, "net_kg": "40"},
    ]
    assert told[f"EBR-GLYGLA-{HALF}"]["taken_kg"] == "150"
    assert {(one.harvester_id, one.net_g) for one in groups} == {
        (id_of(MARIA), 260_000),
        (id_of(PERE), 40_000),
    }
    assert (origin.receipt_count, origin.net_g) == (4, 300_000)


def test_a_lot_taken_in_part_twice_is_told_by_each_draw(upgraded: Store) -> None:
    with begin_reading(upgraded, MANAGER) as reading:
        [told] = json.loads(collections_within_reach(reading, id_of(SPLIT)))
    assert (told["taken_kg"], told["made_kg"]) == ("30", "200")
    redacted = "SELECT body FROM movement_fragment WHERE redacted AND movement_seq = 9"
    [(body,)] = rows(upgraded, redacted)
    assert not {"harvesters", "number", "made_kg"} & json.loads(body).keys()


def test_a_revision_that_fails_leaves_the_database_as_it_was(bare: Store) -> None:
    upgrade(bare, "0001")
    write_old_season(bare)
    if bare.is_sqlite:
        planted = "UPDATE lot SET species_id = '00000000000000000000000000000999' WHERE made_by = 5"
        said = ("PRAGMA foreign_keys = OFF", planted)
    else:  # nothing is built anew there: what stands in the way is a table of this name
        said = ("CREATE TABLE recall_lot (id integer)",)
    driver: Any = bare.engine.raw_connection()
    for statement in said:
        driver.execute(statement)
    driver.commit()
    driver.close()
    with pytest.raises(Exception, match=r"not there|already exists"):
        upgrade(bare)
    assert present(bare) == "0001"
    assert rows(bare, "SELECT count(*) FROM lot") == [(9,)]


def test_what_was_upgraded_goes_back_where_nothing_is_new(upgraded: Store) -> None:
    downgrade(upgraded, "0001")
    assert rows(upgraded, "SELECT count(*) FROM lot WHERE taken_g > 0") == [(5,)]


def put_what_is_newer(store: Store) -> None:
    """Write a withdrawn reversal and an alarm of a kind that older releases do not know."""
    with store.engine.begin() as connection:
        season = Season(connection)
        asked = {"sender_id": id_of(OPERATOR), "receiver_id": id_of(COMPANY)}
        withdrawn = {"status": "withdrawn", "asked_for_id": id_of(OPERATOR)}
        sent = {"consignment_id": id_of(303)}
        season.put("consignment_reversal", id=id_of(901), **sent, **asked, **withdrawn, **EMPTY)
        put_aside = {"kind": "nonconformity-overdue", "key": "nc", "figures": "{}"}
        own = {"organisation_id": id_of(OPERATOR)}
        season.put("alarm_dismissal", id=id_of(902), **own, **put_aside, **EMPTY)


@pytest.mark.parametrize("revision", ["0006", "0001", "base"])
def test_what_the_form_before_has_no_words_for_bars_the_way_back(
    upgraded: Store, revision: str
) -> None:
    put_what_is_newer(upgraded)
    with pytest.raises(NoWayBack) as refusal:
        downgrade(upgraded, revision)
    assert str(refusal.value) == (
        "Revision 0006 has no word for 'nonconformity-overdue' (alarm_dismissal.kind); "
        "here are 1. "
        "Revision 0006 has no word for 'withdrawn' (consignment_reversal.status); here are 1."
    )
    assert present(upgraded) == newest()
    assert rows(upgraded, "SELECT count(*) FROM recall_link") == [(0,)]
    assert rows(upgraded, "SELECT status FROM consignment_reversal") == [("withdrawn",)]


def test_alarms_about_audits_that_were_put_aside_bar_the_way_back(upgraded: Store) -> None:
    with upgraded.engine.begin() as connection:
        put_aside = {"kind": "audit-overdue", "key": "late", "figures": "{}"}
        own = {"organisation_id": id_of(OPERATOR)}
        Season(connection).put("alarm_dismissal", id=id_of(903), **own, **put_aside, **EMPTY)
    with pytest.raises(NoWayBack, match="0008 has no word for 'audit-overdue'"):
        downgrade(upgraded, "0008")
    with upgraded.engine.begin() as connection:
        connection.execute(text("DELETE FROM alarm_dismissal"))
    downgrade(upgraded, "0008")
    assert present(upgraded) == "0008"


def test_going_back_as_far_as_they_are_known_is_not_barred(upgraded: Store) -> None:
    put_what_is_newer(upgraded)
    downgrade(upgraded, "0007")
    assert present(upgraded) == "0007"
    with upgraded.engine.begin() as connection:
        connection.execute(text("UPDATE consignment_reversal SET status = 'declined'"))
        connection.execute(text("DELETE FROM alarm_dismissal"))
    downgrade(upgraded, "0006")
    assert rows(upgraded, "SELECT status FROM consignment_reversal") == [("declined",)]


def test_words_of_every_revision_on_the_way_are_asked_for(upgraded: Store) -> None:
    with upgraded.engine.begin() as connection:
        connection.execute(text("UPDATE consignment SET status = 'taken-back'"))
        connection.execute(text("UPDATE lot SET status = 'undone' WHERE made_g > 50000"))
    assert bars_to_going_back(upgraded, "0002") == []
    found = bars_to_going_back(upgraded, "0001")
    assert found == [
        "Revision 0001 has no word for 'taken-back' (consignment.status); here are 1.",
        "Revision 0001 has no word for 'undone' (lot.status); here are 4.",
    ]
