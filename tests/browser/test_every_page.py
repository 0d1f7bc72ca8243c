"""Every page there is, reached by links as its users reach it, on a desk and on a phone.

On each page: no accessibility violation (axe, WCAG 2.2 AA), nothing said on the console (the
content security policy speaks there), and nothing that sticks out sideways on a phone.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.routing import MapAdapter

from fairwild.accounts.queries import get_actor_of_email
from fairwild.app import create_app
from fairwild.http import House
from fairwild.kernel.actors import NOBODY
from fairwild.lots.operations import close_lot, record_receipt
from fairwild.lots.queries import page_of_receipts
from fairwild.settings import Settings, from_environment
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import begin, begin_reading
from tests.browser.conftest import Running, sign_in

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Sizes = tuple[tuple[int, int], ...]
SIZES: Sizes = ((1280, 900), (390, 844))
ON_A_PHONE = SIZES[1:]
SHEET = "name,sex,birth_year,village,registered_from\nNuria Sanz,female,nineteen,Gelsa,2026-01-01\n"
NOT_PAGES = ("static", "api_", "api-docs")
FILES = (".csv", ".pdf", ".json", ".txt", ".xlsx", ".graphml", ":form>", "<form>")
FRAGMENTS = {
    "alarms.about",
    "applications.download",
    "applications.download_agreement",
    "approvals.download",
    "audits.download",
    "audits.form_state",
    "audits.live",
    "audits.worker",
    "buying.find_harvesters",
    "buying.show_quota",
    "competence.download",
    "complaints.download",
    "complaints.download_proof",
    "consignments.paper",
    "exports.download",
    "imports.progress",
    "imports.template",
    "permits.download",
    "processing.report",
    "quantity_changes.download",
    "risk.download",
}
"""What scripts fetch, and what is handed over as a file."""
TIMES_EACH = 2
SKIMS_EACH = 4


def _is_page(endpoint: str, path: str) -> bool:
    """Tell pages from files, fragments and the API."""
    is_file = path.endswith(FILES) or path.startswith("/api/")
    return not (endpoint.startswith(NOT_PAGES) or is_file or endpoint in FRAGMENTS)


@dataclass
class Walk:
    """Where the visitors have been and what was wrong there."""

    url: str
    routes: MapAdapter
    seen: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What the console complained of on the page that is open."""

    def listen(self, page: Page) -> None:
        """Hear what is said on this page from now on."""
        page.on("console", lambda message: self.said.extend(_complaint(message)))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def endpoint(self, href: str) -> str | None:
        """Name the page a link leads to; None for what is not a page of ours."""
        parts = urlsplit(href)
        if parts.netloc and not href.startswith(self.url):
            return None
        try:
            endpoint, _values = self.routes.match(parts.path, method="GET")
        except Exception:
            return None
        name = str(endpoint)
        return name if _is_page(name, parts.path) else None


def _axe(page: Page) -> list[str]:
    """Name what violates a rule; whatever holds is neither collected nor handed over."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found: list[str] = page.evaluate(
        """async options => (await axe.run(document, options)).violations
            .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`)""",
        options,
    )
    return found


def _look(page: Page, walk: Walk, path: str, sizes: Sizes) -> list[str]:
    """Open a page, examine it at these sizes and give the links it offers."""
    walk.said.clear()
    answer = page.goto(f"{walk.url}{path}")
    status = answer.status if answer else 0
    if status != 200:
        walk.faults.append(f"{path}: status {status}")
    _examine(page, walk, path, sizes)
    walk.faults += [f"{path} console: {message[:200]}" for message in walk.said]
    links: list[str] = page.eval_on_selector_all(
        "a[href]", "nodes => nodes.map(node => node.getAttribute('href'))"
    )
    return links


def _complaint(message: ConsoleMessage) -> list[str]:
    """Give what the console complains of; a broken content security policy is an error there."""
    return [message.text] if message.type in {"error", "warning"} else []


def _examine(page: Page, walk: Walk, path: str, sizes: Sizes) -> None:
    """Look for violations and overflow."""
    page.evaluate(AXE)
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        walk.faults += [f"{path} at {width}: {fault}" for fault in _axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            walk.faults.append(f"{path} at {width}: {wide} px wide")


def _links_of(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<a[^>]+?href="([^"]+)"', html)]


def _walk(page: Page, walk: Walk, start: str) -> None:
    """Follow every link.

    Of each kind of page one is examined at both sizes, the next on a phone; some are skimmed.
    """
    walk.listen(page)
    waiting, been = [start], set[str]()
    skimmed: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        endpoint = walk.endpoint(path)
        if endpoint is None or path in been:
            continue
        been.add(path)
        links: list[str] = []
        if walk.seen.get(endpoint, 0) < TIMES_EACH:
            sizes = ON_A_PHONE if endpoint in walk.seen else SIZES
            walk.seen[endpoint] = walk.seen.get(endpoint, 0) + 1
            links = _look(page, walk, path, sizes)
        elif skimmed[endpoint] < SKIMS_EACH:
            skimmed[endpoint] += 1
            links = _links_of(page.request.get(f"{walk.url}{path}").text())
        for link in links:
            parts = urlsplit(link)
            waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


VISITORS = (
    "",
    "manager",
    "clerk",
    "auditor",
    "evaluator.vn",
    "certifier",
    "office",
    "company",
    "steward",
    "administrator",
    "auditor.vn",
    "certifier.vn",
    "evaluator",
    "company.cn",
    "manager.in",
    "manager.vn",
    "manager.it",
)
NOT_BY_LINK = {
    "accounts.accept_invitation",  # opened by a mailed link
    "accounts.new_password",  # opened by a mailed link
    "applications.edit",  # linked while an application is a draft; here none is
    "competence.end_interest",  # linked at a tie that goes on; here none does
    "complaining.follow",  # opened by a mailed link, or by the code one was given
    "complaints.appeal_decision",  # linked until the last day to appeal; here it has passed
    "complaints.own",  # linked for whoever complained with an account; here nobody did
    "desks.check",  # linked once a sample is drawn; here none is
    "audits.evaluate",  # linked while a finished report waits for its evaluator
    "audits.score_next",  # sends on to the next indicator
    "consignments.arrival",  # opened by a mailed link
    "recalls.by_link",  # the same
    "consignments.change",  # linked while a consignment is prepared; nobody has one here
    "consignments.check",  # opened by the code on a delivery note
    "harvesters.import_file",  # sends on to where files are read
    "imports.columns",  # opened by sending a file: see below
    "imports.show",  # opened by sending a file: see below
    "recalls.answer_for",  # only where a holder without an account was told
    "permits.edit",  # linked while nothing was drawn; here something was
    "processing.cut",  # the earlier address of processing.process
    "processing.dry",  # the earlier address of processing.process
    "public.check",  # sends on to what was typed
    "trace.show_in_capitals",  # the same page under a shouted address
    "trace.typed",  # sends on to the code that was typed
}


def _settings_of(house: Running) -> Settings:
    return from_environment({"FAIRWILD_INSTANCE": str(house.instance)})


def _leave_fresh_roots(app: Flask) -> None:
    """Buy a basket of the liquorice story once more and close its lot: something to be dried."""
    found: House = app.extensions["fairwild"]
    with begin_reading(found.store, NOBODY) as reading:
        clerk = get_actor_of_email(reading, "clerk@demo.example")
    with begin(found.store, clerk) as work:
        last = page_of_receipts(work, Cursor(limit=1)).rows[0]
        bought = record_receipt(
            work,
            operator_id=last.operator_id,
            harvester_id=last.harvester_id,
            area_id=last.area_id,
            species_id=last.species_id,
            part=last.part,
            state=last.state,
            collected_at=work.now,
            gross_g=100_000,
            tare_g=0,
            price_per_kg="0.90",
            currency=last.currency,
        )
        close_lot(work, lot_id=bought.lot_id)


def _pages(app: Flask) -> set[str]:
    """Name every page of the application."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and _is_page(rule.endpoint, rule.rule)
    }


@pytest.mark.browser
@pytest.mark.timeout(1200)
def test_every_page_is_reached_by_links_and_sound(house: Running, browser: Browser) -> None:
    """A page that no visitor reaches by links does not exist for anybody."""
    app = create_app(_settings_of(house))
    _leave_fresh_roots(app)
    walk = Walk(house.url, app.url_map.bind("127.0.0.1"))
    for key in VISITORS:
        context = browser.new_context()
        page = sign_in(context, house.url, key) if key else context.new_page()
        walk.seen.pop("home.show", None)
        _walk(page, walk, "/home" if key else "/")
        context.close()
    assert not walk.faults, "\n".join(walk.faults)
    assert _pages(app) - set(walk.seen) - NOT_BY_LINK == set()


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_the_preview_of_an_import_and_the_pages_of_mailed_links_are_sound(
    house: Running, browser: Browser, tmp_path: Path
) -> None:
    sheet = tmp_path / "harvesters.csv"
    sheet.write_text(SHEET)
    walk = Walk(house.url, create_app(_settings_of(house)).url_map.bind("127.0.0.1"))
    context = browser.new_context()
    page = sign_in(context, house.url, "manager")
    page.goto(f"{house.url}/imports/new?kind=harvesters")
    page.set_input_files("input[type=file]", str(sheet))
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_url("**/imports/*/columns")
    _examine(page, walk, "the columns of an import", SIZES)
    page.click("main form button[type=submit].button-primary")
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]+$"))
    assert page.locator("main input[value=nineteen]").count() == 1
    _examine(page, walk, "the preview of an import", SIZES)
    for path in (
        "/invitation/of-nobody",
        "/new-password/of-nobody",
        "/t/UNKNOWN",
        "/nowhere",
        "/arrivals/of-nobody",
        "/recalls/answers/of-nobody",
        "/d/UNKNOWN",
    ):
        page.goto(f"{house.url}{path}")
        _examine(page, walk, path, SIZES)
    context.close()
    assert not walk.faults, "\n".join(walk.faults)
