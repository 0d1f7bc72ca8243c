"""Who may judge for a body: competences as a matrix, a person's page, witnessed audits."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits.operations.witnessing import record_witnessed_audit
from fairwild.audits.queries.witnessed import audits_with
from fairwild.competence import operations, queries, rules
from fairwild.competence.states import CLIENTS, CompetenceStanding, InterestKind, WitnessResult
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.refusals import NotFound
from fairwild.organisations import queries as organisations
from fairwild.schemas.base import Order
from fairwild.schemas.competence import (
    CompetenceFormSchema,
    EndCompetenceSchema,
    EndInterestSchema,
    InterestFormSchema,
    WitnessOrderSchema,
    language_codes,
)
from fairwild.schemas.organisations import country_codes
from fairwild.species.states import RiskClass
from fairwild.standards.catalogue import standard_versions
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.attachments import chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import field_message
from fairwild.wording.competence import language_choices, language_name
from fairwild.wording.figures import day
from fairwild.wording.organisations import country_choices, country_name

blueprint = Blueprint("competence", __name__)

BODY = "/organisations/<uuid:organisation_id>/competence"
PERSON = f"{BODY}/<uuid:person_id>"
PAST = frozenset({CompetenceStanding.EXPIRED, CompetenceStanding.ENDED})


@blueprint.get("/competence")
def own() -> Answer:
    """Show who may judge for the body one works for."""
    return _matrix(home_organisation_id())


@blueprint.get(BODY)
def list_all(organisation_id: UUID) -> Answer:
    """Show who may judge for a body."""
    return _matrix(organisation_id)


def _matrix(body_id: UUID) -> str:
    with reading_for_request() as reading:
        lines = queries.people_judging(reading, body_id)
        return render_template(
            "pages/competence/list.html",
            body=_body(reading, body_id),
            people=[(line, _by_role(line)) for line in lines],
            roles=rules.JUDGING_ROLES,
            attention=[line for line in lines if line.needs_attention],
            expiring=CompetenceStanding.EXPIRING,
            **_names(),
        )


def _body(reading: Reading, body_id: UUID) -> organisations.OrganisationFacts:
    body = organisations.get_organisation(reading, body_id)
    if body.kind is not OrganisationKind.CERTIFICATION_BODY:
        raise NotFound("organisation")
    return body


def _by_role(line: queries.PersonLine) -> dict[Role, list[queries.CompetenceLine]]:
    """Give what holds or is to come, by role; where nothing does, what held last."""
    found = {}
    for role in rules.JUDGING_ROLES:
        mine = [one for one in line.competences if one.row.role is role]
        current = [one for one in mine if one.standing not in PAST]
        found[role] = current or mine[:1]
    return found


def _names() -> dict[str, Any]:
    return {"country_name": country_name, "language_name": language_name}


@blueprint.get(PERSON)
def show(organisation_id: UUID, person_id: UUID) -> Answer:
    """Show what is known of one person of a body."""
    with reading_for_request() as reading:
        line = queries.person_judging(reading, organisation_id, person_id)
        asked = {"person_id": person_id, "body_id": organisation_id}
        overrides = queries.overrides_for(reading, **asked)
        witnessed = queries.witness_audits_of(reading, **asked)
        is_own = person_id == reading.actor.person_id
        body = Of(Party.BODY, organisation_id)
        return render_template(
            "pages/competence/show.html",
            body=_body(reading, organisation_id),
            line=line,
            past=PAST,
            interests=_with_freedom(reading, queries.interests_seen(reading, **asked)),
            declarations=queries.declarations_seen(reading, **asked),
            witnessed=witnessed,
            overrides=[
                (one, queries.obstacles_kept(one, person=line.person.name)) for one in overrides
            ],
            people=_people(reading, overrides, witnessed),
            sees_interests=is_own or reading.allows(Action.DECLARE_INTEREST, on=body),
            may_record=reading.allows(Action.RECORD_COMPETENCE, on=body) and not is_own,
            is_own=is_own,
            today=reading.today,
            lookback_months=queries.lookback_months(reading.today),
            **_names(),
        )


def _with_freedom(reading: Reading, rows: list[Any]) -> list[tuple[Any, date | None]]:
    """Give interests with the day from which each counts no more."""
    months = queries.lookback_months(reading.today)
    return [(one, rules.free_from(one.until, lookback_months=months)) for one in rows]


def _people(reading: Reading, overrides: list[Any], witnessed: list[Any]) -> dict[UUID, str]:
    ids = {one.given_by for one in overrides} | {one.witness_id for one in witnessed}
    return organisations.people_by_id(reading, ids)


def _page(template: str, form: Form, organisation_id: UUID, person_id: UUID, **more: Any) -> Answer:
    with reading_for_request() as reading:
        reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, organisation_id))
        line = queries.person_judging(reading, organisation_id, person_id)
        body = _body(reading, organisation_id)
        page = render_template(
            f"pages/competence/{template}.html", form=form, body=body, line=line, **more
        )
    return page, form.status


def _done(form: Form, deed: Callable[..., Any], **named: Any) -> bool:
    """Do the deed with what was typed; False, with the reasons set, where it cannot be done."""
    return form.attempt(lambda work, order: bool(deed(work, **named, **order))) is not None


def _back(sentence: str, organisation_id: UUID, person_id: UUID) -> Answer:
    flash(sentence, "success")
    where = url_for("competence.show", organisation_id=organisation_id, person_id=person_id)
    return redirect(where)


def _may(action: Action, organisation_id: UUID) -> None:
    with reading_for_request() as reading:
        reading.may(action, on=Of(Party.BODY, organisation_id))


@blueprint.route(f"{PERSON}/competences/new", methods=["GET", "POST"])
def record(organisation_id: UUID, person_id: UUID) -> Answer:
    """Say what a person may judge."""
    _may(Action.RECORD_COMPETENCE, organisation_id)
    form = Form(CompetenceFormSchema(), _standard_chosen())
    for name in ("risk_classes", "languages", "countries"):
        form.values[name] = form.values[name] or []
    form.values |= _standard_chosen() if form.submitted else {}
    named = {"body_id": organisation_id, "person_id": person_id}
    paper = chosen_file(form) if form.submitted else None

    def deed(work: UnitOfWork, **order: Any) -> Any:
        row = operations.record_competence(work, **order)
        if paper is not None:
            operations.prove_competence(work, competence_id=row.id, **vars(paper))
        return row

    if form.submitted and not form.errors and _done(form, deed, **named):
        return _back(gettext("The competence is recorded."), organisation_id, person_id)
    return _page(
        "record",
        form,
        organisation_id,
        person_id,
        standards=standard_versions(),
        roles=rules.JUDGING_ROLES,
        risks=list(RiskClass),
        tongues=language_choices(language_codes()),
        countries=country_choices(country_codes()),
    )


def _standard_chosen() -> dict[str, str]:
    """Read the one list in which the page offers standards with their versions."""
    name, _, version = request.form.get("standard_and_version", "").rpartition(" ")
    return {"standard": name, "standard_version": version}


@blueprint.route(f"{PERSON}/interests/new", methods=["GET", "POST"])
def record_interest(organisation_id: UUID, person_id: UUID) -> Answer:
    """Write down what ties a person to a client."""
    form = Form(InterestFormSchema())
    named = {"body_id": organisation_id, "person_id": person_id}
    if form.submitted and _done(form, operations.record_interest, **named):
        return _back(gettext("The interest is written down."), organisation_id, person_id)
    with reading_for_request() as reading:
        queries.check_may_record_interest(reading, **named)
        clients = [
            one
            for kind in CLIENTS
            for one in organisations.list_organisations(reading, kind)
            if not one.outside
        ]
    return _page(
        "interest",
        form,
        organisation_id,
        person_id,
        kinds=list(InterestKind),
        clients=[(one.id, one.name) for one in clients],
    )


@blueprint.route(f"{PERSON}/witness-audits/new", methods=["GET", "POST"])
def record_witness(organisation_id: UUID, person_id: UUID) -> Answer:
    """Write down that somebody went along with an auditor."""
    _may(Action.RECORD_COMPETENCE, organisation_id)
    form = Form(WitnessOrderSchema())
    named = {"body_id": organisation_id, "person_id": person_id}
    if form.submitted and _done(form, record_witnessed_audit, **named):
        return _back(gettext("The witnessed audit is recorded."), organisation_id, person_id)
    with reading_for_request() as reading:
        people = organisations.people_with_role(reading, organisation_id)
        today = reading.today
        audits = [
            (one.id, f"{one.number}, {day(one.starts_on)}") for one in audits_with(reading, **named)
        ]
    others = [(one.id, one.name) for one in people if one.id != person_id]
    results = list(WitnessResult)
    more = {"witnesses": others, "results": results, "today": today, "audits": audits}
    return _page("witness", form, organisation_id, person_id, **more)


@blueprint.route("/competences/<uuid:competence_id>/end", methods=["GET", "POST"])
def end(competence_id: UUID) -> Answer:
    """Let a person judge something no more."""
    with reading_for_request() as reading:
        row = queries.get_competence(reading, competence_id)
        reading.may(Action.RECORD_COMPETENCE, on=row)
    form = Form(EndCompetenceSchema())
    if form.submitted and _done(form, operations.end_competence, competence_id=competence_id):
        return _back(gettext("The competence is ended."), row.body_id, row.person_id)
    return _page("end", form, row.body_id, row.person_id, row=row)


@blueprint.route("/competences/<uuid:competence_id>/certificate", methods=["GET", "POST"])
def prove(competence_id: UUID) -> Answer:
    """Lay the certificate of a training beside the competence that rests on it."""
    with reading_for_request() as reading:
        operations.may_prove(reading, competence_id=competence_id)
        row = queries.get_competence(reading, competence_id)
    form = Form(Order())
    paper = chosen_file(form) if form.submitted else None
    if form.submitted and paper is None and not form.errors:
        form.errors["file"] = [field_message("missing")]
    if paper is not None:
        named = {"competence_id": competence_id, **vars(paper)}
        if _done(form, operations.prove_competence, **named):
            return _back(gettext("The certificate is kept."), row.body_id, row.person_id)
    return _page("prove", form, row.body_id, row.person_id, row=row)


@blueprint.get("/competences/<uuid:competence_id>/file")
def download(competence_id: UUID) -> Answer:
    """Hand out the certificate a competence rests on."""
    with reading_for_request() as reading:
        return handed_out(queries.get_competence(reading, competence_id), "competence_file")


@blueprint.route("/interests/<uuid:interest_id>/end", methods=["GET", "POST"])
def end_interest(interest_id: UUID) -> Answer:
    """Say on which day an interest ended."""
    with reading_for_request() as reading:
        row = queries.get_interest(reading, interest_id)
        client = organisations.get_organisation(reading, row.client_id)
    form = Form(EndInterestSchema())
    if form.submitted and _done(form, operations.end_interest, interest_id=interest_id):
        return _back(gettext("The end of the interest is recorded."), row.body_id, row.person_id)
    return _page("end_interest", form, row.body_id, row.person_id, row=row, client=client)
