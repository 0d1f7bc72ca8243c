"""The ledger of events."""

from flask import Blueprint

blueprint = Blueprint("ledger", __name__)
