"""The register of harvesters and its import."""

from flask import Blueprint

blueprint = Blueprint("harvesters", __name__)
