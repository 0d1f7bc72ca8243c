"""Doors to the application under test: pages and API, as any actor."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fairwild.access.secrets import digest
from fairwild.accounts.records import ApiToken, SignInSession
from fairwild.kernel.actors import Actor
from fairwild.kernel.codes import new_secret
from fairwild.web.frame import SESSION_COOKIE
from tests.builders import World


class ApiClient:
    """Calls the API with an actor's token; every POST gets a fresh Idempotency-Key."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def __call__(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {**self.headers, **more.pop("headers", {})}
        if method == "POST":
            headers.setdefault("Idempotency-Key", f'"{uuid4()}"')
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        """GET under /api/v1."""
        return self("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        """POST JSON under /api/v1."""
        return self("POST", path, json=body if body is not None else {}, **more)


class Door:
    """Opens the application for an actor."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app = app
        self.world = world

    def pages(self, actor: Actor | None = None) -> FlaskClient:
        """Give a browser-like client, signed in as the actor where one is given."""
        client = self.app.test_client()
        if actor is not None:
            secret = new_secret()
            row = SignInSession(
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                secret_digest=digest(secret),
                started_at=self.world.now,
                seen_at=self.world.now,
                expires_at=self.world.now + timedelta(days=3650),
            )
            self.world.keep(row)
            client.set_cookie(SESSION_COOKIE, secret)
        return client

    def api(self, actor: Actor | None = None) -> ApiClient:
        """Give an API client with a token of the actor."""
        secret = ""
        if actor is not None:
            secret = new_secret()
            row = ApiToken(
                person_id=actor.person_id,
                name="test",
                prefix=secret[:6],
                secret_digest=digest(secret),
                made_at=self.world.now,
            )
            self.world.keep(row)
        return ApiClient(self.app.test_client(), secret)
