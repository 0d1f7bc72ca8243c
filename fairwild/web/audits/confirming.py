"""The plan of one audit: changing it, standing by it, taking that back, counting its days."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import operations, queries
from fairwild.audits.facts import ScopedSpecies
from fairwild.audits.queries.assigning import warnings_about_team
from fairwild.audits.states import OF_OPERATORS, AuditKind, AuditPart, AuditStatus, TeamRole
from fairwild.desks import operations as binding
from fairwild.desks.queries import samples_of
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.actors import Role
from fairwild.kernel.plants import Form as PlantForm
from fairwild.kernel.quantities import State
from fairwild.organisations import queries as organisations
from fairwild.schemas.audit_plans import AmendPlanSchema, DaysUsedSchema, HalfDays, ReopenSchema
from fairwild.species.states import RiskClass
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading
from fairwild.web.audits import showing
from fairwild.web.audits.cancelling import may_cancel
from fairwild.web.audits.clearing import places_of
from fairwild.web.audits.report import overview
from fairwild.web.audits.routing import blueprint
from fairwild.web.audits.scoping import (
    gather_scope,
    gather_standard,
    no_longer_collected,
    planned_values,
    suggested_scope,
)
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word
from fairwild.wording.audit_letters import step_news
from fairwild.wording.figures import span_of_days

ONE = "/audits/<uuid:audit_id>"


@blueprint.route(f"{ONE}/plan", methods=["GET", "POST"])
def amend(audit_id: UUID) -> Answer:
    """Show what stands against confirming a plan, and change it."""
    with reading_for_request() as reading:
        form = Form(AmendPlanSchema(), _planned(reading, audit_id))
        audit, drawn = queries.get_audit(reading, audit_id), samples_of(reading, audit_id)
        before = audit.scope
        lines = suggested_scope(reading, audit.operator_id, on=reading.today)
        gone = no_longer_collected(reading, lines, before)
    if form.submitted:
        gather_standard(form)
        gather_details(form)
        gather_scope(form)
        amended = form.attempt(
            lambda work, order: operations.amend_plan(work, audit_id=audit_id, **order)
        )
        if amended is not None:
            flash(gettext("The plan is saved."), "success")
            if gone and amended.scope != before:
                told = gettext("No longer collected there, and so no longer in the plan:")
                flash(f"{told} {'; '.join(gone)}", "warning")
            if drawn and amended.scope != before:
                again = gettext("The sample was drawn for the scope before: draw it again.")
                flash(again, "warning")
            return redirect(url_for("audits.amend", audit_id=audit_id))
    return _page(form, audit_id), form.status


def gather_details(form: Form) -> None:
    """Put the team and the sites, as a page sends them, into the form's order."""
    form.values["sites"] = [one for one in map(str.strip, _places().splitlines()) if one]
    form.values["team"] = [
        {"person_id": name.removeprefix("team-"), "role": role}
        for name, role in request.form.items()
        if name.startswith("team-") and role
    ]


def _places() -> str:
    return request.form.get("places", "")


def _planned(reading: Reading, audit_id: UUID) -> dict[str, Any]:
    audit = queries.get_audit(reading, audit_id)
    facts = queries.facts_of(reading, audit)
    half_days = HalfDays().serialize("planned_half_days", audit)
    values = {
        "standard_choice": f"{audit.standard}/{audit.standard_version}",
        "kind": audit.kind or "",
        "starts_on": audit.starts_on.isoformat(),
        "ends_on": audit.ends_on.isoformat(),
        "planned_days": half_days or "",
        "turnover_eur": "" if audit.turnover_eur is None else audit.turnover_eur,
        "season_reason": audit.season_reason,
        "certification_year": audit.certification_year,
        "year_reason": audit.year_reason,
        "days_reason": audit.days_reason,
        "places": "\n".join(audit.sites),
    }
    team = {f"team-{one.person_id}": one.role for one in facts.team}
    lines = suggested_scope(reading, audit.operator_id, on=reading.today)
    return planned_values(lines, audit.scope) | values | team


def _page(form: Form, audit_id: UUID) -> str:
    with reading_for_request() as reading:
        audit = queries.get_audit(reading, audit_id)
        body = organisations.people_with_role(reading, audit.body_id, *Role)
        of_a_buyer = audit.kind is AuditKind.SPOT_CHECK
        lines = suggested_scope(reading, audit.operator_id, on=reading.today)
        facts, planned = queries.facts_of(reading, audit), audit.status is AuditStatus.PLANNED
        inner = AuditPart.INNER in queries.parts_read_by(reading, audit)
        return render_template(
            "pages/audits/amend.html",
            form=form,
            audit=audit,
            waiting=places_of(
                queries.obstacles_to_confirming(reading, audit) if inner else [], audit
            ),
            warnings=warnings_about_team(reading, audit, facts) if inner and planned else [],
            counted=queries.count_year(
                reading,
                operator_id=audit.operator_id,
                standard=audit.standard,
                on=audit.starts_on,
                kind=audit.kind,
            ),
            scope_rows=_scope_rows(reading, audit),
            may_plan=reading.allows(Action.PLAN_AUDIT, audit),
            may_cancel=may_cancel(reading, audit),
            may_confirm=reading.allows(Action.CONFIRM_AUDIT, audit),
            standards=[
                one for one in catalogue.standard_versions() if one.of_buyers or not of_a_buyer
            ],
            lines=lines,
            gone=[] if of_a_buyer else no_longer_collected(reading, lines, audit.scope),
            forms=list(PlantForm),
            states=list(State),
            kinds=OF_OPERATORS,
            people=body,
            team_roles=list(TeamRole),
        )


def _scope_rows(reading: Reading, audit: Any) -> list[tuple[str, str]]:
    """Say when, how long, who and where, and the risk class of every species as it is now."""
    plan = queries.plan_facts(reading, audit)
    standard = catalogue.standard_version(audit.standard, audit.standard_version)
    told = [
        (gettext("Kind"), word(plan.kind)),
        (gettext("Standard"), standard.full_title),
        (gettext("On the spot"), span_of_days(audit.starts_on, audit.ends_on)),
        (gettext("Days planned"), showing.days_of(audit.planned_half_days)),
        (gettext("Days used"), showing.days_of(audit.used_half_days)),
        (gettext("Team"), _team(reading, audit)),
        (gettext("Sites to visit"), ", ".join(audit.sites) or "–"),
    ]
    if audit.scope:
        told.append((gettext("Areas"), _areas(reading, audit)))
    return [*told, *(_class_row(one) for one in plan.scope)]


def _team(reading: Reading, audit: Any) -> str:
    team = sorted(queries.facts_of(reading, audit).team, key=lambda one: one.role != "leader")
    names = organisations.people_by_id(reading, {one.person_id for one in team})
    return ", ".join(f"{names.get(one.person_id, '–')} ({word(one.role)})" for one in team) or "–"


def _areas(reading: Reading, audit: Any) -> str:
    named = {UUID(one) for line in audit.scope for one in line["area_ids"]}
    return ", ".join(sorted(one.name for one in areas.area_facts(reading, named).values()))


@blueprint.post(f"{ONE}/confirm")
def confirm(audit_id: UUID) -> Answer:
    """Stand by the plan."""
    with unit_of_work_for_request() as work:
        write = step_news(house().settings.base_url)
        audit = binding.confirm_audit(work, audit_id=audit_id, write=write)
        flash(gettext("The plan of %(number)s is confirmed.", number=audit.number), "success")
    return redirect(url_for("audits.show", audit_id=audit_id))


@blueprint.post(f"{ONE}/reopen")
def reopen(audit_id: UUID) -> Answer:
    """Take back the word for a plan."""
    form, write = Form(ReopenSchema()), step_news(house().settings.base_url)
    done = form.attempt(
        lambda work, order: operations.reopen_plan(work, audit_id=audit_id, write=write, **order)
    )
    if done is None:
        return _page(_with_reasons_of(form, audit_id), audit_id), form.status
    flash(gettext("The plan can be changed again."), "success")
    return redirect(url_for("audits.amend", audit_id=audit_id))


def _with_reasons_of(refused: Form, audit_id: UUID) -> Form:
    """Give the form of the plan as it stands, with what stood against another deed on its page."""
    with reading_for_request() as reading:
        plan = Form(AmendPlanSchema(), _planned(reading, audit_id))
    plan.errors, plan.obstacles = refused.errors, refused.obstacles
    return plan


@blueprint.post(f"{ONE}/days")
def count_days(audit_id: UUID) -> Answer:
    """Say how many days the audit has taken."""
    with reading_for_request() as reading:
        reading.may(Action.FINISH_AUDIT, on=queries.get_audit(reading, audit_id))
    form = Form(DaysUsedSchema())
    counted = form.attempt(
        lambda work, order: operations.count_days(work, audit_id=audit_id, **order)
    )
    if counted is None:
        return overview(audit_id, form)
    flash(gettext("The days are counted."), "success")
    return redirect(url_for("audits.show", audit_id=audit_id))


def _class_row(one: ScopedSpecies) -> tuple[str, str]:
    """Say a species of a scope with its country, and its risk class."""
    risk = word(RiskClass(one.risk_class)) if one.risk_class else gettext("not classified")
    return f"{one.species}, {word(one.part)}, {one.country}", risk
