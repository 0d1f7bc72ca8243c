"""Print runs of labels."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.documents.label_sheet import CutGuides
from fairwild.handing_out.labels import codes_answer
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.labels import operations, papers, queries, rules
from fairwild.labels.catalogue import find_sheet, sheets
from fairwild.lots import queries as lots
from fairwild.lots.custody.catalogue import claim_rules
from fairwild.lots.custody.facts import Composition
from fairwild.schemas.labels import OrderLabelsSchema
from fairwild.store.paging import Cursor
from fairwild.trade.queries import worst_of
from fairwild.web.forms import Form
from fairwild.web.frame import language
from fairwild.web.paging import Answer
from fairwild.wording.claims import tier_sentence

blueprint = Blueprint("labels", __name__)

CODES_SHOWN = 60


@blueprint.get("/labels")
def list_all() -> Answer:
    """List the print runs."""
    home_id = home_organisation_id()
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        page = queries.page_of_runs(reading, cursor)
        return render_template(
            "pages/labels/list.html",
            runs=page.rows,
            may_print=reading.allows(Action.PRINT_LABELS, on=Of(Party.HOLDER, home_id)),
            following=page.following,
            after=cursor.after,
            sheets={sheet.key: sheet for sheet in sheets()},
        )


def _order_page(lot_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        lot = lots.lot_facts(reading, [lots.get_lot(reading, lot_id).id])[lot_id]
        reading.may(Action.PRINT_LABELS, on=Of(Party.HOLDER, lot.holder_id))
        standings = operations.standings_of_lot(reading, lot)
        made = lots.composition_of(reading, lot)
        wanted = form.values["sheet"] or request.args.get("sheet", "")
        page = render_template(
            "pages/labels/order.html",
            lot=lot,
            held=worst_of(standings),
            certificates=standings,
            made=made,
            tiers=_tiers(made),
            form=form,
            sheets=sheets(),
            sheet=find_sheet(wanted) or sheets()[0],
            obstacles=list(rules.obstacles_to_labelling(lot, worst_of(standings))),
        )
    return page, form.status


def _tiers(made: Composition | None) -> list[tuple[int, str]]:
    """Give the tiers of the rule set a product was judged by, as choices of a list."""
    found = next((one for one in claim_rules() if made and one.key == made.rules), None)
    return [(tier.rank, tier_sentence(tier)) for tier in found.tiers] if found else []


@blueprint.route("/lots/<uuid:lot_id>/labels", methods=["GET", "POST"])
def order(lot_id: UUID) -> Answer:
    """Order labels for a lot."""
    form = Form(OrderLabelsSchema(), {"start_position": "1", "copies": "1"})
    if not form.submitted:
        return _order_page(lot_id, form)
    base_url = house().settings.base_url
    goal = form.attempt_once(
        lambda work, order: operations.order_labels(
            work, lot_id=lot_id, base_url=base_url, language=language(), **order
        ),
        lambda run: url_for("labels.show", run_id=run.id),
    )
    if goal is None:
        return _order_page(lot_id, form)
    flash(gettext("The labels are ready to print."), "success")
    return redirect(goal)


@blueprint.get("/labels/<uuid:run_id>")
def show(run_id: UUID) -> Answer:
    """Show a print run with its sheet and its codes."""
    with reading_for_request() as reading:
        run = queries.get_run(reading, run_id)
        return render_template(
            "pages/labels/show.html",
            run=run,
            text=papers.from_kept(run.paper),
            sheet=find_sheet(run.sheet),
            codes=queries.codes_of(reading, run_id, limit=CODES_SHOWN),
        )


@blueprint.get("/labels/<uuid:run_id>/sheet.pdf")
def sheet_pdf(run_id: UUID) -> Response:
    """Give the sheets to print; `guides=faint` draws where to cut plain paper."""
    faint = request.args.get("guides") == CutGuides.FAINT
    guides = CutGuides.FAINT if faint else CutGuides.NONE
    with reading_for_request() as reading:
        number = queries.get_run(reading, run_id).lot.number
        answer = make_response(queries.pdf_of_run(reading, run_id, guides=guides))
    answer.mimetype = papers.PDF
    answer.headers["Content-Disposition"] = f'inline; filename="labels-{number}.pdf"'
    return answer


@blueprint.get("/labels/<uuid:run_id>/codes.csv")
def codes_csv(run_id: UUID) -> Response:
    """Give every code with its address, for other label printers."""
    with reading_for_request() as reading:
        return codes_answer(reading, run_id)
