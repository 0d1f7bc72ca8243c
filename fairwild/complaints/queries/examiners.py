"""Who could judge a complaint, and what stands against each of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from fairwild.applications import queries as applications
from fairwild.audits import queries as audits
from fairwild.audits.queries.involvement import office_parts
from fairwild.competence import queries as competence
from fairwild.complaints import rules
from fairwild.complaints.facts import ExaminerFacts, Involvement
from fairwild.complaints.queries.rows import facts_of, find_complainant, terms
from fairwild.complaints.records import Complaint
from fairwild.complaints.states import Involved
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading

HANDLING_ROLES = (
    Role.BODY_OFFICE,
    Role.AUDITOR,
    Role.EVALUATOR,
    Role.CERTIFIER,
    Role.SCHEME_STEWARD,
)
"""Who of a body, or of the scheme owner, can be given a case."""

_HOW: Mapping[Role, Involved] = {
    Role.AUDITOR: Involved.TEAM,
    Role.EVALUATOR: Involved.EVALUATED,
    Role.CERTIFIER: Involved.DECIDED,
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who works for who handles a case, and what stands against them judging it."""

    person_id: UUID
    name: str
    obstacles: tuple[Obstacle, ...]


def _parts(reading: Reading, operator_id: UUID) -> Iterator[tuple[UUID, Involvement]]:
    """Give what everybody did in an operator's audits and applications, in the office as well."""
    for one in audits.parts_taken(reading, operator_id):
        yield one.person_id, Involvement(one.audit_id, one.audit, _HOW[one.role], one.on)
    for part in office_parts(reading, operator_id):
        how = Involved.SET_ASIDE if part.set_aside else Involved.CONFIRMED
        yield part.person_id, Involvement(part.audit_id, part.audit, how, part.on)
    for person_id, application_id, number, on in applications.reviewers_of(reading, operator_id):
        yield person_id, Involvement(application_id, number, Involved.REVIEWED, on)


def _facts(
    reading: Reading, complaint: Complaint, names: Mapping[UUID, str]
) -> Iterable[ExaminerFacts]:
    involved: dict[UUID, list[Involvement]] = defaultdict(list)
    for person_id, part in _parts(reading, complaint.about_id):
        involved[person_id].append(part)
    ties = competence.ties_to(reading, complaint.about_id, names)
    complainant = find_complainant(reading, complaint.id)
    judged = {one.judged_by for one in complaint.judgements}
    for person_id, name in names.items():
        yield ExaminerFacts(
            person_id=person_id,
            name=name,
            involved=tuple(involved[person_id]),
            interests=ties.get(person_id, ()),
            complained=complainant is not None and complainant.person_id == person_id,
            judged=person_id in judged,
        )


def examiner_facts(reading: Reading, complaint: Complaint, person_id: UUID) -> ExaminerFacts:
    """Give what of one person counts for judging a complaint; nobody is asked."""
    name = organisations.people_by_id(reading, [person_id]).get(person_id, "–")
    [found] = _facts(reading, complaint, {person_id: name})
    return found


def candidates_for(reading: Reading, complaint: Complaint) -> list[Candidate]:
    """List the people of who handles a case, those against whom nothing stands first.

    As many questions are asked for many people as for one.
    """
    people = organisations.people_with_role(reading, complaint.body_id, *HANDLING_ROLES)
    found = _facts(reading, complaint, {one.id: one.name for one in people})
    judged = [_candidate(reading, complaint, one) for one in found]
    return sorted(judged, key=lambda one: (len(one.obstacles) > 0, one.name.casefold()))


def _candidate(reading: Reading, complaint: Complaint, person: ExaminerFacts) -> Candidate:
    against: Collection[Obstacle] = tuple(
        rules.obstacles_to_handling(
            person,
            on=reading.today,
            lookback_months=terms(reading.today).lookback_months,
            appealed_audit_id=facts_of(complaint).appealed_audit_id,
        )
    )
    return Candidate(person.person_id, person.name, tuple(against))
