"""Collection areas, target species, maximum quantities."""

from flask import Blueprint

blueprint = Blueprint("areas", __name__)
