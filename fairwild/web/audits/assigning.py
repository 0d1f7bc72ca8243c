"""Who has a part in an audit: declarations, what stands against somebody, what was set aside."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits import operations, queries
from fairwild.audits.queries import assigning
from fairwild.audits.states import OVER
from fairwild.competence import queries as competence
from fairwild.competence import rules as competence_rules
from fairwild.competence.states import InterestKind
from fairwild.desks import operations as binding
from fairwild.http import reading_for_request
from fairwild.organisations import queries as organisations
from fairwild.schemas.competence import DeclarationFormSchema, OverrideOrderSchema
from fairwild.unit_of_work import Reading
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

ONE = "/audits/<uuid:audit_id>"


@blueprint.get(f"{ONE}/people")
def assigned(audit_id: UUID) -> Answer:
    """Show who has a part in an audit, and what stands against them."""
    return _page(audit_id, None)


@blueprint.post(f"{ONE}/people/override")
def override(audit_id: UUID) -> Answer:
    """Set aside what stands against somebody, with a reason."""
    form = Form(OverrideOrderSchema())
    kept = form.attempt(
        lambda work, order: binding.override_obstacles(work, audit_id=audit_id, **order)
    )
    if kept is None:
        return _page(audit_id, form)
    flash(gettext("The reason stands in the file of the audit."), "success")
    return redirect(url_for("audits.assigned", audit_id=audit_id))


def _page(audit_id: UUID, form: Form | None) -> Answer:
    with reading_for_request() as reading:
        audit = queries.get_audit(reading, audit_id)
        reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, audit.body_id))
        facts = queries.facts_of(reading, audit)
        parts = assigning.parts_in(reading, audit, facts)
        overrides = competence.overrides_of(reading, audit_id)
        names = _names(reading, parts, overrides)
        is_open = audit.status not in OVER
        page = render_template(
            "pages/audits/people.html",
            form=form,
            audit=audit,
            operator=organisations.get_organisation(reading, audit.operator_id),
            parts=list(
                zip(
                    parts,
                    assigning.obstacles_to_parts(reading, audit, facts, parts),
                    strict=True,
                )
            ),
            warnings=assigning.warnings_about_team(reading, audit, facts) if is_open else [],
            tied=competence.obstacles_of_office(
                reading,
                body_id=audit.body_id,
                client_ids=assigning.assignment_of(audit, facts).clients,
            ),
            overridable=competence_rules.OVERRIDABLE,
            declarations=competence.declarations_for(reading, audit_id),
            overrides=[
                (one, competence.obstacles_kept(one, person=names.get(one.person_id, "–")))
                for one in overrides
            ],
            names=names,
            viewer_id=reading.actor.person_id,
            may_override=is_open and reading.allows(Action.OVERRIDE_OBSTACLE, audit),
            may_declare=assigning.may_declare(reading, audit, facts),
        )
    return page, form.status if form else 200


def _names(reading: Reading, parts: list[Any], overrides: list[Any]) -> dict[UUID, str]:
    ids = {part.person_id for part in parts}
    ids |= {one.person_id for one in overrides} | {one.given_by for one in overrides}
    return organisations.people_by_id(reading, ids)


@blueprint.route(f"{ONE}/declaration", methods=["GET", "POST"])
def declare(audit_id: UUID) -> Answer:
    """Say before one's part in an audit whether anything ties one to the client."""
    form = Form(DeclarationFormSchema())
    if form.submitted:
        declared = form.attempt(
            lambda work, order: operations.declare_impartiality(work, audit_id=audit_id, **order)
        )
        if declared is not None:
            flash(gettext("Your declaration is recorded."), "success")
            return redirect(url_for("audits.show", audit_id=audit_id))
    with reading_for_request() as reading:
        audit = queries.get_audit(reading, audit_id)
        reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, audit.body_id))
        known = competence.declarations_for(reading, audit_id)
        person_id, facts = reading.actor.person_id, queries.facts_of(reading, audit)
        page = render_template(
            "pages/audits/declaration.html",
            form=form,
            audit=audit,
            operator=organisations.get_organisation(reading, audit.operator_id),
            payer=organisations.find_organisation(reading, facts.payer_id)
            if facts.payer_id
            else None,
            kinds=list(InterestKind),
            lookback_months=competence.lookback_months(reading.today),
            earlier=known.get(person_id) if person_id else None,
            may_declare=assigning.may_declare(reading, audit, facts),
        )
    return page, form.status
