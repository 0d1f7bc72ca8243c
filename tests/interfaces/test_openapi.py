"""The API does what its OpenAPI 3.1 document says, whatever is sent to it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from fairwild.access.secrets import digest
from fairwild.accounts.records import ApiToken
from fairwild.api import ROOMS
from fairwild.app import create_app
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.codes import new_secret
from fairwild.settings import Settings
from fairwild.store.engine import open_store
from fairwild.store.migrating import upgrade
from tests.builders import World
from tests.doors import Door

EXAMPLES = 12
BEYOND_SCHEMAS = [positive_data_acceptance]
"""A request can have the right form and still name a thing that is not there."""
REVOCATIONS = ("/api/v1/account/sessions", "/api/v1/account/tokens")


def test_the_document_is_valid(door: Door) -> None:
    document = door.app.test_client().get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_says_what_it_does(door: Door) -> None:
    document = door.app.test_client().get("/api/v1/openapi.json").json
    silent = [
        f"{method} {path}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"} and not operation.get("summary")
    ]
    assert silent == []


def _headers_asked(document: dict[str, Any], method: str, path: str) -> list[str]:
    asked = document["paths"][path][method].get("parameters", [])
    return [one["name"] for one in asked if one["in"] == "header" and one["required"]]


def test_the_document_names_every_header_without_which_a_request_is_refused(door: Door) -> None:
    document = door.app.test_client().get("/api/v1/openapi.json").json
    key = ["Idempotency-Key"]
    assert _headers_asked(document, "post", "/api/v1/receipts") == key
    assert _headers_asked(document, "post", "/api/v1/lots/{lot_id}/dry") == key
    assert _headers_asked(document, "post", "/api/v1/consignments") == key
    assert _headers_asked(document, "post", "/api/v1/account/tokens") == []
    assert _headers_asked(document, "patch", "/api/v1/areas/{area_id}") == ["If-Match"]
    area, areas = (document["paths"][f"/api/v1/areas{tail}"] for tail in ("/{area_id}", ""))
    assert "ETag" in area["get"]["responses"]["200"]["headers"]
    assert "Link" in areas["get"]["responses"]["200"]["headers"]
    assert "x-demands-key" not in str(document)


@pytest.fixture(scope="module")
def busy_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """An application with a person who has a role in every kind of organisation."""
    folder = tmp_path_factory.mktemp("openapi")
    store = open_store(f"sqlite:///{folder / 'house.sqlite'}")
    upgrade(store)
    world = World(store)
    posts = [
        (world.organisation(OrganisationKind.OPERATOR), Role.OPERATOR_MANAGER),
        (world.organisation(OrganisationKind.CERTIFICATION_BODY), Role.BODY_OFFICE),
        (world.organisation(OrganisationKind.COMPANY), Role.COMPANY_MEMBER),
        (world.organisation(OrganisationKind.SCHEME_OWNER), Role.SCHEME_STEWARD),
    ]
    actor, secret = world.person(*posts), new_secret()
    world.species()
    world.keep(
        ApiToken(
            person_id=actor.person_id,
            name="fuzz",
            prefix=secret[:6],
            secret_digest=digest(secret),
            made_at=world.now,
            expires_at=world.now + timedelta(days=3650),
        )
    )
    yield create_app(_settings(folder), store=store), secret
    store.engine.dispose()


def _settings(folder: Path) -> Settings:
    return Settings(
        production=False,
        instance=folder,
        database_url="sqlite://",
        secret_key="a-key-for-tests-only-that-is-long-enough",
        base_url="http://127.0.0.1:8000",
        mail_url="",
        mail_from="noreply@example.org",
        max_upload_bytes=1024 * 1024,
        session_hours=12,
        trusted_proxies=0,
        synthetic=False,
    )


def _revokes_the_token(operation: schemathesis.APIOperation) -> bool:
    return operation.method == "delete" and operation.path.startswith(REVOCATIONS)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("room", [room.blueprint.name for room in ROOMS])
def test_the_api_keeps_its_promises(room: str, busy_house: tuple[Flask, str]) -> None:
    """Sends generated requests to every operation of a room and checks every answer."""
    app, secret = busy_house
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    faults = []
    for found in schema.include(tag=room.removeprefix("api_")).get_all_operations():
        operation = found.ok()
        if not _revokes_the_token(operation):
            faults += _faults_of(operation, secret)
    assert faults == []


def _faults_of(operation: schemathesis.APIOperation, secret: str) -> list[str]:
    headers = {"Authorization": f"Bearer {secret}"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(case=operation.as_strategy())
    def keeps_its_promise(case: schemathesis.Case) -> None:
        key = {"Idempotency-Key": f'"{uuid4()}"'} if operation.method == "post" else {}
        case.call_and_validate(headers=headers | key, excluded_checks=BEYOND_SCHEMAS)

    try:
        keeps_its_promise()
    except Exception as error:
        return [f"{operation.label}: {error}"]
    return []
