"""How fast papers are drawn: labels against bare labels, certificates against a plain canvas."""

from collections.abc import Iterator
from dataclasses import replace

from fairwild.bench.figures import ROUNDS, Figure, at_most, seconds_of
from fairwild.bench.plain_canvas import plainly_drawn
from fairwild.documents.certificate import render_certificate
from fairwild.documents.facts import AreaLine, CertificatePaper, LabelFacts, ScopeLine
from fairwild.documents.label_sheet import _LabelPrinter, render_label_sheet
from fairwild.documents.layout import certificate_layouts
from fairwild.documents.pen import Pen
from fairwild.documents.sheets import LabelSheet, label_sheets
from fairwild.documents.words import ENGLISH
from fairwild.kernel.codes import grouped, new_code

LABELS = 1000
LABELS_AGAINST_BARE = 2.5
CERTIFICATES = 100
CERTIFICATES_AGAINST_PLAIN = 1.5

LABEL = LabelFacts(
    url="",
    short_code="",
    lot_number="BKJ-GYNPEN-BC-2026-001",
    species_name="Gynostemma pentaphyllum",
    common_name="Giảo cổ lam · 绞股蓝",
    claim_line="FairWild certified wild collection, WCC-2026-00012",
    holder="Hợp tác xã Dược liệu Bản Cám",
    domain="trace.example.org",
    quantity="25 kg, dried",
)
SCOPE = ScopeLine(
    species_name="Gynostemma pentaphyllum",
    author="(Thunb.) Makino",
    common_name="Giảo cổ lam, 绞股蓝",
    part="Herb",
    form="Dried",
    areas="B1, B2, B3",
    risk_class="Medium",
    maximum="19,800 kg",
    state="fresh, a season",
)
AREA = AreaLine(
    code="B1",
    name="Bản Cám",
    administrative_unit="Nam Mẫu",
    country="Viet Nam",
    hectares="42.0 ha",
    tenure="Village forest, agreement of 2024",
)
CERTIFICATE = CertificatePaper(
    language="en",
    number="WCC-2026-00012",
    scheme_name="FairWild",
    holder_name="Hợp tác xã Dược liệu Bản Cám",
    holder_address="Bản Cám, Nam Mẫu, Viet Nam",
    holder_number="BKJ",
    body_name="Wild Care Certification",
    body_address="3011 Bern, Switzerland",
    body_approval="CB-03, full",
    standard_name="FairWild Standard",
    standard_version="2.0",
    year_of_certification="3",
    first_issued_on="1 March 2024",
    valid_from="1 March 2026",
    valid_until="31 May 2027",
    decision_reference="D-2026-041",
    decided_by="Marta Ruiz Peñalver",
    decided_by_role="Certifier",
    decided_on="26 February 2026",
    verification_code="",
    check_url="",
    check_domain="trace.example.org",
    synthetic=True,
    species=(SCOPE, replace(SCOPE, form="Cut")),
    areas=tuple(replace(AREA, code=f"B{number}") for number in range(1, 6)),
)


def _labels() -> list[LabelFacts]:
    codes = [new_code() for _ in range(LABELS)]
    return [
        replace(LABEL, short_code=code, url=f"https://trace.example.org/t/{code}") for code in codes
    ]


def _bare_sheet(sheet: LabelSheet, facts: list[LabelFacts]) -> bytes:
    """Draw the same labels on the same pages without their symbols."""
    pen = Pen(
        width_mm=sheet.page_width_mm,
        height_mm=sheet.page_height_mm,
        title="Labels",
        author="",
        language="en",
    )
    printer = _LabelPrinter(pen, sheet, ENGLISH)
    for number, label in enumerate(facts):
        position = number % sheet.labels_per_page
        if position == 0 and number:
            pen.next_page()
        pen.operators(printer.label_without_symbol(label, position))
    pen.next_page()
    return pen.pdf()


def labels() -> Iterator[Figure]:
    """Draw a thousand labels, each with its own symbol, against the same labels without."""
    sheet = label_sheets()["a4-3x8"]
    # Every round has codes of its own: no run of labels is ever printed from a warm memory.
    fresh = iter([_labels() for _ in range(2 * ROUNDS)])
    with_symbols, bare = seconds_of(
        lambda: render_label_sheet(sheet, next(fresh)), lambda: _bare_sheet(sheet, next(fresh))
    )
    yield at_most(
        "labels",
        size=LABELS,
        seconds=with_symbols,
        base_seconds=bare,
        against="the same sheet without symbols",
        limit=LABELS_AGAINST_BARE,
    )


def _certificates() -> list[CertificatePaper]:
    codes = [new_code() for _ in range(CERTIFICATES)]
    return [
        replace(
            CERTIFICATE,
            number=f"WCC-2026-{number:05d}",
            verification_code=grouped(code),
            check_url=f"https://trace.example.org/c/{code}",
        )
        for number, code in enumerate(codes, start=1)
    ]


def certificates() -> Iterator[Figure]:
    """Draw a hundred certificates against a hand-written canvas that says the same."""
    layout, papers = certificate_layouts()["wild-collection"], _certificates()
    ours, plain = seconds_of(
        lambda: [render_certificate(layout, paper) for paper in papers],
        lambda: [plainly_drawn(paper) for paper in papers],
        rounds=3,
    )
    yield at_most(
        "certificates",
        size=CERTIFICATES,
        seconds=ours,
        base_seconds=plain,
        against="a hand-written canvas",
        limit=CERTIFICATES_AGAINST_PLAIN,
    )
