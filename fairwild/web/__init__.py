"""The pages: one module a room, each translating a request into one operation or question."""

from flask import Flask

from fairwild.web import (
    accounts,
    alarms,
    applications,
    areas,
    audits,
    blending,
    buying,
    certificates,
    competence,
    consignments,
    desks,
    declarations,
    exports,
    frame,
    harvesters,
    home,
    imports,
    labels,
    ledger,
    lots,
    movements,
    organisations,
    packing,
    permits,
    processing,
    provenance,
    public,
    quantity_changes,
    ratios,
    recalls,
    recipes,
    risk,
    scheme,
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
    scheme,
    species,
    risk,
    areas,
    quantity_changes,
    permits,
    harvesters,
    imports,
    exports,
    buying,
    lots,
    movements,
    packing,
    processing,
    blending,
    recipes,
    ratios,
    consignments,
    labels,
    applications,
    audits,
    desks,
    competence,
    declarations,
    certificates,
    provenance,
    stock,
    alarms,
    recalls,
    ledger,
)


def register(app: Flask) -> None:
    """Hang every page, the frame around them and the headers into the app."""
    frame.register(app)
    security.register(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
