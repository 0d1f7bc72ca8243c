"""Consignments and the handshake."""

from flask import Blueprint

blueprint = Blueprint("consignments", __name__)
