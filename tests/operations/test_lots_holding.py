"""Held material stays where it is, by whoever and however often it is held."""

from typing import Any

import pytest

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Conflict, NotAllowed, NotFound, Refused
from fairwild.lots.operations import (
    close_lot,
    cut_lots,
    hold_lots,
    release_hold,
    split_lot,
    take_sample,
)
from fairwild.lots.operations.movements import record_movement, take_draws
from fairwild.lots.queries import get_lot
from tests.builders import World
from tests.lots_builders import KG, Field, faults, field_of


@pytest.fixture
def field(world: World) -> Field:
    return field_of(world)


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in error.value.obstacles]


def held(field: Field, *lots: Any, reason: str = "Mould was seen.") -> list[Any]:
    ids = [lot.id for lot in lots]
    found: list[Any] = field.does(hold_lots, lot_ids=ids, reason=reason)
    return found


def test_a_held_lot_is_drawn_on_by_nobody_until_the_last_hold_is_released(field: Field) -> None:
    lot = field.lot(100)
    [first] = held(field, lot)
    [second] = held(field, lot, reason="A sample is being tested.")
    with pytest.raises(Refused) as refused:
        field.does(split_lot, lot_id=lot.id, parts_g=[KG])
    assert codes(refused) == ["lot-on-hold"]
    field.does(release_hold, hold_id=first.id, reason="It was dust.")
    with pytest.raises(Refused):
        field.does(split_lot, lot_id=lot.id, parts_g=[KG])
    field.does(release_hold, hold_id=second.id, reason="The laboratory found nothing.")
    assert faults(field.world) == []
    field.does(split_lot, lot_id=lot.id, parts_g=[KG])


def test_the_guard_itself_draws_nothing_from_a_lot_held_meanwhile(field: Field) -> None:
    from fairwild.access.actions import Action
    from fairwild.lots.operations.judging import judge_handling
    from fairwild.lots.states import MovementKind

    lot = field.lot(100)
    with pytest.raises(Conflict), field.world.work(field.manager) as work:
        [draw] = take_draws(work, [(lot.id, KG)], to=Action.SPLIT_LOT)
        hold_lots(work, lot_ids=[lot.id], reason="Meanwhile.")
        judged = judge_handling(work, [draw.lot], at=work.now)
        record_movement(
            work,
            kind=MovementKind.SPLIT,
            organisation_id=field.operator_id,
            inputs=[draw],
            outputs=[],
            judgement=judged,
        )


def test_several_lots_are_held_in_one_deed_or_none_of_them(field: Field) -> None:
    cut = field.lot(100)
    used = field.lot(50)
    field.does(cut_lots, inputs=[(used.id, 50 * KG)], output_g=50 * KG)
    with pytest.raises(Refused) as refused:
        held(field, cut, used, reason=" ")
    assert codes(refused) == ["hold-reason-missing", "nothing-to-hold"]
    still = field.buy(10)
    holds = held(field, cut, *[field.does(close_lot, lot_id=still.lot_id)])
    assert len(holds) == 2
    with field.world.work(field.manager) as work:
        assert [get_lot(work, hold.lot_id).holds for hold in holds] == [1, 1]


def test_a_hold_is_released_once_with_a_reason_by_those_who_placed_it(field: Field) -> None:
    lot = field.lot(100)
    [hold] = held(field, lot)
    with pytest.raises(Refused) as refused:
        field.does(release_hold, hold_id=hold.id, reason="")
    assert codes(refused) == ["release-reason-missing"]
    elsewhere = field.world.organisation(OrganisationKind.COMPANY, code="TEA")
    stranger = field.world.person((elsewhere, Role.COMPANY_MEMBER))
    with field.world.work(stranger) as work, pytest.raises(NotFound):
        release_hold(work, hold_id=hold.id, reason="I want it.")
    steward = field.world.person((elsewhere, Role.SCHEME_STEWARD))
    with field.world.work(steward) as work, pytest.raises(NotAllowed):
        release_hold(work, hold_id=hold.id, reason="I want it.")
    field.does(release_hold, hold_id=hold.id, reason="All well.")
    with pytest.raises(Refused) as refused:
        field.does(release_hold, hold_id=hold.id, reason="Again.")
    assert codes(refused) == ["hold-already-released"]


def test_what_is_held_may_still_be_sampled(field: Field) -> None:
    lot = field.lot(100)
    field.does(hold_lots, lot_ids=[lot.id], reason="Smells of smoke.")
    sample = field.does(take_sample, lot_id=lot.id, mass_g=300)
    assert (sample.made_g, sample.form) == (300, Form.SAMPLE)
    assert faults(field.world) == []
