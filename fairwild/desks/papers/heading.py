"""What stands at the head of every paper of an audit, and what several of them say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fairwild.areas import queries as areas
from fairwild.audits.facts import TeamMemberFacts
from fairwild.audits.queries import AuditView, view_of_audit
from fairwild.audits.queries.became import Became, became_of
from fairwild.audits.queries.repeated import repeated_in
from fairwild.audits.queries.team import team_changes_of
from fairwild.audits.states import DueBy, NonconformityStatus
from fairwild.certificates.papers import (
    address_on_paper,
    day_on_paper,
    weight_on_paper,
    word_on_paper,
)
from fairwild.desks.papers import wording
from fairwild.documents.audit_facts import AuditHead, Member, RaisedText, ScopeRow, TeamChangeText
from fairwild.organisations.queries import organisations_by_id, people_by_id
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class File:
    """An audit with everything around it that its papers say."""

    view: AuditView
    head: AuditHead
    names: wording.Names
    became: dict[UUID, Became]
    repeated: dict[UUID, tuple[int, str]]


def file_of(reading: Reading, audit_id: UUID, *, base_url: str, pins: Iterable[Any] = ()) -> File:
    """Gather an audit for its papers; raises NotFound for whoever may not see it."""
    view = view_of_audit(reading, audit_id)
    became = became_of(reading, audit_id)
    people = {one for one in _people(view, became) if one} | {one.pinned_by for one in pins}
    names = people_by_id(reading, people)
    head = _head(reading, view, base_url=base_url)
    return File(view, head, names, became, repeated_in(reading, audit_id))


def _people(view: AuditView, became: dict[UUID, Became]) -> Iterator[UUID | None]:
    yield from (one.person_id for one in (*view.facts.team, *view.facts.left))
    yield from (view.audit.finished_by, view.audit.confirmed_by, view.audit.cancelled_by)
    yield from (view.facts.evaluator_id, view.facts.decider_id)
    yield from (one.added_by for one in view.evidence)
    for found in view.nonconformities:
        yield from (found.raised_by, found.answered_by, found.closed_by)
    for told in became.values():
        yield from (one.granted_by for one in told.extensions)
        yield from (one.pinned_by for one in told.pins)
        yield from (who for one in told.returned for who in (one.answered_by, one.returned_by))
        if told.objection is not None:
            yield from (told.objection.raised_by, told.objection.answered_by)


def _head(reading: Reading, view: AuditView, *, base_url: str) -> AuditHead:
    audit = view.audit
    parties = organisations_by_id(reading, [audit.operator_id, audit.body_id])
    operator, body = parties[audit.operator_id], parties[audit.body_id]
    agreed = view.facts.agreement_signed_on
    return AuditHead(
        language=wording.LANGUAGE,
        number=audit.number,
        operator_name=operator.name,
        operator_address=address_on_paper(operator),
        operator_number=operator.code,
        body_name=body.name,
        body_address=address_on_paper(body),
        body_number=body.code,
        standard=view.standard.full_title,
        year_of_certification=str(audit.certification_year),
        kind=wording.capital(audit.kind) if audit.kind else "",
        days=wording.days_on_paper(audit.starts_on, audit.ends_on),
        planned=wording.half_days(audit.planned_half_days),
        used=wording.half_days(audit.used_half_days),
        agreement=day_on_paper(agreed) if agreed else "",
        finished=day_on_paper(audit.finished_at.date()) if audit.finished_at else "",
        synthetic=operator.synthetic or body.synthetic,
        of_a_buyer=view.facts.of_a_buyer,
        **addressed(audit.id, base_url=base_url),
    )


def notice_of(file: File, otherwise: str) -> str:
    """Say of an audit that was cancelled or broken off who did so, when and why."""
    audit = file.view.audit
    if audit.cancelled_at is None:
        return otherwise
    deed = "Broken off" if audit.broken_off else "Cancelled"
    done = wording.who_when(file.names, audit.cancelled_by, audit.cancelled_at)
    return f"{deed} by {done}: {audit.cancel_reason}"


def addressed(audit_id: UUID, *, base_url: str) -> dict[str, str]:
    """Say where the page of an audit is today."""
    url = f"{base_url.rstrip('/')}/audits/{audit_id}"
    return {"page_url": url, "page_domain": urlsplit(base_url).netloc}


def team_of(file: File) -> tuple[Member, ...]:
    """Word the team, its leader first."""
    facts = file.view.facts
    told = (
        Member(name=file.names.get(one.person_id, "–"), role=_part(one))
        for one in (*facts.team, *facts.left)
    )
    return tuple(
        sorted(told, key=lambda one: (not one.role.startswith("Leader"), one.role, one.name))
    )


def _part(member: TeamMemberFacts) -> str:
    """Word the part somebody has in a team, or had in it until they left."""
    since = f" since {day_on_paper(member.came_on)}" if member.came_on else ""
    until = f" until {day_on_paper(member.left_on)}" if member.left_on else ""
    return wording.capital(member.role) + since + until


def changes_of(reading: Reading, audit_id: UUID) -> tuple[TeamChangeText, ...]:
    """Word who left the team of an audit under way, and who took over."""
    found = team_changes_of(reading, audit_id)
    ids = {who for one in found for who in (one.left_id, one.came_id, one.changed_by)}
    names = people_by_id(reading, {one for one in ids if one is not None})
    return tuple(
        TeamChangeText(
            person=names.get(one.left_id, "–"),
            role=word_on_paper(one.role),
            came=names.get(one.came_id, "–") if one.came_id else "",
            changed=wording.who_when(names, one.changed_by, one.changed_at),
            reason=one.reason,
        )
        for one in found
    )


def scope_of(reading: Reading, view: AuditView) -> tuple[ScopeRow, ...]:
    """Word the scope of an audit."""
    lines = view.audit.scope
    plants = species_by_id(reading, {UUID(line["species_id"]) for line in lines})
    places = areas.area_facts(reading, {UUID(one) for line in lines for one in line["area_ids"]})
    return tuple(
        ScopeRow(
            species=plants[UUID(line["species_id"])].scientific_name,
            part=wording.capital(line["part"]),
            areas=", ".join(sorted(places[UUID(one)].code for one in line["area_ids"])),
            risk_class=wording.capital(line.get("risk_class") or "not classified"),
            maximum=f"{weight_on_paper(line['maximum_g'])}, {word_on_paper(line['state'])}",
        )
        for line in lines
    )


def raised_of(file: File) -> tuple[RaisedText, ...]:
    """Word the nonconformities of an audit as they were written, whatever became of them."""
    return tuple(raised(file, one) for one in file.view.nonconformities)


def raised(file: File, row: Any) -> RaisedText:
    """Word one nonconformity as it was written, with the last day it had then."""
    before = file.became[row.id].days_before if row.id in file.became else []
    due_on = min([*before, row.due_on])
    by_audit = row.due_by is DueBy.NEXT_AUDIT
    return RaisedText(
        number=str(row.number),
        grade=word_on_paper(row.grade),
        indicators=", ".join(row.indicators),
        due=day_on_paper(due_on) + (", the next yearly audit" if by_audit else ""),
        description=row.description,
        repeats=repeats(file, row),
        withdrawn=withdrawn(file, row),
    )


def withdrawn(file: File, row: Any) -> str:
    """Say of a nonconformity that its team took it back, who and why, and what stands for it."""
    if row.status is not NonconformityStatus.WITHDRAWN:
        return ""
    numbers = [one.number for one in file.view.nonconformities if one.id == row.twin_id]
    stands = "".join(f" It stands as nonconformity {number}." for number in numbers)
    who = wording.who_when(file.names, row.closed_by, row.closed_at)
    return f"Withdrawn by {who}: {row.closing_note}{stands}"


def repeats(file: File, row: Any) -> str:
    """Say which earlier nonconformities one repeats; nothing where it is new."""
    found = [file.repeated[one] for one in row.repeats if one in file.repeated]
    told = ", ".join(f"nonconformity {number} of {audit}" for number, audit in found)
    return f"Found before: {told}" if told else ""
