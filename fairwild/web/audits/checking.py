"""Planning the spot check of a buyer."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.audits.states import TeamRole
from fairwild.desks.operations import plan_spot_check as put_spot_check
from fairwild.desks.queries import buyers_to_check
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.organisations import queries as organisations
from fairwild.schemas.audit_plans import PlanSpotCheckSchema
from fairwild.standards import catalogue
from fairwild.web.audits.confirming import gather_details
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer


@blueprint.route("/audits/spot-checks/new", methods=["GET", "POST"])
def plan_spot_check() -> Answer:
    """Plan the spot check of a buyer: first the company, then days and team."""
    with reading_for_request() as reading:
        buyers = buyers_to_check(reading, home_organisation_id())
        today = reading.today
        people = organisations.people_with_role(reading, home_organisation_id(), *Role)
    company = _chosen([one for one, _count in buyers])
    if company is None:
        return render_template("pages/audits/choose_buyer.html", buyers=buyers)
    form = Form(PlanSpotCheckSchema(), {"places": ""})
    if form.submitted:
        _gather(form, company.id)
        audit = form.attempt(lambda work, order: put_spot_check(work, **order))
        if audit is not None:
            flash(gettext("Spot check %(number)s is planned.", number=audit.number), "success")
            return redirect(url_for("audits.amend", audit_id=audit.id))
    page = render_template(
        "pages/audits/plan_check.html",
        form=form,
        company=company,
        people=people,
        today=today,
        team_roles=list(TeamRole),
        standards=[one for one in catalogue.standard_versions() if one.of_buyers],
    )
    return page, form.status


def _chosen(companies: list[Any]) -> Any:
    """Give the company the address names, of those that can be checked; None without one."""
    given = request.values.get("company", "")
    if not given:
        return None
    for one in companies:
        if str(one.id) == given:
            return one
    raise NoSuchPage


def _gather(form: Form, company_id: UUID) -> None:
    standard, _, version = request.form.get("standard_choice", "").partition("/")
    form.values["body_id"] = str(home_organisation_id())
    form.values["company_id"] = str(company_id)
    form.values["standard"], form.values["standard_version"] = standard, version
    gather_details(form)
