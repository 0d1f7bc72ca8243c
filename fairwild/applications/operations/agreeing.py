"""Certification agreements: keeping one that was signed, its copy, and its end."""

from datetime import date
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications import queries, rules
from fairwild.applications.events import (
    AgreementCopyKept,
    AgreementEnded,
    AgreementSigned,
    digest_of,
)
from fairwild.applications.facts import ApplicationFacts
from fairwild.applications.operations.acting import acting_person
from fairwild.applications.records import Agreement, Application
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Invalid
from fairwild.organisations import queries as organisations
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def sign_agreement(
    work: UnitOfWork,
    *,
    body_id: UUID,
    operator_id: UUID,
    edition: str,
    signed_on: date,
    valid_until: date | None = None,
    application_id: UUID | None = None,
) -> Agreement:
    """Write down an agreement that body and operator signed; it binds once its copy is on file.

    `valid_until` is the first day on which it binds no more. With an application, the company
    that pays there is a party of the agreement. Raises Invalid for an operator that is none.
    """
    work.may(Action.SIGN_AGREEMENT, on=Of(Party.BODY, body_id))
    _check_operator(work, operator_id)
    application = _application(work, application_id)
    work.refuse_if(
        rules.obstacles_to_signing(
            Period(signed_on, valid_until),
            operator_id=operator_id,
            body_id=body_id,
            application=application,
            on=work.today,
        )
    )
    agreement = Agreement(
        body_id=body_id,
        operator_id=operator_id,
        mandator_id=application.mandator_id if application else None,
        application_id=application_id,
        edition=edition,
        signed_on=signed_on,
        valid_until=valid_until,
        recorded_by=acting_person(work),
        recorded_at=work.now,
    )
    work.add(agreement)
    work.record(_signed(agreement))
    return agreement


def _signed(agreement: Agreement) -> AgreementSigned:
    return AgreementSigned(
        subject=agreement.id,
        edition=agreement.edition,
        body_id=agreement.body_id,
        operator_id=agreement.operator_id,
        mandator_id=agreement.mandator_id,
        application_id=agreement.application_id,
        signed_on=agreement.signed_on,
        valid_until=agreement.valid_until,
    )


def may_keep_copy(reading: Reading, *, agreement_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not keep it; raises NotFound, NotAllowed."""
    reading.may(Action.SIGN_AGREEMENT, on=reading.get(Agreement, agreement_id))


def keep_signed_copy(
    work: UnitOfWork, *, agreement_id: UUID, file_name: str, media_type: str, stored: StoredFile
) -> Agreement:
    """Lay the signed copy beside its agreement, once and for good: from now on it binds."""
    agreement = work.take(Agreement, agreement_id, to=Action.SIGN_AGREEMENT)
    work.refuse_if(rules.obstacles_to_keeping_copy(queries.agreement_facts(agreement)))
    agreement.file_name = clean_file_name(file_name, media_type, otherwise="agreement")
    agreement.media_type, agreement.sha256 = media_type, stored.sha256
    agreement.size_bytes = stored.size_bytes
    work.record(
        AgreementCopyKept(
            subject=agreement.id,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    work.session.flush()
    return agreement


def end_agreement(work: UnitOfWork, *, agreement_id: UUID, ends_on: date, reason: str) -> Agreement:
    """Let an agreement bind no longer from a day on; what was done under it stays."""
    agreement = work.take(Agreement, agreement_id, to=Action.SIGN_AGREEMENT)
    facts = queries.agreement_facts(agreement)
    work.refuse_if(rules.obstacles_to_ending(facts, ends_on=ends_on))
    agreement.ends_on, agreement.end_reason = ends_on, reason
    work.record(
        AgreementEnded(
            subject=agreement.id,
            edition=agreement.edition,
            ends_on=ends_on,
            reason_sha256=digest_of(reason),
        )
    )
    work.session.flush()
    return agreement


def _check_operator(work: UnitOfWork, operator_id: UUID) -> None:
    operator = organisations.find_organisation(work, operator_id)
    if operator is None or operator.kind is not OrganisationKind.OPERATOR:
        raise Invalid({"operator_id": "unknown"})


def _application(work: UnitOfWork, application_id: UUID | None) -> ApplicationFacts | None:
    if application_id is None:
        return None
    return queries.facts_of(work, work.get(Application, application_id))
