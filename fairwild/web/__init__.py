"""The pages: one module a room, each translating a request into one operation or question."""

from flask import Flask

from fairwild.web import (
    accounts,
    areas,
    audits,
    buying,
    certificates,
    consignments,
    frame,
    harvesters,
    home,
    labels,
    ledger,
    lots,
    organisations,
    processing,
    provenance,
    public,
    security,
    species,
    stock,
    trace,
)

ROOMS = (
    public,
    trace,
    accounts,
    home,
    organisations,
    species,
    areas,
    harvesters,
    buying,
    lots,
    processing,
    consignments,
    labels,
    audits,
    certificates,
    provenance,
    stock,
    ledger,
)


def register(app: Flask) -> None:
    """Hang every page, the frame around them and the headers into the app."""
    frame.register(app)
    security.register(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
