"""Two auditors at one form, each in a browser of their own: neither overwrites the other unseen."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.first_day_words import WAIT_MS
from tests.browser.test_audit_offline import Ground, answer, card, go, take_along, waits
from tests.browser.test_audit_offline import ground as ground  # noqa: PLC0414 - the fixture

TYPED_MS = 150
"""Between two keys: less than the pause after which a note is kept."""
SENT_S = 20
ASKED_MS = 2 * TYPED_MS
"""When the form asks the house, in the middle of the writing."""


@dataclass(frozen=True)
class Pair:
    """The same form in two browsers: the leader's and the colleague's."""

    ground: Ground
    leader: Page
    colleague: Page


@pytest.fixture
def pair(ground: Ground, browser: Browser) -> Iterator[Pair]:
    """Both forms, open at once."""
    contexts = [ground.enter(browser), ground.enter(browser, ground.colleague)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(ground.address)
        page.locator(".keys").wait_for()
    yield Pair(ground, *pages)
    for context in contexts:
        context.close()


def look(page: Page) -> None:
    """Let the form ask the house now, as it does by itself every few seconds."""
    with page.expect_response("**/form/state"):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def sent(page: Page, code: str, points: str, note: str) -> None:
    """Answer, and wait until the house has it."""
    answer(page, code, points, note)
    expect(card(page, code)).to_contain_text("Saved.", timeout=WAIT_MS)
    waits(page, 0)


def test_who_overtakes_another_is_asked_first_and_the_other_is_told(pair: Pair) -> None:
    code, leader, colleague = pair.ground.codes[20], pair.leader, pair.colleague
    sent(leader, code, "1", "The list is old.")
    answer(colleague, code, "3", "Maps in every village.")
    both = card(colleague, code).locator(".two-answers")
    for said in ("Yours: Berta Boulder", "Theirs: ", "The list is old.", "Maps in every village."):
        expect(both).to_contain_text(said, timeout=WAIT_MS)
    box = colleague.locator("[data-unsent]")
    expect(box).to_contain_text("choose which answer stays")
    expect(box.get_by_role("button", name="Send now")).to_be_hidden()
    assert pair.ground.stands(code) == (1, "The list is old.")
    both.get_by_role("button", name="Keep yours").click()
    waits(colleague, 0)
    assert pair.ground.stands(code) == (3, "Maps in every village.")

    look(leader)
    expect(card(leader, code)).to_contain_text("Assessed by Berta Boulder", timeout=WAIT_MS)
    expect(card(leader, code).locator("textarea")).to_have_value("Maps in every village.")


def test_what_one_entered_without_a_connection_stands_beside_what_the_other_wrote(
    pair: Pair,
) -> None:
    torn, alone = pair.ground.codes[21:23]
    take_along(pair.colleague)
    pair.colleague.context.set_offline(True)
    for code in (torn, alone):
        answer(pair.colleague, code, "3", "Seen on the spot.")
    waits(pair.colleague, 2)
    sent(pair.leader, torn, "2", "Read at the office.")
    pair.colleague.context.set_offline(False)
    waits(pair.colleague, 1)
    pair.colleague.locator("[data-unsent-which] summary").click()
    pair.colleague.locator("[data-unsent-list] a").click()
    expect(pair.colleague.locator("[data-unsent-list]")).to_be_hidden()
    expect(card(pair.colleague, torn)).to_be_visible()
    assert pair.ground.stands(torn) == (2, "Read at the office.")
    card(pair.colleague, torn).get_by_role("button", name="Keep theirs").click()
    waits(pair.colleague, 0)
    assert pair.ground.stands(torn) == (2, "Read at the office.")
    assert pair.ground.stands(alone) == (3, "Seen on the spot.")


def test_an_answer_that_came_while_one_was_writing_is_not_overwritten_unseen(pair: Pair) -> None:
    code, leader = pair.ground.codes[23], pair.leader
    note = go(leader, code).locator("textarea")
    note.focus()
    pair.ground.score(code, 1, by=pair.ground.colleague, note="Two maps are missing.")
    leader.evaluate("wait => setTimeout(() => dispatchEvent(new Event('online')), wait)", ASKED_MS)
    with leader.expect_response("**/form/state"):
        leader.keyboard.type("Long sentence.", delay=TYPED_MS)
    both = card(leader, code).locator(".two-answers")
    expect(both).to_contain_text("Two maps are missing.", timeout=WAIT_MS)
    expect(both).to_contain_text("Long sentence.")
    assert pair.ground.stands(code) == (1, "Two maps are missing.")


def test_a_note_written_while_its_score_is_on_its_way_is_not_lost(pair: Pair) -> None:
    codes, leader = pair.ground.codes[24:54], pair.leader
    for number, code in enumerate(codes):
        shown = go(leader, code)
        shown.press("2")
        leader.wait_for_timeout(number * 3)
        shown.press("e")
        leader.keyboard.insert_text("Read at the office.")
        leader.keyboard.press("Escape")

    def lost() -> list[str]:
        return [one for one in codes if pair.ground.stands(one) != (2, "Read at the office.")]

    ends = time.monotonic() + SENT_S
    while lost() and time.monotonic() < ends:
        leader.wait_for_timeout(250)
    assert lost() == []
    waits(leader, 0)
