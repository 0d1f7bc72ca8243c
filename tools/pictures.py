"""Take the pictures of README and guides from a served demonstration.

`tools/pictures.py URL OUT TRACE CERTIFICATE`, with the code of a label and the number of a
certificate. Colours are counted down, so that each picture stays small.
"""

import io
import re
import shutil
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from fairwild.demo.cast import PASSWORD

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1024, "height": 768}
CERTIFICATE_DPI = 80
COLOURS = 128


def _signed_in(browser: Browser, url: str, key: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{url}/sign-in")
    page.fill("input[name=email]", f"{key}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{url}/home")
    return page


def _desk(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "clerk", DESK)
    page.screenshot(path=out / "home.png")
    page.goto(f"{url}/buying")
    page.get_by_label("Harvester: name, number or card").press_sequentially("Carmen")
    page.get_by_text("Sells now").wait_for()
    page.get_by_label("Gross").fill("342.5")
    page.get_by_label("Tare").fill("4")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / "buying-point.png")


def _audit(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "auditor", DESK)
    _open_audit(page, url, "under-way")
    page.screenshot(path=out / "audit.png")


def _lineage(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "company", DESK)
    _open_lot(page, url, "BLEND", "001")
    page.goto(f"{page.url}/lineage")
    page.wait_for_load_state("networkidle")
    page.get_by_role("heading", name="Stages").evaluate("here => here.scrollIntoView()")
    page.screenshot(path=out / "lineage.png")


def _open_lot(page: Page, url: str, part: str, end: str) -> None:
    """Open the lot whose number has this part and this end."""
    page.goto(f"{url}/lots?q={part}")
    page.locator("main table").get_by_role("link", name=re.compile(f"{end}$")).first.click()
    page.wait_for_url("**/lots/*")


def _cooperative(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "manager.it", DESK)
    _open_lot(page, url, "V1", "002")
    page.locator("main").get_by_role("link", name="Dry", exact=True).click()
    page.locator("[data-take]").first.fill("150")
    page.get_by_label("Dried goods").fill("48")
    page.screenshot(path=out / "processing.png")
    for place, name in (("areas", "limits"), ("ratios", "ratios"), ("alarms", "alarms")):
        page.goto(f"{url}/{place}")
        page.screenshot(path=out / f"{name}.png")
    _open_lot(page, url, "V1", "001-C1")
    page.get_by_role("heading", name="Put right").scroll_into_view_if_needed()
    page.screenshot(path=out / "correction.png")
    page.goto(f"{url}/recalls")
    page.locator("main table th a").first.click()
    page.wait_for_url("**/recalls/*")
    page.screenshot(path=out / "recall.png")
    _recall_search(page, url, out)
    _laboratory(page, url, out)


def _recall_search(page: Page, url: str, out: Path) -> None:
    """Search for what a lot became, down to the question that is asked before goods are stopped."""
    _open_lot(page, url, "V1", "001-C1")
    number = page.locator("main h1").inner_text().split()[0]
    page.goto(f"{url}/recalls/new?lots={number}")
    page.get_by_label("Why").fill("The drying room smelled of paint on that day")
    page.get_by_role("button", name="Recall: stop the goods").scroll_into_view_if_needed()
    page.screenshot(path=out / "recall-search.png")


def _laboratory(page: Page, url: str, out: Path) -> None:
    """Type a result below the least allowed that passed all the same, and be asked why."""
    _open_lot(page, url, "V1", "001-C1")
    page.locator("main").get_by_role("link", name="Laboratory test").first.click()
    typed = {
        "laboratory": "Laboratorio Valle",
        "tested_for": "glycyrrhizic acid",
        "method": "HPLC",
        "result": "3.4",
        "allowed": "4",
        "unit": "%",
    }
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("[name=tested_on]").fill(datetime.now(UTC).date().isoformat())
    page.get_by_text("at least", exact=True).click()
    page.get_by_text("Passed", exact=True).click()
    page.get_by_role("button", name="Record the test").click()
    page.get_by_label("Why this verdict, against the limit").wait_for()
    page.locator("main [name=tested_for]").evaluate("here => here.scrollIntoView()")
    page.screenshot(path=out / "laboratory-test.png")


def _exporter(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "manager.np", DESK)
    page.locator("main").get_by_role("link", name=re.compile("^JUM-SH-")).first.click()
    page.wait_for_url("**/consignments/*")
    page.screenshot(path=out / "papers.png")


def _company(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "company", DESK)
    _open_lot(page, url, "BLEND", "001")
    page.screenshot(path=out / "blend.png")
    _open_lot(page, url, "PRODUCT", "001")
    page.screenshot(path=out / "product.png")
    page.goto(f"{url}/home")
    page.locator("main").get_by_role("link", name=re.compile("^AGR-SH-")).first.click()
    page.wait_for_url("**/consignments/*")
    page.screenshot(path=out / "difference.png")
    page.goto(f"{url}/stock")
    page.screenshot(path=out / "stock-account.png")


def _auditor(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "auditor", TABLET)
    _open_audit(page, url, "under-way")
    here = page.url
    page.goto(f"{here}/desk")
    page.screenshot(path=out / "desk.png")
    page.goto(f"{here}/form")
    page.locator(".keys").wait_for()
    page.get_by_role("button", name="Take along").click()
    page.get_by_text("also opens without a connection").wait_for()
    page.context.set_offline(True)
    page.locator("[data-score-card]:visible").focus()
    for key in "2m3m2m2":
        page.keyboard.press(key)
    page.get_by_text("4 things on this device are not sent yet").wait_for()
    page.locator("[data-unsent]").scroll_into_view_if_needed()
    page.screenshot(path=out / "audit-form.png")


def _open_audit(page: Page, url: str, status: str) -> None:
    """Open the first audit of this status."""
    page.goto(f"{url}/audits?status={status}")
    page.locator("main table a").first.click()
    page.get_by_role("heading", name="What comes next").wait_for()


def _answer(browser: Browser, url: str, out: Path) -> None:
    """Take an answer as the operator sees it, and as the auditor says what it is verified by."""
    page = _signed_in(browser, url, "manager.in", DESK)
    _open_answered(page, url)
    page.screenshot(path=out / "answered.png")
    page = _signed_in(browser, url, "auditor", DESK)
    _open_answered(page, url)
    page.get_by_text("Name a record it is verified by").click()
    page.locator("main [name=what]").select_option("receipt")
    page.locator("main [name=number]").fill("SAH-R-2026-00001")
    page.get_by_label("What it shows").fill("Fruit gathered from the nets")
    page.get_by_role("heading", name="Is the answer sufficient?").evaluate(
        "here => here.scrollIntoView()"
    )
    page.screenshot(path=out / "nonconformity.png")


def _open_answered(page: Page, url: str) -> None:
    """Open the first nonconformity that is answered and not closed."""
    page.goto(f"{url}/nonconformities")
    page.locator("main table tr", has_text="answered").get_by_role("link").first.click()
    page.get_by_role("heading", name="The operator's answer").wait_for()


def _verdict(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "certifier", TABLET)
    _open_audit(page, url, "evaluated")
    page.locator("main").get_by_role("link", name="Decide").click()
    page.get_by_role("heading", name="Recommendation").wait_for()
    page.screenshot(path=out / "decision.png")


def _shrink(out: Path) -> None:
    """Count the colours of every picture down, which the eye hardly sees and the file does."""
    for path in sorted(out.glob("*.png")):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


def _label(browser: Browser, url: str, trace: str, out: Path) -> None:
    page = browser.new_context(viewport=PHONE, device_scale_factor=2).new_page()
    page.goto(f"{url}/t/{trace}")
    page.screenshot(path=out / "scanned-label.png")


def _certificate(url: str, number: str, out: Path) -> None:
    with urllib.request.urlopen(f"{url}/c/{number}/certificate.pdf") as answer:  # noqa: S310 - ours
        document = pypdfium2.PdfDocument(io.BytesIO(answer.read()))
    document[0].render(scale=CERTIFICATE_DPI / 72).to_pil().save(out / "certificate.png")


TAKES = (
    _desk,
    _audit,
    _auditor,
    _answer,
    _verdict,
    _lineage,
    _cooperative,
    _exporter,
    _company,
)
"""What is taken from the pages of a signed-in person."""


def main(url: str, out: Path, trace: str, number: str) -> None:
    """Take every picture; `trace` is the code of a label, `number` a certificate's."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for take in TAKES:
            take(browser, url, out)
        _label(browser, url, trace, out)
        browser.close()
    _certificate(url, number, out)
    _shrink(out)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])
