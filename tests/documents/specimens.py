"""Papers to print in tests: synthetic facts with Vietnamese, Spanish and Chinese letters."""

from dataclasses import replace

from fairwild.documents.facts import (
    AreaLine,
    CertificatePaper,
    LabelFacts,
    ReceiptPaper,
    ScopeLine,
)

LIQUORICE = ScopeLine(
    species_name="Glycyrrhiza glabra",
    author="L.",
    common_name="Liquorice",
    part="Root",
    form="Fresh, dried, cut",
    areas="B1, B2, B3, B4, B5",
    risk_class="Low",
    maximum="16,800 kg",
    state="fresh, a season",
)
JIAOGULAN = ScopeLine(
    species_name="Gynostemma pentaphyllum",
    author="(Thunb.) Makino",
    common_name="Giảo cổ lam, 绞股蓝",
    part="Herb",
    form="Dried",
    areas="Bản Cám",
    risk_class="Medium",
    maximum="19,800 kg",
    state="fresh, a season",
)
BLOCK = AreaLine(
    code="B3",
    name="Soto de Alfocea",
    administrative_unit="Zaragoza",
    country="Spain",
    hectares="2.0 ha",
    tenure="Private, agreement of 2024",
)
CERTIFICATE = CertificatePaper(
    language="en",
    number="WCC-2026-00012",
    scheme_name="FairWild",
    holder_name="Hợp tác xã Dược liệu Bắc Kạn",
    holder_address="Thôn Bản Cám, xã Nam Mẫu, huyện Ba Bể, tỉnh Bắc Kạn, Việt Nam",
    holder_number="BKJ",
    body_name="Wild Care Certification",
    body_address="Gerechtigkeitsgasse 12, 3011 Bern, Switzerland",
    body_approval="FW-CB-03, full",
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
    verification_code="7KQ2M4XW9RTD4HPE",
    check_url="https://trace.example.org/c/7KQ2M4XW9RTD4HPE",
    check_domain="trace.example.org",
    synthetic=True,
    species=(JIAOGULAN, LIQUORICE),
    areas=tuple(replace(BLOCK, code=f"B{number}") for number in range(1, 6)),
)
LONG_CERTIFICATE = replace(
    CERTIFICATE,
    status_line="Suspended since 1 June 2026",
    species=tuple(
        replace(JIAOGULAN if number % 2 else LIQUORICE, areas=f"Area {number}")
        for number in range(40)
    ),
)
LABEL = LabelFacts(
    url="https://trace.example.org/t/7KQ2M4XW9RTD4HPE",
    short_code="7KQ2M4XW9RTD4HPE",
    lot_number="BKJ-GYNPEN-BC-2026-001",
    species_name="Gynostemma pentaphyllum",
    common_name="Giảo cổ lam · 绞股蓝",
    claim_line="FairWild certified wild collection, WCC-2026-00012",
    holder="Hợp tác xã Dược liệu Bắc Kạn",
    domain="trace.example.org",
    quantity="25 kg, dried",
)
RECEIPT = ReceiptPaper(
    language="en",
    number="BKJ-R-2026-00117",
    buyer="Hợp tác xã Dược liệu Bắc Kạn",
    buying_point="Bản Cám",
    harvester_name="Hoàng Thị Mến",
    harvester_number="H-0042",
    species_name="Gynostemma pentaphyllum",
    common_name="Giảo cổ lam · 绞股蓝",
    part="Herb",
    state="Fresh",
    area="Bản Cám, Nam Mẫu",
    collected_on="12 May 2026",
    received_at="12 May 2026, 16:40",
    gross="56.4 kg",
    tare="1.4 kg",
    net="55.0 kg",
    price="18,000 ₫ per kg",
    amount="990,000 ₫",
    clerk="Nông Văn Tú",
    check="https://trace.example.org/r/BKJ-R-2026-00117",
    synthetic=True,
)


def labels(count: int) -> list[LabelFacts]:
    """So many labels, each with a code of its own."""
    return [
        replace(
            LABEL,
            url=f"https://trace.example.org/t/7KQ2M4XW9RT{number:05d}",
            short_code=f"7KQ2M4XW9RT{number:05d}",
        )
        for number in range(count)
    ]
