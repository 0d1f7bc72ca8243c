"""The first page after signing in."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
