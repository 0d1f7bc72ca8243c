"""The operator's consent to an application a company pays for, through pages and API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.applications import operations, queries, rules
from fairwild.applications.events import ConsentAnswered
from fairwild.applications.queries.consenting import content_digest
from fairwild.applications.records import ApplicationConsent
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.ledger.records import LedgerEntry
from fairwild.mail.records import QueuedLetter
from fairwild.unit_of_work import UnitOfWork
from tests.applications_builders import COPY, form_of
from tests.audits_builders import Scene, scene_of
from tests.doors import Door


@dataclass
class Paid:
    """A complete draft that a company wrote for an operator."""

    scene: Scene
    buyer: Actor
    application_id: UUID

    @property
    def where(self) -> str:
        """Where the application is."""
        return f"/applications/{self.application_id}"

    def change(self, by: Actor, history: str) -> None:
        """Change what the draft says."""
        with self.scene.world.work(by) as work:
            row = queries.get_application(work, self.application_id)
            operations.change_application(
                work, application_id=row.id, version=row.version, history=history
            )

    def content(self) -> str:
        """Give the digest of what the application says now."""
        with self.scene.world.reading(self.buyer) as reading:
            return content_digest(reading, queries.get_application(reading, self.application_id))


@pytest.fixture
def paid(door: Door) -> Paid:
    """Let a company fill in everything."""
    scene = scene_of(door.world)
    company = scene.world.organisation(OrganisationKind.COMPANY, code="TEA", name="Tea House")
    buyer = scene.world.person((company, Role.COMPANY_MEMBER))
    with scene.world.work(buyer) as work:
        application = operations.write_application(
            work,
            operator_id=scene.operator_id,
            body_id=scene.body_id,
            mandator_id=company,
            standard="fairwild",
            standard_version="2.0",
            **form_of(scene, mandator_contact="Tea House, Bristol"),
        )
        asked = rules.asked_of_everybody(queries.standard_of(application).rated)
        answers = [(one.code, 2, False, "") for one in asked]
        operations.answer_indicators(work, application_id=application.id, answers=answers)
        return Paid(scene, buyer, application.id)


def codes(answer: Any) -> list[str]:
    """Give the codes of a refusal."""
    return [one["code"] for one in answer.json["errors"]]


def letters(paid: Paid) -> list[str]:
    """Read the subjects of the letters in the queue."""
    with paid.scene.world.store.reading() as session:
        return list(session.scalars(select(QueuedLetter.subject).order_by(QueuedLetter.queued_at)))


def test_an_operator_agrees_on_its_page_before_a_company_submits(door: Door, paid: Paid) -> None:
    pages, manager = door.pages(paid.buyer), door.pages(paid.scene.manager)
    assert "consent" not in manager.get("/home").text
    shown = pages.get(paid.where).text
    assert "Ask for its consent" in shown
    assert "Regaliz del Sur (ES)" not in shown
    assert pages.post(f"{paid.where}/submit").status_code == 409
    done = pages.post(f"{paid.where}/ask-consent", follow_redirects=True).text
    assert "The operator is asked." in done
    assert "has not answered yet" in done
    home = manager.get("/home").text
    assert f"{paid.where}#consent" in home
    assert "Tea House asks about application TEA-P-2026-001" in home
    page = manager.get(paid.where).text
    assert "Forty minutes by car from Zaragoza" in page
    given = {"outcome": "given", "content_sha256": paid.content()}
    agreed = manager.post(f"{paid.where}/consent", data=given, follow_redirects=True).text
    assert "You agreed to it as it stands." in agreed
    assert "need your consent" not in manager.get("/home").text
    assert "Submit to" in pages.get(paid.where).text
    sent = pages.post(f"{paid.where}/submit", follow_redirects=True).text
    assert "is submitted." in sent
    asked, answered = letters(paid)[:2]
    assert asked == "Tea House asks whether you agree to the application TEA-P-2026-001"
    assert answered == "Regaliz del Sur agrees to the application TEA-P-2026-001"


def test_a_refusal_says_why_and_a_change_needs_a_new_consent(door: Door, paid: Paid) -> None:
    company, operator = door.api(paid.buyer), door.api(paid.scene.manager)
    pages = door.pages(paid.scene.manager)
    ask, answer = f"{paid.where}/consent-request", f"{paid.where}/consent"
    given = {"outcome": "given", "content_sha256": paid.content()}
    assert codes(operator.post(answer, given)) == ["consent-not-waiting"]
    made = company.post(ask)
    assert (made.status_code, made.json["consent"]["state"]) == (201, "waiting")
    assert codes(company.post(ask)) == ["consent-waiting"]
    unsaid = pages.post(f"{paid.where}/consent", data=given | {"outcome": "refused"})
    assert unsaid.status_code == 409
    assert "Say why you do not agree" in unsaid.text
    told = operator.post(answer, given | {"outcome": "refused", "reason": "Not this year."})
    assert told.json["consent"]["reason"] == "Not this year."
    assert "Not this year." in door.pages(paid.buyer).get(paid.where).text
    assert codes(company.post(f"{paid.where}/submit")) == ["consent-refused"]

    assert company.post(ask).status_code == 201
    paid.change(paid.buyer, "Since 1999")
    stale = pages.post(f"{paid.where}/consent", data=given)
    assert stale.status_code == 409
    assert "was changed while you read it" in stale.text
    assert operator.post(answer, given).status_code == 409
    fresh = {"outcome": "given", "content_sha256": operator.get(paid.where).json["content_sha256"]}
    assert operator.post(answer, fresh).json["consent"]["state"] == "given"
    paid.change(paid.buyer, "Since 2001")
    assert codes(company.post(f"{paid.where}/submit")) == ["consent-outdated"]
    paid.change(paid.buyer, "Since 1999")
    assert company.post(f"{paid.where}/submit").json["status"] == "submitted"


def test_a_consent_is_about_scores_and_documents_too(door: Door, paid: Paid) -> None:
    company, operator = door.api(paid.buyer), door.api(paid.scene.manager)
    application_id = paid.application_id

    def score(work: UnitOfWork) -> object:
        return operations.answer_indicators(
            work, application_id=application_id, answers=[("1.1.a", 3, False, "")]
        )

    def attach(work: UnitOfWork) -> object:
        return operations.attach_document(
            work,
            application_id=application_id,
            title="Map",
            file_name="map.pdf",
            media_type="application/pdf",
            stored=COPY,
        )

    for change in (score, attach):
        assert company.post(f"{paid.where}/consent-request").status_code == 201
        given = {"outcome": "given", "content_sha256": paid.content()}
        assert operator.post(f"{paid.where}/consent", given).json["consent"]["state"] == "given"
        with paid.scene.world.work(paid.buyer) as work:
            change(work)
        assert codes(company.post(f"{paid.where}/submit")) == ["consent-outdated"]


def test_only_the_company_asks_and_only_the_operator_answers(door: Door, paid: Paid) -> None:
    scene, given = paid.scene, {"outcome": "given", "content_sha256": paid.content()}
    clerk = scene.world.person((scene.operator_id, Role.BUYING_CLERK))
    stranger = scene.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    for somebody in (scene.manager, clerk, stranger, scene.office):
        refused = door.api(somebody).post(f"{paid.where}/consent-request")
        assert refused.status_code in {403, 404}
    assert door.api(paid.buyer).post(f"{paid.where}/consent-request").status_code == 201
    for somebody in (paid.buyer, clerk, stranger, scene.office):
        refused = door.api(somebody).post(f"{paid.where}/consent", given)
        assert refused.status_code in {403, 404}
    with scene.world.store.reading() as session:
        assert session.scalar(select(ApplicationConsent.outcome)) is None
        kinds = set(session.scalars(select(LedgerEntry.kind)))
    assert ConsentAnswered.kind() not in kinds


def test_the_operator_submits_itself_without_consent(door: Door, paid: Paid) -> None:
    sent = door.api(paid.scene.manager).post(f"{paid.where}/submit")
    assert sent.json["status"] == "submitted"
