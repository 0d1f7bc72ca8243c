"""What ends soon, and what lacks a class, stands where its owner looks first."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from fairwild.applications.records import Agreement
from fairwild.competence.records import Competence
from fairwild.organisations.records import BodyApproval
from fairwild.species.records import RiskClassification
from tests.audits_builders import Scene, scene_of
from tests.doors import Door


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body and an operator that collects liquorice in one area."""
    return scene_of(door.world)


def end_in(scene: Scene, days: int) -> None:
    """Let everything that has an end hold for so many days yet, from today."""
    until = scene.world.now.date() + timedelta(days=days)
    with scene.world.store.engine.begin() as connection:
        for thing in (Agreement, BodyApproval, Competence, RiskClassification):
            connection.execute(update(thing).values(valid_until=until))


def test_classes_approvals_agreements_and_competences_are_told_of_before_they_end(
    door: Door, scene: Scene
) -> None:
    steward, readers = door.world.steward(), (scene.office, scene.manager)
    end_in(scene, 91)
    for reader in (steward, *readers):
        assert "Ends soon" not in door.pages(reader).get("/home").text
    end_in(scene, 90)
    of_scheme = door.pages(steward).get("/home").text
    assert "Risk class:" in of_scheme
    assert "Approval:" in of_scheme
    of_body = door.pages(scene.office).get("/home").text
    for what in ("Approval:", "Agreement:", "Competence:"):
        assert what in of_body
    of_operator = door.pages(scene.manager).get("/home").text
    assert "Agreement:" in of_operator
    assert "Approval:" not in of_operator
    end_in(scene, 0)
    assert "Agreement:" not in door.pages(scene.manager).get("/home").text


def test_the_steward_sees_what_is_collected_without_a_class(door: Door, scene: Scene) -> None:
    steward = door.world.steward()
    pages, api = door.pages(steward), door.api(steward)
    assert api.get("/risk-classes/missing").json == []
    assert "Collected without" not in pages.get("/home").text
    end_in(scene, 0)
    [missing] = api.get("/risk-classes/missing").json
    assert missing == {
        "species_id": str(scene.species_id),
        "scientific_name": "Glycyrrhiza glabra",
        "part": "root",
        "country": "ES",
        "operators": 1,
    }
    link = f"/species/{scene.species_id}/risk-class?part=root&amp;country=ES"
    for address in ("/home", "/risk-classes"):
        assert link in pages.get(address).text
    assert door.api(scene.office).get("/risk-classes/missing").status_code == 403
    assert "Collected without" not in door.pages(scene.office).get("/risk-classes").text
