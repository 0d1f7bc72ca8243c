"""The JSON API: the same deeds and questions as the pages, under /api/v1."""

from typing import Any

from flask import Flask, g, request
from flask_smorest import Api
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized, UnsupportedMediaType

from fairwild import __version__
from fairwild.accounts.queries import find_identity_of_token
from fairwild.api import (
    account,
    agreements,
    alarms,
    applications,
    areas,
    audit_papers,
    audit_plans,
    audits,
    blending,
    certificates,
    collected,
    competence,
    complaining,
    complaint_proofs,
    complaints,
    consignments,
    desks,
    docs,
    exports,
    findings,
    harvesters,
    imports,
    labels,
    lineage,
    lineage_shares,
    lots,
    movements,
    nonconformities,
    organisations,
    permits,
    processing,
    public,
    quantity_changes,
    recalls,
    receipts,
    registrations,
    risk,
    scheme,
    species,
    stock,
    trace,
)
from fairwild.api.document import describe_errors, describe_headers
from fairwild.http import house, identity

ROOMS = (
    account,
    organisations,
    registrations,
    scheme,
    species,
    risk,
    areas,
    quantity_changes,
    permits,
    exports,
    findings,
    harvesters,
    imports,
    receipts,
    blending,
    lots,
    collected,
    movements,
    nonconformities,
    processing,
    lineage,
    lineage_shares,
    stock,
    alarms,
    recalls,
    consignments,
    labels,
    applications,
    agreements,
    audit_papers,
    audit_plans,
    audits,
    desks,
    competence,
    certificates,
    complaints,
    complaint_proofs,
    public,
    complaining,
    trace,
)

OPEN_PATHS = ("/api/v1/public/", "/api/v1/docs", "/api/v1/openapi.json")
BODY_TYPES = ("application/json", "multipart/form-data", "application/problem+json")


def _identify() -> None:
    """Let in who brings a valid bearer token, and anybody to what is public."""
    if not request.path.startswith("/api/"):
        return
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        with house().store.reading() as session:
            g.identity = find_identity_of_token(session, secret.strip(), at=house().clock())
    if identity() is None and not request.path.startswith(OPEN_PATHS):
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))


def _check_content_type() -> None:
    """Answer 415 to a body in a form we do not read."""
    sends_body = request.method in {"POST", "PUT", "PATCH"} and bool(request.content_length)
    if request.path.startswith("/api/") and sends_body and request.mimetype not in BODY_TYPES:
        raise UnsupportedMediaType


class HouseApi(Api):  # flask-smorest is untyped
    """flask-smorest without its own error answers: `problems.py` gives all of them."""

    def _register_error_handlers(self) -> None:
        """Leave every error to the house."""


def register(app: Flask) -> None:
    """Hang the API into the application with its OpenAPI 3.1 document."""
    app.config.update(
        API_TITLE="FairWild tracker",
        API_VERSION=f"v1 ({__version__})",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS=_document(),
    )
    app.before_request(_identify)
    app.before_request(_check_content_type)
    api = HouseApi(app)
    for room in ROOMS:
        prefix = f"/api/v1{room.blueprint.url_prefix or ''}"
        api.register_blueprint(room.blueprint, url_prefix=prefix)
    describe_errors(api.spec)
    describe_headers(api.spec)
    app.register_blueprint(docs.blueprint)


def _document() -> dict[str, Any]:
    bearer = {"type": "http", "scheme": "bearer", "description": "A personal API token"}
    return {
        "info": {"description": "Harvesters, lots, audits, certificates and labels as JSON."},
        "security": [{"bearer": []}],
        "components": {"securitySchemes": {"bearer": bearer}},
    }
