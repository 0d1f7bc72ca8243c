"""Following recalls: who was told and has answered, their end, their report."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.desks.queries import auditors_rehearsals
from fairwild.documents.recall_report import render_recall
from fairwild.handing_out.recall_basis import searched_for
from fairwild.handing_out.recall_facts import consignments_of, goods_of, how_said, parties_of
from fairwild.handing_out.recalls import cells_of, labels_in
from fairwild.handing_out.sending import table_answer
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.lots.queries import visible_among
from fairwild.recalls import operations, queries, rules
from fairwild.recalls.states import RecallStatus
from fairwild.schemas.recalls import CloseRecallSchema, ReleaseKeptSchema
from fairwild.store.paging import Cursor
from fairwild.trade.queries.carrying import openable_among
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.web.recalls.page import (
    LOTS_SHOWN,
    duration,
    expected_said,
    in_stock,
    kept_lots,
    places_of,
    report_of,
    shown_of,
)
from fairwild.web.recalls.routing import blueprint
from fairwild.wording.recalls import ended_letter, released_letter, unaccounted_said


@blueprint.get("/recalls")
def list_all() -> Answer:
    """List what others call back, and one's own recalls and rehearsals."""
    home_id = home_organisation_id()
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        page = queries.page_of_recalls(reading, cursor)
        return render_template(
            "pages/recalls/list.html",
            recalls=page.rows,
            by_auditors=auditors_rehearsals(reading, [one.id for one in page.rows]),
            following=page.following,
            after=cursor.after,
            notices=queries.notices_for(reading, home_id),
            waiting={one.id for one in queries.notices_waiting(reading, home_id)},
            expected_said=expected_said,
            may_start=reading.allows(Action.START_RECALL, on=Of(Party.HOLDER, home_id)),
        )


def page_of(recall_id: UUID, form: Form | None = None, *, undone: str = "") -> Answer:
    """Show a recall; `undone` says above its obstacles what was not done."""
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        sent = consignments_of(reading, recall)
        page = render_template(
            "pages/recalls/show.html",
            recall=recall,
            searched=searched_for(reading, recall),
            by_auditor=auditors_rehearsals(reading, [recall.id]).get(recall.id),
            places=places_of(recall, parties_of(reading, recall), sent),
            expected_said=expected_said,
            consignments=sent,
            openable=openable_among(reading, [one.id for one in sent[:LOTS_SHOWN]]),
            goods=goods_of(reading, recall.lots[:LOTS_SHOWN]),
            kept=kept_lots(recall),
            seen=visible_among(reading, shown_of(recall)),
            shown=LOTS_SHOWN,
            in_stock=in_stock(recall),
            written_off=queries.written_off_of(reading, recall),
            took=duration(recall),
            form=form or Form(CloseRecallSchema()),
            undone=undone,
            how_said=how_said,
            states={str(one.id): one.status for one in sent},
            unaccounted=list(rules.obstacles_to_accounting(queries.facts_of(reading, recall))),
            unaccounted_said=unaccounted_said,
            is_open=recall.status is RecallStatus.OPEN,
            may_close=reading.allows(Action.START_RECALL, recall),
        )
    return page, form.status if form else 200


@blueprint.get("/recalls/<uuid:recall_id>")
def show(recall_id: UUID) -> Answer:
    """Show one recall: what was found, where it is, who has answered."""
    return page_of(recall_id)


@blueprint.post("/recalls/<uuid:recall_id>/close")
def close(recall_id: UUID) -> Answer:
    """Bring a recall to its end."""
    form = Form(CloseRecallSchema())
    done = form.attempt(
        lambda work, order: operations.close_recall(
            work,
            recall_id=recall_id,
            write=ended_letter(house().settings.base_url),
            **order,
        )
    )
    if done is None:
        return page_of(recall_id, form, undone=gettext("The recall stays open"))
    if done.unaccounted and done.unaccounted["kept"]:
        flash(gettext("The recall is closed; what is not accounted for stays on hold."), "success")
    else:
        flash(gettext("The recall is closed; its holds are released."), "success")
    return redirect(url_for("recalls.show", recall_id=recall_id))


@blueprint.post("/recalls/<uuid:recall_id>/release")
def release(recall_id: UUID) -> Answer:
    """Release what stayed on hold after a recall."""
    form = Form(ReleaseKeptSchema())
    done = form.attempt(
        lambda work, order: operations.release_kept(
            work,
            recall_id=recall_id,
            write=released_letter(house().settings.base_url),
            **order,
        )
    )
    if done is None:
        return page_of(recall_id, form, undone=gettext("Nothing was released"))
    flash(gettext("What had stayed on hold is released; those who have it are told."), "success")
    return redirect(url_for("recalls.show", recall_id=recall_id))


@blueprint.get("/recalls/<uuid:recall_id>/report.<any(pdf, csv):form>")
def report(recall_id: UUID, form: str) -> Answer:
    """Give the report of a recall on paper or for spreadsheets."""
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        if form == "pdf":
            paper = render_recall(report_of(reading, recall))
            answer = Response(paper, content_type="application/pdf")
        else:
            answer = table_answer(cells_of(reading, recall))
    answer.headers.set("Content-Disposition", "inline", filename=f"{recall.number}.{form}")
    return answer


@blueprint.get("/recalls/<uuid:recall_id>/labels.csv")
def labels(recall_id: UUID) -> Answer:
    """Give the code of every label that stands on suspect goods."""
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        return table_answer(labels_in(reading, recall), f"{recall.number}-labels.csv")
