"""A maximum quantity with its history, and wishes for a higher one that a body decides on."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas import operations, queries
from fairwild.areas.states import ChangeStatus
from fairwild.audits.queries import list_audits
from fairwild.certificates.queries import bodies_certifying, own_certificates, own_ties
from fairwild.http import home_organisation_id, house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.queries import history_of
from fairwild.organisations.queries import (
    find_organisation,
    list_organisations,
    organisations_by_id,
    people_by_id,
)
from fairwild.schemas.quantity_changes import AskChangeSchema, DecideFormSchema
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.attachments import chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.areas import change_news

blueprint = Blueprint("quantity_changes", __name__)

LATEST = 20
"""So many entries of the history stand on a page."""

QUANTITY = "/areas/<uuid:area_id>/quantities/<uuid:quantity_id>"
ONE = "/quantity-changes/<uuid:change_id>"


def _people_of(reading: Reading, changes: list[Any]) -> dict[UUID, str]:
    ids = {person for one in changes for person in (one.asked_by, one.decided_by)}
    return people_by_id(reading, ids - {None})


@blueprint.get(QUANTITY)
def show_quantity(area_id: UUID, quantity_id: UUID) -> Answer:
    """Show a maximum quantity: how much is drawn, who changed it, and why."""
    with reading_for_request() as reading:
        area, quantity = _limit(reading, area_id, quantity_id)
        changes = queries.changes_of_quantity(reading, quantity_id)
        history = history_of(reading.session, [quantity_id])
        actors = {one.actor_id for one in history if one.actor_id}
        return render_template(
            "pages/quantity_changes/quantity.html",
            area=area,
            quantity=quantity,
            facts=queries.quantity_facts(quantity),
            today=reading.today,
            changes=changes,
            bodies=organisations_by_id(reading, {one.body_id for one in changes if one.body_id}),
            waiting=queries.find_waiting_change(reading, quantity_id),
            may_set=reading.allows(Action.SET_MAXIMUM_QUANTITY, on=quantity),
            may_ask=reading.allows(Action.ASK_QUANTITY_CHANGE, on=quantity),
            history=history[-LATEST:][::-1],
            people=_people_of(reading, changes) | people_by_id(reading, actors),
        )


def _limit(reading: Reading, area_id: UUID, quantity_id: UUID) -> tuple[Any, Any]:
    """Give an area and one of its limits with its species; raises NotFound."""
    area = queries.get_area(reading, area_id)
    limits = queries.quantities_of_area(reading, area_id)
    found = next((one for one in limits if one.id == quantity_id), None)
    if found is None:
        raise NotFound("maximum_quantity")
    return area, found


def _usual_body(reading: Reading) -> str:
    """Give the body of the latest certificate, or else of the latest audit."""
    certificates = own_certificates(reading, Cursor(limit=1)).rows
    if certificates:
        return str(certificates[0].body.id)
    bodies = {one.name: str(one.id) for one in _bodies(reading)}
    return next((bodies[one.body] for one in list_audits(reading) if one.body in bodies), "")


def _bodies(reading: Reading) -> list[Any]:
    return list(list_organisations(reading, OrganisationKind.CERTIFICATION_BODY))


def _bodies_to_ask(reading: Reading, operator_id: UUID) -> list[tuple[UUID, str]]:
    """Give the bodies that certify an operator, or all of them as long as none does."""
    certifying = bodies_certifying(reading, operator_id)
    asked = [one for one in _bodies(reading) if not certifying or one.id in certifying]
    return [(one.id, f"{one.name} ({one.country})") for one in asked]


@blueprint.route(f"{QUANTITY}/ask", methods=["GET", "POST"])
def ask(area_id: UUID, quantity_id: UUID) -> Answer:
    """Ask a certification body for a higher limit."""
    form = Form(AskChangeSchema())
    with reading_for_request() as reading:
        _, quantity = _limit(reading, area_id, quantity_id)
        reading.may(Action.ASK_QUANTITY_CHANGE, on=quantity)
        if not form.submitted:
            form.values.update(body_id=_usual_body(reading), method=quantity.method)
    paper = chosen_file(form) if form.submitted else None
    write = change_news(house().settings.base_url)

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        change = operations.ask_quantity_change(
            work, quantity_id=quantity_id, certified_by=bodies_certifying, write=write, **order
        )
        if paper is not None:
            operations.attach_to_change(work, change_id=change.id, **vars(paper))
        return change

    if form.submitted and not form.errors:
        change = form.attempt(deed)
        if change is not None:
            flash(gettext("The certification body has been asked; it answers by mail."), "success")
            return redirect(url_for("quantity_changes.show", change_id=change.id))
    with reading_for_request() as reading:
        area, quantity = _limit(reading, area_id, quantity_id)
        page = render_template(
            "pages/quantity_changes/ask.html",
            form=form,
            area=area,
            quantity=quantity,
            bodies=_bodies_to_ask(reading, area.operator_id),
            waiting=queries.find_waiting_change(reading, quantity_id),
        )
        return page, form.status


@blueprint.get("/quantity-changes")
def list_all() -> Answer:
    """List what waits for a decision, and what was decided."""
    with reading_for_request() as reading:
        _check_reader(reading)
        cursor = Cursor(after=request.args.get("cursor", ""))
        page = queries.page_of_changes(reading, cursor)
        waiting = queries.page_of_changes(reading, Cursor(), status=ChangeStatus.ASKED).rows
        parties = {one.operator_id for one in (*page.rows, *waiting)}
        return render_template(
            "pages/quantity_changes/list.html",
            waiting=waiting,
            decided=[one for one in page.rows if one.status is not ChangeStatus.ASKED],
            following=page.following,
            after=cursor.after,
            names=organisations_by_id(reading, parties),
        )


def _check_reader(reading: Reading) -> None:
    """Refuse whoever is neither operator nor body nor steward."""
    home = home_organisation_id()
    if not reading.allows(Action.SEE_QUANTITY_CHANGE, on=Of(Party.OPERATOR, home)):
        reading.may(Action.SEE_QUANTITY_CHANGE, on=Of(Party.BODY, home))


def _page(reading: Reading, change_id: UUID, form: Form) -> Answer:
    change = queries.get_change(reading, change_id)
    may_decide = reading.allows(Action.DECIDE_QUANTITY_CHANGE, on=change)
    body_id = change.body_id if may_decide else None
    tied = own_ties(reading, body_id, change.operator_id) if body_id else []
    page = render_template(
        "pages/quantity_changes/show.html",
        form=form,
        change=change,
        quantity=change.quantity,
        facts=queries.quantity_facts(change.quantity),
        operator=find_organisation(reading, change.operator_id),
        body=find_organisation(reading, change.body_id) if change.body_id else None,
        people=_people_of(reading, [change]),
        may_decide=may_decide,
        tied=tied,
        may_withdraw=reading.allows(Action.ASK_QUANTITY_CHANGE, on=change),
    )
    return page, form.status


@blueprint.route(ONE, methods=["GET", "POST"])
def show(change_id: UUID) -> Answer:
    """Show a wish for a higher limit to both sides; the body decides here."""
    form = Form(DecideFormSchema())
    write = change_news(house().settings.base_url)

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        granted = order["decision"] == ChangeStatus.APPROVED
        decide = (
            operations.approve_quantity_change if granted else operations.refuse_quantity_change
        )
        said = {"reason": order["reason"], "own_ties": own_ties, "write": write}
        return decide(work, change_id=change_id, **said)

    if form.submitted:
        decided = form.attempt(deed)
        if decided is not None:
            flash(gettext("Decided; the operator has been told."), "success")
            return redirect(url_for("quantity_changes.show", change_id=change_id))
    with reading_for_request() as reading:
        return _page(reading, change_id, form)


@blueprint.post(f"{ONE}/withdraw")
def withdraw(change_id: UUID) -> Answer:
    """Take a wish back before anybody has decided."""
    with unit_of_work_for_request() as work:
        operations.withdraw_quantity_change(work, change_id=change_id)
    flash(gettext("The request is taken back."), "success")
    return redirect(url_for("quantity_changes.show", change_id=change_id))


@blueprint.get(f"{ONE}/file")
def download(change_id: UUID) -> Answer:
    """Hand out the paper that supports a wish."""
    with reading_for_request() as reading:
        return handed_out(queries.get_change(reading, change_id), "quantity_change_paper")
