"""A consignment as an EPCIS 2.0 document, for both sides, with cookie or token."""

import json
from uuid import UUID

from flask import Blueprint, Response

from fairwild.exchange.epcis import document_of
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.trade import queries

blueprint = Blueprint("exchange", __name__)

MEDIA_TYPE = "application/ld+json"


@blueprint.get("/consignments/<uuid:consignment_id>/epcis.json")
@blueprint.get("/api/v1/consignments/<uuid:consignment_id>/epcis", endpoint="consignment_api")
def consignment(consignment_id: UUID) -> Response:
    """Give what happened to a consignment as events that other systems read."""
    home_organisation_id()
    with reading_for_request() as reading:
        found = queries.get_consignment(reading, consignment_id)
        if found.left_at is None:
            raise NotFound("epcis_document")
        written = document_of(found, base_url=house().settings.base_url)
    body = json.dumps(written, ensure_ascii=False, indent=2)
    answer = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.number}.jsonld"'
    answer.headers["GS1-EPCIS-Version"] = "2.0.0"
    answer.headers["GS1-CBV-Version"] = "2.0.0"
    answer.headers["GS1-Extensions"] = "fairwild=" + f"{house().settings.base_url}/ns/"
    return answer
