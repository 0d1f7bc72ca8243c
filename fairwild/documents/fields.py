"""The closed catalogue of what a printed layout may name; an unknown field fails at load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from fairwild.documents.audit_facts import AuditHead
from fairwild.documents.facts import (
    AreaLine,
    CertificatePaper,
    DeliveryLine,
    DeliveryPaper,
    LabelFacts,
    PaperLine,
    ReceiptPaper,
    RestrictionLine,
    ScopeLine,
)
from fairwild.documents.words import msgid, said
from fairwild.kernel.codes import grouped

Facts = TypeVar("Facts")
Say = Callable[[Facts, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Field(Generic[Facts]):
    """One thing a layout can print: its name, the label beside it, a sample, how it is said."""

    name: str
    label: str
    sample: str
    say: Say[Facts]
    required: bool = True


def _catalogue(*fields: Field[Facts]) -> dict[str, Field[Facts]]:
    return {field.name: field for field in fields}


def _plain(name: str) -> Callable[[object, Mapping[str, str]], str]:
    def say(facts: object, _words: Mapping[str, str]) -> str:
        return str(getattr(facts, name))

    return say


def _typed(code: str) -> str:
    return code if "-" in code else grouped(code)


def _label_lot(facts: LabelFacts, words: Mapping[str, str]) -> str:
    return said(words, msgid("Lot %(number)s"), number=facts.lot_number) if facts.lot_number else ""


def _label_quantity(facts: LabelFacts, words: Mapping[str, str]) -> str:
    if not facts.quantity:
        return ""
    return said(words, msgid("Net weight %(weight)s"), weight=facts.quantity)


def _label_domain(facts: LabelFacts, words: Mapping[str, str]) -> str:
    return said(words, msgid("Check that the address is %(domain)s"), domain=facts.domain)


def _standard(facts: CertificatePaper, words: Mapping[str, str]) -> str:
    sentence = msgid("%(standard)s, version %(version)s")
    return said(words, sentence, standard=facts.standard_name, version=facts.standard_version)


def _known_as(line: ScopeLine, _words: Mapping[str, str]) -> str:
    return " · ".join(name for name in (line.author, line.common_name) if name)


def _plant(facts: ReceiptPaper, _words: Mapping[str, str]) -> str:
    return facts.common_name or facts.species_name


def _place(line: AreaLine, _words: Mapping[str, str]) -> str:
    return ", ".join(part for part in (line.administrative_unit, line.country) if part)


LABEL_FIELDS: dict[str, Field[LabelFacts]] = _catalogue(
    Field("common_name", msgid("Common name"), "Liquorice root", _plain("common_name"), False),
    Field("species_name", msgid("Species"), "Glycyrrhiza glabra", _plain("species_name")),
    Field("lot", msgid("Lot"), "Lot HDM-GLYGLA-B3-2026-001", _label_lot),
    Field("quantity", msgid("Net weight"), "Net weight 25 kg", _label_quantity, False),
    Field("claim_line", msgid("Claim"), "FairWild certified", _plain("claim_line"), False),
    Field("holder", msgid("Holder"), "Herbes del Molí", _plain("holder"), False),
    Field(
        "short_code",
        msgid("Code"),
        "7KQ2-M4XW-9RTD-4HPE",
        lambda facts, _words: _typed(facts.short_code),
    ),
    Field("domain", msgid("Address"), "Check that the address is trace.example", _label_domain),
)

CERTIFICATE_FIELDS: dict[str, Field[CertificatePaper]] = _catalogue(
    Field("number", msgid("Certificate number"), "CB-2026-00012", _plain("number")),
    Field("scheme_name", msgid("Scheme"), "FairWild", _plain("scheme_name")),
    Field("holder_name", msgid("Certified operation"), "Herbes del Molí", _plain("holder_name")),
    Field("holder_address", msgid("Address"), "Zaragoza, Spain", _plain("holder_address")),
    Field("holder_number", msgid("Operation number"), "HDM", _plain("holder_number"), False),
    Field("body_name", msgid("Certification body"), "Wild Care", _plain("body_name")),
    Field("body_address", msgid("Address of the body"), "Bern", _plain("body_address")),
    Field("body_approval", msgid("Approval of the body"), "FW-CB-03", _plain("body_approval")),
    Field("standard", msgid("Standard"), "FairWild Standard, version 2.0", _standard),
    Field(
        "year_of_certification",
        msgid("Year of certification"),
        "3",
        _plain("year_of_certification"),
    ),
    Field(
        "first_issued_on",
        msgid("First certified"),
        "1 March 2024",
        _plain("first_issued_on"),
        False,
    ),
    Field("valid_from", msgid("Valid from"), "1 March 2026", _plain("valid_from")),
    Field("valid_until", msgid("Valid until"), "31 May 2027", _plain("valid_until")),
    Field("decision_reference", msgid("Decision"), "D-2026-041", _plain("decision_reference")),
    Field("decided_by", msgid("Decided by"), "Marta Ruiz", _plain("decided_by")),
    Field("decided_by_role", msgid("Role"), "Certifier", _plain("decided_by_role")),
    Field("decided_on", msgid("Decided on"), "26 February 2026", _plain("decided_on")),
    Field(
        "verification_code",
        msgid("Verification code"),
        "7KQ2-M4XW-9RTD-4HPE",
        lambda facts, _words: _typed(facts.verification_code),
    ),
    Field("check_url", msgid("Check page"), "https://trace.example/c/7KQ2", _plain("check_url")),
    Field("check_domain", msgid("Address"), "trace.example", _plain("check_domain")),
)

SPECIES_FIELDS: dict[str, Field[ScopeLine]] = _catalogue(
    Field("species_name", msgid("Species"), "Glycyrrhiza glabra", _plain("species_name")),
    Field("known_as", msgid("Author and common name"), "L. · Liquorice", _known_as, False),
    Field("part", msgid("Part"), "Root", _plain("part")),
    Field("form", msgid("Form"), "Dried, cut", _plain("form")),
    Field("areas", msgid("Areas"), "B1, B2, B3", _plain("areas")),
    Field("risk_class", msgid("Risk class"), "Low", _plain("risk_class")),
    Field("maximum", msgid("Maximum a year"), "16,800 kg", _plain("maximum")),
    Field("state", msgid("State"), "fresh", _plain("state")),
)

AREA_FIELDS: dict[str, Field[AreaLine]] = _catalogue(
    Field("code", msgid("Area"), "B3", _plain("code")),
    Field("name", msgid("Name"), "Soto de Alfocea", _plain("name")),
    Field("place", msgid("Administrative unit"), "Zaragoza, Spain", _place),
    Field("hectares", msgid("Size"), "2.0 ha", _plain("hectares")),
    Field("tenure", msgid("Tenure"), "Communal, permit 2026", _plain("tenure"), False),
)

RESTRICTION_FIELDS: dict[str, Field[RestrictionLine]] = _catalogue(
    Field("text", msgid("What the holder must keep to"), "Until 30 June only.", _plain("text")),
)

RECEIPT_FIELDS: dict[str, Field[ReceiptPaper]] = _catalogue(
    Field("number", msgid("Receipt"), "R-2026-00117", _plain("number")),
    Field("buyer", msgid("Buyer"), "Herbes del Molí", _plain("buyer")),
    Field("buying_point", msgid("Buying point"), "Alfocea", _plain("buying_point")),
    Field("harvester_name", msgid("Harvester"), "Hoàng Thị Mến", _plain("harvester_name")),
    Field("harvester_number", msgid("Card"), "H-0042", _plain("harvester_number"), False),
    Field("plant", msgid("Plant"), "Giảo cổ lam", _plant),
    Field("species_name", msgid("Species"), "Gynostemma pentaphyllum", _plain("species_name")),
    Field("part", msgid("Part"), "Herb", _plain("part")),
    Field("state", msgid("State"), "Fresh", _plain("state")),
    Field("area", msgid("Area"), "Bản Cám", _plain("area")),
    Field("collected_on", msgid("Collected on"), "12 May 2026", _plain("collected_on")),
    Field("received_at", msgid("Bought on"), "12 May 2026, 16:40", _plain("received_at")),
    Field("gross", msgid("Gross"), "56.4 kg", _plain("gross")),
    Field("tare", msgid("Tare"), "1.4 kg", _plain("tare")),
    Field("net", msgid("Net weight"), "55.0 kg", _plain("net")),
    Field("price", msgid("Price"), "18,000 ₫ per kg", _plain("price")),
    Field("amount", msgid("Amount paid"), "990,000 ₫", _plain("amount")),
    Field("clerk", msgid("Buyer's clerk"), "Nông Văn Tú", _plain("clerk"), False),
    Field("check", msgid("Check code"), "R-2026-00117", _plain("check")),
)

DELIVERY_FIELDS: dict[str, Field[DeliveryPaper]] = _catalogue(
    Field("number", msgid("Delivery note"), "HDM-SH-2026-00012", _plain("number")),
    Field("sender_name", msgid("From"), "Herbes del Molí", _plain("sender_name")),
    Field("sender_address", msgid("Address"), "Zaragoza, Spain", _plain("sender_address")),
    Field("receiver_name", msgid("To"), "Kräuterhaus Süd", _plain("receiver_name")),
    Field("receiver_address", msgid("Address"), "Ulm, Germany", _plain("receiver_address")),
    Field("shipped_at", msgid("Left"), "12 May 2026, 16:40", _plain("shipped_at")),
    Field("loaded_at", msgid("Loaded at"), "Alfocea, Spain", _plain("loaded_at")),
    Field("delivered_to", msgid("Delivered to"), "Ulm, Germany", _plain("delivered_to")),
    Field("carrier", msgid("Carrier"), "Transportes Ebro", _plain("carrier"), False),
    Field("vehicle", msgid("Vehicle"), "1234 KLM", _plain("vehicle"), False),
    Field("waybill_number", msgid("Waybill"), "CMR 88121", _plain("waybill_number"), False),
    Field("invoice_number", msgid("Invoice"), "F-2026-31", _plain("invoice_number"), False),
    Field("transport_note", msgid("Transport"), "Keep dry", _plain("transport_note"), False),
    Field("total", msgid("Net weight together"), "1,250 kg", _plain("total")),
    Field("line_count", msgid("Lots"), "3", _plain("line_count")),
    Field("check_url", msgid("Check page"), "https://trace.example/d/7KQ2", _plain("check_url")),
    Field("check_domain", msgid("Address"), "trace.example", _plain("check_domain")),
)

DELIVERY_LINE_FIELDS: dict[str, Field[DeliveryLine]] = _catalogue(
    Field("lot_number", msgid("Lot"), "HDM-GLYGLA-B3-2026-001-P1", _plain("lot_number")),
    Field("goods", msgid("Goods"), "Glycyrrhiza glabra", _plain("goods")),
    Field("kind", msgid("Part and form"), "Root, packed", _plain("kind"), False),
    Field("state", msgid("State"), "Dry", _plain("state")),
    Field("units", msgid("Packs"), "40 × 25 kg", _plain("units"), False),
    Field("net", msgid("Net weight"), "1,000 kg", _plain("net")),
    Field("status", msgid("Status"), "FairWild certified", _plain("status")),
    Field("certificate", msgid("Certificate"), "CB-2026-00012", _plain("certificate"), False),
)

PAPER_FIELDS: dict[str, Field[PaperLine]] = _catalogue(
    Field("kind", msgid("Paper"), "Waybill", _plain("kind")),
    Field("number", msgid("Number"), "CMR 88121", _plain("number")),
    Field("valid", msgid("Valid"), "until 1 June 2026", _plain("valid"), False),
    Field("plant", msgid("Plant"), "Nardostachys jatamansi", _plain("plant"), False),
)

AUDIT_FIELDS: dict[str, Field[AuditHead]] = _catalogue(
    Field("number", msgid("Audit"), "ECO-A-2026-00012", _plain("number")),
    Field("operator_name", msgid("Operator"), "Herbes del Molí", _plain("operator_name")),
    Field("buyer_name", msgid("Buyer"), "Teehaus am Markt", _plain("operator_name")),
    Field("operator_address", msgid("Address"), "Zaragoza, Spain", _plain("operator_address")),
    Field("operator_number", msgid("Number of the operator"), "HDM", _plain("operator_number")),
    Field("body_name", msgid("Certification body"), "Wild Care", _plain("body_name")),
    Field("body_address", msgid("Address"), "Bern, Switzerland", _plain("body_address")),
    Field("body_number", msgid("Number of the body"), "WCC", _plain("body_number")),
    Field("standard", msgid("Standard"), "FairWild Standard 2.0", _plain("standard")),
    Field("year_of_certification", msgid("Year"), "1", _plain("year_of_certification")),
    Field("kind", msgid("Kind of audit"), "Initial", _plain("kind"), False),
    Field("days", msgid("On the spot"), "2 – 5 March 2026", _plain("days")),
    Field("planned", msgid("Days planned"), "3.5", _plain("planned"), False),
    Field("used", msgid("Days used"), "3.5", _plain("used"), False),
    Field("agreement", msgid("Agreement signed"), "2 November 2025", _plain("agreement"), False),
    Field("confirmed", msgid("Plan confirmed"), "16 February 2026", _plain("confirmed"), False),
    Field("finished", msgid("Report finished"), "9 March 2026", _plain("finished"), False),
    Field("outcome", msgid("Decision"), "Certified", _plain("outcome"), False),
    Field("decided_on", msgid("Decided"), "20 March 2026", _plain("decided_on"), False),
    Field("reference", msgid("Certificate"), "ECO-2026-00012", _plain("reference"), False),
    Field("page_url", msgid("Page"), "https://trace.example/audits/1", _plain("page_url")),
    Field("page_domain", msgid("Address"), "trace.example", _plain("page_domain")),
)
