"""Drying, cutting, packing, splitting, merging."""

from flask import Blueprint

blueprint = Blueprint("processing", __name__)
