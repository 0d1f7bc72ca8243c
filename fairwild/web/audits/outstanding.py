"""Every nonconformity of all the audits one may see: what is not settled, and what is."""

from collections.abc import Callable
from typing import Final

from flask import render_template, request
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.audits import queries
from fairwild.http import reading_for_request
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.audits.planning import check_sees_audits
from fairwild.web.audits.routing import blueprint
from fairwild.web.paging import Answer

Asked = Callable[[Reading], list[queries.WaitingNonconformity]]

LISTS: Final[dict[str, tuple[LazyString, Asked]]] = {
    "": (_l("All not closed"), queries.outstanding_nonconformities),
    "overdue": (_l("Overdue"), queries.overdue_nonconformities),
    "answered": (_l("Answers to read"), queries.answers_to_read),
    "objected": (_l("Objections to judge"), queries.objections_to_judge),
}
"""What can be asked for by `?which=`: its name on the page and the question."""

CLOSED: Final = "closed"
"""Asked for in the same way; it grows for ever and comes in pages."""


@blueprint.get("/nonconformities")
def list_nonconformities() -> Answer:
    """List what is not settled, the most urgent first: all of it, or what waits for the reader."""
    which = request.args.get("which", "")
    if which == CLOSED:
        return _closed()
    which = which if which in LISTS else ""
    with reading_for_request() as reading:
        check_sees_audits(reading)
        found = {name: asked(reading) for name, (_, asked) in LISTS.items()}
        tabs = [(name, f"{title} ({len(found[name])})") for name, (title, _) in LISTS.items()]
        shown = [one for one in tabs if found[one[0]] or one[0] in {"", "overdue", which}]
        return render_template(
            "pages/audits/outstanding.html",
            found=found[which],
            which=which,
            tabs_shown=[*shown, (CLOSED, gettext("Closed"))],
        )


def _closed() -> Answer:
    """List what is settled, the latest written first, page by page."""
    after = request.args.get("cursor", "")
    with reading_for_request() as reading:
        check_sees_audits(reading)
        page = queries.page_of_nonconformities(reading, Cursor(after=after), standing=CLOSED)
        tabs = [(name, str(title)) for name, (title, _) in LISTS.items() if name in {"", "overdue"}]
        return render_template(
            "pages/audits/settled.html",
            found=page.rows,
            after=after,
            following=page.following,
            which=CLOSED,
            tabs_shown=[*tabs, (CLOSED, gettext("Closed"))],
        )
