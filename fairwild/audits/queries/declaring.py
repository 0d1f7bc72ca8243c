"""Before which audits somebody has still to declare."""

from fairwild.audits.queries.views import AuditLine, list_audits
from fairwild.audits.states import AuditStatus
from fairwild.competence import queries as competence
from fairwild.kernel.actors import Role
from fairwild.unit_of_work import Reading

_OF_THE_TEAM = frozenset({AuditStatus.PLANNED, AuditStatus.CONFIRMED, AuditStatus.UNDER_WAY})


def declarations_to_give(reading: Reading) -> list[AuditLine]:
    """List the audits in which the actor has a part, or could have the next, without having
    declared.
    """
    roles = reading.actor.roles
    waiting = [one for one in list_audits(reading) if _concerns(one, roles)]
    given = competence.own_declarations(reading, [one.id for one in waiting])
    return [one for one in waiting if one.id not in given]


def _concerns(audit: AuditLine, roles: frozenset[Role]) -> bool:
    if audit.mine:
        return audit.status in _OF_THE_TEAM
    if audit.status is AuditStatus.FINISHED:
        return Role.EVALUATOR in roles
    return audit.status is AuditStatus.EVALUATED and Role.CERTIFIER in roles
