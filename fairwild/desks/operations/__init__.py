"""Deeds at an auditor's desk."""

from fairwild.desks.operations.pinning import pin_from_desk
from fairwild.desks.operations.rehearsing import start_rehearsal, stop_rehearsal
from fairwild.desks.operations.sampling import add_to_sample, draw_sample, remove_from_sample

__all__ = [
    "add_to_sample",
    "draw_sample",
    "pin_from_desk",
    "remove_from_sample",
    "start_rehearsal",
    "stop_rehearsal",
]
