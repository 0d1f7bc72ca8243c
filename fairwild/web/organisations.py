"""Organisations, their people and approvals."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
