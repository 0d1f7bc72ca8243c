"""The list of audits, and planning one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications.queries import agreement_on
from fairwild.audits import operations, queries
from fairwild.audits.states import OF_OPERATORS, AuditStatus, TeamRole
from fairwild.competence.queries import witness_overdue
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.plants import Form as PlantForm
from fairwild.kernel.quantities import State
from fairwild.organisations import queries as organisations
from fairwild.schemas.audits import PlanAuditSchema
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading
from fairwild.web.audits.confirming import gather_details
from fairwild.web.audits.routing import blueprint
from fairwild.web.audits.scoping import (
    gather_scope,
    gather_standard,
    suggested_scope,
    suggested_values,
)
from fairwild.web.forms import Form
from fairwild.web.paging import Answer


@blueprint.get("/audits")
def list_all() -> Answer:
    """List the audits one may see, those of the own team first."""
    wanted = request.args.get("status", "")
    status = AuditStatus(wanted) if wanted in set(AuditStatus) else None
    with reading_for_request() as reading:
        check_sees_audits(reading)
        return render_template(
            "pages/audits/list.html",
            audits=queries.list_audits(reading, status=status),
            counts=queries.count_by_status(reading),
            status=status,
            statuses=list(AuditStatus),
            may_plan=_may_plan(reading),
        )


def check_sees_audits(reading: Reading) -> None:
    """Refuse who has no audits to see, and send visitors to sign in."""
    home = home_organisation_id()
    if not any(
        reading.allows(Action.SEE_AUDIT, Of(party, home)) for party in (Party.BODY, Party.OPERATOR)
    ):
        reading.may(Action.SEE_AUDIT)


def _may_plan(reading: Reading) -> bool:
    return reading.allows(Action.PLAN_AUDIT, Of(Party.BODY, home_organisation_id()))


@blueprint.route("/audits/new", methods=["GET", "POST"])
def plan() -> Answer:
    """Plan an audit: first the operator, then everything about it."""
    with reading_for_request() as reading:
        reading.may(Action.PLAN_AUDIT, on=Of(Party.BODY, home_organisation_id()))
        operator_id = _chosen_operator()
        if operator_id is None:
            kind = OrganisationKind.OPERATOR
            operators = organisations.list_organisations(reading, kind)
            return render_template("pages/audits/choose.html", operators=operators)
        lines = suggested_scope(reading, operator_id, on=reading.today)
    form = Form(PlanAuditSchema(), suggested_values(lines))
    if form.submitted:
        _gather(form, operator_id)
        audit = form.attempt(lambda work, order: operations.plan_audit(work, **order))
        if audit is not None:
            flash(gettext("Audit %(number)s is planned.", number=audit.number), "success")
            return redirect(url_for("audits.amend", audit_id=audit.id))
    with reading_for_request() as reading:
        known = _facts_for_plan(reading, operator_id)
        return render_template("pages/audits/plan.html", form=form, **known), form.status


def _chosen_operator() -> UUID | None:
    given = request.values.get("operator", "")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise NoSuchPage from error


def _facts_for_plan(reading: Reading, operator_id: UUID) -> dict[str, Any]:
    standards = catalogue.standard_versions()
    people = organisations.people_with_role(reading, home_organisation_id(), *Role)
    return {
        "warnings": witness_overdue(
            reading, home_organisation_id(), {one.id for one in people}, on=reading.today
        ),
        "operator": organisations.get_organisation(reading, operator_id),
        "agreement": agreement_on(
            reading, operator_id=operator_id, body_id=home_organisation_id(), on=reading.today
        ),
        "people": people,
        "team_roles": list(TeamRole),
        "standards": standards,
        "counted": queries.count_year(
            reading, operator_id=operator_id, standard=standards[0].name, on=reading.today
        ),
        "lines": suggested_scope(reading, operator_id, on=reading.today),
        "forms": list(PlantForm),
        "states": list(State),
        "kinds": OF_OPERATORS,
        "today": reading.today,
    }


def _gather(form: Form, operator_id: UUID) -> None:
    """Put what the page knows itself, standard, team and scope into the form's order."""
    form.values["body_id"] = str(home_organisation_id())
    form.values["operator_id"] = str(operator_id)
    gather_standard(form)
    gather_details(form)
    gather_scope(form)
