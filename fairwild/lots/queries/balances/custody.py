"""Whether every lot is what the lots it was made of can become by that kind of movement."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, literal, not_, or_, select
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
    MovementKind.UNCERTIFY,
}
KEEPS_FORM = KEEPS_STATE - {MovementKind.SAMPLE, MovementKind.PACK, MovementKind.UNPACK}
FORMS_MADE = {MovementKind.PACK: Form.PACKED, MovementKind.SAMPLE: Form.SAMPLE}

_INPUT = aliased(Lot)
_PRODUCT = and_(Movement.kind == MovementKind.BLEND, Lot.species_id.is_(None))
_BLENDED = and_(Movement.kind == MovementKind.BLEND, Lot.species_id.is_not(None))
_FORM_OUT = case(FORMS_MADE, value=Movement.kind, else_=_INPUT.form)


def faults_of_custody(session: Session) -> Iterator[BalanceFault]:
    """Judge kind, holder, status and certificates of every lot again from what it was made of."""
    yield from _descent(session)
    yield from _faults(session, "receipts-differ-in-kind", _unlike_receipts())
    yield from _faults(session, "certificate-differs", _foreign_certificate())


def _descent(session: Session) -> Iterator[BalanceFault]:
    """Compare lots with what they were made of; what is said of a lot as a whole is said once."""
    lowered = set()
    for row in session.execute(_differing().execution_options(yield_per=1_000)):
        for code, name in _CODES.items():
            if not getattr(row, f"{name}_differs"):
                continue
            stored, recomputed = getattr(row, name), getattr(row, f"{name}_before")
            yield _fault(session, row, code, str(stored), str(recomputed))
        if row.raised:
            yield _fault(session, row, "certified-differs", "certified", "made of uncertified")
        if row.lowered and row.id not in lowered:
            lowered.add(row.id)
            yield from _lowered(session, row)


def _lowered(session: Session, row: Row[Any]) -> Iterator[BalanceFault]:
    """What is made of certified goods stays so, but where the movement itself says why not."""
    if row.number not in (row.facts or {}).get("form_not_in_scope", ()):
        says = ("not certified", "made of certified goods alone")
        yield _fault(session, row, "certified-differs", *says)


def _fault(
    session: Session, row: Row[Any], code: str, stored: str, recomputed: str
) -> BalanceFault:
    at = named(session, row.made_by)
    return BalanceFault(code, row.id, f"lot {row.number}", stored, recomputed, at)


def _faults(session: Session, code: str, query: Select[*tuple[Any, ...]]) -> Iterator[BalanceFault]:
    for row in session.execute(query):
        yield _fault(session, row, code, str(row[-2]), str(row[-1]))


_CODES = {
    "plant-differs": "species",
    "part-differs": "part",
    "holder-differs": "holder",
    "state-differs": "state",
    "form-differs": "form",
}


def _differing() -> Select[*tuple[Any, ...]]:
    """Put every lot beside every lot it was made of, once for all that is compared.

    A statement for each sort of fault would walk all inputs as often as there are sorts.
    """
    compared: dict[str, tuple[Any, Any, ColumnElement[bool]]] = {
        "species": (Lot.species_id, _INPUT.species_id, not_(_PRODUCT)),
        "part": (Lot.part, _INPUT.part, not_(_PRODUCT)),
        "holder": (Lot.holder_id, _INPUT.holder_id, _held()),
        "state": (Lot.state, _INPUT.state, _state_kept()),
        "form": (Lot.form, _FORM_OUT, _form_kept()),
    }
    differing = {
        f"{name}_differs": and_(where, stored.is_distinct_from(before))
        for name, (stored, before, where) in compared.items()
    } | {"raised": _raised(), "lowered": _lowered_by()}
    stored = [one.label(name) for name, (one, _, _) in compared.items()]
    before = [one.label(f"{name}_before") for name, (_, one, _) in compared.items()]
    flags = [one.label(name) for name, one in differing.items()]
    return (
        select(Lot.id, Lot.number, Lot.made_by, Movement.facts, *stored, *before, *flags)
        .join(Movement, Movement.seq == Lot.made_by)
        .join(MovementInput, MovementInput.movement_seq == Lot.made_by)
        .join(_INPUT, _INPUT.id == MovementInput.lot_id)
        .where(or_(*differing.values()))
        .order_by(Lot.made_by)
    )


def _raised() -> ColumnElement[bool]:
    """What is made of uncertified goods is not certified, but a product by its recipe."""
    return and_(Lot.certified.is_(True), _INPUT.certified.is_(False), not_(_PRODUCT))


def _lowered_by() -> ColumnElement[bool]:
    """An uncertified lot of certified goods, none of which was uncertified."""
    another, beside = aliased(MovementInput), aliased(Lot)
    uncertified = (
        select(another.lot_id)
        .join(beside, beside.id == another.lot_id)
        .where(another.movement_seq == Lot.made_by, beside.certified.is_(False))
        .correlate(Lot)
    )
    certified_in = and_(Lot.certified.is_(False), _INPUT.certified.is_(True), not_(_PRODUCT))
    given_up = Movement.kind == MovementKind.UNCERTIFY
    return and_(certified_in, not_(given_up), ~uncertified.exists())


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
