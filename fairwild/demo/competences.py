"""What the bodies of the demonstration know of their people."""

from datetime import timedelta
from uuid import UUID

from fairwild.audits.operations import declare_impartiality
from fairwild.competence.operations import (
    record_competence,
    record_interest,
    record_witness_audit,
)
from fairwild.competence.states import InterestKind, WitnessResult
from fairwild.demo.stage import Stage
from fairwild.kernel.actors import Role
from fairwild.species.states import RiskClass

STANDARD, VERSION = "fairwild", "2.0"
LONG_AGO = 1_200
ROLES = (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
DAYS_LEFT = {Role.AUDITOR: 400, Role.EVALUATOR: 45, Role.CERTIFIER: 700}
"""The evaluators' competence ends soon, so that the page has something to warn of."""

WHERE_AUDITORS_GO = {"ALP": ("CH", "ES", "GB", "IT"), "MKA": ("LA", "VN")}
LANGUAGES = {"ALP": ("de", "en", "es", "it"), "MKA": ("en", "vi")}
GROUNDS = "Training of the scheme owner, and audits done under guidance; see the personnel file."


def record(stage: Stage, body: str, *, days_ago: int) -> None:
    """Say what auditor, evaluator and certifier of a body may judge."""
    ending = "" if body == "ALP" else ".vn"
    office = stage.acting(f"office{ending}", days_ago, 180)
    for role in ROLES:
        record_competence(
            office,
            body_id=stage.organisations[body],
            person_id=_person(stage, f"{role}{ending}"),
            role=role,
            standard=STANDARD,
            standard_version=VERSION,
            risk_classes=list(RiskClass),
            languages=LANGUAGES[body],
            countries=WHERE_AUDITORS_GO[body] if role is Role.AUDITOR else (),
            valid_from=stage.day(LONG_AGO),
            valid_until=stage.today + timedelta(days=DAYS_LEFT[role]),
            grounds=GROUNDS,
        )


def go_along(stage: Stage, *, days_ago: int) -> None:
    """Let somebody go along with the Swiss auditor; nobody yet has with the Vietnamese one."""
    record_witness_audit(
        stage.acting("office", days_ago, 200),
        body_id=stage.organisations["ALP"],
        person_id=_person(stage, "auditor"),
        witness_id=_person(stage, "evaluator"),
        witnessed_on=stage.day(days_ago + 10),
        result=WitnessResult.FOLLOW_UP,
        note="Interviews led with calm; the sample of receipts could be explained better.",
    )


def remember_interests(stage: Stage, *, days_ago: int) -> None:
    """Write down a tie that ended so long ago that it counts no more."""
    record_interest(
        stage.acting("certifier.vn", days_ago),
        body_id=stage.organisations["MKA"],
        person_id=_person(stage, "certifier.vn"),
        client_id=stage.organisations["BBE"],
        kind=InterestKind.CONSULTANCY,
        since=stage.day(2_400),
        until=stage.day(1_300),
        note="Helped to draw the first map of the areas.",
    )


def declare(stage: Stage, key: str, audit_id: UUID, *, days_ago: int, minute: int = 0) -> None:
    """Let somebody say before their part in an audit that nothing ties them to the client."""
    work = stage.acting(key, days_ago, minute)
    declare_impartiality(work, audit_id=audit_id, has_interest=False)


def _person(stage: Stage, key: str) -> UUID:
    found = stage.actors[key].person_id
    assert found is not None  # noqa: S101 - every player has an account
    return found
