"""Permits: what authorities and owners allow, and how much of it is drawn."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import areas_of
from fairwild.harvesters.queries import harvester_names
from fairwild.http import home_organisation_id, reading_for_request, unit_of_work_for_request
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import kilograms
from fairwild.ledger.queries import history_of
from fairwild.lots.catalogue import quota_warning_share
from fairwild.lots.queries import ReceiptFilter, drawn_until, page_of_receipts
from fairwild.organisations.queries import people_by_id
from fairwild.permits import operations, queries, rules
from fairwild.permits.facts import PermitFacts
from fairwild.permits.states import TRAVEL_WITH_GOODS, PermitKind, PermitStanding
from fairwild.schemas.permits import PermitFormSchema
from fairwild.species.queries import list_species
from fairwild.store.paging import Cursor
from fairwild.trade.queries import travelled_under
from fairwild.unit_of_work import Reading, UnitOfWork
from fairwild.web.attachments import Chosen, chosen_file, handed_out
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word

blueprint = Blueprint("permits", __name__)

LATEST = 12
"""So many entries of the history stand on a page."""


@dataclass(frozen=True)
class Line:
    """One permit as the pages show it."""

    row: Any
    facts: PermitFacts
    standing: PermitStanding


def _lines(reading: Reading, rows: list[Any]) -> list[Line]:
    share = quota_warning_share(on=reading.today)
    return [
        Line(row, facts, rules.standing_of(facts, on=reading.today, warning_share=share))
        for row, facts in zip(rows, queries.facts_of(reading, rows), strict=True)
    ]


@blueprint.get("/permits")
def list_all() -> Answer:
    """List the permits of the own operator with what is drawn."""
    operator_id = home_organisation_id()
    with reading_for_request() as reading:
        owned = Of(Party.OPERATOR, operator_id)
        reading.may(Action.SEE_PERMIT, on=owned)
        lines = _lines(reading, queries.list_permits(reading, operator_id))
        return render_template(
            "pages/permits/list.html",
            harvest=[one for one in lines if one.facts.kind is PermitKind.HARVEST],
            others=[one for one in lines if one.facts.kind is not PermitKind.HARVEST],
            may_register=reading.allows(Action.REGISTER_PERMIT, on=owned),
        )


def _form_page(template: str, form: Form, reading: Reading, **more: Any) -> Answer:
    areas = areas_of(reading, home_organisation_id())
    species = list_species(reading)
    page = render_template(
        template,
        form=form,
        kinds=[(kind, word(kind)) for kind in PermitKind],
        species=[(one.id, f"{one.scientific_name} ({one.code})") for one in species],
        parts=[(part, word(part)) for part in PlantPart],
        areas=[(area.id, f"{area.code} · {area.name}") for area in areas],
        **more,
    )
    return page, form.status


def _with_paper(work: UnitOfWork, permit: Any, paper: Chosen | None) -> Any:
    """Lay the chosen file beside the permit in the same transaction."""
    if paper is not None:
        operations.keep_paper(work, permit_id=permit.id, **vars(paper))
    return permit


@blueprint.route("/permits/new", methods=["GET", "POST"])
def register() -> Answer:
    """Register a permit."""
    operator_id, form = home_organisation_id(), Form(PermitFormSchema())
    with reading_for_request() as reading:
        reading.may(Action.REGISTER_PERMIT, on=Of(Party.OPERATOR, operator_id))
    paper = chosen_file(form) if form.submitted else None

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        order.pop("version", None)
        permit = operations.register_permit(work, operator_id=operator_id, **order)
        return _with_paper(work, permit, paper)

    if form.submitted and not form.errors:
        permit = form.attempt(deed)
        if permit is not None:
            flash(gettext("Permit %(number)s is registered.", number=permit.number), "success")
            return redirect(url_for("permits.show", permit_id=permit.id))
    with reading_for_request() as reading:
        return _form_page("pages/permits/new.html", form, reading)


def _as_typed(row: Any, facts: PermitFacts) -> dict[str, Any]:
    """Give what stands in the form of a permit before anything is typed."""
    said = {name: getattr(row, name) or "" for name in ("number", "authority", "note", "part")}
    return {
        **said,
        "kind": row.kind,
        "species_id": row.species_id,
        "state": row.state or "",
        "limit_kg": "" if row.limit_g is None else kilograms(row.limit_g),
        "valid_from": row.valid_from,
        "valid_last": facts.valid.last_day,
        "several_shipments": row.several_shipments,
        "area_ids": list(facts.area_ids),
        "version": row.version,
    }


@blueprint.route("/permits/<uuid:permit_id>/edit", methods=["GET", "POST"])
def edit(permit_id: UUID) -> Answer:
    """Put right what is written of a permit while nothing is drawn on it."""
    with reading_for_request() as reading:
        permit = queries.get_permit(reading, permit_id)
        reading.may(Action.REGISTER_PERMIT, on=permit)
        [facts] = queries.facts_of(reading, [permit])
        form = Form(PermitFormSchema())
        if not form.submitted:
            form.values.update(_as_typed(permit, facts))
            return _form_page("pages/permits/edit.html", form, reading, permit=permit)
    paper = chosen_file(form)

    def deed(work: UnitOfWork, order: dict[str, Any]) -> Any:
        order.setdefault("version", 0)
        edited = operations.edit_permit(work, permit_id=permit_id, **order)
        return _with_paper(work, edited, paper)

    edited = None if form.errors else form.attempt(deed)
    if edited is not None:
        flash(gettext("Permit %(number)s is changed.", number=edited.number), "success")
        return redirect(url_for("permits.show", permit_id=permit_id))
    with reading_for_request() as reading:
        permit = queries.get_permit(reading, permit_id)
        return _form_page("pages/permits/edit.html", form, reading, permit=permit)


def _gone_under(reading: Reading, line: Line) -> dict[str, Any]:
    """Give what a page lists under a permit: receipts, or the consignments it went with."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    if line.facts.kind in TRAVEL_WITH_GOODS:
        travelled = travelled_under(
            reading, line.facts, sender_id=line.row.operator_id, cursor=cursor
        )
        page = travelled.page
        return {"travelled": travelled, "after": cursor.after, "following": page.following}
    wanted = ReceiptFilter(operator_id=line.row.operator_id, permit_id=line.facts.id)
    receipts = page_of_receipts(reading, cursor, wanted)
    return {
        "receipts": receipts.rows,
        "names": harvester_names(reading, [one.harvester_id for one in receipts.rows]),
        "drawn": drawn_until(reading, receipts.rows),
        "after": cursor.after,
        "following": receipts.following,
    }


@blueprint.get("/permits/<uuid:permit_id>")
def show(permit_id: UUID) -> Answer:
    """Show a permit, what is drawn on it, and the receipts or consignments that drew."""
    with reading_for_request() as reading:
        [line] = _lines(reading, [queries.get_permit(reading, permit_id)])
        history = history_of(reading.session, [permit_id])
        return render_template(
            "pages/permits/show.html",
            line=line,
            areas=queries.area_names(reading, line.facts),
            **_gone_under(reading, line),
            history=history[-LATEST:][::-1],
            people=people_by_id(reading, {one.actor_id for one in history if one.actor_id}),
            may_register=reading.allows(Action.REGISTER_PERMIT, on=line.row),
            may_recall=reading.allows(
                Action.START_RECALL, on=Of(Party.HOLDER, line.row.operator_id)
            ),
            against_changing=list(rules.obstacles_to_changing(line.facts)),
        )


@blueprint.post("/permits/<uuid:permit_id>/end")
def end(permit_id: UUID) -> Answer:
    """Use a permit no longer."""
    with unit_of_work_for_request() as work:
        permit = operations.end_permit(work, permit_id=permit_id)
    flash(gettext("Permit %(number)s is ended.", number=permit.number), "success")
    return redirect(url_for("permits.show", permit_id=permit_id))


@blueprint.post("/permits/<uuid:permit_id>/file")
def attach(permit_id: UUID) -> Answer:
    """Lay the paper of a permit beside it."""
    with reading_for_request() as reading:
        operations.may_attach(reading, permit_id=permit_id)
    form = Form(PermitFormSchema())
    paper = chosen_file(form)
    for sentence in form.errors.file:
        flash(sentence, "refusal")
    if paper is not None:
        with unit_of_work_for_request() as work:
            kept = operations.keep_paper(work, permit_id=permit_id, **vars(paper))
            flash(gettext("%(name)s is kept.", name=kept.file_name), "success")
    return redirect(url_for("permits.show", permit_id=permit_id))


@blueprint.get("/permits/<uuid:permit_id>/file")
def download(permit_id: UUID) -> Answer:
    """Hand out the paper of a permit."""
    with reading_for_request() as reading:
        return handed_out(queries.get_permit(reading, permit_id), "permit_paper")
