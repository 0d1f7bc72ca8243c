"""Pages for everybody: start, certificate check, directory."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)
