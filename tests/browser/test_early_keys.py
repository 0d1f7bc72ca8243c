"""The audit form under quick hands: what is pressed before its script arrives counts as well."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.first_day_words import WAIT_MS
from tests.browser.test_audit_offline import Ground, card, waits
from tests.browser.test_audit_offline import ground as ground  # noqa: PLC0414 - the fixture

SCRIPT = "**/form/page.js*"


class Slow:
    """The form's script, which arrives when it is let through."""

    def __init__(self, page: Page) -> None:
        """Hold the script back from now on."""
        self.page, self.held = page, list[Route]()
        page.route(SCRIPT, self._hold)

    def _hold(self, route: Route) -> None:
        self.held.append(route)

    def open(self, address: str) -> None:
        """Go to a page whose fields stand there before the script does."""
        self.page.goto(address, wait_until="commit")
        self.page.locator("[data-score-card] textarea").first.wait_for()

    def arrive(self) -> None:
        """Let the script through, and wait until keys count by themselves."""
        assert self.held, "the page did not ask for its script"
        for route in self.held:
            route.continue_()
        self.page.unroute(SCRIPT)
        self.page.locator(".keys").first.wait_for()


@pytest.fixture
def slow(ground: Ground, browser: Browser) -> Slow:
    """A browser on a slow line, signed in as the leader."""
    return Slow(ground.enter(browser).new_page())


def test_a_score_pressed_before_the_script_arrives_is_kept(ground: Ground, slow: Slow) -> None:
    code, page = ground.codes[30], slow.page
    slow.open(f"{ground.house.url}/audits/{ground.audit_id}/score/{code}")
    shown = card(page, code)
    shown.press("2")
    shown.press("e")
    page.keyboard.type("2 of 3 maps, new.")
    slow.arrive()
    expect(shown.locator("textarea")).to_be_focused()
    expect(shown).to_contain_text("Saved.", timeout=WAIT_MS)
    waits(page, 0)
    assert ground.stands(code) == (2, "2 of 3 maps, new.")


def test_a_score_clicked_before_the_script_arrives_is_kept(ground: Ground, slow: Slow) -> None:
    code, page = ground.codes[31], slow.page
    slow.open(f"{ground.house.url}/audits/{ground.audit_id}/score/{code}")
    card(page, code).locator("label", has_text="3 ·").click()
    slow.arrive()
    expect(card(page, code)).to_contain_text("Saved.", timeout=WAIT_MS)
    waits(page, 0)
    assert ground.stands(code) == (3, "")


def test_scores_pressed_early_across_indicators_find_their_own(ground: Ground, slow: Slow) -> None:
    first, second = ground.codes[32:34]
    page = slow.page
    slow.open(f"{ground.address}#i-{first}")
    card(page, first).focus()
    for key in ("1", "ArrowRight", "3"):
        page.keyboard.press(key)
    slow.arrive()
    expect(card(page, second)).to_be_focused()
    expect(card(page, second)).to_contain_text("Saved.", timeout=WAIT_MS)
    waits(page, 0)
    assert ground.stands(first) == (1, "")
    assert ground.stands(second) == (3, "")


def test_a_key_pressed_while_the_next_page_comes_does_not_score_the_one_before(
    ground: Ground, slow: Slow
) -> None:
    first, second = ground.codes[34:36]
    page = slow.page
    page.unroute(SCRIPT)
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/score/{first}")
    page.locator(".keys").wait_for()
    card(page, first).focus()
    for key in ("2", "ArrowRight", "0"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/score/{second}")
    waits(page, 0)
    assert ground.stands(first) == (2, "")
