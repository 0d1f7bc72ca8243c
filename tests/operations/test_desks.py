"""The auditor's desk: sample, pins, mock recall, figures."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from fairwild.alarms.operations import dismiss_alarm
from fairwild.alarms.queries import alarms_of
from fairwild.alarms.states import AlarmKind
from fairwild.areas.operations import change_maximum_quantity
from fairwild.areas.queries import get_quantity
from fairwild.areas.records import MaximumQuantity, TargetSpecies
from fairwild.audits import operations as audits
from fairwild.audits import queries as audit_queries
from fairwild.audits.states import Pinnable
from fairwild.desks import operations, queries
from fairwild.desks.queries.alarms import ToldAlarm, alarms_at_desk, alarms_of_client
from fairwild.desks.queries.sampling import Stretch, drawables_of
from fairwild.desks.states import ChangeKind, Sampled, SampleRule
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.recalls.records import Recall
from fairwild.species.records import RiskClassification
from fairwild.species.states import RiskClass
from fairwild.standards.catalogue import parameters
from tests.areas_builders import home_of
from tests.audits_builders import planned
from tests.builders import World
from tests.desks_builders import Audited, audited_of, drawn
from tests.harvesters_builders import harvester
from tests.lots_builders import certify
from tests.questions import asked_of


@pytest.fixture
def audited(world: World) -> Audited:
    """A body and an operator with receipts."""
    return audited_of(world)


def _codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.obstacles]


def _started(audited: Audited) -> UUID:
    audit_id = planned(audited.scene)
    with audited.scene.world.work(audited.scene.auditor) as work:
        audits.start_audit(work, audit_id=audit_id)
    return audit_id


def test_a_sample_is_drawn_from_what_there_is_and_drawn_again_from_its_seed(
    audited: Audited,
) -> None:
    scene, audit_id = audited.scene, planned(audited.scene)
    for _ in range(12):
        audited.field.buy(10)
    sample = drawn(audited, audit_id)
    found = queries.kinds_drawn(sample)
    assert {what: len(items) for what, items in found.items()} == {
        Sampled.HARVESTER: 1,
        Sampled.AREA: 1,
        Sampled.LOT: 1,
        Sampled.RECEIPT: 10,
    }
    assert sample.populations["receipt"]["count"] == 12
    with scene.world.reading(scene.auditor) as reading:
        again = queries.redraw(reading, sample.id)
    assert all(one.same_population and one.same_draw for one in again)
    scene.world.now += timedelta(hours=1)
    audited.field.buy(10)
    with scene.world.reading(scene.auditor) as reading:
        assert all(one.same_draw for one in queries.redraw(reading, sample.id))
    with pytest.raises(Refused) as refused:
        drawn(audited, audit_id)
    assert _codes(refused) == ["sample-drawn-before"]
    second = drawn(audited, audit_id, reason="A day of buying more.", rule=SampleRule.RISK_WEIGHT)
    assert (second.edition, second.populations["receipt"]["count"]) == (2, 13)


def test_by_risk_weight_what_lies_beside_the_scope_weighs_by_the_class_of_the_register(
    audited: Audited,
) -> None:
    scene, world = audited.scene, audited.scene.world
    rare = world.species("NARJAT", "Nardostachys jatamansi")
    with world.store.reading() as session:
        limit = session.scalars(select(MaximumQuantity)).one()
        kept = {name: getattr(limit, name) for name in ("operator_id", "area_id", "part", "state")}
        season = {"season_from": limit.season_from, "season_until": limit.season_until}
    world.keep(
        TargetSpecies(
            operator_id=scene.operator_id,
            species_id=rare,
            part=kept["part"],
            chosen_at=world.now,
        ),
        MaximumQuantity(**kept, **season, species_id=rare, limit_g=1000, set_at=world.now),
        RiskClassification(
            species_id=rare,
            part=kept["part"],
            country="ES",
            risk_class=RiskClass.HIGH,
            document="RA-9",
            valid_from=world.now.date(),
            classified_at=world.now,
        ),
    )
    seller = harvester(world, scene.manager, area_ids=(scene.area_id,), species_ids=(rare,))
    audit_id = planned(scene)
    weights = {}
    for rule in SampleRule:
        with world.reading(scene.auditor) as reading:
            today = reading.today
            stretch = Stretch(today - timedelta(days=30), today + timedelta(days=1), reading.now)
            terms = queries.sample_terms(parameters(), on=today)
            found = drawables_of(reading, audit_id, stretch, terms, rule)[Sampled.HARVESTER]
            weights[rule] = {one.id: one.weight for one in found}
    assert weights[SampleRule.SQUARE_ROOT][seller] == 1
    assert weights[SampleRule.RISK_WEIGHT][seller] == 4
    assert sorted(weights[SampleRule.RISK_WEIGHT].values()) == [2, 4]
    sample = drawn(audited, audit_id, rule=SampleRule.RISK_WEIGHT)
    with world.reading(scene.office) as reading:
        assert all(one.same_population for one in queries.redraw(reading, sample.id))


def test_a_sample_is_changed_by_hand_only_with_a_reason_and_keeps_what_was_taken_out(
    audited: Audited,
) -> None:
    scene, audit_id = audited.scene, planned(audited.scene)
    numbers = [audited.field.buy(10).number for _ in range(12)]
    sample = drawn(audited, audit_id)
    missing = next(one for one in numbers if one not in {item.label for item in sample.items})
    added = {"sample_id": sample.id, "what": Sampled.RECEIPT, "label": missing}
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.add_to_sample(work, **added, reason=" ")
    assert _codes(refused) == ["sample-reason-missing"]
    with scene.world.work(scene.auditor) as work:
        operations.add_to_sample(work, **added, reason="A complaint names it.")
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.add_to_sample(work, **added, reason="Twice.")
    assert _codes(refused) == ["sample-thing-twice"]
    with scene.world.work(scene.auditor) as work:
        first = queries.get_sample(work, sample.id).items[0]
        operations.remove_from_sample(
            work, sample_id=sample.id, item_id=first.id, reason="Away for the season."
        )
    with scene.world.reading(scene.auditor) as reading:
        items = queries.get_sample(reading, sample.id).items
        assert (items[0].removed_reason, items[-1].by_hand) == ("Away for the season.", True)
        assert all(one.same_draw for one in queries.redraw(reading, sample.id))
    with pytest.raises(NotFound), scene.world.work(scene.manager) as work:
        operations.add_to_sample(work, **added, reason="Mine.")


def test_a_record_of_the_operator_is_pinned_once_with_its_figures(audited: Audited) -> None:
    scene, audit_id = audited.scene, planned(audited.scene)
    receipt = audited.field.buy(10)
    order = {"audit_id": audit_id, "indicator": "5.1.a", "note": "Nobody signed."}
    things = [(Pinnable.RECEIPT, receipt.id), (Pinnable.LOT, receipt.lot_id)]
    for what, thing_id in [*things, things[0]]:
        with scene.world.work(scene.auditor) as work:
            operations.pin_from_desk(work, what=what, thing_id=thing_id, **order)
        scene.world.pass_time(minutes=1)
    with scene.world.reading(scene.auditor) as reading:
        pins = audit_queries.pins_of(reading, audit_id)
        assert [one.what for one in pins] == [Pinnable.RECEIPT, Pinnable.LOT]
        assert pins[0].figures["net_g"] == 10_000
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.pin_from_desk(work, what=Pinnable.MOVEMENT, thing_id=uuid4(), **order)
    assert _codes(refused) == ["pin-thing-unknown"]
    with scene.world.work(scene.auditor) as work:
        audits.unpin_record(work, audit_id=audit_id, pin_id=pins[0].id)
        assert len(audit_queries.pins_of(work, audit_id)) == 1
    with pytest.raises(NotAllowed), scene.world.work(scene.manager) as work:
        operations.pin_from_desk(work, what=Pinnable.RECEIPT, thing_id=receipt.id, **order)


def test_a_mock_recall_from_the_desk_runs_a_clock_and_touches_nothing(audited: Audited) -> None:
    scene, lot = audited.scene, audited.field.lot(100)
    audit_id = _started(audited)
    with scene.world.work(scene.auditor) as work:
        begun = operations.start_rehearsal(work, audit_id=audit_id, lot=lot.number)
        recall = work.session.get(Recall, begun.recall_id)
        assert recall is not None
        assert (recall.kind, recall.status, begun.lots) == ("mock", "closed", 1)
    scene.world.now += timedelta(minutes=42)
    stop = {"rehearsal_id": begun.id, "agrees": False}
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.stop_rehearsal(work, **stop)
    assert _codes(refused) == ["rehearsal-note-missing"]
    with scene.world.work(scene.auditor) as work:
        operations.stop_rehearsal(work, **stop, note="The drying book lacks a day.")
    with scene.world.reading(scene.auditor) as reading:
        [told] = queries.rehearsals_of(reading, audit_id)
        assert told.stopped_at is not None
        assert told.stopped_at - told.started_at == timedelta(minutes=42)
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.stop_rehearsal(work, **stop, note="Again.")
    assert _codes(refused) == ["rehearsal-stopped"]
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.start_rehearsal(work, audit_id=audit_id, lot="EBR-NONE")
    assert _codes(refused) == ["rehearsal-lot-unknown"]


def test_the_desk_is_of_the_body_alone(audited: Audited) -> None:
    audit_id = planned(audited.scene)
    with audited.scene.world.reading(audited.scene.auditor) as reading:
        assert queries.desk_of(reading, audit_id).bought.receipts == 0
    with (
        pytest.raises(NotAllowed),
        audited.scene.world.reading(audited.scene.manager) as reading,
    ):
        queries.desk_of(reading, audit_id)


def test_the_desk_names_limits_and_certificates_that_moved(audited: Audited) -> None:
    scene, field, audit_id = audited.scene, audited.field, planned(audited.scene)

    def moved() -> dict[ChangeKind, tuple[str, ...]]:
        with scene.world.reading(scene.auditor) as reading:
            found = queries.desk_of(reading, audit_id).changes
        wanted = (ChangeKind.LIMIT_CHANGED, ChangeKind.CERTIFICATE_MOVED)
        return {one.kind: one.names for one in found if one.kind in wanted and one.count}

    assert moved() == {}
    with scene.world.reading(field.manager) as reading:
        known = get_quantity(reading, field.quantity_id)
    lower = {"version": known.version, "limit_g": known.limit_g - 1}
    field.does(change_maximum_quantity, quantity_id=field.quantity_id, **lower)
    certify(field)
    assert moved() == {
        ChangeKind.LIMIT_CHANGED: ("A1",),
        ChangeKind.CERTIFICATE_MOVED: ("CB-2026-00001",),
    }


def _questions(audited: Audited, audit_id: UUID) -> int:
    """Count the statements the desk asks of the database."""
    world = audited.scene.world
    with world.reading(audited.scene.auditor) as reading, asked_of(world.store) as said:
        queries.desk_of(reading, audit_id)
    return len(said)


def test_the_desk_asks_as_many_questions_whatever_there_is_to_show(audited: Audited) -> None:
    audit_id = planned(audited.scene)
    audited.field.lot(10)
    drawn(audited, audit_id)
    few = _questions(audited, audit_id)
    for _ in range(6):
        audited.field.lot(10, 20)
        planned(audited.scene)
    drawn(audited, audit_id, reason="More was bought.")
    assert _questions(audited, audit_id) == few
    with audited.scene.world.reading(audited.scene.auditor) as reading:
        desk = queries.desk_of(reading, audit_id)
    assert (desk.bought.receipts, len(desk.earlier)) == (13, 6)
    assert sum(one.stock_g for one in desk.balances) == 190_000
    assert desk.volumes[0].drawn_g == 190_000


def told(audited: Audited, by: Actor) -> list[ToldAlarm]:
    """Give the alarms of the operator as somebody of the body reads them."""
    scene = audited.scene
    with scene.world.reading(by) as reading:
        return alarms_of_client(reading, scene.operator_id, body_id=scene.body_id)


def test_a_body_reads_the_alarms_of_whom_it_audits_open_and_put_aside(audited: Audited) -> None:
    scene, field = audited.scene, audited.field
    with pytest.raises(NotFound):
        told(audited, scene.office)
    audit_id = planned(scene)
    for _ in range(2):
        harvester(scene.world, scene.manager, name="Eva Sanz", area_ids=(scene.area_id,))
    [open_one] = told(audited, scene.auditor)
    assert (open_one.alarm.kind, open_one.aside) == (AlarmKind.DUPLICATE_HARVESTERS, None)
    order = {"organisation_id": scene.operator_id, "key": open_one.alarm.key}
    field.does(dismiss_alarm, **order, reason="Mother and daughter.")
    with scene.world.reading(scene.evaluator) as reading:
        [again] = alarms_at_desk(reading, audit_id)
    assert again.aside is not None
    assert (again.aside.reason, again.aside.at) == ("Mother and daughter.", scene.world.now)
    assert again.aside.by
    assert told(audited, scene.office) == [again]


def test_late_audits_of_a_client_are_not_told_and_strangers_are_told_nothing(
    audited: Audited,
) -> None:
    scene = audited.scene
    audit_id = planned(scene)
    scene.world.pass_time(days=5)
    with scene.world.reading(scene.manager) as reading:
        kinds = {one.kind for one in alarms_of(reading, scene.operator_id)}
    assert kinds == {AlarmKind.AUDIT_OVERDUE}
    assert told(audited, scene.office) == []
    with pytest.raises(NotAllowed):
        told(audited, scene.manager)
    other = scene.world.somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY)
    with scene.world.reading(other) as reading, pytest.raises(NotFound):
        alarms_at_desk(reading, audit_id)
    with scene.world.reading(other) as reading, pytest.raises(NotFound):
        alarms_of_client(reading, scene.operator_id, body_id=home_of(other))
    with scene.world.work(scene.auditor) as work, pytest.raises(NotAllowed):
        dismiss_alarm(work, organisation_id=scene.operator_id, key="any", reason="No.")
