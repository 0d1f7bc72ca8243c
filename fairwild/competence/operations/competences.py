"""Deeds on competences and witnessed audits."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.competence import events, rules
from fairwild.competence.operations.belonging import check_works_for
from fairwild.competence.queries.rows import valid_in
from fairwild.competence.records import Competence, WitnessAudit
from fairwild.competence.states import WitnessResult
from fairwild.kernel.actors import Role
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import Invalid
from fairwild.species.states import RiskClass
from fairwild.standards import catalogue
from fairwild.unit_of_work import UnitOfWork


def record_competence(
    work: UnitOfWork,
    *,
    body_id: UUID,
    person_id: UUID,
    role: Role,
    standard: str,
    standard_version: str,
    risk_classes: Collection[RiskClass],
    languages: Collection[str],
    countries: Collection[str] = (),
    valid_from: date,
    valid_until: date,
    grounds: str,
) -> Competence:
    """Say what a person may judge for the body, until when, and what that rests on.

    Without `countries` it holds everywhere; `valid_until` is the first day it holds no more.
    Raises Invalid for somebody of another body, an unknown standard, or days in disorder.
    """
    work.may(Action.RECORD_COMPETENCE, on=Of(Party.BODY, body_id))
    check_works_for(work, body_id, person_id)
    _check_terms(role, standard, standard_version, valid_from=valid_from, valid_until=valid_until)
    recorder_id = work.actor.person_id
    work.refuse_if(rules.obstacles_to_recording(person_id=person_id, recorder_id=recorder_id))
    row = Competence(
        body_id=body_id,
        person_id=person_id,
        role=role,
        standard=standard,
        standard_version=standard_version,
        risk_classes=sorted(str(one) for one in set(risk_classes)),
        languages=sorted(set(languages)),
        countries=sorted(set(countries)),
        valid_from=valid_from,
        valid_until=valid_until,
        grounds=grounds,
        recorded_at=work.now,
        recorded_by=recorder_id,
    )
    work.add(row)
    work.record(_recorded(row))
    return row


def _recorded(row: Competence) -> events.CompetenceRecorded:
    return events.CompetenceRecorded(
        subject=row.id,
        body_id=row.body_id,
        person_id=row.person_id,
        role=row.role,
        standard=row.standard,
        standard_version=row.standard_version,
        risk_classes=tuple(row.risk_classes),
        languages=tuple(row.languages),
        countries=tuple(row.countries),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _check_terms(
    role: Role, standard: str, version: str, *, valid_from: date, valid_until: date
) -> None:
    if role not in rules.JUDGING_ROLES:
        raise Invalid({"role": "unknown"})
    if valid_until <= valid_from:
        raise Invalid({"valid_until": "end-before-start"})
    try:
        catalogue.standard_version(standard, version)
    except catalogue.UnknownStandard as error:
        raise Invalid({"standard": "unknown"}) from error


def end_competence(work: UnitOfWork, *, competence_id: UUID, reason: str) -> Competence:
    """Let a person judge this no more, from today; what was judged before stays."""
    row = work.take(Competence, competence_id, to=Action.RECORD_COMPETENCE)
    recorder_id, ended = work.actor.person_id, row.ended_at is not None
    work.refuse_if(
        [
            *rules.obstacles_to_recording(person_id=row.person_id, recorder_id=recorder_id),
            *rules.obstacles_to_ending_competence(valid_in(row), ended=ended, on=work.today),
        ]
    )
    row.ended_at, row.end_reason = work.now, reason
    work.record(
        events.CompetenceEnded(
            subject=row.id,
            body_id=row.body_id,
            person_id=row.person_id,
            role=row.role,
            reason_sha256=text_digest(reason),
        )
    )
    work.session.flush()
    return row


def record_witness_audit(
    work: UnitOfWork,
    *,
    body_id: UUID,
    person_id: UUID,
    witness_id: UUID,
    witnessed_on: date,
    result: WitnessResult,
    note: str = "",
    audit_id: UUID | None = None,
) -> WitnessAudit:
    """Write down that somebody went along with an auditor, and what they saw.

    `audit_id` is not looked at here: audits know who was in which team.
    """
    work.may(Action.RECORD_COMPETENCE, on=Of(Party.BODY, body_id))
    check_works_for(work, body_id, person_id)
    check_works_for(work, body_id, witness_id, "witness_id")
    recorder_id = work.actor.person_id
    work.refuse_if(
        rules.obstacles_to_witnessing(
            person_id=person_id,
            witness_id=witness_id,
            recorder_id=recorder_id,
            witnessed_on=witnessed_on,
            on=work.today,
        )
    )
    seen: dict[str, Any] = {
        "body_id": body_id,
        "person_id": person_id,
        "witness_id": witness_id,
        "witnessed_on": witnessed_on,
        "audit_id": audit_id,
        "result": result,
    }
    row = WitnessAudit(**seen, note=note, recorded_at=work.now, recorded_by=recorder_id)
    work.add(row)
    digest = text_digest(note)
    work.record(events.WitnessAuditRecorded(subject=row.id, **seen, note_sha256=digest))
    return row
