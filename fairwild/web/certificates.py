"""Certificates for those who work with them."""

from flask import Blueprint

blueprint = Blueprint("certificates", __name__)
