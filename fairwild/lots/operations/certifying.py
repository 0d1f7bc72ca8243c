"""How a judgement is written: on every lot by its form, with several certificates beside it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import insert

from fairwild.certificates.queries import Judgement
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.facts import NewLot
from fairwild.lots.records import Lot, LotCertificate
from fairwild.unit_of_work import UnitOfWork

_BESIDE_THE_SCOPE = frozenset({Form.SAMPLE, Form.FINISHED_PRODUCT})
"""Forms no scope speaks of: a sample is not sold, a product is judged by its recipe."""


def judged_form(new: NewLot) -> Form | None:
    """Give the form a scope has to cover: what is in the packs rather than the packs."""
    form = new.packed_form if new.form is Form.PACKED else new.form
    return None if form in _BESIDE_THE_SCOPE else form


def stays_certified(new: NewLot, judgement: Judgement) -> bool:
    """Tell whether this lot of a movement is certified: goods in a form out of scope are not."""
    return judgement.takes(judged_form(new))


def obstacles_to_losing(
    judgement: Judgement, outputs: Iterable[NewLot], accepted: Collection[Form]
) -> Iterator[Obstacle]:
    """Say in which forms goods would lose their certification, where nobody has accepted that.

    A by-product is not what the goods are made for: that it loses it is told, and not asked.
    """
    if not judgement.certified:
        return
    losing = {judged_form(new) for new in outputs if not stays_certified(new, judgement)}
    for form in sorted(losing - {None, Form.BY_PRODUCT} - {*accepted}, key=str):
        facts = {"form": form, "certificate": judgement.number or None}
        yield Obstacle("certification-would-be-lost", facts, at="outputs")


def said_of(judgement: Judgement, outputs: Iterable[NewLot]) -> dict[str, Any]:
    """Say for the movement's own record what its one code leaves open."""
    said: dict[str, Any] = {}
    if len(judgement.all_certificates) > 1:
        said["certificates"] = [str(one) for one in judgement.all_certificates]
    outside = [
        new.number
        for new in outputs
        if judgement.certified and not judgement.takes(judged_form(new))
    ]
    if outside:
        said["form_not_in_scope"] = outside
    return said


def name_certificates(work: UnitOfWork, lots: Sequence[Lot], judgement: Judgement) -> None:
    """Write every certificate beside the lots that are certified under several."""
    certificates = judgement.all_certificates
    if len(certificates) < 2:  # noqa: PLR2004 - one stands on the lot itself
        return
    rows = [
        {"lot_id": lot.id, "certificate_id": one}
        for lot in lots
        if lot.certified
        for one in certificates
    ]
    if rows:
        work.session.execute(insert(LotCertificate), rows)
