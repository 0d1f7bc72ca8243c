"""Questions about applications and agreements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from fairwild.applications import rules
from fairwild.applications.facts import (
    AgreementFacts,
    AnswerFacts,
    ApplicationFacts,
    SelfAssessment,
)
from fairwild.applications.records import (
    Agreement,
    Application,
    ApplicationDocument,
    ApplicationReview,
    SelfAssessmentAnswer,
)
from fairwild.applications.states import ApplicationStatus, FormPart
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import NotFound
from fairwild.organisations import queries as organisations
from fairwild.standards import catalogue
from fairwild.standards.types import StandardVersion
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class ApplicationLine:
    """One application as a list shows it."""

    id: UUID
    number: str
    operator: str
    body: str
    standard: str
    status: ApplicationStatus
    submitted_at: datetime | None


@dataclass(frozen=True)
class AgreementLine:
    """One agreement as a list shows it; `in_force` on the day of the question."""

    row: Agreement
    facts: AgreementFacts
    operator: str
    body: str
    in_force: bool


# applications


def get_application(reading: Reading, application_id: UUID) -> Application:
    """Give one application; raises NotFound."""
    return reading.get(Application, application_id)


def facts_of(reading: Reading, row: Application) -> ApplicationFacts:
    """Say of an application at hand what rules need."""
    return ApplicationFacts(
        id=row.id,
        operator_id=row.operator_id,
        addressed_to_id=row.addressed_to_id,
        mandator_id=row.mandator_id,
        country=organisations.get_organisation(reading, row.operator_id).country,
        standard=row.standard,
        standard_version=row.standard_version,
        status=row.status,
        missing=_missing(row),
        submitted_by=row.submitted_by,
    )


def _missing(row: Application) -> tuple[FormPart, ...]:
    """Name what is not filled in; nought collectors is an answer, nothing is not."""
    wanted = [one for one in FormPart if one is not FormPart.MANDATOR_CONTACT or row.mandator_id]
    return tuple(one for one in wanted if getattr(row, one.value) in ("", None, []))


def standard_of(row: Application) -> StandardVersion:
    """Give the standard version an application is about."""
    return catalogue.standard_version(row.standard, row.standard_version)


def answers_of(reading: Reading, application_id: UUID) -> dict[str, SelfAssessmentAnswer]:
    """Give what the operator says of itself, by indicator."""
    wanted = select(SelfAssessmentAnswer).where(
        SelfAssessmentAnswer.application_id == application_id
    )
    return {one.indicator: one for one in reading.session.scalars(wanted)}


def answer_facts(row: SelfAssessmentAnswer) -> AnswerFacts:
    """Say of an answer at hand what rules need."""
    return AnswerFacts(row.indicator, row.value, row.not_applicable)


def typed_answers(
    standard: StandardVersion, answers: Mapping[str, SelfAssessmentAnswer]
) -> dict[str, str]:
    """Give answers in the standard's order, by indicator, as the buttons of a form name them."""
    return {
        one.code: rules.typed_answer(one, answer_facts(answers[one.code]))
        for one in standard.of_operations
        if one.code in answers
    }


def assessment_of(reading: Reading, row: Application) -> SelfAssessment:
    """Add up the self-assessment by the norm of the day it is looked at."""
    answers = answers_of(reading, row.id).values()
    facts = [answer_facts(one) for one in answers]
    norm = catalogue.parameters().in_force("score_norm", on=reading.today).whole
    return rules.self_assessment(standard_of(row).of_operations, facts, norm=norm)


def documents_of(reading: Reading, application_id: UUID) -> list[ApplicationDocument]:
    """List the documents of an application in the order they came."""
    wanted = select(ApplicationDocument).where(ApplicationDocument.application_id == application_id)
    ordered = wanted.order_by(ApplicationDocument.added_at, ApplicationDocument.id)
    return list(reading.session.scalars(ordered))


def get_document(reading: Reading, application_id: UUID, document_id: UUID) -> ApplicationDocument:
    """Give one document of an application that the actor may see; raises NotFound."""
    reading.get(Application, application_id)
    found = reading.session.get(ApplicationDocument, document_id)
    if found is None or found.application_id != application_id:
        raise NotFound("application_document")
    return found


def reviews_of(reading: Reading, application_id: UUID) -> list[ApplicationReview]:
    """List what the body answered, the latest first."""
    wanted = select(ApplicationReview).where(ApplicationReview.application_id == application_id)
    ordered = wanted.order_by(ApplicationReview.reviewed_at.desc(), ApplicationReview.id)
    return list(reading.session.scalars(ordered))


def reviewers_of(reading: Reading, operator_id: UUID) -> list[tuple[UUID, UUID, str, date]]:
    """List who reviewed an operator's applications: person, application, its number, the day.

    Asks no permission: for rooms that have asked for their own.
    """
    columns = (ApplicationReview.reviewed_by, Application.id, Application.number)
    query = select(*columns, ApplicationReview.reviewed_at).join(
        Application, Application.id == ApplicationReview.application_id
    )
    found = reading.session.execute(query.where(Application.operator_id == operator_id))
    return [(person_id, one, number, at.date()) for person_id, one, number, at in found]


def list_applications(
    reading: Reading, status: ApplicationStatus | None = None
) -> list[ApplicationLine]:
    """List the applications the actor may see, the newest first."""
    wanted = reading.visible(Application)
    if status is not None:
        wanted = wanted.where(Application.status == status)
    rows = list(
        reading.session.scalars(wanted.order_by(Application.written_at.desc(), Application.id))
    )
    names = _names(reading, [(row.operator_id, row.addressed_to_id) for row in rows])
    return [
        ApplicationLine(
            id=row.id,
            number=row.number,
            operator=names[row.operator_id],
            body=names[row.addressed_to_id],
            standard=standard_of(row).full_title,
            status=row.status,
            submitted_at=row.submitted_at,
        )
        for row in rows
    ]


def _names(reading: Reading, pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, str]:
    ids = {one for pair in pairs for one in pair}
    return {one.id: one.name for one in organisations.organisations_by_id(reading, ids).values()}


def page_of_applications(reading: Reading, cursor: Cursor) -> Page[Application]:
    """Give one page of the applications the actor may see, by number from the last."""
    columns = [Application.number, Application.id]
    return page_of(reading.session, reading.visible(Application), columns, cursor)


# agreements


def agreement_facts(row: Agreement) -> AgreementFacts:
    """Say of an agreement what rules need; its period ends on the earlier of its two ends."""
    ends = [one for one in (row.valid_until, row.ends_on) if one is not None]
    return AgreementFacts(
        id=row.id,
        operator_id=row.operator_id,
        body_id=row.body_id,
        edition=row.edition,
        signed_on=row.signed_on,
        period=Period(row.signed_on, min(ends, default=None)),
        on_file=row.sha256 is not None,
        ended=row.ends_on is not None,
        mandator_id=row.mandator_id,
    )


def get_agreement(reading: Reading, agreement_id: UUID) -> Agreement:
    """Give one agreement; raises NotFound."""
    return reading.get(Agreement, agreement_id)


def _between(operator_ids: Collection[UUID], body_id: UUID) -> Select[Agreement]:
    return select(Agreement).where(
        Agreement.operator_id.in_(operator_ids), Agreement.body_id == body_id
    )


def agreement_on(
    reading: Reading, *, operator_id: UUID, body_id: UUID, on: date
) -> AgreementFacts | None:
    """Give the agreement that binds operator and body on a day, signed and on file, if any.

    Asks no permission: for rooms that have asked for their own.
    """
    rows = reading.session.scalars(_between([operator_id], body_id))
    return rules.agreement_in_force([agreement_facts(row) for row in rows], on=on)


def payers_with(
    reading: Reading, operator_ids: Collection[UUID], body_id: UUID, *, on: date
) -> dict[UUID, UUID]:
    """Give by operator who pays by its agreement with a body on a day; nobody is asked."""
    signed: dict[UUID, list[AgreementFacts]] = defaultdict(list)
    for row in reading.session.scalars(_between(operator_ids, body_id)):
        signed[row.operator_id].append(agreement_facts(row))
    found = {one: rules.agreement_in_force(facts, on=on) for one, facts in signed.items()}
    return {one: facts.mandator_id for one, facts in found.items() if facts and facts.mandator_id}


def body_agreed_with(reading: Reading, operator_id: UUID) -> UUID | None:
    """Give the body with which an operator last signed an agreement; nobody is asked."""
    query = select(Agreement.body_id).where(Agreement.operator_id == operator_id)
    return reading.session.scalar(query.order_by(Agreement.signed_on.desc()).limit(1))


def count_assessments_under(reading: Reading, standard: str, version: str) -> int:
    """Count the applications that say how they see themselves under this version.

    A figure for everybody; an application that was taken back still says it.
    """
    counted = func.count(SelfAssessmentAnswer.application_id.distinct())
    said = select(counted).join(Application, Application.id == SelfAssessmentAnswer.application_id)
    under = said.where(Application.standard == standard, Application.standard_version == version)
    return reading.session.scalar(under) or 0


def list_agreements(reading: Reading) -> list[AgreementLine]:
    """List the agreements the actor may see, the latest signed first."""
    wanted = reading.visible(Agreement).order_by(Agreement.signed_on.desc(), Agreement.id)
    rows = list(reading.session.scalars(wanted))
    names = _names(reading, [(row.operator_id, row.body_id) for row in rows])
    return [
        AgreementLine(
            row=row,
            facts=facts,
            operator=names[row.operator_id],
            body=names[row.body_id],
            in_force=rules.agreement_in_force([facts], on=reading.today) is not None,
        )
        for row in rows
        for facts in [agreement_facts(row)]
    ]


def agreements_of_application(reading: Reading, application_id: UUID) -> list[Agreement]:
    """List the agreements that an application led to and the actor may see."""
    wanted = reading.visible(Agreement).where(Agreement.application_id == application_id)
    return list(reading.session.scalars(wanted.order_by(Agreement.signed_on.desc(), Agreement.id)))


def page_of_agreements(reading: Reading, cursor: Cursor) -> Page[Agreement]:
    """Give one page of the agreements the actor may see, by the day they were signed."""
    columns = [Agreement.signed_on, Agreement.id]
    return page_of(reading.session, reading.visible(Agreement), columns, cursor)
