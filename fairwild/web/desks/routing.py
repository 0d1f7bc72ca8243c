"""The blueprint of the auditor's desk."""

from flask import Blueprint

blueprint = Blueprint("desks", __name__)
