"""Every page there is, reached by links as its users reach it, on a desk and on a phone.

On each page: no accessibility violation (axe, WCAG 2.2 AA), nothing said on the console (the
content security policy speaks there), and nothing that sticks out sideways on a phone.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.routing import MapAdapter

from fairwild.app import create_app
from fairwild.settings import from_environment
from tests.browser.conftest import Running, sign_in

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ((1280, 900), (390, 844))
NOT_PAGES = ("static", "api_")
NOT_PAGES_ENDING = ("_pdf", "_csv", ".csv", "download", "sign_out")
TIMES_EACH = 2


@dataclass
class Walk:
    """Where the visitors have been and what was wrong there."""

    url: str
    routes: MapAdapter
    seen: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

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
        is_page = not name.startswith(NOT_PAGES) and not name.endswith(NOT_PAGES_ENDING)
        return name if is_page else None


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    options = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = page.evaluate(f"axe.run(document, {options})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def _look(page: Page, walk: Walk, path: str) -> list[str]:
    """Open a page at both sizes and give the links it offers."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(f"{walk.url}{path}")
    status = answer.status if answer else 0
    if status != 200:
        walk.faults.append(f"{path}: status {status}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        walk.faults += [f"{path} at {width}: {fault}" for fault in _axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            walk.faults.append(f"{path} at {width}: {wide} px wide")
    walk.faults += [f"{path} console: {message[:200]}" for message in said]
    links: list[str] = page.eval_on_selector_all(
        "a[href]", "nodes => nodes.map(node => node.getAttribute('href'))"
    )
    return links


def _walk(page: Page, walk: Walk, start: str) -> None:
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        endpoint = walk.endpoint(path)
        if endpoint is None or walk.seen.get(endpoint, 0) >= TIMES_EACH:
            continue
        walk.seen[endpoint] = walk.seen.get(endpoint, 0) + 1
        opened = page.context.new_page()
        for link in _look(opened, walk, path):
            parts = urlsplit(link)
            waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        opened.close()


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
)
ONLY_BY_MAIL = {"accounts.accept_invitation", "accounts.new_password"}
"""Pages that only a mailed link opens."""


def _pages(app: Flask) -> set[str]:
    """Name every page of the application."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.endpoint.startswith(NOT_PAGES)
        and not rule.endpoint.endswith(NOT_PAGES_ENDING)
    }


@pytest.mark.browser
@pytest.mark.timeout(1200)
def test_every_page_is_reached_by_links_and_sound(house: Running, browser: Browser) -> None:
    """A page that no visitor reaches by links does not exist for anybody."""
    app = create_app(from_environment({"FAIRWILD_INSTANCE": str(house.instance)}))
    walk = Walk(house.url, app.url_map.bind("127.0.0.1"))
    for key in VISITORS:
        context = browser.new_context()
        page = sign_in(context, house.url, key) if key else context.new_page()
        walk.seen.pop("home.show", None)
        _walk(page, walk, "/home" if key else "/")
        context.close()
    assert walk.faults == []
    assert _pages(app) - set(walk.seen) - ONLY_BY_MAIL == set()
