"""Applications of operators, the body's answer, and agreements."""

from fairwild.web.applications import (
    agreeing,
    assessing,
    consenting,
    reviewing,
    showing,
    writing,
)
from fairwild.web.applications.routing import blueprint

__all__ = ["agreeing", "assessing", "blueprint", "consenting", "reviewing", "showing", "writing"]
