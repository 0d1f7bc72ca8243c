"""Nonconformities of every audit one may see."""

from http import HTTPStatus
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.audits import queries
from fairwild.http import reading_for_request
from fairwild.schemas.findings import AskedNonconformitiesSchema, ListedNonconformitySchema
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_nonconformities", __name__, url_prefix="/nonconformities")


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(AskedNonconformitiesSchema(), location="query")
@blueprint.response(HTTPStatus.OK, ListedNonconformitySchema(many=True))
def list_all(cursor: Cursor, asked: dict[str, Any]) -> Response:
    """List the nonconformities one may see, the latest written first.

    `open` are those not settled, `overdue` those of them not answered by their last day, `closed`
    those verified or lifted.
    """
    with reading_for_request() as reading:
        page = queries.page_of_nonconformities(reading, cursor, **asked)
        return listed(ListedNonconformitySchema(), page)
