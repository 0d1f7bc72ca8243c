"""Builds applications and agreements for tests."""

from datetime import date
from typing import Any
from uuid import UUID

from fairwild.applications import operations, queries, rules
from fairwild.applications.records import Agreement, Application
from fairwild.applications.states import ReviewCheck, ReviewOutcome
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.store.files import StoredFile
from tests.audits_builders import Scene
from tests.builders import World

PDF = b"%PDF-1.7\nsigned\n%%EOF"
COPY = StoredFile(sha256="a" * 64, size_bytes=len(PDF))
ALL_MET = dict.fromkeys(ReviewCheck, True)


def form_of(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Give a filled-in form."""
    return {
        "operator_contact": "The manager, Camino 7, Zaragoza",
        "location": "Forty minutes by car from Zaragoza",
        "units": [{"name": "Drying hall", "place": "Pina", "count": 1}],
        "buying_points": 2,
        "distances": "18 km, half an hour",
        "collectors": [{"area": "A1 Río Seco", "count": 24}],
        "processing_staff": 5,
        "history": "Since 1998",
        "other_certificates": "Organic",
        "earlier_training": "",
        "species": [
            {
                "species_id": scene.species_id,
                "part": PlantPart.ROOT,
                "state": State.FRESH,
                "yearly_g": 16_800_000,
            }
        ],
    } | changes


def written(scene: Scene, **changes: Any) -> UUID:
    """Write an application with a filled-in form."""
    head = {
        "operator_id": scene.operator_id,
        "body_id": scene.body_id,
        "standard": "fairwild",
        "standard_version": "2.0",
    }
    with scene.world.work(scene.manager) as work:
        said = head | form_of(scene) | changes
        return operations.write_application(work, **said).id


def answered(scene: Scene, application_id: UUID, value: int = 2) -> UUID:
    """Answer every indicator that is asked of everybody."""
    with scene.world.work(scene.manager) as work:
        row = queries.get_application(work, application_id)
        asked = rules.asked_of_everybody(queries.standard_of(row).rated)
        answers = [(one.code, value, False, "") for one in asked]
        operations.answer_indicators(work, application_id=application_id, answers=answers)
    return application_id


def submitted(scene: Scene, **changes: Any) -> UUID:
    """Hand in a complete application."""
    application_id = answered(scene, written(scene, **changes))
    with scene.world.work(scene.manager) as work:
        operations.submit_application(work, application_id=application_id)
    return application_id


def reviewed(
    scene: Scene, application_id: UUID, outcome: ReviewOutcome = ReviewOutcome.ACCEPT
) -> UUID:
    """Let the body's office answer."""
    with scene.world.work(scene.office) as work:
        operations.review_application(
            work,
            application_id=application_id,
            outcome=outcome,
            checks=ALL_MET,
            reasons="Looked at together on Monday.",
        )
    return application_id


def signed(scene: Scene, **changes: Any) -> UUID:
    """Keep an agreement with its copy, the way the body's office does."""
    order: dict[str, Any] = {
        "body_id": scene.body_id,
        "operator_id": scene.operator_id,
        "edition": "2025-1",
        "signed_on": date(2025, 11, 2),
    }
    with scene.world.work(scene.office) as work:
        agreement_id = operations.sign_agreement(work, **order | changes).id
        operations.keep_signed_copy(
            work,
            agreement_id=agreement_id,
            file_name="agreement.pdf",
            media_type="application/pdf",
            stored=COPY,
        )
    return agreement_id


def seen_application(scene: Scene, application_id: UUID) -> Application:
    """Give an application as its operator sees it."""
    with scene.world.reading(scene.manager) as reading:
        return queries.get_application(reading, application_id)


def agreement_row(world: World, *, body_id: UUID, operator_id: UUID, by: UUID | None) -> Agreement:
    """Give a signed agreement on file as a row, for tests that take it for granted."""
    return Agreement(
        body_id=body_id,
        operator_id=operator_id,
        edition="2025-1",
        signed_on=date(2025, 11, 2),
        recorded_by=by,
        recorded_at=world.now,
        file_name="agreement.pdf",
        media_type="application/pdf",
        size_bytes=len(PDF),
        sha256="a" * 64,
    )
