"""A running house with the demonstration, and a real Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fairwild.demo.cast import PASSWORD

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT_S = 30


def chromium_path() -> str | None:
    """Give the browser named by `CHROMIUM`, or the Chromium on the path."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser say so and skip; where CI=true a missing browser is a failure."""
    if chromium_path() or os.environ.get("CI") == "true":
        return
    reason = "no Chromium: install it, or name one with CHROMIUM=/path/to/chromium"
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.skip(reason=reason))


def free_port() -> int:
    """Give a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Running:
    """A house that serves, with the folder it lives in."""

    url: str
    instance: Path


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def serving(instance: Path, port: int) -> Iterator[Running]:
    """Serve the database of the folder until the test is over."""
    url = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if "FAIRWILD" not in name}
    environ |= {"FAIRWILD_INSTANCE": str(instance), "FAIRWILD_BASE_URL": url}
    command = [sys.executable, "-m", "fairwild", "serve", "--port", str(port), "--workers", "1"]
    log = (instance / "server.log").open("wb")
    process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        ends = time.monotonic() + WAIT_S
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > ends:
                pytest.fail((instance / "server.log").read_text())
            time.sleep(0.1)
        yield Running(url, instance)
    finally:
        process.terminate()
        process.wait(timeout=10)
        log.close()


@pytest.fixture(scope="module")
def house(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A served copy of the demonstration."""
    instance = tmp_path_factory.mktemp("house") / "instance"
    shutil.copytree(demo_template, instance)
    yield from serving(instance, free_port())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window."""
    path = chromium_path()
    if path is None:
        pytest.fail("no Chromium on this machine, and CI needs one")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


def sign_in(context: BrowserContext, url: str, key: str) -> Page:
    """Sign in as a player of the demonstration."""
    page = context.new_page()
    page.goto(f"{url}/sign-in")
    page.fill("input[name=email]", f"{key}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{url}/home")
    return page
