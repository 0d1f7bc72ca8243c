"""Certification agreements: keeping a signed one, showing it, and ending it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications import operations, queries, rules
from fairwild.applications.states import ApplicationStatus
from fairwild.http import home_organisation_id, reading_for_request, unit_of_work_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.organisations import queries as organisations
from fairwild.schemas.applications import AgreementEndSchema, AgreementFormSchema
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.applications.routing import blueprint
from fairwild.web.attachments import Chosen, chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

ONE = "/agreements/<uuid:agreement_id>"


@blueprint.route("/agreements/new", methods=["GET", "POST"])
def sign() -> Answer:
    """Keep a signed agreement with its copy."""
    body_id = home_organisation_id()
    with reading_for_request() as reading:
        reading.may(Action.SIGN_AGREEMENT, on=Of(Party.BODY, body_id))
    form = Form(AgreementFormSchema())
    if not form.submitted:
        form.values.update(_asked_for())
    paper = chosen_file(form) if form.submitted else None
    if form.submitted and paper is None and not form.errors:
        form.note_errors({"file": ["file-missing"]})

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        agreement = operations.sign_agreement(work, body_id=body_id, **order)
        return _with_copy(work, agreement, paper)

    if form.submitted and not form.errors:
        agreement = form.attempt(deed)
        if agreement is not None:
            flash(
                gettext("Agreement %(edition)s is on file.", edition=agreement.edition), "success"
            )
            return redirect(url_for("applications.show_agreement", agreement_id=agreement.id))
    with reading_for_request() as reading:
        page = render_template("pages/applications/sign.html", form=form, **_choices(reading))
        return page, form.status


def _asked_for() -> dict[str, Any]:
    """Choose beforehand the application and the operator that the link named."""
    given = request.args.get("application", "")
    if not given:
        return {}
    try:
        application_id = UUID(given)
    except ValueError as error:
        raise NoSuchPage from error
    with reading_for_request() as reading:
        found = queries.get_application(reading, application_id)
        return {"application_id": str(found.id), "operator_id": str(found.operator_id)}


def _choices(reading: Reading) -> dict[str, Any]:
    operators = organisations.list_organisations(reading, OrganisationKind.OPERATOR)
    accepted = queries.list_applications(reading, ApplicationStatus.ACCEPTED)
    return {
        "operators": [(str(one.id), f"{one.name} ({one.country})") for one in operators],
        "accepted": [(str(one.id), f"{one.number} · {one.operator}") for one in accepted],
        "today": reading.today,
    }


def _with_copy(work: UnitOfWork, agreement: Any, paper: Chosen | None) -> Any:
    if paper is None:
        return agreement
    return operations.keep_signed_copy(work, agreement_id=agreement.id, **vars(paper))


@blueprint.get(ONE)
def show_agreement(agreement_id: UUID) -> Answer:
    """Show an agreement, its days and its copy."""
    return _page(agreement_id, Form(AgreementEndSchema()))


def _page(agreement_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        agreement = queries.get_agreement(reading, agreement_id)
        facts = queries.agreement_facts(agreement)
        ids = [agreement.operator_id, agreement.body_id, agreement.mandator_id]
        parties = organisations.organisations_by_id(reading, [one for one in ids if one])
        page = render_template(
            "pages/applications/agreement.html",
            form=form,
            agreement=agreement,
            facts=facts,
            in_force=rules.agreement_in_force([facts], on=reading.today) is not None,
            parties=parties,
            names=organisations.people_by_id(reading, [agreement.recorded_by]),
            may_sign=reading.allows(Action.SIGN_AGREEMENT, agreement),
            today=reading.today,
        )
    return page, form.status


@blueprint.post(f"{ONE}/file")
def keep_copy(agreement_id: UUID) -> Answer:
    """Lay the signed copy beside an agreement that has none yet."""
    with reading_for_request() as reading:
        operations.may_keep_copy(reading, agreement_id=agreement_id)
    form = Form(AgreementEndSchema())
    paper = chosen_file(form)
    for sentence in form.errors.file:
        flash(sentence, "refusal")
    if paper is not None:
        with unit_of_work_for_request() as work:
            kept = operations.keep_signed_copy(work, agreement_id=agreement_id, **vars(paper))
            flash(gettext("%(name)s is kept.", name=kept.file_name), "success")
    return redirect(url_for("applications.show_agreement", agreement_id=agreement_id))


@blueprint.get(f"{ONE}/file")
def download_agreement(agreement_id: UUID) -> Answer:
    """Hand out the signed copy."""
    with reading_for_request() as reading:
        return handed_out(queries.get_agreement(reading, agreement_id), "agreement_copy")


@blueprint.post(f"{ONE}/end")
def end_agreement(agreement_id: UUID) -> Answer:
    """Let an agreement bind no longer from a day on."""
    form = Form(AgreementEndSchema())
    ended = form.attempt(
        lambda work, order: operations.end_agreement(work, agreement_id=agreement_id, **order)
    )
    if ended is None:
        return _page(agreement_id, form)
    flash(gettext("Agreement %(edition)s is ended.", edition=ended.edition), "success")
    return redirect(url_for("applications.show_agreement", agreement_id=agreement_id))
