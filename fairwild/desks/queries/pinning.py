"""Records of an operator's ledger as they are pinned."""

from typing import Any
from uuid import UUID

from fairwild.audits.operations import Pinned
from fairwild.audits.states import Pinnable
from fairwild.desks.queries.documents import LONGEST, documents_numbered, find_document
from fairwild.kernel.events import plain
from fairwild.lots.queries import audited, lot_facts
from fairwild.lots.queries.audited_movements import (
    SeenMovement,
    find_movement,
    movements_touching,
)
from fairwild.trade.queries.seen import find_consignment, find_consignment_numbered
from fairwild.unit_of_work import Reading


def find_record(
    reading: Reading, operator_id: UUID, what: Pinnable, thing_id: UUID
) -> Pinned | None:
    """Give a record of an operator with its figures now, if it has such a one.

    The caller has asked whether the actor audits the operator.
    """
    match what:
        case Pinnable.LOT:
            return _lot(reading, operator_id, thing_id)
        case Pinnable.RECEIPT:
            return _receipt(reading, operator_id, thing_id)
        case Pinnable.MOVEMENT:
            return _movement(reading, operator_id, thing_id)
        case Pinnable.CONSIGNMENT:
            return _consignment(reading, operator_id, thing_id)
    return find_document(reading, operator_id, thing_id)


def find_numbered(reading: Reading, operator_id: UUID, what: Pinnable, number: str) -> UUID | None:
    """Give the first of what somebody can mean by this number, if there is anything."""
    found = records_numbered(reading, operator_id, what, number)
    return found[0].thing_id if found else None


def records_numbered(
    reading: Reading, operator_id: UUID, what: Pinnable, number: str
) -> list[Pinned]:
    """List what somebody can mean by the number of a lot, receipt, consignment or document.

    A movement is meant by the number of any lot it touched, what made the lot first; its kind may
    stand behind a slash. A consignment answers to the number of its invoice, too. The caller has
    asked whether the actor audits the operator.
    """
    match what:
        case Pinnable.MOVEMENT:
            return [_moved(one) for one in movements_touching(reading, operator_id, number)]
        case Pinnable.DOCUMENT:
            return list(documents_numbered(reading, operator_id, number))
    thing_id = _numbered(reading, operator_id, what, number)
    found = find_record(reading, operator_id, what, thing_id) if thing_id else None
    return [found] if found else []


def _numbered(reading: Reading, operator_id: UUID, what: Pinnable, number: str) -> UUID | None:
    match what:
        case Pinnable.RECEIPT:
            receipt = audited.find_receipt_numbered(reading, operator_id, number)
            return receipt.id if receipt else None
        case Pinnable.CONSIGNMENT:
            sent = find_consignment_numbered(reading, operator_id, number)
            return sent.id if sent else None
    lot = audited.find_lot_numbered(reading, operator_id, number)
    return lot.id if lot else None


def _lot(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    lot = lot_facts(reading, [thing_id]).get(thing_id)
    if lot is None or operator_id not in {lot.holder_id, lot.operator_id}:
        return None
    names = ("species", "form", "state", "status", "made_g", "available_g")
    return Pinned(Pinnable.LOT, thing_id, lot.number, _figures(lot, names))


def _receipt(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    receipt = audited.find_receipt(reading, operator_id, thing_id)
    if receipt is None:
        return None
    names = ("collected_at", "net_g", "amount_minor", "currency", "lot", "reversed")
    return Pinned(Pinnable.RECEIPT, thing_id, receipt.number, _figures(receipt, names))


def _movement(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    found = find_movement(reading, operator_id, thing_id)
    return _moved(found) if found else None


def _moved(one: SeenMovement) -> Pinned:
    """A movement with the lots it touched in its label, and why it was made where that is said."""
    lots = ", ".join(one.lots)
    names = ("kind", "at", "site", "taken_g", "made_g", "loss_g", "reason", "undone")
    label = f"{one.kind} {one.at:%Y-%m-%d}: {lots}"[:LONGEST]
    return Pinned(Pinnable.MOVEMENT, one.id, label, {**_figures(one, names), "lots": lots})


def _consignment(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    found = find_consignment(reading, operator_id, thing_id)
    if found is None:
        return None
    names = ("status", "left_at", "invoice_number", "sent_g", "accepted_g")
    return Pinned(Pinnable.CONSIGNMENT, thing_id, found.number, _figures(found, names))


def _figures(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(thing, name)) for name in names}
