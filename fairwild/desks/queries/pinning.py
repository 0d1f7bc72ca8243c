"""Records of an operator's ledger as they are pinned."""

from typing import Any
from uuid import UUID

from fairwild.applications.queries.assessed import (
    OwnAnswer,
    find_own_answer,
    find_own_answer_numbered,
)
from fairwild.applications.queries.papers import papers_of
from fairwild.audits.operations import Pinned
from fairwild.audits.states import Pinnable
from fairwild.kernel.events import plain
from fairwild.lots.queries import audited, lot_facts
from fairwild.permits.audited import permits_seen
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
    return _document(reading, operator_id, thing_id)


def find_numbered(reading: Reading, operator_id: UUID, what: Pinnable, number: str) -> UUID | None:
    """Find the lot, receipt, consignment or document with this number, or what made the lot.

    A consignment answers to the number of its invoice, too. A document is a permit, a document of
    an application or a signed agreement, of those that bear the number the newest, or an answer
    of a self-assessment. The caller has asked whether the actor audits the operator.
    """
    match what:
        case Pinnable.RECEIPT:
            receipt = audited.find_receipt_numbered(reading, operator_id, number)
            return receipt.id if receipt else None
        case Pinnable.LOT:
            lot = audited.find_lot_numbered(reading, operator_id, number)
            return lot.id if lot else None
        case Pinnable.MOVEMENT:
            return audited.find_movement_making(reading, operator_id, number)
        case Pinnable.CONSIGNMENT:
            sent = find_consignment_numbered(reading, operator_id, number)
            return sent.id if sent else None
    permits = {one.facts.number.upper(): one.facts.id for one in permits_seen(reading, operator_id)}
    papers = (one.id for one in papers_of(reading, operator_id) if one.answers_to(number))
    paper = permits.get(number.strip().upper()) or next(papers, None)
    own = None if paper else find_own_answer_numbered(reading, operator_id, number)
    return own.id if own else paper


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
    movement = audited.find_movement(reading, operator_id, thing_id)
    if movement is None:
        return None
    label = f"{movement.kind} {movement.at:%Y-%m-%d}"
    figures = _figures(movement, ("kind", "at", "site", "loss_g"))
    return Pinned(Pinnable.MOVEMENT, thing_id, label, figures)


def _consignment(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    found = find_consignment(reading, operator_id, thing_id)
    if found is None:
        return None
    names = ("status", "left_at", "invoice_number", "sent_g", "accepted_g")
    return Pinned(Pinnable.CONSIGNMENT, thing_id, found.number, _figures(found, names))


def _document(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    """A permit, which with its number stands for its file, or something of the certification."""
    found = {one.facts.id: one for one in permits_seen(reading, operator_id)}
    permit = found.get(thing_id)
    if permit is None:
        return _paper(reading, operator_id, thing_id)
    figures = _figures(permit.facts, ("kind", "limit_g", "drawn_g"))
    return Pinned(Pinnable.DOCUMENT, thing_id, f"{permit.facts.number}", figures)


def _paper(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    """Give a document of an application, or a signed agreement, with the digest of its file."""
    found = {one.id: one for one in papers_of(reading, operator_id)}
    paper = found.get(thing_id)
    if paper is None:
        return _own_answer(find_own_answer(reading, operator_id, thing_id))
    label = " ".join(one for one in (paper.number, paper.title) if one)
    return Pinned(
        Pinnable.DOCUMENT, thing_id, label[:200], _figures(paper, ("file_name", "sha256"))
    )


def _own_answer(found: OwnAnswer | None) -> Pinned | None:
    """Give what an operator said of itself at an indicator, with its note as it stood."""
    if found is None:
        return None
    label = f"{found.number}: {found.said}"
    return Pinned(
        Pinnable.DOCUMENT, found.id, label, _figures(found, ("said", "note", "answered_at"))
    )


def _figures(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(thing, name)) for name in names}
