"""The blueprint of applications and agreements."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)
