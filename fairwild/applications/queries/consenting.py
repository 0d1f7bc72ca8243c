"""Whether an operator agreed to an application somebody else pays for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.applications import rules
from fairwild.applications.events import digest_of
from fairwild.applications.queries import answers_of, documents_of
from fairwild.applications.records import Application, ApplicationConsent
from fairwild.applications.states import SAID, ApplicationStatus, ConsentState
from fairwild.organisations.queries import organisations_by_id
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class ConsentFacts:
    """How an application stands with its operator, and which content an answer is about."""

    state: ConsentState
    content_sha256: str
    row: ApplicationConsent | None


@dataclass(frozen=True)
class WaitingConsent:
    """An application that waits for its operator to agree."""

    application_id: UUID
    number: str
    mandator: str
    asked_at: datetime


def find_consent(reading: Reading, application_id: UUID) -> ApplicationConsent | None:
    """Give what was asked last of the operator, once it was."""
    wanted = select(ApplicationConsent).where(ApplicationConsent.application_id == application_id)
    return reading.session.scalar(wanted.order_by(ApplicationConsent.number.desc()).limit(1))


def content_digest(reading: Reading, row: Application) -> str:
    """Give the digest of all an application says: to whom, form, self-assessment, documents."""
    answers = answers_of(reading, row.id)
    said = {name: getattr(row, name) for name in SAID}
    head = [row.addressed_to_id, row.mandator_id, row.standard, row.standard_version]
    told = [[code, one.value, one.not_applicable, one.note] for code, one in answers.items()]
    files = [[one.title, one.sha256] for one in documents_of(reading, row.id)]
    return digest_of([head, said, sorted(told), sorted(files)])


def consent_of(reading: Reading, application: Application) -> ConsentFacts:
    """Say how an application at hand stands with its operator."""
    row, digest = find_consent(reading, application.id), content_digest(reading, application)
    state = rules.consent_state(
        asked=row is not None,
        outcome=row.outcome if row else None,
        agreed_sha256=row.content_sha256 if row else None,
        content_sha256=digest,
    )
    return ConsentFacts(state, digest, row)


def consent_needed(reading: Reading, application: Application) -> ConsentState | None:
    """Say how the consent stands that the actor needs to submit; None for the operator itself."""
    if reading.allows(Action.ANSWER_CONSENT, application):
        return None
    return consent_of(reading, application).state


def consents_to_answer(reading: Reading) -> list[WaitingConsent]:
    """List the applications that wait for the actor to agree, the longest waiting first."""
    query = (
        select(Application.id, Application.number, Application.mandator_id)
        .add_columns(ApplicationConsent.asked_at)
        .join(ApplicationConsent, ApplicationConsent.application_id == Application.id)
        .where(
            visible_to(reading.actor, Application, Action.ANSWER_CONSENT),
            Application.status == ApplicationStatus.DRAFT,
            ApplicationConsent.outcome.is_(None),
        )
        .order_by(ApplicationConsent.asked_at, Application.number)
    )
    found = reading.session.execute(query).all()
    payers = organisations_by_id(reading, {one.mandator_id for one in found})
    return [
        WaitingConsent(one.id, one.number, payers[one.mandator_id].name, one.asked_at)
        for one in found
    ]
