"""How fast the report of a large audit is drawn, by the page."""

from collections.abc import Iterator
from dataclasses import replace
from time import process_time

from fairwild.bench.figures import ROUNDS, Figure, at_most
from fairwild.documents import audit_facts as facts
from fairwild.documents.audit_report import drawn_report
from fairwild.documents.layout import audit_layout
from fairwild.documents.words import ENGLISH

INDICATORS = 300
EVIDENCE = 100
SECONDS_A_HUNDRED_PAGES = 1.0

HEAD = facts.AuditHead(
    language="en",
    number="WCC-A-2026-00012",
    operator_name="Hợp tác xã Dược liệu Bản Cám",
    operator_address="Bản Cám, Nam Mẫu, Viet Nam",
    operator_number="BKJ",
    body_name="Wild Care Certification",
    body_address="3011 Bern, Switzerland",
    body_number="WCC",
    standard="FairWild Standard 2.0",
    year_of_certification="1",
    days="2 – 5 March 2026",
    page_url="https://trace.example.org/audits/01890a5d-ac96-774b-bcce-b302099a8057",
    page_domain="trace.example.org",
    synthetic=True,
)
INDICATOR = facts.IndicatorText(
    code="",
    text="Every collector is in a register that names the areas they collect in, kept by the year.",
    score="2",
    minimum="M ≥ 2",
)
RATING = facts.RatingText(
    points="600 of 600",
    share="600/600 = 100 %",
    needed="420 points, 70 %",
    minimum_met="40 of 40",
    missed="",
    open_gates=True,
    verdict="Both gates are open.",
)


def _indicator(number: int, seed: int) -> facts.IndicatorText:
    """Give one indicator with words of its own; every third has something attached."""
    shown = facts.EvidenceText(
        kind="Receipt", name=f"BKJ-R-2026-{number:05d}", detail=f"net {number},500 g · seen {seed}"
    )
    return replace(
        INDICATOR,
        code=f"{number // 30 + 1}.1.{number % 30}",
        text=f"{INDICATOR.text} ({seed}/{number})",
        note=f"Seen at {number} of forty collectors, named in file {seed}-{number}, asked twice.",
        evidence=(shown,) if number % (INDICATORS // EVIDENCE) == 0 else (),
    )


def _report(seed: int) -> facts.ReportPaper:
    """Give a report of which no line was ever measured before."""
    asked = tuple(_indicator(number, seed) for number in range(INDICATORS))
    principles = tuple(
        facts.PrincipleText(
            number=str(place + 1),
            title="Collectors",
            points="60 of 60 points",
            criteria=(
                facts.CriterionText(
                    code=f"{place + 1}.1",
                    title="Register of collectors",
                    indicators=asked[place * 30 : place * 30 + 30],
                ),
            ),
        )
        for place in range(INDICATORS // 30)
    )
    return facts.ReportPaper(
        head=HEAD,
        summary="A careful cooperative.",
        rating=RATING,
        team=(facts.Member(name="Ana Auditor", role="Leader"),),
        scope=(),
        findings=(),
        principles=principles,
    )


def report() -> Iterator[Figure]:
    """Draw the report of three hundred indicators with a hundred pieces of evidence.

    Drawing waits for nothing, so the seconds are those of the processor: what else the machine
    does at the time does not count.
    """
    layout, best, pages = audit_layout("audit-report"), float("inf"), 0
    for seed in range(ROUNDS):
        facts_of_round = _report(seed)
        began = process_time()
        sheet = drawn_report(layout, facts_of_round, ENGLISH)
        sheet.pdf()
        best = min(best, process_time() - began)
        pages = len(sheet.flow.pages)
    yield at_most(
        "audit report, pages",
        size=pages,
        seconds=best,
        base_seconds=pages / 100 * SECONDS_A_HUNDRED_PAGES,
        against="a second for each hundred pages",
        limit=1,
    )
