"""`fairwild check` holds receipts against the ledger, and judges what was collected once more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, Connection, delete, insert, select, text, update

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.operations import close_lot, reverse_receipt
from fairwild.lots.queries import check_balances
from fairwild.lots.queries.buying import JUDGED_TWICE
from fairwild.lots.records import Lot, Movement, Receipt
from tests.builders import World
from tests.lots_builders import KG, certify, faults, field_of, second_area, set_status, told_faults


class Season:
    """Roots of two areas, one of them certified but for one day, and a receipt taken back."""

    def __init__(self, world: World) -> None:
        self.world, self.field = world, field_of(world)
        self.certificate = certify(self.field)
        self.elsewhere = second_area(self.field)
        self.stranger = self.field.more["harvester-B4"]
        self.lots: dict[str, str] = {}
        self._collect()
        numbers = select(Receipt.number).order_by(Receipt.number)
        with world.store.reading() as session:
            self.first, self.wrong, *_ = session.scalars(numbers)

    def _collect(self) -> None:
        self._buy("certified", 90)
        mistaken = self._buy("certified", 20)
        self.field.does(reverse_receipt, receipt_id=mistaken.id, reason="Wrong scale.")
        set_status(self.world, self.certificate, CertificateStatus.SUSPENDED)
        frozen = self._buy("frozen", 80)
        set_status(self.world, self.certificate, CertificateStatus.ISSUED)
        again = self._buy("certified", 70)
        harvester = self.field.more["harvester-B4"]
        plain = self._buy("plain", 60, area_id=self.elsewhere, harvester_id=harvester)
        for receipt in (frozen, plain, again):
            self.field.does(close_lot, lot_id=receipt.lot_id)
        assert len(set(self.lots.values())) == 3

    def _buy(self, name: str, net_kg: int, **changes: Any) -> Receipt:
        self.world.pass_time(hours=12)
        receipt = self.field.buy(net_kg, **changes)
        with self.world.store.reading() as session:
            number = session.get_one(Lot, receipt.lot_id).number
        assert self.lots.setdefault(name, number) == number
        self.world.pass_time(hours=12)
        return receipt

    def set_receipt(self, number: str, /, **columns: Any) -> None:
        """Change a receipt without a deed."""
        with self.world.store.engine.begin() as connection:
            connection.execute(update(Receipt).where(Receipt.number == number).values(**columns))

    def judge(self, name: str, *, certificate_id: UUID | None) -> None:
        """Let a lot and its movement say another judgement, and count nothing by certificates."""
        judged = {"certified": certificate_id is not None, "certificate_id": certificate_id}
        lot = Lot.number == self.lots[name]
        by = select(Lot.made_by).where(lot).scalar_subquery()
        with self.world.store.engine.begin() as connection:
            connection.execute(update(Lot).where(lot).values(**judged))
            connection.execute(update(Movement).where(Movement.seq == by).values(**judged))

    def judged_wrong(self) -> list[str]:
        """Give what is said of lots by the certificates."""
        with self.world.store.reading() as session:
            said = [fault.sentence for fault in check_balances(session)]
        return [one for one in said if "certificates then in force" in one]


@pytest.fixture
def season(world: World) -> Season:
    """Collections that hold."""
    made = Season(world)
    assert (faults(world), told_faults(world)) == ([], [])
    return made


CHANGES: dict[str, Callable[[Season], dict[str, Any]]] = {
    "gross_g": lambda _: {"gross_g": Receipt.gross_g + KG, "net_g": Receipt.net_g + KG},
    "tare_g": lambda _: {"tare_g": Receipt.tare_g - KG, "net_g": Receipt.net_g + KG},
    "price_per_kg_minor": lambda _: {"price_per_kg_minor": 95},
    "amount_minor": lambda _: {"amount_minor": Receipt.amount_minor + 500},
    "currency": lambda _: {"currency": "USD"},
    "harvester": lambda one: {"harvester_id": one.stranger},
    "area": lambda one: {"area_id": one.elsewhere},
    "part": lambda _: {"part": PlantPart.LEAF},
    "state": lambda _: {"state": State.DRY},
    "collected_at": lambda one: {"collected_at": one.world.now - timedelta(days=30)},
    "stated": lambda _: {"stated": {"gross": {"text": "12 lb", "unit": "lb", "grams": 5443}}},
    "it was taken back: ": lambda one: {"reversed_at": one.world.now, "reversal_reason": "None."},
}


def test_a_receipt_that_was_changed_is_named_with_what_it_says(season: Season) -> None:
    with season.world.store.reading() as session:
        row = dict(session.execute(select(Receipt.__table__)).mappings().first() or {})
    before = {name: value for name, value in row.items() if name != "id"}
    for name, changed in CHANGES.items():
        season.set_receipt(row["number"], **changed(season))
        said = told_faults(season.world)
        assert said[0].startswith(f"ledger-differs: receipt {row['number']} says {name}"), said
        assert ", the ledger says " in said[0]
        season.set_receipt(row["number"], **before)
    assert told_faults(season.world) == []


def test_a_reversal_that_is_denied_or_reworded_is_named(season: Season) -> None:
    season.set_receipt(season.wrong, reversal_reason="Right scale.")
    [said] = told_faults(season.world)
    assert f"receipt {season.wrong} says it was taken back: Right scale., the ledger" in said
    season.set_receipt(season.wrong, reversal_reason="", reversed_at=None)
    [said] = told_faults(season.world)
    assert f"receipt {season.wrong} says it counts, the ledger says it was taken back" in said


def test_a_receipt_that_is_gone_and_one_of_which_nobody_was_told_are_named(season: Season) -> None:
    def renumber(connection: Connection) -> None:
        table = Receipt.__table__
        found = select(table).where(table.c.number == season.wrong)
        row = dict(connection.execute(found).mappings().one())
        connection.execute(delete(Receipt).where(Receipt.number == season.wrong))
        forged = row | {"id": UUID(int=7), "number": "EBR-R-FORGED"}
        connection.execute(insert(Receipt).values(**forged))

    with season.world.store.engine.begin() as connection:
        renumber(connection)
    said = told_faults(season.world)
    assert any("receipt EBR-R-FORGED says that it is there, the ledger" in one for one in said)
    assert any(f"receipt {season.wrong} says nothing any more" in one for one in said)


def test_a_collection_turned_to_certified_is_judged_anew(season: Season) -> None:
    under = "certified under CB-2026-00001"
    for name in ("plain", "frozen"):
        season.judge(name, certificate_id=season.certificate)
        [said] = season.judged_wrong()
        assert f"lot {season.lots[name]} says {under}, the certificates then in force" in said
        assert "not certified on 2026-" in said
        season.judge(name, certificate_id=None)
    assert season.judged_wrong() == []


def test_a_collection_that_lost_its_certificate_is_judged_anew(season: Season) -> None:
    other = certify(season.field, number="CB-2026-00002")
    for certificate_id in (None, other):
        season.judge("certified", certificate_id=certificate_id)
        [said] = season.judged_wrong()
        assert f"lot {season.lots['certified']} says " in said
        assert "say certified under CB-2026-00001 on 2026-03-02" in said


def test_a_collection_moved_into_the_suspension_is_judged_anew(season: Season) -> None:
    """The lot began before and went on after it: its receipts are asked one by one."""
    with season.world.store.reading() as session:
        lot_id = select(Lot.id).where(Lot.number == season.lots["certified"]).scalar_subquery()
        days = select(Receipt.number, Receipt.collected_at).where(Receipt.lot_id == lot_id)
        _, (number, at), (_, after) = session.execute(days.order_by(Receipt.collected_at)).all()
    season.set_receipt(number, collected_at=at + (after - at) / 2)
    [said] = season.judged_wrong()
    assert f"lot {season.lots['certified']} says certified under CB-2026-00001" in said
    assert "not certified on 2026-03-04" in said


def test_a_receipt_recorded_in_the_suspension_is_judged_anew(season: Season) -> None:
    """The lot began before and went on after it: its receipts are asked one by one."""
    with season.world.store.reading() as session:
        lot = session.scalars(select(Lot).where(Lot.number == season.lots["certified"])).one()
        days = select(Receipt.number, Receipt.recorded_at).where(Receipt.lot_id == lot.id)
        _, (number, at), (_, after) = session.execute(days.order_by(Receipt.recorded_at)).all()
        by, facts = lot.made_by, session.get_one(Movement, lot.made_by).facts
    season.set_receipt(number, recorded_at=at + (after - at) / 2)
    [said] = season.judged_wrong()
    assert f"lot {season.lots['certified']} says certified under CB-2026-00001" in said
    assert facts == JUDGED_TWICE
    with season.world.store.engine.begin() as connection:
        connection.execute(update(Movement).where(Movement.seq == by).values(facts={}))
    assert season.judged_wrong() == [], "a lot opened by an earlier release does not say so"


def test_what_the_first_release_judged_is_judged_as_it_did(season: Season) -> None:
    """It asked neither fresh nor dry, and told the ledger less of a lot."""
    dry = certify(season.field, number="CB-2026-00009", state=State.DRY)
    set_status(season.world, season.certificate, CertificateStatus.TERMINATED)
    season.world.pass_time(days=1)
    receipt = season.field.buy(10)
    with season.world.store.reading() as session:
        season.lots["old"] = session.get_one(Lot, receipt.lot_id).number
    season.judge("old", certificate_id=dry)
    assert len(season.judged_wrong()) == 1
    _forget(season.world, receipt.lot_id)
    assert season.judged_wrong() == []
    season.judge("plain", certificate_id=dry)
    assert len(season.judged_wrong()) == 1


_DROP = {
    "sqlite": "DROP TRIGGER ledger_entry_no_update",
    "postgresql": "DROP TRIGGER ledger_entry_append_only ON ledger_entry",
}


def _forget(world: World, lot_id: UUID) -> None:
    """Let the ledger say of a lot what it said in the first release."""
    made: ColumnElement[bool] = (LedgerEntry.subject_id == lot_id) & (
        LedgerEntry.kind == "lot-made"
    )
    with world.store.engine.begin() as connection:
        [said] = connection.execute(select(LedgerEntry.data).where(made)).scalars()
        less = {name: fact for name, fact in said.items() if name != "more"}
        connection.execute(text(_DROP[connection.dialect.name]))
        connection.execute(update(LedgerEntry).where(made).values(data=less))
