"""The pages of a served house, for somebody who is signed in and has no scripts."""

import http.client
import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import NamedTuple
from urllib.parse import urlencode

from fairwild.access.secrets import digest
from fairwild.accounts.records import SignInSession
from fairwild.kernel.actors import Actor
from fairwild.kernel.codes import new_secret
from fairwild.web.frame import SESSION_COOKIE
from tests.builders import World
from tests.soundness.serving import OK, Server, in_parts

FORM = "application/x-www-form-urlencoded"
REDIRECTS = {302, 303}


class Page(NamedTuple):
    """What was shown, and where."""

    path: str
    text: str

    @property
    def token(self) -> str:
        """The token every form of it carries."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        assert found, self.text
        return unescape(found[1])

    @property
    def selected(self) -> dict[str, str]:
        """What is chosen in each list of its form."""
        lists = re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', self.text, re.DOTALL)
        chosen = {name: re.search(r'value="([^"]*)" selected', body) for name, body in lists}
        return {name: one[1] for name, one in chosen.items() if one}


class SignedIn:
    """Somebody at the pages of a server."""

    def __init__(self, world: World, actor: Actor, server: Server) -> None:
        self.server, secret = server, new_secret()
        row = SignInSession(
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            secret_digest=digest(secret),
            started_at=world.now,
            seen_at=world.now,
            expires_at=world.now + timedelta(days=1),
        )
        world.keep(row)
        self.cookies = {SESSION_COOKIE: secret}

    def show(self, path: str) -> Page:
        """Open a page."""
        return self._ask("GET", path)

    def send(self, page: Page, path: str, fields: Mapping[str, str]) -> Page:
        """Send a form of a page; gives the page it led to."""
        typed = urlencode({"csrf_token": page.token, **fields}).encode()
        return self._ask("POST", path, typed, FORM)

    def upload(
        self, page: Page, path: str, fields: Mapping[str, str], content: bytes, name: str
    ) -> Page:
        """Send a form with a file in it; gives the page it led to."""
        body, kind = in_parts({"csrf_token": page.token, **fields}, content, name=name)
        return self._ask("POST", path, body, kind)

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Page:
        wire = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=self.server.patience_s
        )
        headers = {"Cookie": "; ".join(f"{name}={kept}" for name, kept in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        wire.request(method, path, body=body, headers=headers)
        answer = wire.getresponse()
        text = answer.read().decode()
        wire.close()
        for told in answer.headers.get_all("Set-Cookie", []):
            name, _, kept = told.partition(";")[0].partition("=")
            self.cookies[name] = kept
        if answer.status in REDIRECTS:
            return self._ask("GET", answer.headers["Location"])
        assert answer.status == OK, (path, answer.status, text)
        return Page(path.partition("#")[0], text)
