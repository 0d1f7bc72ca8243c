"""The list of consignments: to us, from us, and what is still to agree on."""

from typing import Any

from flask import render_template, request

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.store.paging import Cursor
from fairwild.trade import queries
from fairwild.web.consignments.routing import blueprint
from fairwild.web.paging import Answer

SENT, OPEN = "sent", "open"


@blueprint.get("/consignments")
def list_all() -> Answer:
    """List what was received or sent."""
    home = home_organisation_id()
    direction = request.args.get("direction", "")
    cursor = Cursor(after=request.args.get("cursor", ""))
    order = request.args.get("order", "shipped")
    side: dict[str, Any] = {"sender_id": home} if direction == SENT else {"receiver_id": home}
    with reading_for_request() as reading:
        page = queries.page_of_consignments(reading, cursor, order=order, **side)
        return render_template(
            "pages/consignments/list.html",
            consignments=page.rows,
            following=page.following,
            after=cursor.after,
            sent=direction == SENT,
            showing_open=direction == OPEN,
            order=order,
            waiting=queries.count_waiting(reading, home),
            differences=queries.open_differences(reading, home),
            reversals=queries.reversals_waiting(reading, home),
            home=home,
            may_ship=reading.allows(Action.SHIP_LOT, on=Of(Party.HOLDER, home)),
        )
