"""Take the pictures of the README from a served demonstration: `tools/pictures.py URL OUT`."""

import io
import shutil
import sys
import urllib.request
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from fairwild.demo.cast import PASSWORD

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
CERTIFICATE_DPI = 80


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
    page.get_by_label("Gross").fill("342.5")
    page.get_by_label("Tare").fill("4")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / "buying-point.png")


def _audit(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "auditor", DESK)
    page.goto(f"{url}/audits")
    page.locator("main table a").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / "audit.png")


def _lineage(browser: Browser, url: str, out: Path) -> None:
    page = _signed_in(browser, url, "company.cn", DESK)
    page.goto(f"{url}/lots")
    page.locator("main table a", has_text="BBE-").first.click()
    page.wait_for_url("**/lots/*")
    page.goto(f"{page.url}/lineage")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('div.lineage').scrollLeft = 0")
    page.screenshot(path=out / "lineage.png")


def _label(browser: Browser, url: str, trace: str, out: Path) -> None:
    page = browser.new_context(viewport=PHONE, device_scale_factor=2).new_page()
    page.goto(f"{url}/t/{trace}")
    page.screenshot(path=out / "scanned-label.png")


def _certificate(url: str, number: str, out: Path) -> None:
    with urllib.request.urlopen(f"{url}/c/{number}/certificate.pdf") as answer:  # noqa: S310 - ours
        document = pypdfium2.PdfDocument(io.BytesIO(answer.read()))
    document[0].render(scale=CERTIFICATE_DPI / 72).to_pil().save(out / "certificate.png")


def main(url: str, out: Path, trace: str, number: str) -> None:
    """Take every picture; `trace` is the code of a label, `number` a certificate's."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for take in (_desk, _audit, _lineage):
            take(browser, url, out)
        _label(browser, url, trace, out)
        browser.close()
    _certificate(url, number, out)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])
