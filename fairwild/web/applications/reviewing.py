"""The body's answer to an application."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.applications import operations, queries, rules
from fairwild.applications.facts import ApplicationFacts
from fairwild.applications.queries.reviewing import body_facts, countries_of, obstacles_of_reviewer
from fairwild.applications.states import ReviewCheck, ReviewOutcome
from fairwild.competence.facts import Assignment, PartFacts
from fairwild.competence.queries import left_of_each
from fairwild.http import house, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.queries import PersonFacts, approvals_of, people_with_role
from fairwild.schemas.applications import ReviewSchema
from fairwild.species.queries import risks_on
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


def _staff(
    reading: Reading, facts: ApplicationFacts, application: Any, countries: frozenset[str]
) -> list[tuple[Role, list[tuple[PersonFacts, list[Obstacle]]]]]:
    """Give the people of the body by role, and what stands today against each in this audit.

    The species applied for are asked about in every country of the application, by the register.
    """
    goods = [(UUID(one["species_id"]), PlantPart(one["part"])) for one in application.species]
    classes = [
        found
        for country in sorted(countries)
        for found in risks_on(reading, goods, country=country, on=reading.today).values()
    ]
    assignment = Assignment(
        body_id=facts.addressed_to_id,
        operator_id=facts.operator_id,
        standard=facts.standard,
        standard_version=facts.standard_version,
        risk_classes=frozenset(str(one.risk_class) for one in classes),
        countries=countries,
        payer_id=facts.mandator_id,
    )
    people = {role: people_with_role(reading, facts.addressed_to_id, role) for role in ROLES}
    parts = [(role, person) for role in ROLES for person in people[role]]
    asked = [PartFacts(person.id, role, reading.today) for role, person in parts]
    found = iter(left_of_each(reading, assignment, asked))
    return [(role, [(person, next(found)) for person in people[role]]) for role in ROLES]


def _known(reading: Reading, application_id: UUID) -> dict[str, Any]:
    known = common_facts(reading, application_id)
    application, facts = known["application"], known["facts"]
    reading.may(Action.REVIEW_APPLICATION, on=application)
    reviewer_id, body_id = reading.actor.person_id, facts.addressed_to_id
    blocked = obstacles_of_reviewer(reading, application)
    if reviewer_id:
        blocked = [*rules.obstacles_to_reviewing(facts, reviewer_id=reviewer_id), *blocked]
    in_body = rules.obstacles_in_body(facts, body_facts(reading, application), on=reading.today)
    countries = countries_of(reading, application)
    answers = queries.answers_of(reading, application_id)
    return {
        **known,
        "blocked": blocked,
        "against_accepting": [*in_body],
        "checks": list(ReviewCheck),
        "outcomes": list(ReviewOutcome),
        "branches": branches_of(known["standard"], set(answers)),
        "answers": answers,
        "countries": sorted(countries),
        "staff": _staff(reading, facts, application, countries),
        "approvals": [
            one
            for one in approvals_of(reading, body_id)
            if (one.standard, one.standard_version) == (facts.standard, facts.standard_version)
        ],
    }
