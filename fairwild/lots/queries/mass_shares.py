"""Which part of a lot came from which collection lot, exactly, in one pass over its movements."""

from collections import defaultdict
from fractions import Fraction
from uuid import UUID

from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries.walking import rows_by, upstream, walked
from fairwild.lots.records import Lot, MovementInput
from fairwild.unit_of_work import Reading


def shares_of(reading: Reading, lot_id: UUID) -> dict[UUID, Fraction]:
    """Give the share of a lot's mass that came through each collection lot; they sum to one.

    A movement's output is taken as evenly mixed. Movements are met in descending order, so
    that what they pass on is complete when they are met: no path is walked twice. A
    collection lot is its own only source. Raises NotFound.
    """
    walk = walked(reading, upstream([lot_id]))
    if not walk:
        raise NotFound("lot")
    inputs = defaultdict(list)
    for row in rows_by(reading, MovementInput, "movement_seq", walk):
        inputs[row.movement_seq].append((row.lot_id, row.taken_g))
    if not inputs:
        return {lot_id: Fraction(1)}
    taken = {one for pairs in inputs.values() for one, _ in pairs}
    made_by = {row.id: row.made_by for row in rows_by(reading, Lot, "id", taken)}
    return _spread(walk, inputs, made_by)


def _spread(
    walk: list[int], inputs: dict[int, list[tuple[UUID, int]]], made_by: dict[UUID, int]
) -> dict[UUID, Fraction]:
    """Pass the whole of the last movement back to what it took, and so on to the first."""
    weight: dict[int, Fraction] = defaultdict(Fraction)
    weight[walk[-1]] = Fraction(1)
    shares: dict[UUID, Fraction] = defaultdict(Fraction)
    walked_over = frozenset(walk)
    for seq in reversed(walk):
        total_g = sum(taken_g for _, taken_g in inputs[seq])
        for lot_id, taken_g in inputs[seq]:
            part = weight[seq] * Fraction(taken_g, total_g)
            earlier = made_by[lot_id]
            if earlier in walked_over:
                weight[earlier] += part
            else:
                shares[lot_id] += part
    return dict(shares)
