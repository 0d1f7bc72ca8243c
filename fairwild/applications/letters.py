"""What a letter about an application has to say, and to whom; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fairwild.applications.records import Application
from fairwild.applications.states import ConsentOutcome, ConsentState, ReviewOutcome
from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import get_account, organisations_by_id, people_with_role
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ApplicationNews:
    """An application handed in, or answered, as the letter to one person tells it."""

    to: str
    application_id: UUID
    number: str
    operator: str
    body: str
    standard_version: str
    outcome: ReviewOutcome | ConsentState | None = None
    reasons: str = ""
    mandator: str = ""


PAYING = (Role.COMPANY_MEMBER, Role.OPERATOR_MANAGER)
"""Who speaks for whoever pays: a company, or an operator that pays for another."""

Writer = Callable[[ApplicationNews], Letter]
"""Puts the facts of a letter into words, with the address of the house."""


def tell_office(work: UnitOfWork, application: Application, write: Writer) -> None:
    """Tell the office of the body that an application waits for its answer."""
    _tell(work, application, write, (application.addressed_to_id, Role.BODY_OFFICE))


def tell_applicant(
    work: UnitOfWork,
    application: Application,
    write: Writer,
    *,
    outcome: ReviewOutcome,
    reasons: str,
) -> None:
    """Tell the operator, and the company that pays, what the body has answered."""
    _tell(
        work,
        application,
        write,
        (application.operator_id, Role.OPERATOR_MANAGER),
        (application.mandator_id, Role.COMPANY_MEMBER),
        outcome=outcome,
        reasons=reasons,
    )


def tell_operator_of_request(work: UnitOfWork, application: Application, write: Writer) -> None:
    """Tell the managers of the operator that the company that pays asks for their consent."""
    side = (application.operator_id, Role.OPERATOR_MANAGER)
    _tell(work, application, write, side, outcome=ConsentState.WAITING)


def tell_payer_of_answer(
    work: UnitOfWork,
    application: Application,
    write: Writer,
    *,
    outcome: ConsentOutcome,
    reason: str,
) -> None:
    """Tell the company that pays what the operator answered."""
    sides = [(application.mandator_id, role) for role in PAYING]
    _tell(work, application, write, *sides, outcome=ConsentState(outcome), reasons=reason)


def _tell(
    work: UnitOfWork,
    application: Application,
    write: Writer,
    *sides: tuple[UUID | None, Role],
    outcome: ReviewOutcome | ConsentState | None = None,
    reasons: str = "",
) -> None:
    parties = (application.operator_id, application.addressed_to_id, application.mandator_id)
    named = organisations_by_id(work, [one for one in parties if one])
    operator, body, mandator = (named[one].name if one else "" for one in parties)
    found = (people_with_role(work, side, role) for side, role in sides if side)
    for person_id in {person.id for people in found for person in people}:
        account = get_account(work, person_id)
        if account.closed:
            continue
        news = ApplicationNews(
            to=account.email,
            application_id=application.id,
            number=application.number,
            operator=operator,
            body=body,
            standard_version=application.standard_version,
            outcome=outcome,
            reasons=reasons,
            mandator=mandator,
        )
        work.post(write(news))
