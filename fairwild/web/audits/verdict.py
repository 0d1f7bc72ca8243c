"""The evaluator's recommendation and the certifier's decision."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import operations
from fairwild.audits.queries import AuditView, obstacles_to_deciding
from fairwild.audits.queries.elsewhere import found_elsewhere
from fairwild.audits.states import CERTIFYING, OF_A_SPOT_CHECK, Outcome
from fairwild.certificates.queries import Change, change_on
from fairwild.competence.queries import obstacles_kept, overrides_of
from fairwild.desks.operations import decide_and_issue
from fairwild.http import house, reading_for_request
from fairwild.kernel.refusals import Obstacle
from fairwild.schemas.audits import DecisionOrderSchema, EvaluationOrderSchema
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.audits import showing
from fairwild.web.audits.clearing import places_of
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import obstacle_sentence
from fairwild.wording.audit_letters import step_news


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
        work,
        audit_id=audit_id,
        outcome=outcome,
        reasons=reasons,
        conditions=conditions,
        write=step_news(house().settings.base_url),
    )
    if outcome in OF_A_SPOT_CHECK:
        return str(gettext("The spot check is concluded."))
    if outcome not in CERTIFYING:
        return str(gettext("The certificate is refused."))
    if issued is None:
        return str(gettext("The decision is recorded; the certificate in force stays as it is."))
    return str(gettext("Certificate %(number)s is issued.", number=issued.number))


def _standing(form: Form, obstacles: list[Obstacle]) -> list[Obstacle]:
    """Give what stands against the deed; what is wrong with a field goes to that field."""
    for one in form.obstacles:
        if one.at in form.schema.fields:
            form.errors[one.at] = [*form.errors[one.at], obstacle_sentence(one)]
    left = [one for one in form.obstacles if one.at not in form.schema.fields]
    return [*obstacles, *(one for one in left if one not in obstacles)]


def _change(reading: Reading, view: AuditView) -> Change | None:
    """Say what becomes of the certificate in force; nothing of a buyer, nor once it is decided."""
    over = view.facts.of_a_buyer or view.decision is not None
    return None if over else change_on(reading, view.audit)


def _obstacles(
    reading: Reading, view: AuditView, action: Action, change: Change | None
) -> list[Obstacle]:
    found = showing.obstacles_to(reading, view, action)
    return [*found, *change.obstacles] if change and action is Action.DECIDE_AUDIT else found


def _places_named(reading: Reading, change: Change | None) -> dict[UUID, str]:
    lines = (*change.lost, *change.added, *change.scope) if change else ()
    found = areas.area_facts(reading, {one for line in lines for one in line.area_ids})
    return {one.id: f"{one.code} {one.name}" for one in found.values()}


def _page(name: str, action: Action, form: Form, audit_id: UUID) -> Answer:
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        reading.may(action, on=known["audit"])
        status = form.status
        view = known["view"]
        change = _change(reading, view)
        obstacles = _obstacles(reading, view, action, change)
        overrides = overrides_of(reading, audit_id)
        involved = (one for kept in overrides for one in (kept.person_id, kept.given_by))
        names = showing.names_in(reading, view, involved)
        page = render_template(
            f"pages/audits/{name}.html",
            form=form,
            obstacles=obstacles,
            places=places_of(_standing(form, obstacles), view.audit, view.nonconformities),
            barring=obstacles_to_deciding(reading, known["audit"], known["view"].facts),
            names=names,
            set_aside=[
                (one, obstacles_kept(one, person=names.get(one.person_id, "–")))
                for one in overrides
            ],
            tree=showing.tree_of(known["view"]),
            elsewhere=found_elsewhere(reading, known["audit"]),
            change=change,
            places_named=_places_named(reading, change),
            **known,
        )
    return page, status
