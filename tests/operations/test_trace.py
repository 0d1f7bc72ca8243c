"""The facts of a public trace, on both engines, and the state of the ledger they are kept under."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fairwild.certificates.states import Standing
from fairwild.kernel.actors import NOBODY, Role
from fairwild.kernel.codes import new_code
from fairwild.kernel.geometry import Place, distance_m
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.labels.tracing.facts import ClaimBasis, ClaimCode, TraceFacts, TraceStep
from fairwild.labels.tracing.queries import public_trace
from fairwild.labels.tracing.rules import MOST_STEPS, blurred, claims, told_shortly
from fairwild.ledger.queries import state_of
from fairwild.lots.lineage.operations import end_lineage_share, share_lineage
from fairwild.lots.lineage.queries import lineage_of
from fairwild.lots.states import MovementKind
from fairwild.species.operations import register_species
from fairwild.store.engine import Store
from tests.builders import World
from tests.lots_builders import D1_RECEIPTS_KG, KG
from tests.tracing_builders import Way, way_of

DAY = date(2026, 3, 2)
COLLECT = TraceStep(MovementKind.COLLECT, DAY, None, "Ebro", made_g=100, receipt_count=2)
SPLIT = TraceStep(MovementKind.SPLIT, DAY, None, "Ebro", taken_g=100, made_g=100)


def traced(world: World, way: Way) -> TraceFacts:
    """Give what anybody knows of the way's label."""
    with world.reading(NOBODY) as reading:
        found = public_trace(reading, way.label)
    assert found is not None
    return found


def test_a_label_tells_the_worked_example_to_the_gram(world: World) -> None:
    way = way_of(world)
    trace = traced(world, way)
    assert (trace.collected_g, trace.receipt_count) == (sum(D1_RECEIPTS_KG) * KG, 12)
    weights = [(step.kind, step.taken_g, step.made_g) for step in trace.steps]
    assert weights[1] == (MovementKind.DRY, 3960 * KG, 1290 * KG)
    assert trace.steps[1].ratio == Fraction(3960, 1290)
    cut = trace.steps[2]
    assert cut.taken_g == cut.made_g + cut.by_product_g + cut.loss_g
    assert (trace.units, trace.unit_g) == (40, 25 * KG)
    assert trace.worth is Standing.ISSUED
    way.suspend()
    later = traced(world, way)
    assert later.certificate is not None
    assert (later.certificate.then, later.worth) == (Standing.ISSUED, Standing.SUSPENDED)


def test_a_code_nobody_issued_tells_nothing(world: World) -> None:
    with world.reading(NOBODY) as reading:
        assert public_trace(reading, new_code()) is None


def test_the_buyer_sees_one_step_up_and_more_once_it_is_shared(world: World) -> None:
    way = way_of(world)
    with world.reading(way.buyer) as reading:
        seen = lineage_of(reading, way.lots["received"])
        assert way.lots["packed"] in seen.lots
        assert way.lots["cut"] not in seen.lots
        assert seen.hidden_upstream == 3
        with pytest.raises(NotFound):
            lineage_of(reading, way.lots["raw"])
    owner_id, with_id = way.field.operator_id, way.buyer.organisation_id
    share = way.field.does(share_lineage, owner_id=owner_id, with_id=with_id)
    with world.reading(way.buyer) as reading:
        shared = lineage_of(reading, way.lots["raw"])
        assert {way.lots[name] for name in ("raw", "dried", "cut")} <= set(shared.lots)
        # the by-product of cutting went into nothing of the buyer's: even its count stays hidden
        assert [(one.side, one.lot_count) for one in shared.undisclosed] == [("downstream", None)]
    way.field.does(end_lineage_share, share_id=share.id)
    with pytest.raises(Refused):
        way.field.does(end_lineage_share, share_id=share.id)
    with world.reading(way.buyer) as reading, pytest.raises(NotFound):
        lineage_of(reading, way.lots["raw"])


def test_only_those_who_lead_the_holder_share_its_lineage(world: World) -> None:
    way = way_of(world)
    clerk = world.person((way.field.operator_id, Role.BUYING_CLERK))
    for actor in (clerk, way.buyer):
        with world.work(actor) as work, pytest.raises(NotAllowed):
            share_lineage(work, owner_id=way.field.operator_id)
    with pytest.raises(Refused):
        way.field.does(share_lineage, owner_id=way.field.operator_id, with_id=way.field.operator_id)


def test_the_state_of_the_ledger_changes_with_every_event_and_only_then(world: World) -> None:
    steward = world.steward()
    states = [state_of(world.store)]
    assert state_of(world.store) == states[0]
    for number in range(3):
        with world.work(steward) as work:
            register_species(work, code=f"SP{number}", scientific_name=f"Planta {number}")
        states.append(state_of(world.store))
    assert len(set(states)) == 4


def test_a_lower_number_committed_late_changes_the_state_too(postgresql_store: Store) -> None:
    world = World(postgresql_store)
    early, late = world.steward(), world.steward()
    with world.work(early) as slow:
        register_species(slow, code="SLOW", scientific_name="Planta lenta")
        with world.work(late) as quick:
            register_species(quick, code="QUICK", scientific_name="Planta celer")
        between = state_of(world.store)
    assert state_of(world.store) != between


@pytest.mark.parametrize(("sensitive", "blur_km"), [(False, 10), (True, 50)])
def test_a_place_is_told_blurred(sensitive: bool, blur_km: int) -> None:
    spot = Place(41_123_456, -1_987_654)
    place = blurred(
        country="ES", admin_unit="Soria", name="Grove", sensitive=sensitive, middle=spot
    )
    assert place.middle != spot
    assert distance_m(place.middle, spot) <= blur_km * 1000
    assert (place.name == "", place.admin_unit == "") == (sensitive, sensitive)


def test_collections_add_up_and_a_long_tail_is_told_once() -> None:
    assert told_shortly([COLLECT, replace(COLLECT, on=date(2026, 3, 9))]) == (
        replace(COLLECT, until=date(2026, 3, 9), made_g=200, receipt_count=4, batch_count=2),
    )
    assert told_shortly([SPLIT, SPLIT]) == (SPLIT, SPLIT)
    told = told_shortly([SPLIT] * (MOST_STEPS + 1))
    assert [(step.batch_count, step.made_g) for step in told] == [(MOST_STEPS + 1, 100)]


def test_only_what_was_checked_is_called_checked() -> None:
    found = claims(certificates=(), operators=["Ebro"], steps=[SPLIT], receipt_count=0)
    bases = {claim.code: claim.basis for claim in found}
    assert bases[ClaimCode.CERTIFIED] is ClaimBasis.MISSING
    assert bases[ClaimCode.WEIGHT] is ClaimBasis.STATED
    assert not {ClaimCode.DRYING_RATIO, ClaimCode.QUANTITY, ClaimCode.HANDOVER} & bases.keys()
    assert ClaimBasis.VERIFIED not in bases.values()
