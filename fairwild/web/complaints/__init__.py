"""Pages of complaints: following one, handling it, judging it."""

from fairwild.web.complaints import handling, listing, own, showing
from fairwild.web.complaints.routing import blueprint

__all__ = ["blueprint", "handling", "listing", "own", "showing"]
