"""Deeds on the maximum of a certificate: drawing on it by collections, and giving back."""

from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from fairwild.certificates.facts import Coverage, DrawKey
from fairwild.certificates.queries.drawing import at_key, drawn_of
from fairwild.certificates.records import Certificate, CertificateDraw
from fairwild.certificates.rules import obstacles_to_drawing
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Refused
from fairwild.unit_of_work import UnitOfWork


def draw_certificate(work: UnitOfWork, coverage: Coverage, *, mass_g: int) -> None:
    """Collect this mass under a certificate, or refuse with what is left; never past it.

    Whoever calls asks for permission: the receipt is what the ledger tells of.
    """
    if mass_g <= 0:
        message = f"a mass to draw is more than nothing: {mass_g}"
        raise ValueError(message)
    _ensure(work, coverage)
    drawn = work.session.execute(
        update(CertificateDraw)
        .where(at_key(coverage.key), coverage.maximum_g - CertificateDraw.drawn_g >= mass_g)
        .values(drawn_g=CertificateDraw.drawn_g + mass_g)
        .execution_options(synchronize_session=False)
    )
    if not drawn.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        drawn_g = drawn_of(work, coverage.key)
        raise Refused(obstacles_to_drawing(coverage, drawn_g=drawn_g, mass_g=mass_g))


def _ensure(work: UnitOfWork, coverage: Coverage) -> None:
    known = select(CertificateDraw.drawn_g).where(at_key(coverage.key))
    if work.session.scalar(known) is not None:
        return
    row = {**coverage.key._asdict(), "drawn_g": 0}
    try:
        with work.session.begin_nested():
            work.session.execute(insert(CertificateDraw).values(**row))
    except IntegrityError:
        return  # somebody else drew first at the same moment


def return_certificate(
    work: UnitOfWork,
    *,
    certificate_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    year: int,
    mass_g: int,
) -> None:
    """Give back what wrong receipts of a year had drawn on a certificate."""
    named = select(Certificate.holder_id, Certificate.standard)
    holder_id, standard = work.session.execute(named.where(Certificate.id == certificate_id)).one()
    key = DrawKey(holder_id, standard, species_id, part, state, year)
    given = work.session.execute(
        update(CertificateDraw)
        .where(at_key(key), CertificateDraw.drawn_g >= mass_g)
        .values(drawn_g=CertificateDraw.drawn_g - mass_g)
        .execution_options(synchronize_session=False)
    )
    if not given.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        message = f"cannot give back {mass_g} g: less than that is drawn"
        raise ValueError(message)
