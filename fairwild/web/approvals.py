"""Which bodies may certify: approvals by the scheme owner, registrations with authorities."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.http import reading_for_request, unit_of_work_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.ledger.queries import history_of
from fairwild.organisations import operations, queries, rules
from fairwild.organisations.states import APPROVAL_MOVES, ApprovalStatus
from fairwild.schemas.organisations import (
    ChangeApprovalSchema,
    RegisterNationallySchema,
    country_codes,
)
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.attachments import chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word
from fairwild.wording.organisations import country_choices, country_name

blueprint = Blueprint("approvals", __name__)


@dataclass(frozen=True)
class ApprovalLine:
    """An approval with whether it holds today and its countries by name."""

    row: Any
    holds: bool
    countries_in: str
    countries_out: str


@dataclass(frozen=True)
class RegistrationLine:
    """A national registration with whether it holds today."""

    row: Any
    holds: bool


def approval_lines(reading: Reading, rows: list[Any]) -> list[ApprovalLine]:
    """Give approvals as the pages show them."""
    return [
        ApprovalLine(
            row,
            rules.approval_holds(
                row.status, valid_from=row.valid_from, valid_until=row.valid_until, on=reading.today
            ),
            ", ".join(country_name(code) for code in row.countries_in),
            ", ".join(country_name(code) for code in row.countries_out),
        )
        for row in rows
    ]


def registration_lines(reading: Reading, body_id: UUID) -> list[RegistrationLine]:
    """Give the registrations of a body as the pages show them."""
    return [_line(reading, row) for row in queries.registrations_of(reading, body_id)]


def _line(reading: Reading, row: Any) -> RegistrationLine:
    days = {name: getattr(row, name) for name in ("registered_on", "valid_until", "ended_on")}
    return RegistrationLine(row, rules.registration_holds(**days, on=reading.today))


def _history(reading: Reading, thing_id: UUID) -> dict[str, Any]:
    history = history_of(reading.session, [thing_id])
    named = people_named(reading, history)
    return {"history": history[::-1], "people": named}


def people_named(reading: Reading, history: list[Any]) -> dict[UUID, str]:
    """Give the names of whoever did what a history tells."""
    return queries.people_by_id(reading, {one.actor_id for one in history if one.actor_id})


@blueprint.get("/scheme/bodies")
def list_all() -> Answer:
    """List the certification bodies with what they are approved for."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        by_body: dict[UUID, list[ApprovalLine]] = {}
        for line in approval_lines(reading, queries.approvals_everywhere(reading)):
            by_body.setdefault(line.row.body_id, []).append(line)
        bodies = queries.list_organisations(reading, OrganisationKind.CERTIFICATION_BODY)
        return render_template(
            "pages/scheme/bodies.html",
            bodies=[(body, by_body.get(body.id, [])) for body in bodies],
            country_name=country_name,
        )


def _approval_page(approval_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        row = queries.get_approval(reading, approval_id)
        [line] = approval_lines(reading, [row])
        moves = [one for one in ApprovalStatus if one in APPROVAL_MOVES[row.status]]
        page = render_template(
            "pages/organisations/approval.html",
            line=line,
            form=form,
            body=queries.get_organisation(reading, row.body_id),
            moves=[(one, word(one)) for one in moves],
            may_approve=reading.allows(Action.APPROVE_BODY, row),
            **_history(reading, row.id),
        )
        return page, form.status


@blueprint.get("/approvals/<uuid:approval_id>")
def show(approval_id: UUID) -> Answer:
    """Show an approval with what became of it."""
    return _approval_page(approval_id, Form(ChangeApprovalSchema()))


@blueprint.post("/approvals/<uuid:approval_id>/status")
def change_approval(approval_id: UUID) -> Answer:
    """Change how far a body is trusted, with the reason."""
    form = Form(ChangeApprovalSchema())
    with reading_for_request() as reading:
        reading.may(Action.APPROVE_BODY, queries.get_approval(reading, approval_id))

    def deed(work: UnitOfWork, order: dict[str, Any]) -> bool:
        operations.change_approval_status(work, approval_id=approval_id, **order)
        return True

    if form.attempt(deed) is None:
        return _approval_page(approval_id, form)
    flash(gettext("The status of the approval is changed."), "success")
    return redirect(url_for("approvals.show", approval_id=approval_id))


@blueprint.route("/organisations/<uuid:organisation_id>/registrations/new", methods=["GET", "POST"])
def register(organisation_id: UUID) -> Answer:
    """Write down that an authority has registered a body."""
    form = Form(RegisterNationallySchema())
    with reading_for_request() as reading:
        body = queries.see_organisation(reading, organisation_id)
        reading.may(Action.REGISTER_NATIONALLY, body)
        name = body.name
    paper = chosen_file(form) if form.submitted else None

    def deed(work: UnitOfWork, order: dict[str, Any]) -> UUID:
        row = operations.register_nationally(work, body_id=organisation_id, **order)
        if paper is not None:
            operations.keep_registration_paper(work, registration_id=row.id, **vars(paper))
        return row.id

    made = form.attempt(deed) if form.submitted and not form.errors else None
    if made is not None:
        flash(gettext("The registration is written down."), "success")
        return redirect(url_for("approvals.show_registration", registration_id=made))
    page = render_template(
        "pages/organisations/register_nationally.html",
        form=form,
        organisation_id=organisation_id,
        name=name,
        countries=country_choices(country_codes()),
    )
    return page, form.status


@blueprint.get("/registrations/<uuid:registration_id>")
def show_registration(registration_id: UUID) -> Answer:
    """Show a registration with its paper."""
    with reading_for_request() as reading:
        row = queries.get_registration(reading, registration_id)
        return render_template(
            "pages/organisations/registration.html",
            line=_line(reading, row),
            body=queries.get_organisation(reading, row.body_id),
            country_name=country_name,
            may_register=reading.allows(Action.REGISTER_NATIONALLY, row),
            **_history(reading, row.id),
        )


@blueprint.post("/registrations/<uuid:registration_id>/end")
def end_registration(registration_id: UUID) -> Answer:
    """Let a registration hold no more."""
    with unit_of_work_for_request() as work:
        operations.end_registration(work, registration_id=registration_id)
    flash(gettext("The registration is ended."), "success")
    return redirect(url_for("approvals.show_registration", registration_id=registration_id))


@blueprint.post("/registrations/<uuid:registration_id>/file")
def attach(registration_id: UUID) -> Answer:
    """Lay the paper of a registration beside it."""
    with reading_for_request() as reading:
        operations.may_attach(reading, registration_id=registration_id)
    form = Form(ChangeApprovalSchema())
    paper = chosen_file(form)
    for sentence in form.errors.file:
        flash(sentence, "refusal")
    if paper is not None:
        with unit_of_work_for_request() as work:
            kept = operations.keep_registration_paper(
                work, registration_id=registration_id, **vars(paper)
            )
            flash(gettext("%(name)s is kept.", name=kept.file_name), "success")
    return redirect(url_for("approvals.show_registration", registration_id=registration_id))


@blueprint.get("/registrations/<uuid:registration_id>/file")
def download(registration_id: UUID) -> Answer:
    """Hand out the paper of a registration."""
    with reading_for_request() as reading:
        return handed_out(queries.get_registration(reading, registration_id), "registration_paper")
