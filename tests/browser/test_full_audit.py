"""A full audit of an operator of the demonstration, along docs/auditor.md: office, auditor,
operator, evaluator and certifier in windows of their own, half of the form without a connection.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from fairwild.ledger.records import LedgerEntry
from fairwild.store.engine import open_store
from tests.browser.conftest import Running, sign_in
from tests.browser.first_day_words import (
    WAIT_MS,
    choose,
    fetched,
    follow,
    go_to,
    pick,
    press,
    says,
    write,
)
from tests.browser.test_audit_offline import PHOTO, go, take_along, waits

OPERATOR = "Liquirizia Val d'Agri"
INDICATORS, AT_THE_DESK = 84, 42
WEAK = "1.2.d"
"""Without a minimum requirement, so a low score does not bar the certificate."""
SEEN = "Six of six lists hang at the buying point; the oldest is of March."
FOUND = "One buying point keeps no copy of the instructions."
CONDITION = "The copy hangs at every buying point before the next season begins."
SENDING_MS = 120_000
PLAYERS = ("office", "auditor", "manager.it", "evaluator", "certifier")


@dataclass(frozen=True)
class Players:
    """A window of each who has a part in the audit."""

    office: Page
    auditor: Page
    manager: Page
    evaluator: Page
    certifier: Page


@pytest.fixture(scope="module")
def players(house: Running, browser: Browser) -> Players:
    """Everybody, signed in."""
    pages = []
    for key in PLAYERS:
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(WAIT_MS)
        pages.append(sign_in(context, house.url, key))
    return Players(*pages)


def _plan(page: Page) -> str:
    """As the office: plan the audit; give its number. It cannot be confirmed yet."""
    go_to(page, "Audits")
    follow(page, "Plan an audit")
    choose(page, "Which operator is audited?", OPERATOR)
    press(page, "Continue")
    says(page, "is on file")
    choose(page, "Kind of audit", "annual")
    write(page, {"Year of certification": "2", "Days planned": "2"})
    write(page, {"Sites to visit": "Buying point Paterno\nDrying house"})
    choose(page, "Matteo Bernasconi", "leader")
    press(page, "Plan the audit")
    says(page, "The plan cannot be confirmed")
    says(page, "Matteo Bernasconi has not declared")
    return page.locator("h1").inner_text().split()[-1]


def _declare(page: Page, number: str) -> None:
    """Say from Home that nothing ties one to the operator."""
    go_to(page, "Home")
    waiting = page.locator("main .card", has_text="Declare before you begin")
    waiting.locator("li").filter(has_text=number).get_by_role("link").click()
    pick(page, "I declare", "nothing ties me to this client")
    press(page, "Declare")
    says(page, "Your declaration is recorded.")


def _open(page: Page, number: str) -> None:
    """Open the audit from Home."""
    go_to(page, "Home")
    page.locator("main").get_by_role("link", name=number, exact=True).first.click()
    expect(page.locator("h1")).to_contain_text(OPERATOR, timeout=WAIT_MS)


def _confirm(page: Page, number: str) -> None:
    _open(page, number)
    press(page, "Confirm the plan")
    says(page, "It waits for its team to begin on the spot.")


def _prepare(page: Page, number: str) -> None:
    """As auditor: read the ledger of the operator at the desk and draw the sample there."""
    _open(page, number)
    follow(page, "Desk")
    says(page, "Season volumes against limits")
    follow(page, "Draw the sample")
    write(page, {"Seed": "20261122"})
    press(page, "Draw the sample")
    says(page, "square root")
    page.locator("main tbody th").first.wait_for()
    assert fetched_paper(page, number).startswith(b"%PDF")
    _open(page, number)
    press(page, "Start the audit")
    page.wait_for_url("**/score/*")


def fetched_paper(page: Page, number: str) -> bytes:
    """Give the pre-visit file of the desk."""
    _open(page, number)
    follow(page, "Desk")
    says(page, "Receipts of the sample")
    return fetched(page, "Pre-visit file (PDF)")


def _score(page: Page, count: int) -> list[str]:
    """Score so many missing indicators by the keyboard alone; give their codes."""
    codes = []
    page.locator(".keys").wait_for()
    page.locator("[data-score-card]:visible").focus()
    for _ in range(count):
        shown = page.locator("[data-score-card]:visible")
        codes.append(str(shown.get_attribute("data-code")))
        page.keyboard.press("1" if codes[-1] == WEAK else "2" if len(codes) % 5 else "3")
        page.keyboard.press("m")
    return codes


def _fill_the_form(page: Page, number: str) -> None:
    """Half at the desk, the other half on the spot without a connection, then send it."""
    _open(page, number)
    follow(page, "Audit form")
    _score(page, AT_THE_DESK)
    _all_is_sent(page)
    take_along(page)
    page.context.set_offline(True)
    page.reload()
    progress = page.locator("[data-progress]")
    expect(progress).to_contain_text(f"{AT_THE_DESK} of {INDICATORS}", timeout=WAIT_MS)
    codes = _score(page, INDICATORS - AT_THE_DESK)
    _leave_proof(page, codes[0])
    expect(progress).to_contain_text(f"{INDICATORS} of {INDICATORS}", timeout=WAIT_MS)
    waits(page, INDICATORS - AT_THE_DESK + 1)
    expect(page.locator("[data-unsent]")).to_contain_text("No connection", timeout=WAIT_MS)
    page.context.set_offline(False)
    _all_is_sent(page)


def _all_is_sent(page: Page) -> None:
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=SENDING_MS)


def _leave_proof(page: Page, code: str) -> None:
    """Write a note and take a photo while there is no connection."""
    shown = go(page, code)
    shown.press("e")
    page.keyboard.insert_text(SEEN)
    page.keyboard.press("Escape")
    shown.locator("summary", has_text="Evidence").click()
    photo = {"name": "lists.png", "mimeType": "image/png", "buffer": PHOTO}
    shown.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # as documented


def _find_and_finish(page: Page, number: str) -> None:
    """Write down what was found, lock the report."""
    _open(page, number)
    says(page, "lists.png")
    follow(page, "Write a nonconformity")
    choose(page, "About which indicator?", WEAK)
    pick(page, "How grave is it?", "minor")
    write(page, {"What was found?": FOUND})
    press(page, "Write it down")
    says(page, "The operator has not answered yet.")
    says(page, FOUND)
    _open(page, number)
    follow(page, "Finish the report")
    says(page, "Planned: ")
    write(
        page,
        {
            "Days used": "3.5",
            "Summary": "Well-kept lists; one copy of the instructions is missing.",
        },
    )
    press(page, "Finish and lock the report")
    says(page, "The report is finished and locked.")


def _answer(page: Page) -> None:
    """As manager of the operator: answer the nonconformity from Home."""
    go_to(page, "Home")
    page.locator("main").get_by_role("link", name=re.compile(f"indicator {WEAK}")).click()
    says(page, FOUND)
    write(page, {"Why did it happen?": "The buying point is new."})
    write(page, {"What was put right?": "A copy was brought there."})
    write(page, {"What keeps it from happening again?": "Opening a point has a list now."})
    press(page, "Send the answer")
    says(page, "The operator's answer")


def _evaluate(page: Page, number: str) -> None:
    _declare(page, number)
    _open(page, number)
    follow(page, "Evaluate")
    says(page, "Nonconformity 1")
    pick(page, "What do you recommend?", "Certify with conditions")
    write(page, {"Reasons": "The answer convinces; its proof is still to come."})
    write(page, {"Conditions": CONDITION})
    press(page, "Record the recommendation")
    says(page, "Your recommendation is recorded.")


def _decide(page: Page, number: str) -> str:
    """As certifier: certify with conditions; give the number of the certificate."""
    _declare(page, number)
    _open(page, number)
    follow(page, "Decide")
    says(page, "Nothing stands against a certificate")
    pick(page, "Your decision", "Certify with conditions")
    write(page, {"Reasons": "Both gates are open; the condition is fair."})
    press(page, "Decide")
    says(page, "is issued.")
    says(page, CONDITION)
    found = re.search(r"Certificate (\S+) is issued", page.locator("main").inner_text())
    assert found is not None
    return found.group(1)


def _is_public(page: Page, browser: Browser, url: str, certificate: str) -> None:
    """Everybody finds the certificate, and its paper is there."""
    follow(page, "Open the certificate")
    says(page, certificate)
    assert fetched(page, "PDF").startswith(b"%PDF")
    visitor = browser.new_context(locale="en-GB").new_page()
    visitor.goto(f"{url}/check?q={certificate}")
    says(visitor, certificate)
    says(visitor, OPERATOR)


def _assert_written_once(house: Running, audit_id: UUID) -> None:
    """The ledger knows each score once, whichever way it came."""
    store = open_store(f"sqlite:///{house.instance / 'fairwild.sqlite'}")
    with store.reading() as session:
        rows = session.scalars(select(LedgerEntry).where(LedgerEntry.subject_id == audit_id))
        kinds = Counter(
            (row.kind, row.data.get("indicator")) for row in rows if "indicator" in row.data
        )
    store.engine.dispose()
    scored = [count for (kind, _), count in kinds.items() if kind == "indicator-scored"]
    assert sum(count for (kind, _), count in kinds.items() if kind == "evidence-attached") == 1
    assert scored == [1] * INDICATORS


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_an_audit_half_without_connection_leads_to_a_public_certificate(
    house: Running, players: Players, browser: Browser
) -> None:
    number = _plan(players.office)
    audit_id = UUID(players.office.url.split("/")[4])
    _declare(players.auditor, number)
    _confirm(players.office, number)
    _prepare(players.auditor, number)
    _fill_the_form(players.auditor, number)
    _find_and_finish(players.auditor, number)
    _assert_written_once(house, audit_id)
    _answer(players.manager)
    _evaluate(players.evaluator, number)
    certificate = _decide(players.certifier, number)
    assert re.fullmatch(rf"ALP-{datetime.now(UTC).year}-\d+", certificate)
    _is_public(players.certifier, browser, house.url, certificate)
