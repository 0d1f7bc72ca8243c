"""The page on which whoever complained follows their case."""

from dataclasses import dataclass

from flask import render_template

from fairwild.complaints import queries, rules
from fairwild.complaints.queries import Complaint
from fairwild.complaints.states import ComplaintStatus
from fairwild.schemas.base import Order
from fairwild.schemas.complaints import AppealSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form

STEPS = (
    ComplaintStatus.RECEIVED,
    ComplaintStatus.ACKNOWLEDGED,
    ComplaintStatus.INVESTIGATED,
    ComplaintStatus.CONCLUDED,
)
APPEAL_STEPS = (ComplaintStatus.APPEALED, ComplaintStatus.REVIEWED, ComplaintStatus.CLOSED)


class NothingSchema(Order):
    """A form without fields."""


@dataclass(frozen=True)
class Doings:
    """Where the forms of the page are sent, and the link to keep, for who has no account."""

    appeal: str
    forget: str
    prove: str
    link: str = ""


def case_page(
    reading: Reading, complaint: Complaint, doings: Doings, form: Form | None = None
) -> str:
    """Draw a case at hand for whoever complained: no name of anybody at work on it."""
    facts, terms = queries.facts_of(complaint), queries.terms(reading.today)
    appealing = rules.obstacles_to_appealing(facts, on=reading.today, terms=terms, reasons="any")
    proofs, most = queries.proofs_at_hand(reading, complaint.id), queries.most_proofs(reading.today)
    proving = rules.obstacles_to_proving(facts, count=len(proofs), most=most)
    steps = [*STEPS, *(APPEAL_STEPS if complaint.appealed_at else ())]
    return render_template(
        "pages/complaints/case.html",
        case=complaint,
        doings=doings,
        form=form or Form(AppealSchema()),
        proofs=proofs,
        most_proofs=most,
        may_prove=not list(proving),
        may_appeal=not list(appealing),
        appeal_until=rules.last_day_to_appeal(facts, terms),
        waiting=rules.waiting(facts, on=reading.today, terms=terms),
        steps=steps,
        place=steps.index(complaint.status) + 1,
        known=queries.find_complainant(reading, complaint.id) is not None,
    )
