"""Applications of operators, the body's answer, and agreements."""

from fairwild.web.applications import agreeing, assessing, reviewing, showing, writing
from fairwild.web.applications.routing import blueprint

__all__ = ["agreeing", "assessing", "blueprint", "reviewing", "showing", "writing"]
