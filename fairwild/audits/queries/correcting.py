"""What stands against whoever verifies a correction, or judges an objection (rules R12, R15)."""

from fairwild.audits.facts import AuditFacts
from fairwild.audits.queries.assigning import Part, obstacles_to_parts
from fairwild.audits.records import Audit
from fairwild.competence.rules import fewest_of
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import Reading


def obstacles_to_verifying(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what stands against the actor verifying corrections of an audit, or giving more time.

    It is asked what is asked of whoever audits or evaluates: the competence of either, no tie to
    the client, and a declaration.
    """
    return _against_actor(reading, audit, facts, Role.AUDITOR, Role.EVALUATOR)


def obstacles_to_judging(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what stands against the actor judging objections in an audit: as when it is decided.

    The scheme owner, to whom an objection may pass, needs no competence of a body.
    """
    return _against_actor(reading, audit, facts, Role.EVALUATOR, Role.CERTIFIER)


def _against_actor(
    reading: Reading, audit: Audit, facts: AuditFacts, *roles: Role
) -> list[Obstacle]:
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    held: list[Role | None] = [
        one for one in roles if audit.body_id in reading.actor.organisations_with(one)
    ]
    parts = [Part(person_id, role, reading.today) for role in held or [None]]
    return fewest_of(obstacles_to_parts(reading, audit, facts, parts))
