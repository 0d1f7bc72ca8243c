"""The sample of an audit: drawn, drawn again to check it, changed by hand."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits import queries as audits
from fairwild.desks import operations, queries
from fairwild.desks.queries.visiting import to_visit
from fairwild.desks.queries.weighing import is_weighed_at_once
from fairwild.desks.states import Sampled, SampleRule
from fairwild.http import reading_for_request
from fairwild.lots.queries.stock import visible_among
from fairwild.schemas.desks import AddItemSchema, DrawSchema, RemoveItemSchema
from fairwild.standards.catalogue import parameters
from fairwild.web.desks.routing import blueprint
from fairwild.web.desks.showing import ONE
from fairwild.web.desks.weighing import weights_in
from fairwild.web.forms import Form
from fairwild.web.paging import Answer


@blueprint.route(f"{ONE}/sample", methods=["GET", "POST"])
def sample(audit_id: UUID) -> Answer:
    """Show the sample of an audit and draw one."""
    form = Form(DrawSchema())
    if form.submitted:
        drawn = form.attempt(
            lambda work, order: operations.draw_sample(work, audit_id=audit_id, **order)
        )
        if drawn is not None:
            flash(gettext("The sample is drawn."), "success")
            return redirect(url_for("desks.sample", audit_id=audit_id))
    return _page(audit_id, form), form.status


def _page(audit_id: UUID, form: Form, **more: Any) -> str:
    """Draw the page; `deed` says which of its forms was sent, so that no other shows its words."""
    with reading_for_request() as reading:
        audit = audits.get_audit(reading, audit_id)
        reading.may(Action.SEE_DESK, on=audit)
        latest = queries.latest_sample(reading, audit_id)
        at_once = is_weighed_at_once(latest) or "redraws" in more
        return render_template(
            "pages/desks/sample.html",
            audit=audit,
            form=form,
            sample=latest,
            items=queries.kinds_drawn(latest) if latest else {},
            visits=to_visit(reading, latest),
            seen=visible_among(reading, [one.thing_id for one in latest.items] if latest else []),
            editions=queries.samples_of(reading, audit_id),
            since=queries.first_day(reading, audit)[0],
            rules=list(SampleRule),
            kinds=list(Sampled),
            terms=queries.sample_terms(parameters(), on=reading.today),
            may_draw=reading.allows(Action.DRAW_SAMPLE, audit),
            **weights_in(reading, latest if at_once else None),
            **{"redraws": [], "deed": "draw", "item_id": None, **more},
        )


@blueprint.get(f"{ONE}/sample/check")
def check(audit_id: UUID) -> Answer:
    """Draw the sample again from its stored seed and say whether it is the same."""
    with reading_for_request() as reading:
        latest = queries.latest_sample(reading, audit_id)
        redraws = queries.redraw(reading, latest.id) if latest else []
    return _page(audit_id, Form(DrawSchema()), redraws=redraws)


@blueprint.post(f"{ONE}/sample/<uuid:sample_id>/items")
def add(audit_id: UUID, sample_id: UUID) -> Answer:
    """Put something into the sample by hand."""
    form = Form(AddItemSchema())
    item = form.attempt(
        lambda work, order: operations.add_to_sample(work, sample_id=sample_id, **order)
    )
    if item is None:
        return _page(audit_id, form, deed="add"), form.status
    flash(gettext("%(label)s stands in the sample.", label=item.label), "success")
    return redirect(url_for("desks.sample", audit_id=audit_id))


@blueprint.post(f"{ONE}/sample/<uuid:sample_id>/items/<uuid:item_id>/removal")
def remove(audit_id: UUID, sample_id: UUID, item_id: UUID) -> Answer:
    """Take something out of the sample by hand."""
    form = Form(RemoveItemSchema())
    place: dict[str, Any] = {"sample_id": sample_id, "item_id": item_id}
    item = form.attempt(lambda work, order: operations.remove_from_sample(work, **place, **order))
    if item is None:
        return _page(audit_id, form, deed="remove", item_id=item_id), form.status
    flash(gettext("%(label)s is taken out of the sample.", label=item.label), "success")
    return redirect(url_for("desks.sample", audit_id=audit_id))
