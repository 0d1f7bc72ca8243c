"""Signing in and out, the own account, invitations."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
