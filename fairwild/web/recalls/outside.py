"""The page of a mailed link, on which a holder without an account answers a recall."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.accounts.rules import obstacles_to_link
from fairwild.http import house, reading_for_request
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.recalls import operations, queries
from fairwild.schemas.base import Order
from fairwild.schemas.recalls import AnswerRecallSchema
from fairwild.trade.queries import reading_for_receiver
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.mailed_links import spent_link, unknown_link
from fairwild.web.paging import Answer
from fairwild.web.recalls.answering import asked_for
from fairwild.web.recalls.following import page_of
from fairwild.web.recalls.page import came_in
from fairwild.web.recalls.routing import blueprint
from fairwild.wording.recalls import recall_letter


@blueprint.route("/recalls/answers/<secret>", methods=["GET", "POST"])
def by_link(secret: str) -> Answer:
    """Show a holder what is called back, who needs no account to answer once."""
    form = Form(AnswerRecallSchema())
    with reading_for_request() as reading:
        try:
            sight = queries.find_link(reading, secret)
        except NotFound:
            return unknown_link(_ask())
        if not form.submitted or sight.link.used_at:
            return _page(reading, sight, form)
    return _answer(secret, form)


def _answer(secret: str, form: Form) -> Answer:
    done = form.attempt(
        lambda work, order: operations.answer_recall_by_link(work, secret=secret, **order)
    )
    if done is not None:
        flash(gettext("Thank you: your answer is recorded, and who asked sees it."), "success")
        return redirect(url_for("recalls.by_link", secret=secret))
    with reading_for_request() as reading:
        return _page(reading, queries.find_link(reading, secret), form)


def _ask() -> str:
    said: str = gettext("Ask those who called the goods back for a new one.")
    return said


def _page(reading: Reading, sight: queries.LinkSight, form: Form) -> Answer:
    notice = queries.get_notice(
        reading_for_receiver(reading, sight.holder_id), sight.link.notice_id
    )
    found = [] if sight.link.used_at else _ended(sight, reading)
    if found:
        return spent_link(found, _ask())
    page = render_template(
        "pages/recalls/by_link.html",
        **asked_for(reading, notice),
        came_in=came_in(reading, notice),
        form=form,
        link=sight.link,
    )
    return page, form.status


def _ended(sight: queries.LinkSight, reading: Reading) -> list[Obstacle]:
    """Say why a link that was not used opens nothing: too old, or a newer one was sent."""
    link = sight.link
    if link.withdrawn_at is not None:
        return [Obstacle("arrival-link-replaced")]
    return list(
        obstacles_to_link(used=False, withdrawn=False, expires_at=link.expires_at, at=reading.now)
    )


@blueprint.post("/recalls/<uuid:recall_id>/answers/<uuid:notice_id>/link")
def send_link(recall_id: UUID, notice_id: UUID) -> Answer:
    """Mail a holder without an account a new link to answer by."""
    form = Form(Order())
    write = recall_letter(house().settings.base_url)
    done = form.attempt(
        lambda work, _order: operations.send_recall_link(work, notice_id=notice_id, write=write)
    )
    if done is None:
        return page_of(recall_id, form, undone=gettext("No letter was sent"))
    flash(gettext("A new link is on its way; the old one opens nothing more."), "success")
    return redirect(url_for("recalls.show", recall_id=recall_id))
