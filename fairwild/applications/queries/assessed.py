"""How an operator sees itself, for those who assess it anew."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairwild.applications.queries import answers_of
from fairwild.applications.records import Application, SelfAssessmentAnswer
from fairwild.applications.states import ApplicationStatus
from fairwild.unit_of_work import Reading

HANDED_IN = (ApplicationStatus.SUBMITTED, ApplicationStatus.ACCEPTED)


@dataclass(frozen=True)
class OwnAssessment:
    """What an operator said of itself with an application, by indicator."""

    application_id: UUID
    number: str
    handed_in_on: date
    answers: dict[str, SelfAssessmentAnswer]


def find_own_assessment(
    reading: Reading, operator_id: UUID, *, standard: str, version: str, before: datetime
) -> OwnAssessment | None:
    """Give the newest self-assessment handed in before a moment, where the actor may see it.

    Another version of the standard may mean another thing by the same code, so only that counts.
    """
    wanted = reading.visible(Application).where(
        Application.operator_id == operator_id,
        Application.standard == standard,
        Application.standard_version == version,
        Application.status.in_(HANDED_IN),
        Application.submitted_at < before,
    )
    newest = wanted.order_by(Application.submitted_at.desc(), Application.id).limit(1)
    found = reading.session.scalar(newest)
    if found is None or found.submitted_at is None:
        return None
    day = found.submitted_at.date()
    return OwnAssessment(found.id, found.number, day, answers_of(reading, found.id))
