"""What goods are worth at many moments, judged as seldom as possible."""

from bisect import bisect_right
from typing import Any
from uuid import UUID

from fairwild.certificates.queries import Judgement, turning_points
from fairwild.lots.facts import Offer
from fairwild.lots.queries.buying import judge_offer
from fairwild.unit_of_work import UnitOfWork


class Judge:
    """Judges goods collected at many moments and recorded now.

    Between two turning points a judgement holds.
    """

    def __init__(self, work: UnitOfWork, operator_id: UUID) -> None:
        self.work = work
        self.turns = turning_points(work, operator_id)
        self.known: dict[tuple[Any, ...], Judgement] = {}

    def __call__(self, offer: Offer) -> Judgement:
        """Judge what an offer brings at its moment, and at this one."""
        goods = (offer.species_id, offer.part, offer.area_id, offer.state)
        key = (*goods, bisect_right(self.turns, offer.collected_at))
        if key not in self.known:
            self.known[key] = judge_offer(self.work, offer)
        return self.known[key]
