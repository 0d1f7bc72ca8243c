"""Papers of an audit: what they say, that nothing is lost over pages, and the same bytes again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fairwild.documents.audit_facts import DecisionPaper, ReportPaper
from fairwild.documents.audit_plan import drawn_plan, render_plan
from fairwild.documents.audit_report import drawn_report, render_report
from fairwild.documents.decision_letter import drawn_letter, render_letter
from fairwild.documents.findings import Fault
from fairwild.documents.kept import as_kept, from_kept
from fairwild.documents.layout import audit_layout
from fairwild.documents.nonconformity_report import (
    drawn_nonconformities,
    render_nonconformities,
)
from fairwild.documents.words import ENGLISH

from .audit_specimens import CRITERION, DECISION, FINDING, FINDINGS, INDICATOR, PLAN, RAISED, REPORT
from .reading import fonts_of, picture_of, symbols_of, text_of

CHECKED = replace(PLAN.head, of_a_buyer=True, kind="Spot check of a buyer", outcome="In order")
FOUND = replace(
    REPORT.rating,
    points="",
    share="",
    needed="",
    minimum_met="4 of 5",
    missed="11.1.c (not met)",
    verdict="1 indicator is not met.",
)
PAPERS: dict[str, tuple[Callable[..., Any], Callable[..., bytes], Any, tuple[str, ...]]] = {
    "audit-plan": (
        drawn_plan,
        render_plan,
        PLAN,
        ("Audit plan", "Drying house, Nam Mẫu", "84, without", "7f3a-2026", "A complaint."),
    ),
    "audit-report": (
        drawn_report,
        render_report,
        REPORT,
        (
            "Audit report",
            "118 of 168",
            "5.1.a (1, needed 2)",
            "Six receipts name nobody.",
            "BKJ-R-2026-00117 · net 12,500 g",
            "1 h 12 min",
            "All in one binder.",
            "H-01, H-04, H-07",
            "Finished and locked by Ana Auditor",
            "Set aside by the office of the body",
            "Ana Auditor, Auditor: an interest in Hợp tác xã Dược liệu Bản Cám: consultancy",
            "nobody else reads the language.",
            "Set aside by Lena Office, 20 February 2026",
        ),
    ),
    "nonconformity-report": (
        drawn_nonconformities,
        render_nonconformities,
        FINDINGS,
        ("Nonconformity report", "Written as minor", "A clerk was ill.", "Seen on paper."),
    ),
    "decision-letter": (
        drawn_letter,
        render_letter,
        DECISION,
        (
            "Decision",
            "has decided to certify",
            "Name every collector",
            "until the end of 19 April",
            "Carla",
            "Carla Certifier, Certifier: an interest in",
            "Set aside by Lena Office, 20 February 2026",
        ),
    ),
    "check-plan": (
        drawn_plan,
        render_plan,
        replace(PLAN, head=CHECKED, scope=(), season_reason="", indicators="8, of buyers"),
        ("Plan of a spot check", "Buyer", "8, of buyers"),
    ),
    "check-report": (
        drawn_report,
        render_report,
        replace(REPORT, head=CHECKED, scope=(), rating=FOUND),
        ("Report of a spot check", "Buyer", "What was found", "1 indicator is not met.", "4 of 5"),
    ),
    "check-letter": (
        drawn_letter,
        render_letter,
        replace(DECISION, head=CHECKED, conditions="", certificate=()),
        ("Conclusion of a spot check", "Buyer", "In order", "You can appeal"),
    ),
}


@pytest.mark.parametrize("key", PAPERS)
def test_a_paper_says_what_it_must_and_the_same_again(key: str) -> None:
    drawn, render, facts, words = PAPERS[key]
    layout = audit_layout(key)
    pdf = render(layout, facts)
    text = text_of(pdf)
    for said in (*words, facts.head.number, facts.head.operator_name, "Synthetic demonstration"):
        assert said in text
    sheet = drawn(layout, facts, ENGLISH)
    assert (sheet.pdf(), sheet.pen.findings) == (pdf, [])
    assert symbols_of(picture_of(pdf)) == [facts.head.page_url]
    assert all(fonts_of(pdf).values())
    assert pdf == render(layout, facts)
    german = render(layout, facts, {layout.title: "Papier"})
    assert "Papier" in text_of(german)


def test_one_indicator_is_named_as_one() -> None:
    alone = replace(RAISED, indicators="5.1.a")
    text = text_of(render_report(audit_layout("audit-report"), replace(REPORT, findings=(alone,))))
    assert "Indicator 5.1.a. To be put right by" in text
    assert "Indicators 5.1.a." not in text


def test_three_hundred_indicators_flow_over_pages_and_none_is_lost() -> None:
    many = tuple(replace(INDICATOR, code=f"9.9.{number}") for number in range(300))
    principle = replace(REPORT.principles[0], criteria=(replace(CRITERION, indicators=many),))
    sheet = drawn_report(
        audit_layout("audit-report"), replace(REPORT, principles=(principle,)), ENGLISH
    )
    pdf = sheet.pdf()
    text = text_of(pdf)
    assert all(f"9.9.{number} " in text for number in range(300))
    assert text.count("BKJ-R-2026-00117") == 300
    assert f"Page 1 of {len(sheet.flow.pages)}" in text
    assert sheet.pen.findings == []


def test_a_text_longer_than_a_page_goes_on_and_a_table_repeats_its_headings() -> None:
    long = " ".join(f"word{number}" for number in range(1500))
    paper = replace(FINDINGS, findings=(replace(FINDING, description=long),))
    text = text_of(render_nonconformities(audit_layout("nonconformity-report"), paper))
    assert "word0 " in text
    assert "word1499" in text
    scope = replace(PLAN, scope=PLAN.scope * 60, sample=None)
    text = text_of(render_plan(audit_layout("audit-plan"), scope))
    assert text.count("Gynostemma") == 60
    assert text.count("Risk class") == 3


def test_an_empty_name_is_found() -> None:
    facts = replace(PLAN, head=replace(PLAN.head, operator_name=""))
    sheet = drawn_plan(audit_layout("audit-plan"), facts, ENGLISH)
    sheet.pdf()
    found = [(one.code, one.field) for one in sheet.pen.findings]
    assert (Fault.FIELD_EMPTY, "operator_name") in found


def test_a_letter_kept_before_it_named_a_last_day_says_what_it_said() -> None:
    kept = as_kept(DECISION)
    del kept["appeal_until"], kept["appeal_fee"]
    kept["figures"] = [["Points", "150 of 168"], ["Parameters", "4"]]
    pdf = render_letter(audit_layout("decision-letter"), from_kept(DecisionPaper, kept))
    said = text_of(pdf)
    assert "You can appeal to the certification body. Persons who had no part" in said
    assert "Parameters 4" in said
    assert "until the end of" not in said


@pytest.mark.parametrize(
    ("made", "facts", "key", "render"),
    [
        (ReportPaper, REPORT, "audit-report", render_report),
        (DecisionPaper, DECISION, "decision-letter", render_letter),
    ],
)
def test_a_paper_kept_before_it_named_what_was_set_aside_prints_what_it_printed(
    made: Any, facts: Any, key: str, render: Callable[..., bytes]
) -> None:
    kept = as_kept(facts)
    del kept["set_aside"]
    old = from_kept(made, kept)
    pdf = render(audit_layout(key), old)
    assert pdf == render(audit_layout(key), replace(facts, set_aside=()))
    assert "et aside" not in text_of(pdf)
    assert from_kept(made, as_kept(facts)) == facts


def test_a_fee_for_an_appeal_stands_in_the_letter() -> None:
    paid = replace(DECISION, appeal_fee="150 EUR")
    said = text_of(render_letter(audit_layout("decision-letter"), paid))
    assert "It costs 150 EUR." in said
    assert "nothing" not in said
