"""What ends soon, gathered for those who have to see to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications.queries import list_agreements
from fairwild.competence.queries import people_judging
from fairwild.competence.states import CompetenceStanding
from fairwild.kernel.periods import Period
from fairwild.organisations.queries import approvals_everywhere, approvals_of, organisations_by_id
from fairwild.species.queries import RiskFilter, list_classifications, risk_facts
from fairwild.standards.catalogue import parameters
from fairwild.unit_of_work import Reading
from fairwild.wording import word
from fairwild.wording.organisations import country_name


@dataclass(frozen=True)
class Ending:
    """One thing that ends soon: what it is, where it stands, its last day."""

    what: str
    name: str
    href: str
    last_day: date


def ending_in_scheme(reading: Reading) -> list[Ending]:
    """List the risk classes and approvals that end soon and have no follower."""
    return _in_order([*_classes(reading), *_approvals(reading, None)])


def ending_for_body(reading: Reading, body_id: UUID) -> list[Ending]:
    """List the approvals, agreements and competences of a body that end soon."""
    found = [*_approvals(reading, body_id), *_agreements(reading)]
    if reading.allows(Action.SEE_COMPETENCE, Of(Party.BODY, body_id)):
        found += _competences(reading, body_id)
    return _in_order(found)


def ending_for_operator(reading: Reading) -> list[Ending]:
    """List the agreements of an operator that end soon."""
    return _in_order(_agreements(reading))


def _in_order(found: Iterator[Ending] | list[Ending]) -> list[Ending]:
    return sorted(found, key=lambda one: (one.last_day, one.name))


def _days(reading: Reading) -> int:
    return parameters().in_force("ending_warning_days", on=reading.today).whole


def _classes(reading: Reading) -> Iterator[Ending]:
    rows = [(row, risk_facts(row)) for row in list_classifications(reading, RiskFilter())]
    starts = {(one.species_id, one.part, one.country, one.said.start) for _, one in rows}
    for row, one in rows:
        followed = (one.species_id, one.part, one.country, one.said.until) in starts
        last_day = one.said.ends_soon(reading.today, days=_days(reading))
        if last_day is None or followed or one.ceased_on is not None:
            continue
        name = f"{row.species.scientific_name}, {word(one.part)}, {country_name(one.country)}"
        href = url_for("risk.show", classification_id=row.id)
        yield Ending(gettext("Risk class"), name, href, last_day)


def _approvals(reading: Reading, body_id: UUID | None) -> Iterator[Ending]:
    rows = approvals_of(reading, body_id) if body_id else approvals_everywhere(reading)
    names = organisations_by_id(reading, {row.body_id for row in rows})
    starts = {(row.body_id, row.standard, row.standard_version, row.valid_from) for row in rows}
    for row in rows:
        followed = (row.body_id, row.standard, row.standard_version, row.valid_until) in starts
        period = Period(row.valid_from, row.valid_until)
        last_day = period.ends_soon(reading.today, days=_days(reading))
        if last_day is not None and not followed:
            name = f"{names[row.body_id].name}, {row.standard} {row.standard_version}"
            href = url_for("organisations.show", organisation_id=row.body_id)
            yield Ending(gettext("Approval"), name, href, last_day)


def _agreements(reading: Reading) -> Iterator[Ending]:
    lines = [line for line in list_agreements(reading) if line.in_force]
    starts = {(line.row.operator_id, line.row.body_id, line.row.signed_on) for line in lines}
    for line in lines:
        row = line.row
        ends = min((day for day in (row.valid_until, row.ends_on) if day), default=None)
        last_day = Period(row.signed_on, ends).ends_soon(reading.today, days=_days(reading))
        later = any(
            (row.operator_id, row.body_id) == pair[:2] and pair[2] > row.signed_on
            for pair in starts
        )
        if last_day is not None and not later:
            name = gettext("%(operator)s with %(body)s", operator=line.operator, body=line.body)
            href = url_for("applications.show_agreement", agreement_id=row.id)
            yield Ending(gettext("Agreement"), name, href, last_day)


def _competences(reading: Reading, body_id: UUID) -> Iterator[Ending]:
    for line in people_judging(reading, body_id):
        for one in line.competences:
            if one.standing is CompetenceStanding.EXPIRING:
                name = f"{line.person.name}, {word(one.row.role)}"
                href = url_for("competence.show", organisation_id=body_id, person_id=line.person.id)
                yield Ending(gettext("Competence"), name, href, one.last_day)
