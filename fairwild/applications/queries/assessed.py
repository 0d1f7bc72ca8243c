"""How an operator sees itself, for those who assess it anew."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func

from fairwild.applications.queries import answers_of, standard_of, typed_answers
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
    typed: dict[str, str]


def find_own_assessment(
    reading: Reading, operator_id: UUID, *, standard: str, version: str, before: datetime
) -> OwnAssessment | None:
    """Give the newest self-assessment handed in before a moment, where the actor may see it.

    Another version of the standard may mean another thing by the same code, so only that counts.
    """
    wanted = _handed_in(reading, operator_id).where(
        Application.standard == standard,
        Application.standard_version == version,
        Application.submitted_at < before,
    )
    newest = wanted.order_by(Application.submitted_at.desc(), Application.id).limit(1)
    found = reading.session.scalar(newest)
    if found is None or found.submitted_at is None:
        return None
    day, answers = found.submitted_at.date(), answers_of(reading, found.id)
    typed = typed_answers(standard_of(found), answers)
    return OwnAssessment(found.id, found.number, day, answers, typed)


@dataclass(frozen=True)
class OwnAnswer:
    """What an operator said of itself at one indicator, as it is pinned.

    `number` finds it: that of the application with the code of the indicator. `said` is 0 to 3,
    `met` or `not-met`, or `n` for what does not apply.
    """

    id: UUID
    number: str
    said: str
    note: str
    answered_at: datetime


def find_own_answer(reading: Reading, operator_id: UUID, answer_id: UUID) -> OwnAnswer | None:
    """Give an answer an operator handed in, where the actor may see it."""
    row = reading.session.get(SelfAssessmentAnswer, answer_id)
    if row is None:
        return None
    wanted = _handed_in(reading, operator_id).where(Application.id == row.application_id)
    application = reading.session.scalar(wanted)
    return _own_answer(application, row) if application else None


def find_own_answer_numbered(reading: Reading, operator_id: UUID, number: str) -> OwnAnswer | None:
    """Give the answer of this number: that of its application, a slash, the indicator's code."""
    whole, _, code = number.strip().rpartition("/")
    wanted = _handed_in(reading, operator_id).where(func.upper(Application.number) == whole.upper())
    application = reading.session.scalar(wanted)
    if application is None:
        return None
    given = {one.upper(): row for one, row in answers_of(reading, application.id).items()}
    row = given.get(code.upper())
    return _own_answer(application, row) if row else None


def _handed_in(reading: Reading, operator_id: UUID) -> Select[Application]:
    return reading.visible(Application).where(
        Application.operator_id == operator_id, Application.status.in_(HANDED_IN)
    )


def _own_answer(application: Application, row: SelfAssessmentAnswer) -> OwnAnswer | None:
    said = typed_answers(standard_of(application), {row.indicator: row}).get(row.indicator, "")
    number = f"{application.number}/{row.indicator}"
    return OwnAnswer(row.id, number, said, row.note, row.answered_at) if said else None
