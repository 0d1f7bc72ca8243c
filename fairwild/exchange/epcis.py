"""A consignment in the terms of GS1 EPCIS 2.0 and CBV 2.0, with identifiers of our own.

Identifiers are HTTPS addresses under /class/, /obj/, /loc/ and /bt/ of this house, for none of
its organisations needs a GS1 prefix. What EPCIS has no word for carries the prefix `fairwild`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from fairwild.trade.states import ConsignmentStatus, PaperKind

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
TRANSACTIONS = {
    PaperKind.INVOICE: "inv",
    PaperKind.WAYBILL: "bol",
    PaperKind.LAB_REPORT: "testres",
}
"""The papers for which CBV has a type of business transaction."""


class Addresses:
    """The addresses of everything an event names."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def lot(self, number: str) -> str:
        """The goods of one lot."""
        return f"{self.base_url}/class/lot/{quote(number, safe='')}"

    def shipment(self, number: str) -> str:
        """The consignment as the one thing that travels."""
        return f"{self.base_url}/obj/consignment/{quote(number, safe='')}"

    def place(self, organisation_id: UUID) -> str:
        """Where an organisation is."""
        return f"{self.base_url}/loc/{organisation_id}"

    def party(self, organisation_id: UUID) -> str:
        """An organisation."""
        return f"{self.base_url}/party/{organisation_id}"

    def transaction(self, kind: str, number: str) -> str:
        """A paper by its number."""
        return f"{self.base_url}/bt/{kind}/{quote(number, safe='')}"

    def event(self, consignment_id: UUID, step: str) -> str:
        """A step of a consignment; the same step has the same id for ever."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{consignment_id}/{step}')}"


def document_of(consignment: Any, *, base_url: str) -> dict[str, Any]:
    """Give the EPCIS document of a consignment that has left: packed, shipped, what followed."""
    at = Addresses(base_url)
    return {
        "@context": [CONTEXT, {"fairwild": f"{at.base_url}/ns/"}],
        "id": f"{at.base_url}/consignments/{consignment.id}/epcis.json",
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": _moment(_last_change(consignment)),
        "epcisBody": {"eventList": list(_events(consignment, at))},
    }


def _events(consignment: Any, at: Addresses) -> Iterator[dict[str, Any]]:
    yield _packed(consignment, at)
    yield _moved(consignment, at, "shipping", consignment.shipped_at, consignment.sender_id)
    if consignment.status is ConsignmentStatus.CALLED_BACK:
        back = _moved(consignment, at, "void_shipping", consignment.ended_at, consignment.sender_id)
        yield back | {"fairwild:reason": consignment.end_reason or "–"}
        return
    if consignment.answered_at is None:
        return
    came = [line for line in consignment.lines if line.received_g]
    if came:
        yield _received(consignment, at, came)
    left = [line for line in consignment.lines if line.received_g < line.shipped_g]
    if left:
        yield _returned(consignment, at, left)
    if consignment.status is ConsignmentStatus.TAKEN_BACK:
        yield _taken_back(consignment, at, came)


def _base(consignment: Any, at: Addresses, step: str, moment: datetime) -> dict[str, Any]:
    return {
        "eventID": at.event(consignment.id, step),
        "eventTime": _moment(moment),
        "eventTimeZoneOffset": "+00:00",
    }


def _packed(consignment: Any, at: Addresses) -> dict[str, Any]:
    """The lots become one thing that travels."""
    return {
        "type": "AggregationEvent",
        **_base(consignment, at, "packing", consignment.shipped_at),
        "action": "ADD",
        "bizStep": "packing",
        "disposition": "in_progress",
        "parentID": at.shipment(consignment.number),
        "childQuantityList": [
            _quantity(at, line.from_lot.number, line.shipped_g) for line in consignment.lines
        ],
        "readPoint": {"id": at.place(consignment.sender_id)},
        "bizTransactionList": _transactions(consignment, at),
        "fairwild:lines": [_said(line) for line in consignment.lines],
    }


def _moved(
    consignment: Any, at: Addresses, step: str, moment: datetime, place_id: UUID
) -> dict[str, Any]:
    """The whole consignment leaves, or turns round."""
    gone = "in_transit" if step == "shipping" else "in_progress"
    return {
        "type": "ObjectEvent",
        **_base(consignment, at, step, moment),
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": gone,
        "epcList": [at.shipment(consignment.number)],
        "readPoint": {"id": at.place(place_id)},
        "bizTransactionList": _transactions(consignment, at),
        **_between(at, consignment.sender_id, consignment.receiver_id),
    }


def _goods(
    consignment: Any,
    at: Addresses,
    step: str,
    moment: datetime,
    goods: Sequence[tuple[str, int]],
) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        **_base(consignment, at, step, moment),
        "action": "OBSERVE",
        "quantityList": [_quantity(at, number, mass_g) for number, mass_g in goods],
        "bizTransactionList": _transactions(consignment, at),
    }


def _received(consignment: Any, at: Addresses, lines: Sequence[Any]) -> dict[str, Any]:
    """The receiver took so much of every lot."""
    goods = [(line.from_lot.number, line.received_g) for line in lines]
    receiver_id = consignment.receiver_id
    return {
        **_goods(consignment, at, "receiving", consignment.answered_at, goods),
        "bizStep": "receiving",
        "disposition": "in_progress",
        "readPoint": {"id": at.place(receiver_id)},
        "bizLocation": {"id": at.place(receiver_id)},
        **_between(at, consignment.sender_id, receiver_id),
    }


def _returned(consignment: Any, at: Addresses, lines: Sequence[Any]) -> dict[str, Any]:
    """What was not accepted went back to the sender."""
    goods = [(line.from_lot.number, line.shipped_g - (line.received_g or 0)) for line in lines]
    why = "; ".join(dict.fromkeys(line.reason for line in lines if line.reason))
    return {
        **_goods(consignment, at, "returning", consignment.answered_at, goods),
        "bizStep": "shipping",
        "disposition": "returned",
        "readPoint": {"id": at.place(consignment.receiver_id)},
        **_between(at, consignment.receiver_id, consignment.sender_id),
        "fairwild:reason": why or consignment.answer_reason or "–",
    }


def _taken_back(consignment: Any, at: Addresses, lines: Sequence[Any]) -> dict[str, Any]:
    """Both sides agreed that all of it is the sender's again."""
    goods = [(line.from_lot.number, line.received_g) for line in lines]
    return {
        **_goods(consignment, at, "taking-back", consignment.ended_at, goods),
        "bizStep": "receiving",
        "disposition": "returned",
        "readPoint": {"id": at.place(consignment.sender_id)},
        "bizLocation": {"id": at.place(consignment.sender_id)},
        **_between(at, consignment.receiver_id, consignment.sender_id),
        "fairwild:reason": consignment.end_reason or "–",
    }


def _between(at: Addresses, source_id: UUID, destination_id: UUID) -> dict[str, Any]:
    source = {"type": "possessing_party", "source": at.party(source_id)}
    destination = {"type": "possessing_party", "destination": at.party(destination_id)}
    return {"sourceList": [source], "destinationList": [destination]}


def _quantity(at: Addresses, number: str, mass_g: int) -> dict[str, Any]:
    kilograms = Decimal(mass_g) / 1000
    whole = kilograms == kilograms.to_integral_value()
    # JSON has one kind of number; three decimals are exact in what readers make of it
    amount = int(kilograms) if whole else float(kilograms)
    return {"epcClass": at.lot(number), "quantity": amount, "uom": "KGM"}


def _transactions(consignment: Any, at: Addresses) -> list[dict[str, str]]:
    named = [("desadv", consignment.number)]
    for kind, number in (("inv", consignment.invoice_number), ("bol", consignment.waybill_number)):
        if number:
            named.append((kind, number))
    for paper in consignment.standing_papers:
        kind = TRANSACTIONS.get(paper.kind, "cert")
        if (kind, paper.number) not in named:
            named.append((kind, paper.number))
    return [
        {"type": kind, "bizTransaction": at.transaction(kind, number)} for kind, number in named
    ]


def _said(line: Any) -> dict[str, Any]:
    """What EPCIS has no word for, under our own prefix."""
    lot = line.from_lot
    plant = lot.species.scientific_name if lot.species else lot.product
    said = {
        "fairwild:lotNumber": lot.number,
        "fairwild:scientificName": plant,
        "fairwild:form": str(lot.form),
        "fairwild:state": str(lot.state),
        "fairwild:certified": line.certified,
    }
    return said | ({"fairwild:part": str(lot.part)} if lot.part else {})


def _last_change(consignment: Any) -> datetime:
    moments = (consignment.ended_at, consignment.answered_at, consignment.shipped_at)
    known: list[datetime] = [moment for moment in moments if moment is not None]
    return max(known)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
