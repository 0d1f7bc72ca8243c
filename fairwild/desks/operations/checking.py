"""Planning the spot check of a buyer, by what it has bought."""

from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits import operations as audits
from fairwild.trade.queries.traded import count_bought_under
from fairwild.unit_of_work import UnitOfWork


def plan_spot_check(work: UnitOfWork, *, body_id: UUID, company_id: UUID, **order: Any) -> Any:
    """Put the spot check of a buyer into the calendar of a body whose certified goods it bought.

    Refused where it accepted none of them: a body looks into no other books.
    """
    work.may(Action.PLAN_AUDIT, on=Of(Party.BODY, body_id))
    bought = count_bought_under(work, body_id, receiver_id=company_id).get(company_id, 0)
    return audits.plan_spot_check(
        work, body_id=body_id, company_id=company_id, bought=bought, **order
    )
