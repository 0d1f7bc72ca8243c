"""Every nonconformity that is not settled, of all the audits one may see."""

from collections.abc import Callable
from typing import Final

from flask import render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from fairwild.audits import queries
from fairwild.http import reading_for_request
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


@blueprint.get("/nonconformities")
def list_nonconformities() -> Answer:
    """List what is not settled, the most urgent first: all of it, or what waits for the reader."""
    which = request.args.get("which", "")
    which = which if which in LISTS else ""
    with reading_for_request() as reading:
        check_sees_audits(reading)
        found = {name: asked(reading) for name, (_, asked) in LISTS.items()}
        tabs = [(name, str(title), len(found[name])) for name, (title, _) in LISTS.items()]
        return render_template(
            "pages/audits/outstanding.html",
            found=found[which],
            which=which,
            tabs_shown=[one for one in tabs if one[2] or one[0] in {"", "overdue", which}],
        )
