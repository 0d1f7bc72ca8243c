"""How goods change hands: every line moves by a movement of its own, so that origins stay apart."""

from uuid import UUID

from fairwild.certificates.queries.judging import IN_FORCE, NONE_AT_ALL, Judgement
from fairwild.lots.correcting.rules import AGREED
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.operations.holding import carry_holds
from fairwild.lots.operations.movements import derived, record_movement
from fairwild.lots.operations.numbering import derived_number
from fairwild.lots.queries.stock import get_lot_facts
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.unit_of_work import UnitOfWork

UNDER_WAY, RECEIVED, RETURNED = "T", "R", "X"
"""Letters of the lots that shipping, receiving and returning make."""


def _as_it_is(lot: LotFacts) -> Judgement:
    """Carry over what a lot is worth: trade changes who holds goods, never what they are."""
    return Judgement(
        certified=lot.certified,
        code=IN_FORCE if lot.certified else NONE_AT_ALL,
        certificate_id=lot.certificate_id,
        body_id=lot.body_id,
        certificate_ids=lot.certificate_ids,
    )


def move(
    work: UnitOfWork,
    kind: MovementKind,
    draw: Draw,
    *,
    holder_id: UUID,
    letter: str,
    status: LotStatus = LotStatus.CLOSED,
    note: str = "",
) -> UUID:
    """Turn a part of one lot into a lot of this holder; gives the new lot's id."""
    lot, mass_g = draw.lot, draw.wanted_g
    number = derived_number(work, lot.number, letter)
    changes = {"holder_id": holder_id, "status": status, "units": lot.units_in(mass_g), "site": ""}
    moved = record_movement(
        work,
        kind=kind,
        organisation_id=work.actor.organisation_id or holder_id,
        inputs=[draw],
        outputs=[derived(lot, number=number, made_g=mass_g, **changes)],
        judgement=_as_it_is(lot),
        note=note,
    )
    if lot.holds:
        carry_holds(work, from_lot_ids=[lot.id], to_lots=moved.lots)
    return moved.lots[0].id


def give_back(work: UnitOfWork, lot_id: UUID, *, holder_id: UUID, note: str) -> UUID | None:
    """Give all that is under way in a lot back to the sender; None where nothing is left."""
    left = get_lot_facts(work, lot_id)
    if not left.available_g:
        return None
    draw = Draw(left, left.available_g)
    return move(work, MovementKind.RETURN, draw, holder_id=holder_id, letter=RETURNED, note=note)


def book_loss(work: UnitOfWork, lot_id: UUID, mass_g: int, *, reason: str, note: str) -> None:
    """Take goods out of a lot that are in nobody's hands any more."""
    lot = get_lot_facts(work, lot_id)
    record_movement(
        work,
        kind=MovementKind.LOSS,
        organisation_id=lot.holder_id,
        inputs=[Draw(lot, mass_g)],
        outputs=[],
        judgement=_as_it_is(lot),
        loss_g=mass_g,
        loss_reason=reason,
        reason=reason,
        note=note,
        facts={AGREED: True},
    )
