"""The body's answer to an application."""

from collections.abc import Mapping
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.applications import queries, rules
from fairwild.applications.events import ApplicationReviewed, digest_of
from fairwild.applications.letters import Writer, tell_applicant
from fairwild.applications.operations.acting import acting_person
from fairwild.applications.queries.reviewing import body_facts, obstacles_of_reviewer
from fairwild.applications.records import Application, ApplicationReview
from fairwild.applications.states import LEADS_TO, ReviewCheck, ReviewOutcome
from fairwild.unit_of_work import UnitOfWork


def review_application(
    work: UnitOfWork,
    *,
    application_id: UUID,
    outcome: ReviewOutcome,
    checks: Mapping[ReviewCheck, bool],
    reasons: str,
    write: Writer | None = None,
) -> ApplicationReview:
    """Accept, decline or send back an application, with what was looked at and why.

    Accepting needs every check, an approval of the body that reaches every country of it
    today, and people. Nobody answers who is tied to the operator or the company that pays.

    `write` words it for the applicant; without it nobody gets a letter.
    """
    application = work.take(Application, application_id, to=Action.REVIEW_APPLICATION)
    facts, reviewer_id = queries.facts_of(work, application), acting_person(work)
    found = [
        *rules.obstacles_to_reviewing(facts, reviewer_id=reviewer_id),
        *obstacles_of_reviewer(work, application),
    ]
    if outcome is ReviewOutcome.ACCEPT:
        body = body_facts(work, application)
        found += rules.obstacles_to_accepting(facts, body, checks, on=work.today)
    work.refuse_if(found)
    seen = {str(check): checks.get(check, False) for check in ReviewCheck}
    review = ApplicationReview(
        application_id=application_id,
        outcome=outcome,
        checks=seen,
        reasons=reasons,
        reviewed_by=reviewer_id,
        reviewed_at=work.now,
    )
    application.status = LEADS_TO[outcome]
    work.add(review)
    work.record(
        ApplicationReviewed(
            subject=application_id,
            number=application.number,
            body_id=application.addressed_to_id,
            outcome=outcome,
            checks=seen,
            reasons_sha256=digest_of(reasons),
        )
    )
    if write is not None:
        tell_applicant(work, application, write, outcome=outcome, reasons=reasons)
    return review
