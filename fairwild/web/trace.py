"""What a scanned label opens."""

from flask import Blueprint

blueprint = Blueprint("trace", __name__)
