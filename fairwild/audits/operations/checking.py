"""Planning the spot check of a buyer."""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits import rules
from fairwild.audits.operations.planning import (
    Team,
    hold_standard,
    keep_planned,
    obstacles_in_named_team,
)
from fairwild.audits.records import Audit
from fairwild.audits.states import AuditKind
from fairwild.organisations import queries as organisations
from fairwild.standards.rules import obstacles_to_using
from fairwild.unit_of_work import UnitOfWork

NO_YEAR = 1
"""A buyer has no year of certification: whatever is a minimum for it is one from the start."""


def plan_spot_check(
    work: UnitOfWork,
    *,
    body_id: UUID,
    company_id: UUID,
    bought: int,
    standard: str,
    standard_version: str,
    starts_on: date,
    ends_on: date,
    team: Team,
    planned_half_days: int | None = None,
    sites: Sequence[str] = (),
    days_reason: str = "",
    assigned_despite: str = "",
) -> Audit:
    """Put the spot check of a buyer into the body's calendar; it has no scope and no year.

    The caller has counted what was bought: `bought` consignments certified by this body.
    """
    work.may(Action.PLAN_AUDIT, on=Of(Party.BODY, body_id))
    version = hold_standard(work, standard, standard_version, starts_on, ends_on)
    company = organisations.find_organisation(work, company_id)
    kind = company.kind if company else None
    work.refuse_if(
        chain(
            rules.obstacles_to_checking(kind, version, bought=bought),
            obstacles_to_using(version, on=starts_on),
            obstacles_in_named_team(work, body_id, team),
        )
    )
    audit = Audit(
        body_id=body_id,
        operator_id=company_id,
        standard=standard,
        standard_version=standard_version,
        certification_year=NO_YEAR,
        starts_on=starts_on,
        ends_on=ends_on,
        scope=[],
        kind=AuditKind.SPOT_CHECK,
        planned_half_days=planned_half_days,
        sites=list(sites),
        season_reason="",
        days_reason=days_reason,
    )
    return keep_planned(work, audit, team, despite=assigned_despite)
