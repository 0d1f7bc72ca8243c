"""The wizard that reads files in: choose, map, look, confirm; and what files have written."""

from fairwild.web.imports import confirming, preparing, showing
from fairwild.web.imports.routing import blueprint

__all__ = ["blueprint", "confirming", "preparing", "showing"]
