"""The buying point: receipts, made for speed."""

from flask import Blueprint

blueprint = Blueprint("buying", __name__)
