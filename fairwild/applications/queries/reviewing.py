"""What the answer to an application rests on: the countries it is about, approvals, people."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.applications.facts import BodyFacts
from fairwild.applications.records import Application
from fairwild.areas import queries as areas
from fairwild.areas.facts import AreaFacts
from fairwild.competence import queries as competence
from fairwild.kernel.actors import Role
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.organisations.states import VALID_APPROVALS
from fairwild.unit_of_work import Reading


def countries_of(reading: Reading, application: Application) -> frozenset[str]:
    """Give every country an application is about: the operator's seat, and where its areas lie.

    Its areas are the open ones of the register it names by code or name; where it names none of
    them, all count. Nobody is asked for permission.
    """
    seat = organisations.get_organisation(reading, application.operator_id).country
    places = areas.open_areas_of(reading, application.operator_id)
    told = [str(line.get("area", "")).upper() for line in application.collectors]
    named = [one for one in places if any(_names(line, one) for line in told)]
    return frozenset({seat, *(one.country for one in named or places)} - {""})


def _names(told: str, area: AreaFacts) -> bool:
    return area.code in re.split(r"[^\w-]+", told) or area.name.upper() in told


def obstacles_of_reviewer(reading: Reading, application: Application) -> list[Obstacle]:
    """Say what ties the actor to the operator, or to the company that would pay."""
    parties = {application.operator_id, application.mandator_id}
    return competence.obstacles_of_office(
        reading,
        body_id=application.addressed_to_id,
        client_ids={one for one in parties if one is not None},
    )


def body_facts(reading: Reading, application: Application) -> BodyFacts:
    """Say of the body an application is addressed to what its review rests on, today."""
    body_id = application.addressed_to_id
    approvals = organisations.approvals_of(reading, body_id)
    return BodyFacts(
        unapproved=frozenset(
            country
            for country in countries_of(reading, application)
            if not any(_reaches(one, application, country, reading.today) for one in approvals)
        ),
        auditors=_people(reading, body_id, Role.AUDITOR),
        evaluators=_people(reading, body_id, Role.EVALUATOR),
        certifiers=_people(reading, body_id, Role.CERTIFIER),
    )


def _people(reading: Reading, body_id: UUID, role: Role) -> frozenset[UUID]:
    return frozenset(one.id for one in organisations.people_with_role(reading, body_id, role))


def _reaches(approval: Any, application: Application, country: str, on: date) -> bool:
    versions = (approval.standard, approval.standard_version)
    if versions != (application.standard, application.standard_version):
        return False
    if approval.status not in VALID_APPROVALS or country in approval.countries_out:
        return False
    inside = not approval.countries_in or country in approval.countries_in
    return inside and on in Period(approval.valid_from, approval.valid_until)
