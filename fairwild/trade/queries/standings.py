"""What the certificates of goods are worth at this moment."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.queries import follower_of
from fairwild.certificates.rules import status_of
from fairwild.certificates.states import FOLLOWED, GRAVITY, Standing
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.custody import goods_of, held_certificates
from fairwild.trade.facts import CertificateStanding
from fairwild.unit_of_work import Reading


def standings_of(reading: Reading, lots: Iterable[LotFacts]) -> dict[UUID, CertificateStanding]:
    """Say what the certificates of these lots are worth at this moment, by certificate.

    A certificate that was replaced or ran out is answered for by the one in force now, where
    that covers the same goods: a correction or a yearly renewal freezes no stock.
    """
    claimed = [lot for lot in lots if lot.certified and lot.certificate_ids]
    return {
        held.id: _standing(
            reading, held, [lot for lot in claimed if held.id in lot.certificate_ids]
        )
        for held in held_certificates(reading, claimed).values()
    }


def _standing(
    reading: Reading, held: CertificateFacts, lots: Sequence[LotFacts]
) -> CertificateStanding:
    status = status_of(held, at=reading.now)
    followed = _follower(reading, held, lots) if status.standing in FOLLOWED else None
    if followed is not None:
        return CertificateStanding(followed.number, Standing.ISSUED, None, held.holder_id)
    return CertificateStanding(held.number, status.standing, status.since, held.holder_id)


def _follower(
    reading: Reading, held: CertificateFacts, lots: Sequence[LotFacts]
) -> CertificateFacts | None:
    """Give the holder's certificate that covers all these goods now, if there is one."""
    goods = goods_of(reading, lots, operator_id=held.holder_id)
    if not goods and any(lot.species_id for lot in lots):
        return None
    return follower_of(reading, held, goods, at=reading.now)


def worst_of(standings: Iterable[CertificateStanding]) -> CertificateStanding | None:
    """Give the certificate that weighs most against goods of several; None without any."""
    return max(standings, key=lambda one: GRAVITY.index(one.standing), default=None)
