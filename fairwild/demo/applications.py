"""Applications and agreements of the demonstration: one accepted and signed, one under review."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from reportlab.pdfgen.canvas import Canvas

from fairwild.applications import queries, rules
from fairwild.applications.operations import (
    answer_indicators,
    attach_document,
    keep_signed_copy,
    review_application,
    sign_agreement,
    submit_application,
    write_application,
)
from fairwild.applications.states import ReviewCheck, ReviewOutcome
from fairwild.demo.stage import Stage
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.store.attachments import keep_attachment

STANDARD, VERSION, EDITION = "fairwild", "2.0", "2024-1"
MODEST_POINTS = (2, 2, 1, 2, 3, 2, 2, 1)
"""How these operators see themselves, over and over along the tree."""

EBRO: Mapping[str, object] = {
    "operator_contact": "Pilar Lacasa, Regaliz del Ebro, Camino de la Ribera 7, Zaragoza",
    "location": "Five stretches of the Ebro between Gelsa and Mequinenza; train to Zaragoza, then "
    "forty minutes by car.",
    "units": [
        {"name": "Secadero de Pina", "work": "drying", "place": "Pina de Ebro", "count": 1},
        {"name": "Almacén Quinto", "work": "storage", "place": "Quinto", "count": 1},
    ],
    "buying_points": 2,
    "distances": "Pina to Quinto 14 km, twenty minutes; every terrace within 25 km of one of them.",
    "collectors": [
        {"area": "EBR-B1", "count": 12},
        {"area": "EBR-B2", "count": 9},
        {"area": "EBR-B3", "count": 8},
        {"area": "EBR-B4", "count": 7},
        {"area": "EBR-B5", "count": 6},
    ],
    "processing_staff": 6,
    "history": "Digging since 1987, a cooperative of its own since 2009.",
    "other_certificates": "EU organic since 2012.",
    "earlier_training": "Two days on the resource assessment of roots, 2024.",
}
PAID_BY_HEDGEROW: Mapping[str, object] = {
    "mandator_contact": "Amelia Thornbury, Hedgerow Tea Company, 4 Quay Street, Bristol",
}
VAL_D_AGRI: Mapping[str, object] = {
    "operator_contact": "Rocco Lofrano, Via del Mulino 12, Paterno",
    "mandator_contact": "Amelia Thornbury, Hedgerow Tea Company, 4 Quay Street, Bristol",
    "location": "Upper Agri valley, an hour and a half by car from Potenza.",
    "units": [{"name": "Essiccatoio", "work": "drying", "place": "Paterno", "count": 1}],
    "buying_points": 2,
    "distances": "Paterno to Tramutola 9 km, a quarter of an hour.",
    "collectors": [{"area": "AGR-V1", "count": 8}, {"area": "AGR-V2", "count": 5}],
    "processing_staff": 3,
    "history": "Certified for one year; the certificate is to be renewed with a second body.",
    "other_certificates": "",
    "earlier_training": "",
}


def agree(stage: Stage, *, body: str, operator: str, office: str, days_ago: int) -> None:
    """Let body and operator sign their agreement, unless one binds them on that day."""
    parties = {
        "body_id": stage.organisations[body],
        "operator_id": stage.organisations[operator],
    }
    found = queries.agreement_on(stage.work, on=stage.day(days_ago), **parties)
    if found is None:
        sign(stage, office=office, days_ago=days_ago, **parties)


def sign(
    stage: Stage,
    *,
    body_id: UUID,
    operator_id: UUID,
    office: str,
    days_ago: int,
    application_id: UUID | None = None,
) -> None:
    """Keep a signed agreement with its copy."""
    work = stage.acting(office, days_ago)
    agreement = sign_agreement(
        work,
        body_id=body_id,
        operator_id=operator_id,
        edition=EDITION,
        signed_on=stage.day(days_ago),
        application_id=application_id,
    )
    copy = _paper(f"Certification agreement {EDITION}", "Signed by both sides. Demonstration.")
    stored, media_type = keep_attachment(stage.files, copy)
    keep_signed_copy(
        work,
        agreement_id=agreement.id,
        file_name=f"agreement {EDITION}.pdf",
        media_type=media_type,
        stored=stored,
    )


def _paper(*lines: str) -> BytesIO:
    """Write a page that stands for a scanned paper."""
    written = BytesIO()
    page = Canvas(written, invariant=1)
    for number, line in enumerate(lines):
        page.drawString(72, 760 - 24 * number, line)
    page.save()
    written.seek(0)
    return written


def play_first(stage: Stage) -> None:
    """Let the operator of the liquorice story apply, be accepted, and sign."""
    application_id = apply(
        stage, EBRO, operator="EBR", key="manager", maximum_g=16_800_000, days_ago=300
    )
    review_application(
        stage.acting("office", 292),
        application_id=application_id,
        outcome=ReviewOutcome.ACCEPT,
        checks=dict.fromkeys(ReviewCheck, True),
        reasons="Complete; two days in spring are free; our auditor speaks Spanish and knows "
        "roots; all five areas lie in Spain.",
    )
    sign(
        stage,
        body_id=stage.organisations["ALP"],
        operator_id=stage.organisations["EBR"],
        office="office",
        days_ago=285,
        application_id=application_id,
    )


def play_last(stage: Stage) -> None:
    """Leave an application on the desk of the body, with a company that pays."""
    apply(
        stage,
        VAL_D_AGRI,
        operator="AGR",
        key="manager.it",
        maximum_g=4_900_000,
        days_ago=3,
        mandator="HDG",
    )


def apply(stage: Stage, said: Mapping[str, object], *, key: str, days_ago: int, **of: Any) -> UUID:
    """Write an application and hand it in on the same day."""
    application_id = write(stage, said, key=key, days_ago=days_ago, **of)
    submit_application(stage.acting(key, days_ago, 150), application_id=application_id)
    return application_id


def write(
    stage: Stage,
    said: Mapping[str, object],
    *,
    operator: str,
    key: str,
    maximum_g: int,
    days_ago: int,
    mandator: str | None = None,
) -> UUID:
    """Write an application with its self-assessment and a document; it is still a draft."""
    line = {
        "species_id": stage.species["GLYGLA"],
        "part": PlantPart.ROOT,
        "state": State.FRESH,
        "yearly_g": maximum_g,
    }
    work = stage.acting(key, days_ago)
    application = write_application(
        work,
        operator_id=stage.organisations[operator],
        mandator_id=stage.organisations[mandator] if mandator else None,
        body_id=stage.organisations["ALP"],
        standard=STANDARD,
        standard_version=VERSION,
        species=[line],
        **said,
    )
    asked = rules.asked_of_everybody(queries.standard_of(application).rated)
    answers = [
        (one.code, MODEST_POINTS[number % len(MODEST_POINTS)], False, "")
        for number, one in enumerate(asked)
    ]
    answer_indicators(
        stage.acting(key, days_ago, 90), application_id=application.id, answers=answers
    )
    stored, media_type = keep_attachment(stage.files, _paper("Organisation chart", operator))
    work = stage.acting(key, days_ago, 120)
    attach_document(
        work,
        application_id=application.id,
        title="Organisation chart",
        file_name="organisation chart.pdf",
        media_type=media_type,
        stored=stored,
    )
    return application.id
