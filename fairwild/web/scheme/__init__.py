"""The scheme as data: its dated numbers, its standards, its kinds of processing."""

from fairwild.web.scheme import importing, numbers, standards
from fairwild.web.scheme.routing import blueprint

__all__ = ["blueprint", "importing", "numbers", "standards"]
