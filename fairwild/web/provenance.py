"""Where a lot came from and where it went."""

from flask import Blueprint

blueprint = Blueprint("provenance", __name__)
