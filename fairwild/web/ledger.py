"""The ledger of events, for those who answer for the scheme and the machine."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from marshmallow import Schema, fields

from fairwild.access.actions import Action
from fairwild.http import reading_for_request
from fairwild.ledger import queries
from fairwild.ledger.verification import verify
from fairwild.organisations.queries import people_by_id
from fairwild.schemas.base import line
from fairwild.store.paging import Cursor
from fairwild.web.paging import Answer
from fairwild.wording import event_sentence

blueprint = Blueprint("ledger", __name__)

ROWS = 50


class FilterSchema(Schema):
    """What the list is narrowed to."""

    kind = line(longest=80)
    subject = fields.UUID()
    since = fields.Date()
    until = fields.Date()


def _wanted() -> tuple[queries.LedgerFilter, dict[str, str], list[str]]:
    """Read the filter: what is wanted, what was understood as typed, and what was not."""
    schema = FilterSchema(partial=True)
    typed = {name: request.args[name] for name in schema.fields if request.args.get(name)}
    wrong = schema.validate(typed)
    kept = {name: value for name, value in typed.items() if name not in wrong}
    order = schema.load(kept)
    wanted = queries.LedgerFilter(
        kind=order.get("kind"),
        subject_id=order.get("subject"),
        since=_midnight(order.get("since")),
        before=_midnight(order.get("until"), days=1),
    )
    return wanted, kept, sorted(wrong)


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    if day is None or day == date.max:
        return None
    return datetime.combine(day + timedelta(days=days), time.min, tzinfo=UTC)


def _address(arguments: dict[str, str]) -> str:
    more: dict[str, Any] = dict(arguments)
    return url_for("ledger.list_all", **more)


@blueprint.get("/ledger")
def list_all() -> Answer:
    """List what happened, the latest first; the whole ledger is checked where that is asked."""
    wanted, typed, wrong = _wanted()
    after = request.args.get("cursor", "")
    with reading_for_request() as reading:
        reading.may(Action.SEE_LEDGER)
        page = queries.page_of_entries(reading.session, wanted, Cursor(after=after, limit=ROWS))
        actors: set[UUID] = {entry.actor_id for entry in page.rows if entry.actor_id}
        following = page.following and _address(typed | {"cursor": page.following})
        return render_template(
            "pages/ledger/list.html",
            entries=page.rows,
            following=following,
            first=_address(typed) if after else None,
            choices=sorted(
                (
                    (kind, event_sentence(kind))
                    for kind in queries.kinds_of_entries(reading.session)
                ),
                key=lambda choice: choice[1],
            ),
            count=queries.count_entries(reading.session),
            people=people_by_id(reading, actors),
            typed=typed,
            wrong=wrong,
            verification=verify(reading.session) if request.args.get("verify") else None,
        )
