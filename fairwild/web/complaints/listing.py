"""Cases in a list, and what one complained of oneself."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.access.actions import Action
from fairwild.complaints import queries
from fairwild.complaints.states import ComplaintKind, ComplaintStatus
from fairwild.http import actor, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import NotAllowed
from fairwild.organisations.queries import people_by_id
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.complaints.routing import blueprint
from fairwild.web.paging import Answer

SEEING = (
    Role.BODY_OFFICE,
    Role.AUDITOR,
    Role.EVALUATOR,
    Role.CERTIFIER,
    Role.SCHEME_STEWARD,
)


@blueprint.get("/complaints")
def list_all() -> Answer:
    """List the cases of one's body, and what one complained of oneself."""
    if actor().person_id is None:
        raise NotAllowed(Action.FOLLOW_COMPLAINT)
    with reading_for_request() as reading:
        return render_template(
            "pages/complaints/list.html",
            own=[queries.seen(reading, one) for one in queries.own_complaints(reading)],
            **_cases(reading),
        )


def _cases(reading: Reading) -> dict[str, Any]:
    asked = {"status": _wanted(ComplaintStatus, "status"), "kind": _wanted(ComplaintKind, "kind")}
    cursor = Cursor(after=request.args.get("cursor", ""))
    page = queries.page_of_complaints(reading, cursor, **asked)
    chosen = {name: value.value for name, value in asked.items() if value is not None}
    following = page.following and url_for("complaints.list_all", cursor=page.following, **chosen)
    return {
        "sees_cases": bool(reading.actor.roles.intersection(SEEING)),
        "cases": [(row, queries.seen(reading, row)) for row in page.rows],
        "examiners": people_by_id(
            reading, {row.examiner_id for row in page.rows if row.examiner_id}
        ),
        "counts": queries.count_by_status(reading),
        "kinds": [(one.value, one) for one in ComplaintKind],
        "following": following,
        "first": url_for("complaints.list_all", **chosen) if cursor.after else None,
        **asked,
    }


def _wanted(words: Any, name: str) -> Any:
    """Read one filter of the address; an empty one asks for everything."""
    said = request.args.get(name, "")
    if not said:
        return None
    try:
        return words(said)
    except ValueError as error:
        raise NoSuchPage from error
