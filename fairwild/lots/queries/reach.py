"""Which lots somebody may trace by right; what they see of others says `lots.lineage`."""

from fairwild.access.actions import Action
from fairwild.lots.records import Lot
from fairwild.unit_of_work import Reading


def may_trace(reading: Reading, lot: Lot) -> bool:
    """Tell whether the actor made, holds or certifies a lot, or keeps the scheme."""
    return reading.allows(Action.TRACE_LOT, lot)
