"""Letters about the course of an audit: who gets which, and who does not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from fairwild.applications.records import Agreement
from fairwild.audits import operations, queries
from fairwild.audits.states import AuditKind, Grade, Outcome
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.mail.records import QueuedLetter
from fairwild.organisations.queries import get_account
from tests.audits_builders import (
    Scene,
    declare,
    drafted,
    evaluated,
    finished,
    planned,
    raised,
    scene_of,
    scored,
)
from tests.doors import Door

ANSWER = {
    "root_cause": "Nobody was named.",
    "correction": "Names were written.",
    "corrective_action": "We train twice a year.",
}


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def payer_of(scene: Scene) -> Actor:
    """Let a company pay for the certification of the operator."""
    world = scene.world
    company = world.organisation(OrganisationKind.COMPANY, code="TEA", name="Tea House")
    with world.work(world.steward()) as work:
        paid = update(Agreement).values(mandator_id=company)
        work.session.connection().execute(paid)
    return world.person((company, Role.COMPANY_MEMBER))


def confirmable(scene: Scene, **changes: Any) -> UUID:
    """Plan an audit that nothing keeps from being confirmed."""
    audit_id = drafted(scene, **changes)
    declare(scene, audit_id, **changes)
    return audit_id


def email_of(scene: Scene, actor: Actor) -> str:
    """Say where somebody is reached."""
    assert actor.person_id is not None
    with scene.world.reading(scene.office) as reading:
        return get_account(reading, actor.person_id).email


class Post:
    """What was queued since one last looked."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.seen: set[UUID] = set()

    def new(self) -> list[QueuedLetter]:
        """Give the letters that came since."""
        with self.scene.world.store.reading() as session:
            found = [
                one for one in session.scalars(select(QueuedLetter)) if one.id not in self.seen
            ]
        self.seen |= {one.id for one in found}
        return found

    def to(self, *actors: Actor) -> str:
        """Give the text of the letter that exactly these people got."""
        found = self.new()
        wanted = sorted(email_of(self.scene, one) for one in actors)
        assert sorted(one.to for one in found) == wanted
        return "\n".join(f"{one.subject}\n{one.body}" for one in found)


def test_a_confirmed_plan_is_told_to_who_is_audited_and_who_pays(door: Door, scene: Scene) -> None:
    payer, post, audit_id = payer_of(scene), Post(scene), confirmable(scene)
    office = door.pages(scene.office)
    assert office.post(f"/audits/{audit_id}/confirm").status_code == 302
    letters = post.new()
    theirs = email_of(scene, payer)
    assert {one.to for one in letters} == {theirs, email_of(scene, scene.manager)}
    assert all("Ecotest has confirmed the audit" in one.body for one in letters)
    for one in letters:
        assert (f"/audits/{audit_id}" in one.body) is (one.to != theirs), "who pays cannot open it"
        assert ("/agreements/" in one.body) is (one.to == theirs)
    taken_back = office.post(f"/audits/{audit_id}/reopen", data={"reason": "It is to surprise."})
    assert taken_back.status_code == 302
    said = post.to(scene.manager, payer)
    assert "no longer stand" in said
    assert "surprise" not in said


def test_an_unannounced_audit_is_told_to_nobody_outside(door: Door, scene: Scene) -> None:
    payer_of(scene)
    post, audit_id = Post(scene), confirmable(scene, kind=AuditKind.UNANNOUNCED)
    office = door.api(scene.office)
    assert office.post(f"/audits/{audit_id}/confirmation").status_code == 200
    assert office.post(f"/audits/{audit_id}/reopening", {"reason": "Rain."}).status_code == 200
    assert post.new() == []
    assert office.post(f"/audits/{audit_id}/cancellation", {"reason": "Rain."}).status_code == 200
    assert "is cancelled" in post.to(scene.auditor)


def test_who_pays_is_told_that_a_visit_falls_away_but_not_why(door: Door, scene: Scene) -> None:
    payer, post, audit_id = payer_of(scene), Post(scene), planned(scene)
    door.api(scene.office).post(f"/audits/{audit_id}/cancellation", {"reason": "Rain."})
    theirs = email_of(scene, payer)
    letters = post.new()
    assert len(letters) == 3
    [told] = [one for one in letters if one.to == theirs]
    assert "does not go on" in told.body
    assert "Rain." not in told.body


def test_a_finished_report_tells_what_to_answer_until_when(door: Door, scene: Scene) -> None:
    payer_of(scene)
    audit_id = scored(scene)
    raised(scene, audit_id, "1.1.a", Grade.MINOR)
    post = Post(scene)
    order = {"summary": "Careful.", "used_days": "4"}
    assert (
        door.pages(scene.auditor).post(f"/audits/{audit_id}/finish", data=order).status_code == 303
    )
    said = post.to(scene.manager)
    assert "Answer these:\nNonconformity 1 until " in said
    assert f"/audits/{audit_id}" in said


def test_a_nonconformity_is_told_to_the_side_that_has_to_act(door: Door, scene: Scene) -> None:
    payer_of(scene)
    audit_id = scored(scene)
    found = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    where, post = f"/audits/{audit_id}/nonconformities/{found}", Post(scene)
    manager, auditor = door.api(scene.manager), door.api(scene.auditor)
    assert manager.post(f"{where}/answer", ANSWER).status_code == 200
    said = post.to(scene.office, scene.auditor)
    assert "has answered nonconformity 1" in said
    assert where in said
    assert auditor.post(f"{where}/return", {"reason": "Who trains?"}).status_code == 200
    said = post.to(scene.manager)
    assert "Who trains?" in said
    assert "Answer anew until" in said
    with scene.world.reading(scene.auditor) as reading:
        due_on = queries.get_nonconformity(reading, found).due_on
    later = {"due_on": (due_on + timedelta(days=10)).isoformat(), "reason": "The snow."}
    earlier = {**later, "due_on": (due_on - timedelta(days=1)).isoformat()}
    assert auditor.post(f"{where}/extensions", earlier).status_code == 409
    assert post.new() == [], "nothing is sent for a refused deed"
    assert auditor.post(f"{where}/extensions", later).status_code == 201
    said = post.to(scene.manager)
    assert "The snow." in said
    assert "The last day is now" in said


def test_an_objection_its_answer_and_the_end_are_told(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    where, post = f"/audits/{audit_id}/nonconformities/{found}", Post(scene)
    manager, auditor = door.pages(scene.manager), door.pages(scene.auditor)
    due_on = (
        door.api(scene.auditor).get(where.rsplit("/", 1)[0].replace("/nonconformities", "")).json
    )
    [one] = due_on["nonconformities"]
    assert one["number"] == 1
    objected = manager.post(f"{where}/object", data={"reasons": "The names stand in the book."})
    assert objected.status_code == 302
    said = post.to(scene.office, scene.auditor)
    assert "The names stand in the book." in said
    order = {"outcome": "rejected", "answer": "The book is empty."}
    judged = door.pages(scene.evaluator).post(f"{where}/judge", data=order)
    assert judged.status_code == 302
    assert "The book is empty." in post.to(scene.manager)
    door.api(scene.manager).post(f"{where}/answer", ANSWER)
    post.new()
    closed = auditor.post(
        f"{where}/close", data={"verification": "remote", "note": "Seen by video."}
    )
    assert closed.status_code == 302
    assert "It is closed." in post.to(scene.manager)


def test_a_decision_is_told_with_the_last_day_to_appeal(door: Door, scene: Scene) -> None:
    payer = payer_of(scene)
    audit_id = evaluated(scene, finished(scene, scored(scene)))
    post = Post(scene)
    refused = door.api(scene.auditor).post(
        f"/audits/{audit_id}/decision", {"outcome": "certify", "reasons": "Good."}
    )
    assert refused.status_code == 403
    assert post.new() == []
    order = {"outcome": Outcome.CERTIFY, "reasons": "Both gates are open."}
    assert door.api(scene.certifier).post(f"/audits/{audit_id}/decision", order).status_code == 201
    said = post.to(scene.manager, payer)
    assert "has decided on the audit" in said
    assert said.count("you can appeal against it") == 2
    assert "Both gates" not in said


def test_who_words_no_letters_sends_none(scene: Scene) -> None:
    audit_id, post = confirmable(scene), Post(scene)
    with scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    assert post.new() == []


def test_something_critical_is_told_at_once_to_office_certifiers_and_operator(
    door: Door, scene: Scene
) -> None:
    post, audit_id = Post(scene), scored(scene)
    where, pages = f"/audits/{audit_id}/nonconformities/new", door.pages(scene.auditor)
    order = {"indicators[]": ["1.1.a"], "grade": "major", "description": "Roots of last year."}
    assert pages.post(where, data=order).status_code == 302
    assert post.new() == []
    assert pages.post(where, data={**order, "grade": "critical"}).status_code == 302
    said = post.to(scene.office, scene.certifier, scene.manager)
    assert "Critical: nonconformity 2 of ECO-A-2026-001, Regaliz del Sur" in said
    assert "Roots of last year." in said
    api = door.api(scene.auditor)
    told = {"indicators": ["1.1.a"], "grade": "critical", "description": "Again."}
    assert api.post(f"/audits/{audit_id}/nonconformities", told).status_code == 201
    assert "Again." in post.to(scene.office, scene.certifier, scene.manager)
