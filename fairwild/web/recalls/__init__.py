"""Recalls: how far goods got, stopping them, answering for them, following who answered."""

from fairwild.web.recalls import answering, following, outside, searching
from fairwild.web.recalls.routing import blueprint

__all__ = ["answering", "blueprint", "following", "outside", "searching"]
