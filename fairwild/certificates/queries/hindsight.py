"""What a holder's goods were worth at moments long past, judged once more for who checks."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from fairwild.certificates.facts import CertificateFacts, GoodsFacts
from fairwild.certificates.queries.judging import facts_where, judged_by
from fairwild.certificates.records import Certificate


class Hindsight:
    """Every certificate a holder ever had; `numbers` are theirs by id.

    Between two of `turns` every judgement of the same goods is the same.
    """

    def __init__(self, session: Session, holder_id: UUID) -> None:
        self.certificates = facts_where(session, Certificate.holder_id == holder_id)
        self.numbers = {one.id: one.number for one in self.certificates}
        self.turns = sorted(set(_turns(self.certificates)))
        self.known: dict[tuple[GoodsFacts, int], UUID | None] = {}

    def verdicts(self, goods: GoodsFacts, *, since: datetime, until: datetime) -> list[UUID | None]:
        """Give the certificates that covered goods from one moment to another, in their order.

        None stands for a time in which nothing covered them.
        """
        first, last = bisect_right(self.turns, since), bisect_right(self.turns, until)
        return [self._verdict(goods, turn) for turn in range(first, last + 1)]

    def _verdict(self, goods: GoodsFacts, turn: int) -> UUID | None:
        """Judge goods between the turn before and this one; before the first there was nothing."""
        key = (goods, turn)
        if key not in self.known:
            self.known[key] = self._judged(goods, self.turns[turn - 1]) if turn else None
        return self.known[key]

    def _judged(self, goods: GoodsFacts, at: datetime) -> UUID | None:
        judgement = judged_by(self.certificates, goods, at=at)
        return judgement.certificate_id if judgement.certified else None


def _turns(certificates: Iterable[CertificateFacts]) -> Iterator[datetime]:
    for one in certificates:
        yield from (change.at for change in one.changes)
        yield from (datetime.combine(day, time(), UTC) for day in (one.valid_from, one.valid_until))
