"""How much of the maximum of certificates is used by collections of a year."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from fairwild.certificates.facts import CertificateFacts, Coverage, DrawKey, LineUse
from fairwild.certificates.queries.judging import Judgement
from fairwild.certificates.records import Certificate, CertificateDraw
from fairwild.certificates.rules import maximum_of
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.unit_of_work import Reading


def coverage_of(
    judged: Judgement,
    *,
    holder_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    year: int,
) -> Coverage | None:
    """Say what goods of a year count as under the certificate that covers them, if one does."""
    if not judged.certified:
        return None
    key = DrawKey(holder_id, judged.standard, species_id, part, state, year)
    return Coverage(judged.number, key, judged.maximum_g)


def at_key(key: DrawKey) -> ColumnElement[bool]:
    """Name the row of a holder's plants and year."""
    return and_(*(getattr(CertificateDraw, name) == said for name, said in key._asdict().items()))


def drawn_of(reading: Reading, key: DrawKey) -> int:
    """Give what was collected under a holder's certificates of a standard in a year, in grams."""
    query = select(CertificateDraw.drawn_g).where(at_key(key))
    return reading.session.scalar(query) or 0


def uses_of(reading: Reading, certificate: CertificateFacts) -> list[LineUse]:
    """List by plant and year what was collected of the maximum of a certificate's scope."""
    draws = reading.session.scalars(
        select(CertificateDraw)
        .where(
            CertificateDraw.holder_id == certificate.holder_id,
            CertificateDraw.standard == certificate.standard,
            CertificateDraw.year.between(
                certificate.valid_from.year - 1, certificate.last_valid_day.year
            ),
        )
        .order_by(CertificateDraw.year.desc(), CertificateDraw.part, CertificateDraw.state)
    )
    return list(_uses(certificate, draws))


def _uses(certificate: CertificateFacts, draws: Iterable[CertificateDraw]) -> Iterator[LineUse]:
    names = {line.species_id: line.species for line in certificate.scope}
    for draw in draws:
        maximum_g = maximum_of(certificate, draw.species_id, draw.part, draw.state)
        if maximum_g and draw.drawn_g:
            name = names[draw.species_id]
            yield LineUse(name, draw.part, draw.state, draw.year, maximum_g, draw.drawn_g)


def drawn_of_certificates() -> Select[*tuple[Any, ...]]:
    """Select every draw on certificates with its key, for `fairwild check`."""
    columns = [getattr(CertificateDraw, name) for name in DrawKey._fields]
    return select(*columns, CertificateDraw.drawn_g)


def standards_of_certificates() -> Select[UUID, str]:
    """Select every certificate with its standard, for `fairwild check`."""
    return select(Certificate.id, Certificate.standard)
