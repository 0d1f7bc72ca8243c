"""The body's answer to an application."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.applications import operations, queries, rules
from fairwild.applications.states import ReviewCheck, ReviewOutcome
from fairwild.http import house, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.organisations.queries import approvals_of, people_with_role
from fairwild.schemas.applications import ReviewSchema
from fairwild.unit_of_work import Reading
from fairwild.web.applications.assessing import branches_of
from fairwild.web.applications.routing import blueprint
from fairwild.web.applications.showing import common_facts
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.applications import application_news

ROLES = (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)


@blueprint.route("/applications/<uuid:application_id>/review", methods=["GET", "POST"])
def review(application_id: UUID) -> Answer:
    """Accept, decline or send back an application."""
    form = Form(ReviewSchema())
    if form.submitted:
        found = form.attempt(
            lambda work, order: operations.review_application(
                work,
                application_id=application_id,
                write=application_news(house().settings.base_url),
                **order,
            )
        )
        if found is not None:
            flash(gettext("Your answer went to the applicant."), "success")
            return redirect(url_for("applications.show", application_id=application_id))
    with reading_for_request() as reading:
        known = _known(reading, application_id)
        page = render_template("pages/applications/review.html", form=form, **known)
    return page, form.status


def _known(reading: Reading, application_id: UUID) -> dict[str, Any]:
    known = common_facts(reading, application_id)
    application, facts = known["application"], known["facts"]
    reading.may(Action.REVIEW_APPLICATION, on=application)
    reviewer_id, body_id = reading.actor.person_id, facts.addressed_to_id
    blocked = [*rules.obstacles_to_reviewing(facts, reviewer_id=reviewer_id)] if reviewer_id else []
    in_body = rules.obstacles_in_body(facts, queries.body_facts(reading, facts), on=reading.today)
    answers = queries.answers_of(reading, application_id)
    return {
        **known,
        "blocked": blocked,
        "against_accepting": [*in_body],
        "checks": list(ReviewCheck),
        "outcomes": list(ReviewOutcome),
        "branches": branches_of(known["standard"], set(answers)),
        "answers": answers,
        "staff": [(role, people_with_role(reading, body_id, role)) for role in ROLES],
        "approvals": [
            one
            for one in approvals_of(reading, body_id)
            if (one.standard, one.standard_version) == (facts.standard, facts.standard_version)
        ],
    }
