"""Whether certificates are drawn on by exactly the certified receipts that stand."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from fairwild.certificates.facts import DrawKey
from fairwild.certificates.queries import drawn_of_certificates, standards_of_certificates
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import grams
from fairwild.lots.records import Lot, Receipt

_KEY = DrawKey._fields


def faults_of_certificates(session: Session) -> Iterator[BalanceFault]:
    """Compare what is drawn on certificates, by plant and year, with the standing receipts."""
    for row in session.execute(_differing()):
        key, stored_g, recomputed_g = DrawKey(*row[:-2]), row[-2], row[-1]
        subject = f"certificates of {key.holder_id}, {key.part} {key.state} {key.year}"
        yield BalanceFault(
            "certificate-draw-differs", key.holder_id, subject, grams(stored_g), grams(recomputed_g)
        )


def _differing() -> Select[*tuple[Any, ...]]:
    """Lay what is stored beside what the receipts say, one of them nought, and add both up."""
    stored, counted = drawn_of_certificates().subquery(), _counted().subquery()
    none = literal(0)
    sides = union_all(
        select(*(stored.c[name] for name in _KEY), stored.c.drawn_g, none.label("net_g")),
        select(*(counted.c[name] for name in _KEY), none, counted.c.net_g),
    ).subquery()
    drawn_g, net_g = func.sum(sides.c.drawn_g), func.sum(sides.c.net_g)
    key = [sides.c[name] for name in _KEY]
    return select(*key, drawn_g, net_g).group_by(*key).having(drawn_g != net_g).order_by(*key)


def _counted() -> Select[*tuple[Any, ...]]:
    standards = standards_of_certificates().subquery()
    key: list[Any] = [
        Lot.operator_id.label("holder_id"),
        standards.c.standard,
        Lot.species_id,
        Lot.part,
        Lot.state,
        Lot.season.label("year"),
    ]
    return (
        select(*key, func.sum(Receipt.net_g).label("net_g"))
        .join(Lot, Lot.id == Receipt.lot_id)
        .join(standards, standards.c.id == Lot.certificate_id)
        .where(Receipt.reversed_at.is_(None))
        .group_by(*key)
    )
