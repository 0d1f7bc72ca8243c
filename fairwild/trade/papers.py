"""What a delivery note says: worded once when goods leave, kept, and printed again from that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from fairwild.certificates.papers import (
    LANGUAGE,
    SCHEME,
    address_on_paper,
    country_on_paper,
    day_on_paper,
    weight_on_paper,
    word_on_paper,
)
from fairwild.certificates.queries import certificate_facts
from fairwild.documents.delivery_note import render_delivery_note
from fairwild.documents.facts import DeliveryLine, DeliveryPaper, PaperLine
from fairwild.documents.layout import delivery_layout
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.queries.stock import lot_facts
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.trade.facts import CarriedPaper
from fairwild.trade.records import Consignment
from fairwild.unit_of_work import Reading

__all__ = ["drawn_up", "note_url", "pdf_of"]

NOT_CERTIFIED = "Not certified"
CERTIFIED = f"{SCHEME} certified"
CHANGING = ("check_url", "check_domain")


def drawn_up(
    reading: Reading,
    consignment: Consignment,
    draws: Sequence[Draw],
    carried: Iterable[CarriedPaper],
) -> dict[str, Any]:
    """Word a delivery note for good: what is kept, without the address where it can be checked."""
    ids = [consignment.sender_id, consignment.receiver_id]
    found = organisations_by_id(reading, ids)
    sender, receiver = (found[organisation_id] for organisation_id in ids)
    named = lot_facts(reading, [draw.lot.id for draw in draws])
    numbers = _certificate_numbers(reading, named.values())
    paper = DeliveryPaper(
        language=LANGUAGE,
        number=consignment.number,
        sender_name=sender.name,
        sender_address=_address(sender),
        receiver_name=receiver.name,
        receiver_address=_address(receiver),
        shipped_at=_moment(consignment.shipped_at, sender.time_zone),
        loaded_at=_place(consignment.loaded_at, consignment.from_country or sender.country),
        delivered_to=_place(consignment.delivered_to, consignment.to_country or receiver.country),
        carrier=consignment.carrier or "",
        vehicle=consignment.vehicle or "",
        waybill_number=consignment.waybill_number or "",
        invoice_number=consignment.invoice_number or "",
        transport_note=consignment.transport_note or "",
        total=weight_on_paper(sum(draw.wanted_g for draw in draws)),
        line_count=str(len(draws)),
        code=consignment.code or "",
        check_url="",
        check_domain="",
        synthetic=sender.synthetic or receiver.synthetic,
        lines=tuple(_line(named[draw.lot.id], draw.wanted_g, numbers) for draw in draws),
        papers=tuple(_paper(one, on=reading.today) for one in carried),
    )
    kept: dict[str, Any] = asdict(paper)
    for changing in CHANGING:
        del kept[changing]
    return {**kept, "lines": list(kept["lines"]), "papers": list(kept["papers"])}


def _address(organisation: OrganisationFacts) -> str:
    """Write an address with its country, once."""
    written, country = address_on_paper(organisation), country_on_paper(organisation.country)
    return written if country in written else f"{written}, {country}"


def _place(place: str | None, country: str) -> str:
    return ", ".join(one for one in (place or "", country_on_paper(country)) if one)


def _moment(moment: datetime, time_zone: str) -> str:
    zone = ZoneInfo(time_zone)
    return str(format_datetime(moment, "d MMMM yyyy, HH:mm", tzinfo=zone, locale=LANGUAGE))


def _certificate_numbers(reading: Reading, lots: Iterable[LotFacts]) -> dict[Any, str]:
    ids = {one for lot in lots if lot.certified for one in lot.certificate_ids}
    return {held.id: held.number for held in certificate_facts(reading, ids).values()}


def _line(lot: LotFacts, mass_g: int, numbers: Mapping[Any, str]) -> DeliveryLine:
    under = sorted(numbers[one] for one in lot.certificate_ids) if lot.certified else []
    goods = [word_on_paper(one) for one in (lot.part, lot.form) if one]
    if lot.grade:
        goods.append(lot.grade)
    return DeliveryLine(
        lot_number=lot.number,
        goods=lot.species,
        kind=", ".join(goods).capitalize(),
        state=word_on_paper(lot.state).capitalize(),
        units=_units(lot, mass_g),
        net=weight_on_paper(mass_g),
        status=CERTIFIED if lot.certified else NOT_CERTIFIED,
        certificate=", ".join(under),
    )


def _units(lot: LotFacts, mass_g: int) -> str:
    if not lot.unit_g:
        return ""
    whole, broken_g = divmod(mass_g, lot.unit_g)
    units = f"{whole} × {weight_on_paper(lot.unit_g)}"
    return f"{units} + {weight_on_paper(broken_g)}" if broken_g else units


def _paper(paper: CarriedPaper, *, on: date) -> PaperLine:
    """Name a paper with its plant and its last day; one that had run out says so."""
    valid = ""
    if paper.last_day is not None:
        said = "until {day}" if paper.last_day >= on else "Not valid: ran out on {day}"
        valid = said.format(day=day_on_paper(paper.last_day))
    kind = word_on_paper(paper.kind).replace("cites", "CITES")
    kind = kind[:1].upper() + kind[1:]
    return PaperLine(kind=kind, number=paper.number, valid=valid, plant=paper.species)


def note_url(code: str, *, base_url: str) -> str:
    """Give the address of the page on which anybody can check a delivery note."""
    return f"{base_url.rstrip('/')}/d/{code}"


def printed_again(kept: Mapping[str, Any], *, base_url: str) -> DeliveryPaper:
    """Put a kept paper together again, with the address of this house."""
    facts = dict(kept)
    lines = tuple(DeliveryLine(**one) for one in facts.pop("lines"))
    papers = tuple(PaperLine(**one) for one in facts.pop("papers"))
    url = note_url(facts["code"], base_url=base_url)
    domain = url.partition("://")[2].partition("/")[0]
    return DeliveryPaper(**facts, lines=lines, papers=papers, check_url=url, check_domain=domain)


def pdf_of(kept: Mapping[str, Any], *, base_url: str) -> bytes:
    """Print a kept delivery note; the same note and address give the same bytes."""
    return render_delivery_note(delivery_layout(), printed_again(kept, base_url=base_url))
