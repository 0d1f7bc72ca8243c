"""Giving up a claim: certified goods that their holder declares to be uncertified."""

from collections.abc import Iterator
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.certificates.queries import Judgement
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import stated_of
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.facts import LotFacts
from fairwild.lots.operations.movements import derived, record_movement, take_whole_or_part
from fairwild.lots.operations.numbering import UNCERTIFIED, derived_number
from fairwild.lots.records import Lot
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork

GIVEN_UP = "claim-given-up"


def give_up_claim(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    reason: str,
    mass_g: int | None = None,
    site: str = "",
    note: str = "",
) -> Lot:
    """Make a lot, or a part of it, uncertified from now on; without a weight all that is left.

    Frozen stock can be given up as well: what was frozen is the claim. Whatever the certificate
    counts as collected stays counted. Only a correction gives the claim back.
    """
    whole, parts = ([lot_id], []) if mass_g is None else ([], [(lot_id, mass_g)])
    [draw] = take_whole_or_part(work, whole, parts, to=Action.GIVE_UP_CLAIM)
    lot, taken_g = draw.lot, int(draw.wanted_g)
    work.refuse_if(
        [
            *rules.obstacles_to_drawing([draw], at=work.now, now=work.now),
            *rules.obstacles_to_units(lot, [taken_g]),
            *obstacles_to_giving_up(lot),
            *_obstacles_to_silence(reason),
        ]
    )
    said = stated_of({f"input:{lot.number}": draw.wanted_g})
    moved = record_movement(
        work,
        kind=MovementKind.UNCERTIFY,
        organisation_id=lot.holder_id,
        inputs=[draw],
        outputs=[
            derived(
                lot,
                number=derived_number(work, lot.number, UNCERTIFIED),
                made_g=taken_g,
                units=lot.units_in(taken_g),
            )
        ],
        judgement=Judgement(certified=False, code=GIVEN_UP, body_id=lot.body_id),
        reason=reason.strip(),
        site=site,
        note=note,
        facts={"stated": said} if said else {},
    )
    return moved.lots[0]


def obstacles_to_giving_up(lot: LotFacts) -> Iterator[Obstacle]:
    """Say why there is no claim to give up: nothing is certified, or labels say that it is."""
    if not lot.certified or lot.form is Form.SAMPLE:
        yield Obstacle("no-claim-to-give-up", {"lot": lot.number})
    if lot.labels:
        yield Obstacle("labels-printed", {"lot": lot.number, "count": lot.labels})


def _obstacles_to_silence(reason: str) -> Iterator[Obstacle]:
    if not reason.strip():
        yield Obstacle("giving-up-without-reason", at="reason")
