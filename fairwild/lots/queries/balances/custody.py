"""Whether every lot is what the lots it was made of can become by that kind of movement."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, or_, select
from sqlalchemy.orm import Session, aliased

from fairwild.certificates.queries import holders_of_certificates
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import named
from fairwild.lots.records import Lot, LotCertificate, Movement, MovementInput, Receipt
from fairwild.lots.states import MovementKind

CHANGES_HANDS = frozenset(
    {MovementKind.SHIP, MovementKind.RECEIVE, MovementKind.RETURN, MovementKind.TAKE_BACK}
)
KEEPS_STATE = CHANGES_HANDS | {
    MovementKind.SPLIT,
    MovementKind.MERGE,
    MovementKind.GRADE,
    MovementKind.SAMPLE,
    MovementKind.PACK,
    MovementKind.UNPACK,
}
KEEPS_FORM = KEEPS_STATE - {MovementKind.SAMPLE, MovementKind.PACK, MovementKind.UNPACK}
FORMS_MADE = {MovementKind.PACK: Form.PACKED, MovementKind.SAMPLE: Form.SAMPLE}

_INPUT = aliased(Lot)
_PRODUCT = and_(Movement.kind == MovementKind.BLEND, Lot.species_id.is_(None))
_BLENDED = and_(Movement.kind == MovementKind.BLEND, Lot.species_id.is_not(None))
_FORM_OUT = case(FORMS_MADE, value=Movement.kind, else_=_INPUT.form)


def faults_of_custody(session: Session) -> Iterator[BalanceFault]:
    """Judge kind, holder, status and certificates of every lot again from what it was made of."""
    yield from _faults(session, "plant-differs", _descended(Lot.species_id, _INPUT.species_id))
    yield from _faults(session, "part-differs", _descended(Lot.part, _INPUT.part))
    yield from _faults(session, "holder-differs", _kept(Lot.holder_id, _INPUT.holder_id, _held()))
    yield from _faults(session, "state-differs", _kept(Lot.state, _INPUT.state, _state_kept()))
    yield from _faults(session, "form-differs", _kept(Lot.form, _FORM_OUT, _form_kept()))
    yield from _faults(session, "receipts-differ-in-kind", _unlike_receipts())
    yield from _faults(session, "units-differ", _units())
    yield from _faults(session, "certificate-differs", _other_certificate())
    yield from _faults(session, "certificate-differs", _foreign_certificate())
    yield from _faults(session, "certified-differs", _raised())
    yield from _lowered(session)


def _faults(session: Session, code: str, query: Select[*tuple[Any, ...]]) -> Iterator[BalanceFault]:
    for lot_id, number, made_by, stored, recomputed in session.execute(query):
        at = named(session, made_by)
        yield BalanceFault(code, lot_id, f"lot {number}", str(stored), str(recomputed), at)


def _from_inputs(stored: Any, recomputed: Any) -> Select[*tuple[Any, ...]]:
    """Put every lot beside every lot it was made of."""
    return (
        select(Lot.id, Lot.number, Lot.made_by, stored, recomputed)
        .join(Movement, Movement.seq == Lot.made_by)
        .join(MovementInput, MovementInput.movement_seq == Lot.made_by)
        .join(_INPUT, _INPUT.id == MovementInput.lot_id)
        .order_by(Lot.made_by)
    )


def _descended(stored: Any, recomputed: Any) -> Select[*tuple[Any, ...]]:
    """Nothing but making a product changes what plant something is of."""
    return _kept(stored, recomputed, not_(_PRODUCT))


def _kept(stored: Any, recomputed: Any, where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    differs = stored.is_distinct_from(recomputed)
    return _from_inputs(stored, recomputed).where(where, differs)


def _held() -> ColumnElement[bool]:
    return Movement.kind.not_in(CHANGES_HANDS)


def _state_kept() -> ColumnElement[bool]:
    return or_(Movement.kind.in_(KEEPS_STATE), _BLENDED)


def _form_kept() -> ColumnElement[bool]:
    return or_(Movement.kind.in_(KEEPS_FORM | FORMS_MADE.keys()), _BLENDED)


def _unlike_receipts() -> Select[*tuple[Any, ...]]:
    """A collection lot is of the plant, part, state and area of every receipt in it."""
    same = {
        "species": (Lot.species_id, Receipt.species_id),
        "part": (Lot.part, Receipt.part),
        "state": (Lot.state, Receipt.state),
        "area": (Lot.area_id, Receipt.area_id),
        "operator": (Lot.operator_id, Receipt.operator_id),
        "holder": (Lot.holder_id, Receipt.operator_id),
    }
    differs = {name: one.is_distinct_from(other) for name, (one, other) in same.items()}
    named_first = case(*((differing, name) for name, differing in differs.items()), else_="")
    form = case((Lot.state == State.FRESH, Form.RAW.value), else_=Form.DRIED.value)
    said = literal("other goods than its receipts: ") + named_first
    return (
        select(Lot.id, Lot.number, Lot.made_by, said, form)
        .join(Movement, Movement.seq == Lot.made_by)
        .join(Receipt, Receipt.lot_id == Lot.id)
        .where(Movement.kind == MovementKind.COLLECT, or_(*differs.values(), Lot.form != form))
        .order_by(Lot.made_by)
    )


def _units() -> Select[*tuple[Any, ...]]:
    """Units of so many grams make up the whole of a lot."""
    total_g = Lot.units * Lot.unit_g
    return (
        select(Lot.id, Lot.number, Lot.made_by, Lot.made_g, total_g)
        .where(Lot.made_g != total_g)
        .order_by(Lot.made_by)
    )


def _other_certificate() -> Select[*tuple[Any, ...]]:
    """A lot is certified under the certificate its movement was judged by, and by none if not."""
    judged = case((Lot.certified.is_(True), Movement.certificate_id), else_=None)
    return (
        select(Lot.id, Lot.number, Lot.made_by, Lot.certificate_id, judged)
        .join(Movement, Movement.seq == Lot.made_by)
        .where(Lot.certificate_id.is_distinct_from(judged))
        .order_by(Lot.made_by)
    )


def _foreign_certificate() -> Select[*tuple[Any, ...]]:
    """A certificate comes with what went in, or is the holder's own."""
    beside = aliased(LotCertificate)
    taken = MovementInput.movement_seq == Lot.made_by
    inputs = select(MovementInput.lot_id).where(taken)
    inherited = inputs.join(_INPUT, _INPUT.id == MovementInput.lot_id)
    named_beside = inputs.join(beside, beside.lot_id == MovementInput.lot_id)
    holders = holders_of_certificates().subquery()
    own = and_(holders.c.id == Lot.certificate_id, holders.c.holder_id == Lot.holder_id)
    return (
        select(Lot.id, Lot.number, Lot.made_by, Lot.certificate_id, literal("none of its inputs'"))
        .outerjoin(holders, own)
        .where(
            Lot.certificate_id.is_not(None),
            holders.c.id.is_(None),
            ~inherited.where(_INPUT.certificate_id == Lot.certificate_id).correlate(Lot).exists(),
            ~named_beside.where(beside.certificate_id == Lot.certificate_id)
            .correlate(Lot)
            .exists(),
        )
        .order_by(Lot.made_by)
    )


def _raised() -> Select[*tuple[Any, ...]]:
    """What is made of uncertified goods is not certified, but a product by its recipe."""
    raised = and_(Lot.certified.is_(True), _INPUT.certified.is_(False), not_(_PRODUCT))
    return _from_inputs(literal("certified"), literal("made of uncertified")).where(raised)


def _lowered(session: Session) -> Iterator[BalanceFault]:
    """What is made of certified goods stays so, but where the movement itself says why not."""
    uncertified = case((_INPUT.certified.is_(False), 1), else_=0)
    query = (
        select(Lot.id, Lot.number, Lot.made_by, Movement.facts)
        .join(Movement, Movement.seq == Lot.made_by)
        .join(MovementInput, MovementInput.movement_seq == Lot.made_by)
        .join(_INPUT, _INPUT.id == MovementInput.lot_id)
        .where(Lot.certified.is_(False), not_(_PRODUCT))
        .group_by(Lot.id, Lot.number, Lot.made_by, Movement.seq)
        .having(func.sum(uncertified) == 0)
        .order_by(Lot.made_by)
        .execution_options(yield_per=1_000)
    )
    for lot_id, number, made_by, facts in session.execute(query):
        if number in (facts or {}).get("form_not_in_scope", ()):
            continue
        at = named(session, made_by)
        says = (f"lot {number}", "not certified", "made of certified goods alone")
        yield BalanceFault("certified-differs", lot_id, *says, at)
