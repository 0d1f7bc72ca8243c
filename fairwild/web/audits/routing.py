"""Where the pages of audits hang."""

from flask import Blueprint

blueprint = Blueprint("audits", __name__)
