"""The evaluator's recommendation and the certifier's decision."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits import operations
from fairwild.audits.queries import obstacles_to_deciding
from fairwild.audits.queries.elsewhere import found_elsewhere
from fairwild.audits.states import OF_A_SPOT_CHECK, Outcome
from fairwild.desks.operations import decide_and_issue
from fairwild.http import reading_for_request
from fairwild.schemas.audits import DecisionOrderSchema, EvaluationOrderSchema
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.audits import showing
from fairwild.web.audits.clearing import places_of
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer


@blueprint.route("/audits/<uuid:audit_id>/evaluation", methods=["GET", "POST"])
def evaluate(audit_id: UUID) -> Answer:
    """Recommend a decision on a finished audit."""
    form = Form(EvaluationOrderSchema())
    if form.submitted:
        found = form.attempt(
            lambda work, order: operations.evaluate_audit(work, audit_id=audit_id, **order)
        )
        if found is not None:
            flash(gettext("Your recommendation is recorded."), "success")
            return redirect(url_for("audits.show", audit_id=audit_id))
    return _page("evaluate", Action.EVALUATE_AUDIT, form, audit_id)


@blueprint.route("/audits/<uuid:audit_id>/decision", methods=["GET", "POST"])
def decide(audit_id: UUID) -> Answer:
    """Decide on an evaluated audit; a positive decision issues the certificate."""
    form = Form(DecisionOrderSchema())
    if form.submitted:
        said = form.attempt(lambda work, order: _decided(work, audit_id, **order))
        if said is not None:
            flash(said, "success")
            return redirect(url_for("audits.show", audit_id=audit_id))
    return _page("decide", Action.DECIDE_AUDIT, form, audit_id)


def _decided(
    work: UnitOfWork, audit_id: UUID, *, outcome: Outcome, reasons: str, conditions: str
) -> str:
    issued = decide_and_issue(
        work, audit_id=audit_id, outcome=outcome, reasons=reasons, conditions=conditions
    )
    if outcome in OF_A_SPOT_CHECK:
        return str(gettext("The spot check is concluded."))
    if issued is None:
        return str(gettext("The certificate is refused."))
    return str(gettext("Certificate %(number)s is issued.", number=issued.number))


def _page(name: str, action: Action, form: Form, audit_id: UUID) -> Answer:
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        reading.may(action, on=known["audit"])
        obstacles = showing.obstacles_to(reading, known["view"], action)
        page = render_template(
            f"pages/audits/{name}.html",
            form=form,
            obstacles=obstacles,
            places=places_of(list(form.obstacles) or obstacles, known["view"]),
            barring=obstacles_to_deciding(reading, known["audit"], known["view"].facts),
            names=showing.names_in(reading, known["view"]),
            tree=showing.tree_of(known["view"]),
            elsewhere=found_elsewhere(reading, known["audit"]),
            **known,
        )
    return page, form.status
