"""A buyer's spot check, and an operator's consent to what a company pays for, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Running, sign_in
from tests.browser.first_day_words import (
    WAIT_MS,
    choose,
    follow,
    go_to,
    pick,
    press,
    says,
    write,
)

BUYER = "Hedgerow Tea Company"
SEEN = "From the shelf back to the invoice of the supplier."
MISSING = "Who else buys roots of you? Please name them."
HISTORY = "Digging since 1987; since last year also for two herbalists in Lleida."


def _window(house: Running, browser: Browser, key: str) -> Page:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(WAIT_MS)
    return sign_in(context, house.url, key)


def _open(page: Page, number: str) -> None:
    """Open an audit from Home."""
    go_to(page, "Home")
    page.locator("main").get_by_role("link", name=number, exact=True).first.click()
    expect(page.locator("h1")).to_contain_text(BUYER, timeout=WAIT_MS)


def _plan(page: Page) -> str:
    """As the office: plan the check of a buyer of certified goods; give its number."""
    go_to(page, "Audits")
    follow(page, "Check a buyer")
    choose(page, "Which buyer is checked?", BUYER)
    press(page, "Continue")
    write(page, {"Days planned": "1.5", "Sites to visit": "Quay Street, office"})
    choose(page, "Matteo Bernasconi", "leader")
    press(page, "Plan the spot check")
    says(page, "is planned.")
    return page.locator("h1").inner_text().split()[-1]


def _declare(page: Page, number: str) -> None:
    """As auditor: say from Home that nothing ties one to the buyer."""
    go_to(page, "Home")
    waiting = page.locator("main .card", has_text="Declare before you begin")
    waiting.locator("li").filter(has_text=number).get_by_role("link").click()
    pick(page, "I declare", "nothing ties me to this client")
    press(page, "Declare")
    says(page, "Your declaration is recorded.")


def _look_at_the_books(page: Page, number: str) -> None:
    """As auditor: read both sides' declarations at the desk and pin what one followed."""
    _open(page, number)
    follow(page, "Desk")
    says(page, "what suppliers declare against what the buyer declares")
    says(page, "agrees")
    page.get_by_role("link", name=re.compile("^Pin .* as evidence")).first.click()
    choose(page, "Indicator", "11.1.c")
    write(page, {"What it shows": SEEN})
    press(page, "Pin it")
    says(page, SEEN)


def _answer_one(page: Page, number: str) -> None:
    """As auditor: begin, and find the first commitment met."""
    _open(page, number)
    press(page, "Start the audit")
    page.wait_for_url("**/score/*")
    page.locator(".keys").wait_for()
    pick(page, "Is it met?", "met")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved.", timeout=WAIT_MS)
    _open(page, number)
    says(page, "1 of 8 assessed")
    says(page, SEEN)


@pytest.mark.browser
def test_a_buyer_is_checked_by_its_books(house: Running, browser: Browser) -> None:
    office, auditor = (_window(house, browser, key) for key in ("office", "auditor"))
    number = _plan(office)
    _declare(auditor, number)
    _open(office, number)
    press(office, "Confirm the plan")
    says(office, "It waits for its team to begin on the spot.")
    _look_at_the_books(auditor, number)
    _answer_one(auditor, number)


def _refuse(page: Page) -> None:
    """As operator: read what a company asks, from Home, and say what is missing."""
    go_to(page, "Home")
    page.locator("main").get_by_role("link", name=re.compile(f"^{BUYER}.* asks about")).click()
    says(page, "Amelia Thornbury, Hedgerow Tea Company")
    page.locator("summary", has_text="We do not agree").click()
    write(page, {"Why not?": MISSING})
    press(page, "Refuse")
    says(page, MISSING)


def _ask_again(page: Page) -> None:
    """As the company that pays: read why, put it right, and ask once more."""
    go_to(page, "Applications")
    page.locator("main").get_by_role("link", name=re.compile("^HDG-P-")).click()
    says(page, MISSING)
    expect(page.locator("main")).not_to_contain_text("Submit to")
    follow(page, "Fill in the form")
    write(page, {"History of the operation": HISTORY})
    press(page, "Save")
    says(page, HISTORY)
    press(page, "Ask for its consent")
    says(page, "asked, not answered yet")


def _agree(page: Page) -> None:
    """As operator: read what was changed, and agree to it."""
    page.reload()
    says(page, HISTORY)
    press(page, "We agree")
    says(page, "You agreed to it as it stands.")


@pytest.mark.browser
def test_an_operator_consents_to_what_a_company_pays_for(house: Running, browser: Browser) -> None:
    manager, company = (_window(house, browser, key) for key in ("manager", "company"))
    _refuse(manager)
    _ask_again(company)
    _agree(manager)
    company.reload()
    press(company, "Submit to Alpenlicht Zertifizierung (demonstration)")
    says(company, "submitted on")
