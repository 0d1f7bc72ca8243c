"""What a paper says: plain facts, weights, dates and money already worded for the reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """One label: what a scan opens, what can be typed, and what stands beside the symbol."""

    url: str
    short_code: str
    lot_number: str
    species_name: str
    common_name: str = ""
    claim_line: str = ""
    holder: str = ""
    domain: str
    quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeLine:
    """One line of the species annex."""

    species_name: str
    author: str = ""
    common_name: str = ""
    part: str
    form: str
    areas: str
    risk_class: str
    maximum: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One line of the areas annex."""

    code: str
    name: str
    administrative_unit: str
    country: str
    hectares: str
    tenure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionLine:
    """A piece of what a certificate is restricted by, as high as a row can be."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePaper:
    """Everything a certificate prints; `status_line` is empty while it is in force.

    `restrictions` are paragraphs, a line each; most certificates have none.
    """

    language: str
    number: str
    scheme_name: str
    holder_name: str
    holder_address: str
    holder_number: str = ""
    body_name: str
    body_address: str
    body_approval: str
    standard_name: str
    standard_version: str
    year_of_certification: str
    first_issued_on: str
    valid_from: str
    valid_until: str
    decision_reference: str
    decided_by: str
    decided_by_role: str
    decided_on: str
    verification_code: str
    check_url: str
    check_domain: str
    status_line: str = ""
    restrictions: str = ""
    synthetic: bool = False
    species: tuple[ScopeLine, ...]
    areas: tuple[AreaLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPaper:
    """One purchase from a harvester, as the slip says it; `check` is what its symbol holds."""

    language: str
    number: str
    buyer: str
    buying_point: str
    harvester_name: str
    harvester_number: str = ""
    species_name: str
    common_name: str = ""
    part: str
    state: str
    area: str
    collected_on: str
    received_at: str
    gross: str
    tare: str
    net: str
    price: str
    amount: str
    clerk: str = ""
    check: str
    taken_back: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One lot of a delivery note."""

    lot_number: str
    goods: str
    kind: str
    state: str
    units: str = ""
    net: str
    status: str
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper that travels with the goods; `plant` is the one species it is for."""

    kind: str
    number: str
    valid: str = ""
    plant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPaper:
    """Everything a delivery note prints, as it stood when the goods left."""

    language: str
    number: str
    sender_name: str
    sender_address: str
    receiver_name: str
    receiver_address: str
    shipped_at: str
    loaded_at: str
    delivered_to: str
    carrier: str = ""
    vehicle: str = ""
    waybill_number: str = ""
    invoice_number: str = ""
    transport_note: str = ""
    total: str
    line_count: str
    code: str
    check_url: str
    check_domain: str
    synthetic: bool = False
    lines: tuple[DeliveryLine, ...]
    papers: tuple[PaperLine, ...] = ()
