"""Only a certification body lets an operator pass its limit once collecting has begun."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.areas.operations import (
    approve_quantity_change,
    ask_quantity_change,
    change_maximum_quantity,
    refuse_quantity_change,
    withdraw_quantity_change,
)
from fairwild.areas.queries import changes_of_quantity, changes_to_decide, get_quantity
from fairwild.areas.records import QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.certificates.queries import bodies_certifying, own_ties
from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.refusals import Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.queries import history_of
from fairwild.lots.operations import reverse_receipt
from fairwild.mail.records import QueuedLetter
from fairwild.wording.areas import change_news
from tests.builders import World
from tests.competence_builders import interest
from tests.lots_builders import KG, Field, certify, field_of
from tests.operations.test_lots_at_once import at_once

WRITE = change_news("http://house.example")


def body_of(world: World) -> tuple[UUID, Actor]:
    """Register a certification body with its certifier."""
    body_id = world.organisation(OrganisationKind.CERTIFICATION_BODY, name="Green Seal")
    return body_id, world.person((body_id, Role.CERTIFIER))


def asked(field: Field, body_id: UUID, limit_kg: int = 1_500, **more: Any) -> QuantityChange:
    """Ask for this many kilograms."""
    order = {"quantity_id": field.quantity_id, "body_id": body_id, "limit_g": limit_kg * KG}
    said = {"reason": "A second stand was found", "certified_by": bodies_certifying, **more}
    done: QuantityChange = field.does(ask_quantity_change, **order, **said)
    return done


def decided(world: World, certifier: Actor, deed: Any, change: QuantityChange, **more: Any) -> Any:
    with world.work(certifier) as work:
        said = {"reason": "Survey checked", "own_ties": own_ties}
        return deed(work, change_id=change.id, **(said | more))


def limit_kg(field: Field) -> int:
    with field.world.reading(field.manager) as reading:
        return get_quantity(reading, field.quantity_id).limit_g // KG


def refused(deed: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refused) as caught:
        deed()
    return [obstacle.code for obstacle in caught.value.obstacles]


def test_a_body_raises_the_limit_and_only_it(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    body_id, certifier = body_of(world)
    field.buy(900)
    assert refused(lambda: field.buy(200)) == ["quota-exceeded"]
    order = {"quantity_id": field.quantity_id, "version": 2, "limit_g": 1_500 * KG}
    alone = refused(lambda: field.does(change_maximum_quantity, **order))
    assert alone == ["limit-raised-after-collection"]
    change = asked(field, body_id, method="312 plants counted")
    assert refused(lambda: asked(field, body_id)) == ["change-already-asked"]
    lower = {**order, "limit_g": 950 * KG}
    assert refused(lambda: field.does(change_maximum_quantity, **lower)) == ["change-already-asked"]
    decided(world, certifier, approve_quantity_change, change)
    assert limit_kg(field) == 1_500
    assert field.buy(200).net_g == 200 * KG
    again = refused(lambda: decided(world, certifier, refuse_quantity_change, change))
    assert again == ["change-already-decided"]


def test_taking_receipts_back_does_not_let_an_operator_lift_its_own_limit(world: World) -> None:
    field = field_of(world, limit_g=100 * KG)
    receipt = field.buy(100)
    field.does(reverse_receipt, receipt_id=receipt.id, reason="typo")
    order = {"quantity_id": field.quantity_id, "version": 3}
    higher = {**order, "limit_g": 1_000 * KG}
    alone = refused(lambda: field.does(change_maximum_quantity, **higher))
    assert alone == ["limit-raised-after-collection"]
    next_year = {"season_from": date(2027, 1, 1), "season_until": date(2028, 1, 1)}
    moved = {**order, **next_year, "limit_g": 100 * KG}
    assert refused(lambda: field.does(change_maximum_quantity, **moved)) == ["season-shortened"]
    body_id, certifier = body_of(world)
    decided(world, certifier, approve_quantity_change, asked(field, body_id, limit_kg=120))
    assert limit_kg(field) == 120
    order["version"] = 4
    field.does(change_maximum_quantity, **order, limit_g=90 * KG)
    assert limit_kg(field) == 90


def test_the_history_says_who_when_from_what_to_what_and_why(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    body_id, certifier = body_of(world)
    field.does(change_maximum_quantity, quantity_id=field.quantity_id, version=1, limit_g=800 * KG)
    field.buy(100)
    first = asked(field, body_id)
    decided(world, certifier, refuse_quantity_change, first, reason="No survey")
    world.pass_time(days=1)
    second = asked(field, body_id, limit_kg=900)
    world.pass_time(days=1)
    decided(world, certifier, approve_quantity_change, second)
    with world.reading(field.manager) as reading:
        found = changes_of_quantity(reading, field.quantity_id)
        story = [one.kind for one in history_of(reading.session, [field.quantity_id])]
    assert {(one.status, one.limit_before_g // KG, one.limit_g // KG) for one in found} == {
        (ChangeStatus.APPROVED, 800, 900),
        (ChangeStatus.REFUSED, 800, 1_500),
        (ChangeStatus.DIRECT, 1_000, 800),
    }
    latest = found[0]
    assert (latest.asked_by, latest.decided_by) == (field.manager.person_id, certifier.person_id)
    assert (latest.decided_at, latest.decision_reason) == (world.now, "Survey checked")
    assert story[-3:] == [
        "quantity-change-refused",
        "quantity-change-asked",
        "quantity-change-approved",
    ]


def test_both_sides_get_letters(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    body_id, certifier = body_of(world)
    change = asked(field, body_id, write=WRITE)
    decided(world, certifier, approve_quantity_change, change, write=WRITE)
    with world.store.reading() as session:
        letters = session.scalars(select(QueuedLetter).order_by(QueuedLetter.id)).all()
    [to_body, to_operator] = sorted(letters, key=lambda one: "granted" in one.body)
    assert "A second stand was found" in to_body.body
    assert f"http://house.example/quantity-changes/{change.id}" in to_body.body
    assert "1,500 kg" in to_operator.subject
    assert "Survey checked" in to_operator.body
    assert to_body.to != to_operator.to


def test_what_cannot_be_asked_or_decided(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    body_id, certifier = body_of(world)
    other_id, stranger = body_of(world)
    company = world.organisation(OrganisationKind.COMPANY)
    with pytest.raises(Invalid):
        asked(field, company)
    both = refused(lambda: asked(field, body_id, 1_000, reason=" "))
    assert both == ["limit-not-raised", "change-without-reason"]
    clerk = world.person((field.operator_id, Role.BUYING_CLERK))
    order = {"quantity_id": field.quantity_id, "body_id": body_id, "limit_g": 10**9}
    with pytest.raises((NotAllowed, NotFound)), world.work(clerk) as work:
        ask_quantity_change(work, reason="More", certified_by=bodies_certifying, **order)
    change = asked(field, body_id)
    silent = refused(lambda: decided(world, certifier, approve_quantity_change, change, reason=" "))
    assert silent == ["decision-without-reason"]
    with pytest.raises(NotFound):
        decided(world, stranger, approve_quantity_change, change)
    office = world.person((body_id, Role.BODY_OFFICE))
    with pytest.raises(NotAllowed):
        decided(world, office, approve_quantity_change, change)
    with pytest.raises(NotAllowed):
        decided(world, field.manager, approve_quantity_change, change)
    with world.reading(certifier) as reading:
        assert [one.id for one in changes_to_decide(reading)] == [change.id]
    with world.reading(stranger) as reading:
        assert changes_to_decide(reading) == []
    field.does(withdraw_quantity_change, change_id=change.id)
    assert asked(field, other_id).body_id == other_id
    assert limit_kg(field) == 1_000


def stands(world: World, certificate_id: UUID, status: CertificateStatus) -> None:
    with world.store.writing() as session:
        session.get_one(Certificate, certificate_id).status = status
        session.commit()


def test_whoever_is_certified_asks_the_body_that_certifies(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    friend_id, _ = body_of(world)
    certificate_id = certify(field)
    with world.store.reading() as session:
        own_id = session.get_one(Certificate, certificate_id).body_id
    assert refused(lambda: asked(field, friend_id)) == ["body-does-not-certify"]
    stands(world, certificate_id, CertificateStatus.SUSPENDED)
    assert refused(lambda: asked(field, friend_id)) == ["body-does-not-certify"]
    field.does(withdraw_quantity_change, change_id=asked(field, own_id).id)
    stands(world, certificate_id, CertificateStatus.WITHDRAWN)
    assert asked(field, friend_id).body_id == friend_id


@pytest.mark.parametrize("deed", [approve_quantity_change, refuse_quantity_change])
def test_whoever_is_tied_to_an_operator_decides_nothing_about_its_limit(
    world: World, deed: Any
) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    body_id, certifier = body_of(world)
    interest(world, body_id, certifier, field.operator_id)
    change = asked(field, body_id)
    assert refused(lambda: decided(world, certifier, deed, change)) == ["certifier-tied-to-client"]
    assert limit_kg(field) == 1_000
    other = world.person((body_id, Role.CERTIFIER))
    assert decided(world, other, deed, change).decided_by == other.person_id


def test_two_certifiers_at_once_decide_once(world: World) -> None:
    field = field_of(world, limit_g=1_000 * KG)
    body_id, certifier = body_of(world)
    change = asked(field, body_id)

    def deciding(deed: Any) -> Callable[[World], Any]:
        return lambda own: decided(own, certifier, deed, change)

    deeds = [approve_quantity_change, refuse_quantity_change] * 2
    ended = at_once(world, *map(deciding, deeds))
    assert ended.count("done") == 1
    assert set(ended) <= {"done", "change-already-decided", "conflict"}
