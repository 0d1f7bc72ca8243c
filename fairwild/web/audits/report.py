"""One audit: its overview, scoring, and finishing the report."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.audits import operations, queries
from fairwild.audits.queries.numbers import numbers_used
from fairwild.certificates.queries import find_certificate_of_audit
from fairwild.desks import operations as binding
from fairwild.desks.queries import kept_papers_of
from fairwild.http import house, reading_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.queries import people_by_id
from fairwild.schemas.audit_plans import DaysUsedSchema, HalfDays, StartSchema
from fairwild.schemas.audits import FinishSchema, ScoreFormSchema
from fairwild.standards.catalogue import parameters
from fairwild.unit_of_work import Reading
from fairwild.web.audits import entered, showing
from fairwild.web.audits.cancelling import may_cancel
from fairwild.web.audits.clearing import places_of
from fairwild.web.audits.replacing import may_change_team
from fairwild.web.audits.rested import rested_on
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.audit_letters import step_news

ONE = "/audits/<uuid:audit_id>"


@blueprint.get(ONE)
def show(audit_id: UUID) -> Answer:
    """Show how far one audit has come and everything in it."""
    return overview(audit_id, Form(DaysUsedSchema()))


def overview(audit_id: UUID, days: Form, begun: Form | None = None) -> tuple[str, int]:
    """Give the page of one audit with its forms for the days used and for the start."""
    with reading_for_request() as reading:
        known = showing.common_facts(reading, audit_id)
        view = known["view"]
        step, refused = showing.next_step(reading, view), begun or days
        page = render_template(
            "pages/audits/show.html",
            **known,
            tree=showing.tree_of(view),
            step=step,
            places=places_of(step.obstacles, view.audit, view.nonconformities),
            names=showing.names_in(reading, view),
            scope=showing.scope_of(reading, view),
            may_cancel=may_cancel(reading, view.audit),
            may_change_team=may_change_team(reading, view.audit),
            kept_papers=kept_papers_of(reading, audit_id),
            certificate_id=find_certificate_of_audit(reading, audit_id),
            numbers_version=parameters().version,
            numbers_used=numbers_used(reading, audit_id),
            rested=rested_on(reading, view.decision.facts) if view.decision else (),
            days=days,
            refused=refused,
            refused_places=places_of(refused.obstacles, view.audit, view.nonconformities),
        )
    return page, days.status


@blueprint.post(f"{ONE}/start")
def start(audit_id: UUID) -> Answer:
    """Begin the audit on the spot, on another day than planned with a reason."""
    form = Form(StartSchema())
    audit = form.attempt(
        lambda work, order: operations.start_audit(work, audit_id=audit_id, **order)
    )
    if audit is None:
        page, _ = overview(audit_id, Form(DaysUsedSchema()), form)
        return page, form.status
    flash(gettext("Audit %(number)s is under way.", number=audit.number), "success")
    return redirect(url_for("audits.score_next", audit_id=audit_id))


@blueprint.get(f"{ONE}/score")
def score_next(audit_id: UUID) -> Answer:
    """Go to the first indicator that is not scored yet, or to the first of all."""
    with reading_for_request() as reading:
        view = showing.work_facts(reading, audit_id)["view"]
        codes = (*view.rating.unscored, *(one.code for one in view.indicators))
        if not codes:
            return redirect(url_for("audits.show", audit_id=audit_id))
        return redirect(url_for("audits.score", audit_id=audit_id, indicator=codes[0]))


@blueprint.route(f"{ONE}/score/<indicator>", methods=["GET", "POST"])
def score(audit_id: UUID, indicator: str) -> Answer:
    """Score one indicator as a plain form; the script of the page sends answers by itself."""
    form = Form(ScoreFormSchema())
    scored = _attempt(form, audit_id, indicator) if form.submitted else None
    if scored is not None:
        return redirect(_onward(audit_id, indicator))
    return _score_page(form, audit_id, indicator), form.status


def _attempt(form: Form, audit_id: UUID, indicator: str) -> Any:
    place: dict[str, Any] = {"audit_id": audit_id, "indicator": indicator}
    return form.attempt(lambda work, order: operations.score_indicator(work, **place, **order))


def _onward(audit_id: UUID, indicator: str) -> str:
    """Give the address the pressed button leads to."""
    with reading_for_request() as reading:
        place = showing.around(queries.view_of_audit(reading, audit_id), indicator)
    then = request.form.get("then", "stay")
    if then == "form":
        return url_for("audits.form", audit_id=audit_id, _anchor=f"i-{indicator}")
    code = {"next": place.following, "missing": place.missing, "stay": indicator}.get(then)
    if code is None:
        return url_for("audits.show", audit_id=audit_id)
    return url_for("audits.score", audit_id=audit_id, indicator=code)


def _scoring_facts(reading: Reading, audit_id: UUID, indicator: str) -> dict[str, Any]:
    known = showing.work_facts(reading, audit_id)
    view = known["view"]
    asked = {one.code: one for one in view.indicators}
    if indicator not in asked:
        raise NotFound("indicator")
    criteria = {one.code: one for one in view.standard.criteria}
    criterion = criteria[asked[indicator].criterion]
    return {
        **known,
        **entered.form_facts(reading, view),
        "leaf": showing.leaf_of(view, asked[indicator]),
        "criterion": criterion,
        "principle": view.standard.principles[criterion.principle - 1],
        "around": showing.around(view, indicator),
        "evidence": view.evidence_for(indicator),
        "raised": [one for one in view.nonconformities if indicator in one.indicators],
    }


def _score_page(form: Form, audit_id: UUID, indicator: str) -> str:
    with reading_for_request() as reading:
        known = _scoring_facts(reading, audit_id, indicator)
        form.values.update(_kept(form, known["leaf"]))
        theirs = _theirs(reading, known["leaf"].score) if form.conflict else None
        return render_template("pages/audits/score.html", form=form, theirs=theirs, **known)


def _theirs(reading: Reading, score: Any) -> dict[str, Any]:
    return entered.told_score(score, people_by_id(reading, {score.scored_by}))


def _kept(form: Form, leaf: showing.Leaf) -> dict[str, Any]:
    """Give what stands in the database: all of it on a fresh page, the version after a conflict."""
    version = {"seen_version": leaf.score.version if leaf.score else 0}
    if form.submitted:
        return version if form.conflict else {}
    note = leaf.score.note if leaf.score else ""
    return {**version, "value": leaf.typed, "note": note}


@blueprint.route(f"{ONE}/finish", methods=["GET", "POST"])
def finish(audit_id: UUID) -> Answer:
    """Finish the report, or show what it still lacks."""
    form = Form(FinishSchema())
    if form.submitted:
        write = step_news(house().settings.base_url)
        audit = form.attempt(
            lambda work, order: binding.finish_audit(work, audit_id=audit_id, write=write, **order)
        )
        if audit is not None:
            flash(gettext("The report is finished and locked."), "success")
            return redirect(url_for("audits.show", audit_id=audit_id), HTTPStatus.SEE_OTHER)
    with reading_for_request() as reading:
        known = showing.work_facts(reading, audit_id)
        step = showing.next_step(reading, known["view"])
        if not form.submitted:
            form.values["used_days"] = HalfDays().serialize("used_half_days", known["audit"])
        places = places_of(form.obstacles or step.obstacles, known["audit"])
        page = render_template(
            "pages/audits/finish.html", form=form, step=step, places=places, **known
        )
    return page, form.status
