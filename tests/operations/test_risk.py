"""Risk classes with a real database: given, replaced, ended, and who may."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Invalid, NotAllowed, Refused
from fairwild.ledger.queries import history_of
from fairwild.species import queries
from fairwild.species.operations import classify_risk, end_risk
from fairwild.species.states import RiskClass, RiskFactor
from tests.builders import World
from tests.questions import asked_of


def order(species_id: UUID, **changes: Any) -> dict[str, Any]:
    """Give what a steward says of liquorice roots in Spain."""
    return {
        "species_id": species_id,
        "part": PlantPart.ROOT,
        "country": "ES",
        "risk_class": RiskClass.LOW,
        "document": "RA-1",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2028, 1, 1),
    } | changes


def classified(world: World, steward: Actor, species_id: UUID, **changes: Any) -> UUID:
    """Class a species."""
    with world.work(steward) as work:
        return classify_risk(work, **order(species_id, **changes)).id


def class_on(world: World, species_id: UUID, on: date, **changes: Any) -> str | None:
    """Give the document that holds on a day."""
    wanted: dict[str, Any] = {"part": PlantPart.ROOT, "country": "ES"} | changes
    with world.reading(world.steward()) as reading:
        found = queries.risk_on(reading, species_id=species_id, on=on, **wanted)
        return found.document if found else None


def test_a_class_holds_for_its_species_part_country_and_days_only(world: World) -> None:
    species_id, steward = world.species(), world.steward()
    classified(world, steward, species_id)
    on = date(2026, 3, 2)
    assert class_on(world, species_id, on) == "RA-1"
    assert class_on(world, species_id, on, country="PT") is None
    assert class_on(world, species_id, on, part=PlantPart.LEAF) is None
    assert class_on(world, species_id, date(2025, 12, 31)) is None
    assert class_on(world, species_id, date(2028, 1, 1)) is None


def test_a_newer_class_takes_the_place_of_the_older_from_its_first_day(world: World) -> None:
    species_id, steward = world.species(), world.steward()
    old = classified(world, steward, species_id)
    later = {"document": "RA-2", "risk_class": RiskClass.HIGH, "factors": [RiskFactor.DEMAND]}
    days = {"valid_from": date(2026, 6, 1), "valid_until": date(2026, 9, 1)}
    classified(world, steward, species_id, **later, **days)
    documents = [class_on(world, species_id, date(2026, month, 1)) for month in (5, 6, 8, 9)]
    assert documents == ["RA-1", "RA-2", "RA-2", None]
    with world.reading(steward) as reading:
        kinds = [entry.kind for entry in history_of(reading.session, [old])]
    assert kinds == ["risk-classified", "risk-superseded"]


def test_an_ended_class_leaves_the_species_without_one(world: World) -> None:
    species_id, steward = world.species(), world.steward()
    classification_id = classified(world, steward, species_id)
    with world.work(steward) as work:
        end_risk(work, classification_id=classification_id, reason="The wrong river basin")
    assert class_on(world, species_id, date(2026, 3, 1)) == "RA-1"
    assert class_on(world, species_id, date(2026, 3, 2)) is None
    with world.work(steward) as work, pytest.raises(Refused, match="risk-class-over"):
        end_risk(work, classification_id=classification_id, reason="Again")


def test_the_past_is_not_classed_anew_and_days_run_forward(world: World) -> None:
    species_id, steward = world.species(), world.steward()
    classified(world, steward, species_id)
    with world.work(steward) as work, pytest.raises(Refused, match="risk-already-classed-then"):
        classify_risk(work, **order(species_id, valid_from=date(2026, 2, 1)))
    with world.work(steward) as work, pytest.raises(Invalid, match="valid_until"):
        classify_risk(work, **order(species_id, valid_until=date(2026, 1, 1)))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SCHEME_STEWARD])
def test_only_the_steward_gives_a_class(small_world: World, role: Role) -> None:
    kinds = {
        Role.SYSTEM_ADMINISTRATOR: OrganisationKind.SCHEME_OWNER,
        Role.COMPANY_MEMBER: OrganisationKind.COMPANY,
    }
    of_body = role in {Role.BODY_OFFICE, Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER}
    otherwise = OrganisationKind.CERTIFICATION_BODY if of_body else OrganisationKind.OPERATOR
    somebody = small_world.somebody(role, kinds.get(role, otherwise))
    species_id = small_world.species()
    with small_world.work(somebody) as work, pytest.raises(NotAllowed):
        classify_risk(work, **order(species_id))


def test_many_goods_are_one_question(small_world: World) -> None:
    steward = small_world.steward()
    ids = [small_world.species(f"SPEC{number}", f"Species {number}") for number in range(6)]
    for species_id in ids:
        classified(small_world, steward, species_id)
    with small_world.reading(steward) as reading, asked_of(small_world.store) as asked:
        goods = [(species_id, PlantPart.ROOT) for species_id in ids]
        found = queries.risks_on(reading, goods, country="ES", on=date(2026, 3, 2))
    assert len(found) == len(ids)
    assert len([one for one in asked if one.reads]) == 1
