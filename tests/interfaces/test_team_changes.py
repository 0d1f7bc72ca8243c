"""The office changes the team of an audit under way, through pages and API."""

from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.kernel.actors import Actor, Role
from fairwild.mail.records import QueuedLetter
from tests.audits_builders import Scene, scene_of, scored
from tests.competence_builders import judges
from tests.documents.reading import text_of
from tests.doors import Door

WHY = "Cannot travel any more."


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def _declares(door: Door, audit_id: UUID, somebody: Actor) -> None:
    where = f"/audits/{audit_id}/declaration"
    done = door.pages(somebody).post(where, data={"has_interest": "no"})
    assert done.status_code == 302, done.text


def test_the_office_names_who_takes_over_and_the_operator_is_told(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    newcomer = judges(scene.world, scene.body_id, Role.AUDITOR, name="Vera Nova")
    pages, where = door.pages(scene.office), f"/audits/{audit_id}/team"
    assert f'href="{where}"' in pages.get(f"/audits/{audit_id}").text
    assert "Vera Nova, has not declared" in pages.get(where).text
    order = {"left_id": str(scene.auditor.person_id), "came_id": str(newcomer.person_id)}
    assert pages.post(where, data=order).status_code == 422
    refused = pages.post(where, data={**order, "reason": WHY})
    assert refused.status_code == 409
    assert "has not declared" in refused.text
    _declares(door, audit_id, newcomer)
    assert "Vera Nova, has declared" in pages.get(where).text
    done = pages.post(where, data={**order, "reason": WHY}, follow_redirects=True)
    assert "The team is changed." in done.text
    assert "leader since" in done.text
    assert "leader until" in done.text
    report = text_of(pages.get(f"/audits/{audit_id}/report.pdf").data)
    assert "Changes of the team" in report
    assert WHY in report
    with scene.world.store.reading() as session:
        told = list(session.scalars(select(QueuedLetter)))
    assert [one.subject for one in told if "Vera Nova" in one.body] == [
        "Audit ECO-A-2026-001: the team has changed"
    ]
    assert door.pages(scene.auditor).get(where).status_code == 403
    left = pages.get(f"/audits/{audit_id}/people").text
    assert "left the team on" in left


def test_the_api_changes_the_team_once_for_one_key(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    newcomer = judges(scene.world, scene.body_id, Role.AUDITOR)
    _declares(door, audit_id, newcomer)
    order = {
        "left_id": str(scene.auditor.person_id),
        "came_id": str(newcomer.person_id),
        "reason": WHY,
    }
    where, office = f"/audits/{audit_id}/team-changes", door.api(scene.office)
    assert door.api(scene.manager).post(where, order).status_code == 403
    done = office.post(where, order)
    assert done.status_code == 201, done.json
    assert [(one["person_id"], one["left_on"]) for one in done.json] == [
        (str(newcomer.person_id), None),
        (str(scene.auditor.person_id), "2026-03-02"),
    ]
    again = office.post(where, order)
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "not-in-team")
