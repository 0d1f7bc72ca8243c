"""A real server over a house of its own, which can be killed at any moment and started again."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from fairwild.access.secrets import digest
from fairwild.accounts.records import ApiToken
from fairwild.kernel.codes import new_secret
from tests.builders import World

CREATED, OK, ACCEPTED = 201, 200, 202
READY_WITHIN_S = 180
ANSWER_WITHIN_S = 60


@dataclass(frozen=True)
class Answer:
    """What a server said; status 0 where it died before it said anything."""

    status: int
    body: Any
    replayed: bool = False


def new_key() -> str:
    """Give a key for one deed."""
    return str(uuid4())


@dataclass
class Sent:
    """One request of the API, who sends it if not the house's own, and what was heard of it."""

    path: str
    order: Any
    good: int = CREATED
    secret: str = ""
    key: str = field(default_factory=new_key)
    heard: bool = False
    told: Any = None


def api_token(world: World, person_id: UUID) -> str:
    """Give a person a token of the API, made when the world's clock says."""
    secret = new_secret()
    row = ApiToken(
        person_id=person_id,
        name="test",
        prefix=secret[:6],
        secret_digest=digest(secret),
        made_at=world.now,
    )
    world.keep(row)
    return secret


class Server:
    """`fairwild serve` as a process group of its own on a free port."""

    def __init__(self, instance: Path, database_url: str, secret: str) -> None:
        self.instance, self.database_url, self.secret = instance, database_url, secret
        self.process: subprocess.Popen[bytes] | None = None
        self.port, self.patience_s = 0, ANSWER_WITHIN_S

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which the house is found."""
        told = {"FAIRWILD_INSTANCE": str(self.instance), "FAIRWILD_DATABASE_URL": self.database_url}
        kept = {name: said for name, said in os.environ.items() if not name.startswith("FAIRWILD_")}
        return kept | told

    def start(self) -> None:
        """Serve; returns when the first request was answered."""
        self.port = _free_port()
        words = ("serve", "--port", str(self.port), "--workers", "1")
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "fairwild", *words],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + READY_WITHIN_S
        while self.ask("GET", "/lots").status != http.client.OK:
            assert self.process.poll() is None, (self.instance / "server.log").read_text()
            assert time.monotonic() < until, (self.instance / "server.log").read_text()
            time.sleep(0.05)

    @property
    def is_served(self) -> bool:
        """Whether the server was started and not killed since."""
        return self.process is not None

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """Kill the server with its workers, as a power cut would; only what was started here."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request of the API over a connection of its own."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience_s)
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        try:
            wire.request(method, f"/api/v1{path}", body=body, headers=sent)
            answer = wire.getresponse()
            told = json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(0, None)
        finally:
            wire.close()
        return Answer(answer.status, told, answer.headers.get("Idempotent-Replayed") == "true")

    def post(self, path: str, order: Any, key: str, *, secret: str = "") -> Answer:
        """Post JSON under an Idempotency-Key, with a token of somebody else where one is given."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{key}"'}
        if secret:
            headers["Authorization"] = f"Bearer {secret}"
        return self.ask("POST", path, json.dumps(order).encode(), **headers)

    def send(self, sent: Sent) -> Answer:
        """Send a request as often as one likes: it always goes under the same key."""
        return self.post(sent.path, sent.order, sent.key, secret=sent.secret)

    def hear(self, sent: Sent) -> bool:
        """Send a request and write down what was answered; False where nobody answered."""
        answer = self.send(sent)
        assert answer.status in {0, sent.good}, answer
        if answer.status:
            sent.heard, sent.told = True, answer.body
        return sent.heard

    def upload(self, path: str, content: bytes, key: str, *, name: str = "a.csv") -> Answer:
        """Post a file under an Idempotency-Key."""
        body, kind = in_parts({}, content, name=name)
        headers = {"Content-Type": kind, "Idempotency-Key": f'"{key}"'}
        return self.ask("POST", path, body, **headers)


def in_parts(fields: Mapping[str, str], content: bytes, *, name: str) -> tuple[bytes, str]:
    """Write a form with a file as it is sent; gives it with its content type."""
    edge = uuid4().hex
    head = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{typed}\r\n'
        for field, typed in fields.items()
    )
    head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    head += "Content-Type: text/csv\r\n\r\n"
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    return body, f"multipart/form-data; boundary={edge}"


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
