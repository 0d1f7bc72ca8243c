"""The list of applications and agreements, one application, and its documents."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications import operations, queries, rules
from fairwild.applications.queries.consenting import consent_of
from fairwild.applications.states import ApplicationStatus, ConsentState, ReviewCheck
from fairwild.http import home_organisation_id, house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import Obstacle
from fairwild.ledger.queries import history_of
from fairwild.organisations import queries as organisations
from fairwild.schemas.applications import ConsentAnswerSchema, DocumentFormSchema
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading
from fairwild.web.applications.routing import blueprint
from fairwild.web.attachments import chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.applications import application_news

ONE = "/applications/<uuid:application_id>"
LATEST = 12
"""So many entries of the history stand on a page."""

FIELDS = {"species": "f-species-0-species_id", "collectors": "f-collectors-0-area"}
"""The first field of those parts of the form that are lists."""

SIDES = (Party.OPERATOR, Party.MANDATOR, Party.BODY)


@blueprint.get("/applications")
def list_all() -> Answer:
    """List the applications and the agreements one may see."""
    wanted = request.args.get("status", "")
    status = ApplicationStatus(wanted) if wanted in set(ApplicationStatus) else None
    with reading_for_request() as reading:
        home = home_organisation_id()
        if not any(reading.allows(Action.SEE_APPLICATION, Of(side, home)) for side in SIDES):
            reading.may(Action.SEE_APPLICATION)
        return render_template(
            "pages/applications/list.html",
            applications=queries.list_applications(reading, status),
            agreements=queries.list_agreements(reading),
            status=status,
            statuses=list(ApplicationStatus),
            may_write=any(
                reading.allows(Action.WRITE_APPLICATION, Of(side, home)) for side in SIDES
            ),
            may_sign=reading.allows(Action.SIGN_AGREEMENT, Of(Party.BODY, home)),
        )


@blueprint.get(ONE)
def show(application_id: UUID) -> Answer:
    """Show an application, what is still missing, what the body said, and what comes next."""
    return page_of(application_id, Form(ConsentAnswerSchema()))


def page_of(application_id: UUID, form: Form) -> Answer:
    """Give the page of one application with the operator's answer as it was filled in."""
    with reading_for_request() as reading:
        known = _known(reading, application_id)
        return render_template("pages/applications/show.html", form=form, **known), form.status


def common_facts(reading: Reading, application_id: UUID) -> dict[str, Any]:
    """Give what every page of one application shows; raises NotFound."""
    application = queries.get_application(reading, application_id)
    facts = queries.facts_of(reading, application)
    ids = {facts.operator_id, facts.addressed_to_id, facts.mandator_id} - {None}
    parties = organisations.organisations_by_id(reading, [one for one in ids if one])
    return {
        "application": application,
        "facts": facts,
        "standard": queries.standard_of(application),
        "assessment": queries.assessment_of(reading, application),
        "operator": parties[facts.operator_id],
        "body": parties[facts.addressed_to_id],
        "mandator": parties[facts.mandator_id] if facts.mandator_id else None,
        "plants": _plants(reading, application),
        "documents": queries.documents_of(reading, application_id),
        "consent": consent_of(reading, application),
    }


def _plants(reading: Reading, application: Any) -> dict[str, str]:
    ids = {UUID(line["species_id"]) for line in application.species}
    return {str(one): row.scientific_name for one, row in species_by_id(reading, ids).items()}


def _known(reading: Reading, application_id: UUID) -> dict[str, Any]:
    known = common_facts(reading, application_id)
    application, facts = known["application"], known["facts"]
    may_write = reading.allows(Action.WRITE_APPLICATION, application)
    reviews = queries.reviews_of(reading, application_id)
    history = history_of(reading.session, [application_id])
    ids = {one.actor_id for one in history if one.actor_id}
    ids |= {known["consent"].row.answered_by} - {None} if known["consent"].row else set()
    ids |= {one.reviewed_by for one in reviews} | {one.added_by for one in known["documents"]}
    return {
        **known,
        "may_write": may_write,
        "may_review": reading.allows(Action.REVIEW_APPLICATION, application),
        "may_sign": reading.allows(Action.SIGN_AGREEMENT, application),
        "may_change": may_write and not [*rules.obstacles_to_changing(facts)],
        "may_add": may_write and not [*rules.obstacles_to_attaching(facts)],
        **_consenting(reading, known),
        "reviews": reviews,
        "checks": list(ReviewCheck),
        "agreements": queries.agreements_of_application(reading, application_id),
        "history": history[-LATEST:][::-1],
        "people": organisations.people_by_id(reading, ids),
        "first_principle": _first_principle(known["standard"]),
    }


def _placed(obstacles: Iterable[Obstacle], known: dict[str, Any]) -> list[tuple[Obstacle, str]]:
    """Pair what is missing with the address where it is filled in; empty where no page does it."""
    place = {"application_id": known["application"].id}

    def address(one: Obstacle) -> str:
        if one.code == "application-part-missing":
            return url_for(
                "applications.edit", **place, _anchor=FIELDS.get(str(one.at), f"f-{one.at}")
            )
        principle = _first_principle(known["standard"])
        if one.code == "self-assessment-incomplete" and principle is not None:
            return url_for("applications.assess", **place, principle=principle)
        return ""

    return [(one, address(one)) for one in obstacles]


def _consenting(reading: Reading, known: dict[str, Any]) -> dict[str, Any]:
    """Say what stands against submitting, and who asks for or gives the operator's consent."""
    application, facts, consent = known["application"], known["facts"], known["consent"]
    own = reading.allows(Action.ANSWER_CONSENT, application)
    needed = None if own else consent.state
    assessment = known["assessment"]
    draft = not [*rules.obstacles_to_changing(facts)]
    return {
        "against_submitting": _placed(
            rules.obstacles_to_submitting(facts, assessment, needed), known
        ),
        "may_ask": draft
        and reading.allows(Action.ASK_CONSENT, application)
        and not [*rules.obstacles_to_asking_consent(facts, assessment, consent.state)],
        "may_consent": own and draft and consent.state is ConsentState.WAITING,
        "knows_operator": own or consent.state is ConsentState.GIVEN or not draft,
    }


def _first_principle(standard: Any) -> int | None:
    scored = [one.number for one in standard.principles if one.scored_at_operation]
    return scored[0] if scored and standard.indicators else None


@blueprint.post(f"{ONE}/submit")
def submit(application_id: UUID) -> Answer:
    """Hand the application in."""
    with unit_of_work_for_request() as work:
        application = operations.submit_application(
            work,
            application_id=application_id,
            write=application_news(house().settings.base_url),
        )
    flash(gettext("Application %(number)s is submitted.", number=application.number), "success")
    return redirect(url_for("applications.show", application_id=application_id))


@blueprint.post(f"{ONE}/withdraw")
def withdraw(application_id: UUID) -> Answer:
    """Take the application back."""
    with unit_of_work_for_request() as work:
        application = operations.withdraw_application(work, application_id=application_id)
    flash(gettext("Application %(number)s is withdrawn.", number=application.number), "success")
    return redirect(url_for("applications.show", application_id=application_id))


@blueprint.post(f"{ONE}/documents")
def attach(application_id: UUID) -> Answer:
    """Add a document to the application."""
    with reading_for_request() as reading:
        operations.may_attach(reading, application_id=application_id)
    form = Form(DocumentFormSchema())
    order, paper = form.order() or {}, chosen_file(form)
    for sentence in form.errors.file + form.errors.title:
        flash(sentence, "refusal")
    if paper is not None and not form.errors:
        with unit_of_work_for_request() as work:
            kept = operations.attach_document(
                work, application_id=application_id, **order, **vars(paper)
            )
            flash(gettext("%(name)s is kept.", name=kept.file_name), "success")
    return redirect(url_for("applications.show", application_id=application_id))


@blueprint.get(f"{ONE}/documents/<uuid:document_id>")
def download(application_id: UUID, document_id: UUID) -> Answer:
    """Hand out a document to those who may see the application."""
    with reading_for_request() as reading:
        document = queries.get_document(reading, application_id, document_id)
        return handed_out(document, "application_document")
