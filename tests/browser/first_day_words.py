"""How one handles the pages: fields by their labels, buttons and links by their names."""

import csv
import email
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from email import policy
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.documents.reading import picture_of, symbols_of

PASSWORD = "thyme basket gravel lantern"
WAIT_MS = 60_000
SCANNER_DPI = 288


def fairwild(environ: dict[str, str], *words: str, typed: str = "") -> str:
    """Run a command as it stands in the guide and give what it said."""
    command = [sys.executable, "-m", "fairwild", *words]
    known = {name: value for name, value in os.environ.items() if "FAIRWILD" not in name}
    done = subprocess.run(
        command,
        env=known | environ,
        input=typed,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def control(page: Page | Locator, label: str) -> Locator:
    """Find the one field with this label; the star of a required field does not count."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")).first


def write(page: Page, said: dict[str, str]) -> None:
    """Write into fields by their labels."""
    for label, text in said.items():
        control(page, label).fill(text)


def choose(page: Page, label: str, words: str) -> None:
    """Choose from a list the line in which these words stand."""
    box = control(page, label)
    line = box.locator("option").filter(has_text=words).first
    box.select_option(value=line.get_attribute("value"))


def pick(page: Page, legend: str, words: str) -> None:
    """Choose one of joined buttons."""
    group = page.get_by_role("group", name=re.compile(rf"^{re.escape(legend)}"))
    group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(words)}")).first.click()


def press(page: Page, name: str) -> None:
    """Press the button with this name, and say yes where the house asks."""
    button = page.locator("main").get_by_role("button", name=name, exact=True).first
    asks = button.get_attribute("data-confirm")
    button.click()
    if asks:
        page.get_by_role("button", name="Yes, do it").click()


def follow(page: Page, name: str) -> None:
    """Follow the link with this name inside the page."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def go_to(page: Page, place: str) -> None:
    """Use the main navigation."""
    page.get_by_role("navigation", name="Main").get_by_role(
        "link", name=place, exact=True
    ).first.click()
    expect(page.locator("h1")).to_be_visible()


def says(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the page says this."""
    expect(page.locator("main")).to_contain_text(words, timeout=WAIT_MS)


@dataclass
class Town:
    """A served house with a browser, where every person has a window of their own."""

    browser: Browser
    url: str
    instance: Path

    def window(self) -> Page:
        """Open a window that knows nobody yet."""
        context = self.browser.new_context(locale="en-GB")
        context.set_default_timeout(WAIT_MS)
        return context.new_page()

    def sign_in(self, address: str) -> Page:
        """Open a window and sign in."""
        page = self.window()
        page.goto(f"{self.url}/sign-in")
        write(page, {"E-mail": address, "Password": PASSWORD})
        press(page, "Sign in")
        page.wait_for_url(f"{self.url}/home")
        return page

    def letters_to(self, address: str) -> str:
        """Give the text of every letter that lies in the outbox for somebody."""
        texts = []
        for path in (self.instance / "outbox").glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
            if body is not None and address in str(letter["To"]):
                texts.append(str(body.get_content()))
        return "\n".join(texts)

    def accept(self, address: str, name: str) -> Page:
        """Open the mailed link, choose a password and come in."""
        found = re.search(r"https?://\S+/invitation/\S+", self.letters_to(address))
        assert found is not None
        page = self.window()
        page.goto(found.group())
        write(page, {"Your name": name, "Password": PASSWORD})
        press(page, "Accept and come in")
        page.wait_for_url(f"{self.url}/home")
        return page


def fetched(page: Page, link: str) -> bytes:
    """Give the file behind a link of the page."""
    found = page.locator("main").get_by_role("link", name=link, exact=True).first
    answer = page.request.get(str(found.evaluate("link => link.href")))
    assert answer.ok
    return answer.body()


def addresses_in_csv(file: bytes) -> list[str]:
    """Give the addresses of a downloaded list of labels."""
    return [row["url"] for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig")))]


def decoded(pdf: bytes) -> list[str]:
    """Give what a scanner reads on the first page of a PDF."""
    return symbols_of(picture_of(pdf, dpi=SCANNER_DPI))
