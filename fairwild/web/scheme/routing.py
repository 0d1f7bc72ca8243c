"""The blueprint of the scheme's pages."""

from flask import Blueprint

blueprint = Blueprint("scheme", __name__)
