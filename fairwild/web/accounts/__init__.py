"""Accounts: coming in, going out, and what is one's own."""

from fairwild.web.accounts import doors, own
from fairwild.web.accounts.answers import blueprint

__all__ = ["blueprint", "doors", "own"]
