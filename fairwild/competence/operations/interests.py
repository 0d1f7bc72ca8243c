"""Deeds on interests, declarations and what an office sets aside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.competence import events, rules
from fairwild.competence.operations.belonging import check_works_for
from fairwild.competence.queries.office import obstacles_of_office
from fairwild.competence.records import Declaration, Interest, Override
from fairwild.competence.states import CLIENTS, InterestKind
from fairwild.kernel.actors import Role
from fairwild.kernel.digests import text_digest
from fairwild.kernel.events import Json, plain
from fairwild.kernel.refusals import Invalid, NotAllowed, Obstacle
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import UnitOfWork


def record_interest(
    work: UnitOfWork,
    *,
    body_id: UUID,
    person_id: UUID,
    client_id: UUID,
    kind: InterestKind,
    since: date,
    until: date | None = None,
    note: str = "",
) -> Interest:
    """Write down what ties a person to a client: by that person, or by the office of the body.

    `until` is the first day on which it does so no more.
    """
    row = Interest(
        body_id=body_id,
        person_id=person_id,
        client_id=client_id,
        kind=kind,
        since=since,
        until=until,
        note=note,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
    )
    work.may(Action.DECLARE_INTEREST, on=row)
    check_works_for(work, body_id, person_id)
    client = organisations.find_organisation(work, client_id)
    if client is None or client.kind not in CLIENTS:
        raise Invalid({"client_id": "unknown"})
    if until is not None and until <= since:
        raise Invalid({"until": "end-before-start"})
    if until is not None:
        last_day = until - timedelta(days=1)
        work.refuse_if(rules.obstacles_to_a_past(last_day, on=work.today))
    work.add(row)
    work.record(
        events.InterestRecorded(
            subject=row.id,
            body_id=body_id,
            person_id=person_id,
            client_id=client_id,
            interest_kind=kind,
            since=since,
            until=until,
        )
    )
    return row


def end_interest(work: UnitOfWork, *, interest_id: UUID, last_day: date) -> Interest:
    """Say on which day an interest ended; it still counts for the time of the look-back.

    Not by the person concerned, who would free themselves of a conflict.
    """
    row = work.take(Interest, interest_id, to=Action.DECLARE_INTEREST)
    if last_day < row.since:
        raise Invalid({"last_day": "end-before-start"})
    work.refuse_if(
        rules.obstacles_to_ending_interest(
            person_id=row.person_id,
            recorder_id=work.actor.person_id,
            until=row.until,
            last_day=last_day,
            on=work.today,
        )
    )
    row.until = last_day + timedelta(days=1)
    work.record(
        events.InterestEnded(
            subject=row.id,
            body_id=row.body_id,
            person_id=row.person_id,
            client_id=row.client_id,
            until=row.until,
        )
    )
    work.session.flush()
    return row


def declare(
    work: UnitOfWork,
    *,
    body_id: UUID,
    audit_id: UUID,
    client_id: UUID,
    has_interest: bool,
    note: str = "",
) -> Declaration:
    """Say for oneself, before an assignment, whether anything ties one to the client.

    Whoever calls has asked whether the actor has a part in the audit.
    """
    person_id = work.actor.person_id
    if person_id is None:
        raise NotAllowed(Action.DECLARE_INTEREST)
    row = Declaration(
        body_id=body_id,
        person_id=person_id,
        audit_id=audit_id,
        client_id=client_id,
        has_interest=has_interest,
        note=note,
        declared_at=work.now,
    )
    work.may(Action.DECLARE_INTEREST, on=row)
    work.add(row)
    work.record(
        events.ImpartialityDeclared(
            subject=row.id,
            body_id=body_id,
            person_id=person_id,
            audit_id=audit_id,
            client_id=client_id,
            has_interest=has_interest,
            note_sha256=text_digest(note),
        )
    )
    return row


def override_obstacles(
    work: UnitOfWork,
    found: Sequence[Obstacle],
    *,
    body_id: UUID,
    audit_id: UUID,
    person_id: UUID,
    role: Role | None,
    client_ids: Collection[UUID],
    reason: str,
) -> Override:
    """Set aside what stands against an assignment, with a reason that stays in the audit's file.

    `client_ids` are the client and whoever pays: nobody tied to them has a say in it.
    """
    work.may(Action.OVERRIDE_OBSTACLE, on=Of(Party.BODY, body_id))
    office_id = work.actor.person_id
    tied = obstacles_of_office(work, body_id=body_id, client_ids=client_ids)
    work.refuse_if(
        rules.obstacles_to_overriding(found, person_id=person_id, office_id=office_id, tied=tied)
    )
    kept = [one for one in found if one.code in rules.OVERRIDABLE]
    row = Override(
        body_id=body_id,
        audit_id=audit_id,
        person_id=person_id,
        role=role,
        obstacles=[_kept(one) for one in kept],
        reason=reason,
        given_by=office_id,
        given_at=work.now,
    )
    work.add(row)
    work.record(
        events.ObstaclesOverridden(
            subject=row.id,
            body_id=body_id,
            audit_id=audit_id,
            person_id=person_id,
            role=role,
            obstacles=tuple(rules.key_of(one) for one in kept),
            reason_sha256=text_digest(reason),
        )
    )
    return row


def _kept(obstacle: Obstacle) -> Mapping[str, Json]:
    """Keep an obstacle without the name of the person, who stands beside it by their id."""
    facts = {name: value for name, value in obstacle.facts.items() if name != "person"}
    return {"code": obstacle.code, "key": rules.key_of(obstacle), "facts": plain(facts)}
