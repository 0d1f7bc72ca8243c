"""Audits: planning, scoring, nonconformities, evaluation, decision."""

from flask import Blueprint

blueprint = Blueprint("audits", __name__)
