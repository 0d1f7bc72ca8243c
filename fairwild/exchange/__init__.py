"""Data for other systems in open formats: EPCIS 2.0 of a consignment."""

from flask import Flask

from fairwild.exchange import consignments


def register(app: Flask) -> None:
    """Hang the exchange formats into the app."""
    app.register_blueprint(consignments.blueprint)
