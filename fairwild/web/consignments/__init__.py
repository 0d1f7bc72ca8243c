"""Consignments and the handshake, from their preparation to what became of them."""

from fairwild.web.consignments import agreeing, arrivals, listing, papers, sending, showing
from fairwild.web.consignments.routing import blueprint

__all__ = ["agreeing", "arrivals", "blueprint", "listing", "papers", "sending", "showing"]
