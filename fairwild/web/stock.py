"""What came into stock and went out of it, with the movements behind every figure; counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.certificates.queries import certificate_facts
from fairwild.handing_out.accounts import goods_named, sheet_answer, sheet_of
from fairwild.handing_out.sending import named
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.lots import queries as lots
from fairwild.lots.states import Flow
from fairwild.lots.stock import operations, queries
from fairwild.lots.stock.facts import Account, Goods
from fairwild.schemas.stock import CountStockSchema, StockQuery
from fairwild.species.queries import species_by_id
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.counting import COUNTED, LOOK, UNITS, WHY, lines_typed, mass_typed
from fairwild.web.forms import Form
from fairwild.web.frame import home_organisation, time_zone
from fairwild.web.offering import chosen, is_searching, offered, text_of
from fairwild.web.paging import Answer
from fairwild.web.stock_page import as_paper, pictures_of

blueprint = Blueprint("stock", __name__)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: days and narrowing as typed, and the same as moments."""

    typed: dict[str, str]
    wrong: list[str]
    wanted: queries.Wanted
    first: date
    last: date


def _asked() -> Asked:
    """Read the filter; what cannot be read is named and left out."""
    schema = StockQuery()
    typed = {name: request.args[name] for name in schema.fields if request.args.get(name)}
    wrong = sorted(schema.validate(typed))
    kept = {name: value for name, value in typed.items() if name not in wrong}
    home = home_organisation()
    zone = home.time_zone if home else "UTC"
    order: dict[str, Any] = schema.load(kept)
    period = queries.period_of(order, zone=zone, today=house().clock().date())
    wanted = queries.Wanted(home_organisation_id(), **period)
    first = wanted.start.astimezone(time_zone()).date()
    last = (wanted.until - timedelta(minutes=1)).astimezone(time_zone()).date()
    return Asked(kept, wrong, wanted, first, last)


@blueprint.get("/stock")
def reconcile() -> Answer:
    """Account for one's goods over a period."""
    asked = _asked()
    with reading_for_request() as reading:
        home_id = asked.wanted.holder_id
        sheet = sheet_of(reading, asked.wanted)
        choices = _choices(reading, home_id)
        return render_template(
            "pages/stock/reconcile.html",
            asked=asked,
            sheet=sheet,
            pictures=pictures_of(sheet),
            figure=_figure_address(asked),
            lying=_lying_address(asked),
            may_count=reading.allows(Action.COUNT_STOCK, on=Of(Party.HOLDER, home_id)),
            **choices,
        )


def _choices(reading: Reading, home_id: UUID) -> dict[str, list[tuple[str, str]]]:
    """List what the accounts can be narrowed to."""
    species = species_by_id(reading, queries.species_held(reading, home_id))
    held = certificate_facts(reading, queries.certificates_held(reading, home_id))
    return {
        "sites": _places(reading, home_id),
        "species_choices": sorted(
            ((str(key), one.scientific_name) for key, one in species.items()),
            key=lambda choice: choice[1],
        ),
        "certificate_choices": sorted(
            ((str(key), one.number) for key, one in held.items()), key=lambda choice: choice[1]
        ),
    }


def _figure_address(asked: Asked) -> Any:
    """Give a function that makes the address of a figure's movements."""
    return lambda goods, flow: url_for("stock.figure", flow=flow.value, **_named(asked, goods))


def _lying_address(asked: Asked) -> Any:
    """Give a function that makes the address of the lots behind opening or stock."""
    return lambda goods, side: url_for("stock.lying", side=side, **_named(asked, goods))


def _named(asked: Asked, goods: Goods) -> dict[str, Any]:
    """Say in an address which days and which goods are meant."""
    return dict(asked.typed) | goods_named(goods)


@blueprint.get("/stock/figure/<flow>")
def figure(flow: str) -> Answer:
    """List the movements and receipts of which a figure is the sum."""
    asked = _asked()
    with reading_for_request() as reading:
        account = _account(reading, asked)
        if account is None or flow not in {one.value for one in account.flows}:
            return render_template("pages/stock/no_figure.html", asked=asked), 404
        entries = queries.entries_of(reading, asked.wanted, account.goods, Flow(flow))
        return render_template(
            "pages/stock/figure.html",
            asked=asked,
            account=account,
            flow=Flow(flow),
            entries=entries,
            most=queries.MOST_ENTRIES,
            sheet=sheet_of(reading, asked.wanted, [account]),
        )


@blueprint.get("/stock/lots/<any(opening, stock):side>")
def lying(side: str) -> Answer:
    """List the lots that opening or stock of one kind of goods is made of."""
    asked = _asked()
    with reading_for_request() as reading:
        account = _account(reading, asked)
        if account is None:
            return render_template("pages/stock/no_figure.html", asked=asked), 404
        at = asked.wanted.start if side == "opening" else asked.wanted.until
        found = queries.lots_lying(reading, asked.wanted, account.goods, at=at)
        return render_template(
            "pages/stock/lying.html",
            asked=asked,
            account=account,
            opening=side == "opening",
            lots=found,
            most=queries.MOST_LOTS,
            sheet=sheet_of(reading, asked.wanted, [account]),
        )


def _account(reading: Reading, asked: Asked) -> Account | None:
    """Find the account of the goods that the address names."""
    typed = {name: value for name, value in request.args.items() if name.startswith("goods_")}
    accounts = queries.reconciliation_of(reading, asked.wanted)
    return next((one for one in accounts if _is(one.goods, typed)), None)


def _is(goods: Goods, typed: Mapping[str, str]) -> bool:
    """Tell whether these are the goods that an address names."""
    return all(
        typed.get(f"goods_{name}", "") == ("" if value is None else str(value))
        for name, value in vars(goods).items()
    )


@blueprint.get("/stock/reconciliation.<any(csv, xlsx, pdf):form>")
def download(form: str) -> Answer:
    """Give the accounts as a file for spreadsheets or for paper."""
    asked = _asked()
    with reading_for_request() as reading:
        sheet = sheet_of(reading, asked.wanted)
    if form != "pdf":
        return sheet_answer(sheet, form, asked.typed)
    paper = Response(as_paper(sheet), content_type="application/pdf")
    return named(paper, f"{sheet.file_name}.pdf")


@blueprint.get("/stock/counts")
def list_counts() -> Answer:
    """List the counts of one's stock."""
    cursor = Cursor(after=request.args.get("cursor", ""))
    with reading_for_request() as reading:
        home_id = home_organisation_id()
        site = request.args.get("site", "")
        page = queries.page_of_counts(reading, cursor, site=site)
        return render_template(
            "pages/stock/counts.html",
            counts=page.rows,
            following=page.following,
            after=cursor.after,
            places=_places(reading, home_id),
            site=site,
            may_count=reading.allows(Action.COUNT_STOCK, on=Of(Party.HOLDER, home_id)),
        )


@blueprint.route("/stock/counts/new", methods=["GET", "POST"])
def count() -> Answer:
    """Write down what was found of the lots in stock."""
    schema = CountStockSchema()
    schema.zone = time_zone()  # type: ignore[attr-defined]  # read by the field Moment
    form = Form(schema)
    home_id = home_organisation_id()
    if form.submitted:
        form.values["lines"] = lines_typed(form)
    if form.submitted and LOOK not in form.values and not is_searching(form):
        goal = form.attempt_once(
            lambda work, order: operations.count_stock(work, holder_id=home_id, **order),
            lambda done: url_for("stock.show_count", count_id=done.id),
        )
        if goal is not None:
            flash(gettext("The count is booked."), "success")
            return redirect(goal)
    with reading_for_request() as reading:
        reading.may(Action.COUNT_STOCK, on=Of(Party.HOLDER, home_id))
        return _count_page(reading, form, home_id), form.status


def _count_page(reading: Reading, form: Form, home_id: UUID) -> str:
    """Draw the lots to count, those of one place where one is asked for."""
    site = request.args.get("site", "")
    wanted = lots.StockWanted(home_id, text_of(form), site=site, with_empty=True)
    offer = offered(reading, form, wanted, also=chosen(form, COUNTED, UNITS, WHY))
    stock = {one.id: one for one in offer.lots}
    return render_template(
        "pages/stock/count.html",
        form=form,
        stock=offer.lots,
        offer=offer,
        found=mass_typed(form, stock),
        places=_places(reading, home_id),
        site=site,
    )


def _places(reading: Reading, home_id: UUID) -> list[tuple[str, str]]:
    """List the places that a list can be narrowed to."""
    return [(site, site) for site in queries.sites_of(reading, home_id)]


@blueprint.get("/stock/counts/<uuid:count_id>")
def show_count(count_id: UUID) -> Answer:
    """Show what was found, what was booked, and what is still an open question."""
    with reading_for_request() as reading:
        return render_template(
            "pages/stock/show_count.html", count=queries.get_count(reading, count_id)
        )
