"""The blueprint of the pages of recalls."""

from flask import Blueprint

blueprint = Blueprint("recalls", __name__)
