"""What somebody does with their account who complained, or whose audit was decided."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.audits.queries import view_of_audit
from fairwild.complaints import operations, queries
from fairwild.complaints.queries import Complaint
from fairwild.complaints.states import ComplaintKind
from fairwild.http import actor, house, reading_for_request
from fairwild.schemas.complaints import AppealDecisionSchema, AppealSchema
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.attachments import asked_file
from fairwild.web.complaints.case import NothingSchema
from fairwild.web.complaints.routing import blueprint
from fairwild.web.complaints.showing import OWN, own_page
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.complaints import case_letter


@blueprint.route("/complaints/decisions/<uuid:audit_id>", methods=["GET", "POST"])
def appeal_decision(audit_id: UUID) -> Answer:
    """Let an operator appeal against a decision on an audit of its own."""
    form = Form(AppealDecisionSchema())
    form.values["audit_id"] = str(audit_id)
    with reading_for_request() as reading:
        named = queries.named_decision(reading, audit_id)
        until = view_of_audit(reading, audit_id).appeal_until
    made = form.attempt(_appeal) if form.submitted else None
    if made is not None:
        flash(gettext("Your appeal %(number)s is on its way.", number=made.number), "success")
        return redirect(url_for("complaints.own", complaint_id=made.id), HTTPStatus.SEE_OTHER)
    page = render_template("pages/complaints/appeal.html", form=form, named=named, until=until)
    return page, form.status


def _appeal(work: UnitOfWork, order: dict[str, Any]) -> Complaint:
    return operations.lodge_complaint(
        work,
        named=queries.named_decision(work, order.pop("audit_id")),
        kind=ComplaintKind.APPEAL,
        person_id=actor().person_id,
        write=case_letter(house().settings.base_url),
        **order,
    ).complaint


@blueprint.post(f"{OWN}/appeal")
def appeal_own(complaint_id: UUID) -> Answer:
    """Say with one's account that the outcome is not accepted."""
    form, write = Form(AppealSchema()), case_letter(house().settings.base_url)
    done = form.attempt(
        lambda work, order: operations.appeal_own_outcome(
            work, complaint_id=complaint_id, write=write, **order
        )
    )
    if done is None:
        return own_page(complaint_id, form)
    return redirect(url_for("complaints.own", complaint_id=complaint_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"{OWN}/proofs")
def prove_own(complaint_id: UUID) -> Answer:
    """Add a file that shows what one said with one's account."""
    with reading_for_request() as reading:
        operations.may_prove_own(reading, complaint_id=complaint_id)
    form = Form(NothingSchema())
    file = asked_file(form)
    done = file and form.attempt(
        lambda work, _: operations.add_own_proof(work, complaint_id=complaint_id, **vars(file))
    )
    if done is None:
        return own_page(complaint_id, form)
    flash(gettext("The file is in your case."), "success")
    return redirect(url_for("complaints.own", complaint_id=complaint_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"{OWN}/forget")
def forget_own(complaint_id: UUID) -> Answer:
    """Take one's account off a complaint."""
    form = Form(NothingSchema())
    done = form.attempt(lambda work, _: operations.forget_own(work, complaint_id=complaint_id))
    if done is None:
        return own_page(complaint_id, form)
    flash(gettext("Your account and this complaint are no longer tied."), "success")
    return redirect(url_for("complaints.list_all"), HTTPStatus.SEE_OTHER)
