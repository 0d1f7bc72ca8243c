"""Reconciliation and counts of one's stock."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint
from marshmallow import post_load

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag
from fairwild.http import (
    home_organisation_id,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.lots.stock import operations, queries
from fairwild.organisations.queries import get_organisation
from fairwild.schemas.base import line
from fairwild.schemas.stock import (
    AccountSchema,
    CountStockSchema,
    ListedStockCountSchema,
    StockCountSchema,
    StockQuery,
)
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_stock", __name__, url_prefix="/stock")


class _CountsQuery(PageQuery):
    """How a client walks through the counts, or through those of one site."""

    site = line(required=False)

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> Any:
        return Cursor(after=typed["cursor"], limit=typed["limit"]), typed["site"]


@blueprint.get("/reconciliation")
@blueprint.arguments(StockQuery(), location="query")
@blueprint.response(HTTPStatus.OK, AccountSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
def reconciliation(wanted: dict[str, Any]) -> Any:
    """Account for one's goods: opening and in are out, loss and stock, to the gram."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        zone = get_organisation(reading, home_id).time_zone
        period = queries.period_of(wanted, zone=zone, today=house().clock().date())
        return queries.reconciliation_of(reading, queries.Wanted(home_id, **period))


@blueprint.get("/counts")
@blueprint.arguments(_CountsQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ListedStockCountSchema(many=True))
def list_counts(asked: tuple[Cursor, str]) -> Response:
    """List the counts of one's stock, the latest first; those of one site where it is named."""
    cursor, site = asked
    with reading_for_request() as reading:
        page = queries.page_of_counts(reading, cursor, site=site)
        return listed(ListedStockCountSchema(), page)


@blueprint.get("/counts/<uuid:count_id>")
@blueprint.response(HTTPStatus.OK, StockCountSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such count to see")
def show_count(count_id: UUID) -> Any:
    """Give one count."""
    with reading_for_request() as reading:
        return answer_with_tag(StockCountSchema(), queries.get_count(reading, count_id))


@blueprint.post("/counts")
@idempotent
@blueprint.arguments(CountStockSchema())
@blueprint.response(HTTPStatus.CREATED, StockCountSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def count(order: dict[str, Any]) -> Any:
    """Write down what was found of lots; what is missing is booked with its explanation."""
    holder_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        done = operations.count_stock(work, holder_id=holder_id, **order)
        return queries.get_count(work, done.id)
