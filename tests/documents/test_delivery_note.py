"""The delivery note: who sends what to whom, on pages that hold it, with a symbol to check it."""

from dataclasses import replace

from fairwild.documents.delivery_note import render_delivery_note
from fairwild.documents.facts import DeliveryLine, DeliveryPaper, PaperLine
from fairwild.documents.findings import Fault
from fairwild.documents.layout import delivery_layout
from fairwild.documents.lint import lint_delivery_note

from .reading import fonts_of, picture_of, symbols_of, text_of

LAYOUT = delivery_layout()
LINE = DeliveryLine(
    lot_number="HDM-GLYGLA-B3-2026-001-P1",
    goods="Glycyrrhiza glabra",
    kind="Root, packed",
    state="Dry",
    units="40 × 25 kg",
    net="1,000 kg",
    status="FairWild certified",
    certificate="CB-2026-00012",
)
NOTE = DeliveryPaper(
    language="en",
    number="HDM-SH-2026-00012",
    sender_name="Herbes del Molí",
    sender_address="Calle del Molino 4, 50120 Zaragoza, Spain",
    receiver_name="Kräuterhaus Süd GmbH",
    receiver_address="Gewerbestraße 8, 89073 Ulm, Germany",
    shipped_at="12 May 2026, 16:40",
    loaded_at="Alfocea, Spain",
    delivered_to="Ulm, Germany",
    carrier="Transportes Ebro",
    vehicle="1234 KLM",
    waybill_number="CMR 88121",
    invoice_number="F-2026-31",
    transport_note="Keep dry.",
    total="1,250 kg",
    line_count="2",
    code="7KQ2M4XW9RTD4HPE",
    check_url="https://trace.example/d/7KQ2M4XW9RTD4HPE",
    check_domain="trace.example",
    lines=(LINE, replace(LINE, status="Not certified", certificate="", net="250 kg")),
    papers=(
        PaperLine(
            kind="CITES export",
            number="ES-2026-77",
            valid="until 1 June 2026",
            plant="Nardostachys jatamansi",
        ),
    ),
)


def test_it_says_who_what_how_and_under_which_papers() -> None:
    pdf = render_delivery_note(LAYOUT, NOTE)
    text = text_of(pdf)
    for words in (
        "Delivery note",
        "HDM-SH-2026-00012",
        "Kräuterhaus Süd GmbH",
        "Gewerbestraße 8",
        "Transportes Ebro",
        "CMR 88121",
        "1,250 kg",
        "CB-2026-00012",
        "Not certified",
        "ES-2026-77",
        "Nardostachys jatamansi",
        "Page 1 of 1",
    ):
        assert words in text
    assert lint_delivery_note(LAYOUT, NOTE) == ()
    assert symbols_of(picture_of(pdf)) == [NOTE.check_url]
    assert all(fonts_of(pdf).values())
    assert pdf == render_delivery_note(LAYOUT, NOTE)


def test_many_lines_go_on_over_pages_and_the_signatures_stand_once() -> None:
    text = text_of(render_delivery_note(LAYOUT, replace(NOTE, lines=(LINE,) * 60)))
    assert text.count("HDM-GLYGLA-B3-2026-001-P1") == 60
    assert text.count("Received: day, name, signature") == 1
    assert "What goes, continued" in text


def test_an_empty_name_is_found_before_it_is_printed() -> None:
    found = lint_delivery_note(LAYOUT, replace(NOTE, receiver_name=""))
    assert [(one.code, one.field) for one in found] == [(Fault.FIELD_EMPTY, "receiver_name")]
