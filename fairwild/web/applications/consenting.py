"""The operator's consent to an application somebody else pays for: asked for, given, refused."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext

from fairwild.applications import operations
from fairwild.applications.states import ConsentOutcome
from fairwild.http import house, unit_of_work_for_request
from fairwild.schemas.applications import ConsentAnswerSchema
from fairwild.web.applications.routing import blueprint
from fairwild.web.applications.showing import page_of
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.applications import application_news

ONE = "/applications/<uuid:application_id>"


@blueprint.post(f"{ONE}/ask-consent")
def ask_consent(application_id: UUID) -> Answer:
    """Ask the operator whether it agrees."""
    with unit_of_work_for_request() as work:
        write = application_news(house().settings.base_url)
        operations.ask_consent(work, application_id=application_id, write=write)
    flash(gettext("The operator is asked. You can submit once it agrees."), "success")
    return redirect(url_for("applications.show", application_id=application_id))


@blueprint.post(f"{ONE}/consent")
def answer_consent(application_id: UUID) -> Answer:
    """Agree to the application for the operator, or say why not."""
    form = Form(ConsentAnswerSchema())
    write = application_news(house().settings.base_url)
    answered = form.attempt(
        lambda work, order: operations.answer_consent(
            work, application_id=application_id, write=write, **order
        )
    )
    if answered is None:
        return page_of(application_id, form)
    agreed = form.values.get("outcome") == ConsentOutcome.GIVEN
    said = gettext("You agreed to it as it stands.") if agreed else gettext("You did not agree.")
    flash(said, "success")
    return redirect(url_for("applications.show", application_id=application_id))
