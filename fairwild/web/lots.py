"""Lots and their story."""

from flask import Blueprint

blueprint = Blueprint("lots", __name__)
