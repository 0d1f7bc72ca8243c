"""Servers on the loopback for a measurement, and how many requests a second they answer."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

WORKERS = 2
CONNECTIONS = 16
SECONDS = 3
ROUNDS = 3
START_S = 30


@dataclass(frozen=True)
class Question:
    """An address with the form of the answer wanted."""

    url: str
    accept: str = "*/*"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def served(factory: str, environ: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a WSGI factory with two Granian workers until the end of the block; gives the URL."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", factory]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
    command += ["--blocking-threads", "1", "--log-level", "critical"]
    process = subprocess.Popen(command, env={**os.environ, **(environ or {})})  # noqa: S603 - ours
    url = f"http://127.0.0.1:{port}"
    try:
        ends = time.monotonic() + START_S
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > ends:
                message = f"{factory} does not answer"
                raise RuntimeError(message)
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=15)


def _by_wrk(question: Question) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H"]
    command += [f"Accept: {question.accept}", question.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours
    if "Non-2xx" in said:
        message = f"{question.url} answers with errors"
        raise RuntimeError(message)
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    assert found is not None  # noqa: S101 - wrk always says it
    return float(found[1])


def _ask_until(question: Question, ends: float) -> int:
    parts, asked = urlsplit(question.url), 0
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    while time.monotonic() < ends:
        connection.request("GET", parts.path, headers={"Accept": question.accept})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            message = f"{question.url} answers {answer.status}"
            raise RuntimeError(message)
        asked += 1
    connection.close()
    return asked


def _by_loop(question: Question) -> float:
    ends = time.monotonic() + SECONDS
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        asked = list(pool.map(lambda _: _ask_until(question, ends), range(CONNECTIONS)))
    return sum(asked) / SECONDS


def load_generator() -> str:
    """Name what asks: `wrk` where it is installed, else a loop of our own, which is slower."""
    return "wrk" if shutil.which("wrk") else "loop"


def rates_of(*questions: Question) -> list[float]:
    """Give the best rate of each question in requests a second; the rounds take turns."""
    ask = _by_wrk if load_generator() == "wrk" else _by_loop
    best = [0.0] * len(questions)
    for _ in range(ROUNDS):
        for place, question in enumerate(questions):
            best[place] = max(best[place], ask(question))
    return best
