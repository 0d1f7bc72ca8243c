"""Asking an operator whether it agrees to an application somebody else pays for."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.applications import queries, rules
from fairwild.applications.events import ConsentAnswered, ConsentAsked, digest_of
from fairwild.applications.letters import Writer, tell_operator_of_request, tell_payer_of_answer
from fairwild.applications.operations.acting import acting_person
from fairwild.applications.queries.consenting import consent_of
from fairwild.applications.records import Application, ApplicationConsent
from fairwild.applications.states import ConsentOutcome
from fairwild.kernel.refusals import Conflict
from fairwild.unit_of_work import UnitOfWork


def ask_consent(
    work: UnitOfWork, *, application_id: UUID, write: Writer | None = None
) -> Application:
    """Ask the operator to agree to a complete draft, as the company that pays.

    `write` words it for the operator's managers; without it nobody gets a letter.
    """
    application = work.take(Application, application_id, to=Action.ASK_CONSENT)
    facts = queries.facts_of(work, application)
    consent, assessment = consent_of(work, application), queries.assessment_of(work, application)
    work.refuse_if(rules.obstacles_to_asking_consent(facts, assessment, consent.state))
    asked = ApplicationConsent(
        application_id=application_id,
        number=consent.row.number + 1 if consent.row else 1,
        asked_by=acting_person(work),
        asked_at=work.now,
    )
    work.add(asked)
    work.record(
        ConsentAsked(
            subject=application_id,
            number=application.number,
            content_sha256=consent.content_sha256,
        )
    )
    work.session.flush()
    if write is not None:
        tell_operator_of_request(work, application, write)
    return application


def answer_consent(
    work: UnitOfWork,
    *,
    application_id: UUID,
    outcome: ConsentOutcome,
    content_sha256: str,
    reason: str = "",
    write: Writer | None = None,
) -> Application:
    """Agree, for the operator, to exactly what the application says now, or refuse with a reason.

    Raises Conflict where it says something else than `content_sha256`, which was read.
    """
    application = work.take(Application, application_id, to=Action.ANSWER_CONSENT)
    facts, consent = queries.facts_of(work, application), consent_of(work, application)
    work.refuse_if(
        rules.obstacles_to_answering_consent(facts, consent.state, outcome=outcome, reason=reason)
    )
    if consent.row is None or consent.content_sha256 != content_sha256:
        raise Conflict("application")
    consent.row.outcome, consent.row.reason = outcome, reason
    consent.row.content_sha256 = content_sha256
    consent.row.answered_by, consent.row.answered_at = acting_person(work), work.now
    work.record(
        ConsentAnswered(
            subject=application_id,
            number=application.number,
            outcome=outcome,
            content_sha256=content_sha256,
            reason_sha256=digest_of(reason),
        )
    )
    work.session.flush()
    if write is not None:
        tell_payer_of_answer(work, application, write, outcome=outcome, reason=reason)
    return application
