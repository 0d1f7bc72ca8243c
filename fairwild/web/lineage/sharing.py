"""Who sees our lineage: sharing beyond one step, and ending it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import home_organisation_id, reading_for_request, unit_of_work_for_request
from fairwild.lots.lineage import operations, queries
from fairwild.organisations.queries import organisations_by_id
from fairwild.schemas.lineage import ShareLineageSchema
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.lineage.offering import offered_to
from fairwild.web.paging import Answer

ONE = "one"
"""What the form says that shows it to one organisation, which then has to be chosen."""

LONGEST = 100


def hang(blueprint: Blueprint) -> None:
    """Hang the pages of sharing into the blueprint of provenance."""
    blueprint.add_url_rule("/provenance/sharing", "sharing", show, methods=["GET", "POST"])
    path = "/provenance/sharing/<uuid:share_id>/end"
    blueprint.add_url_rule(path, "end_sharing", end, methods=["POST"])


def may_share(reading: Reading) -> bool:
    """Tell whether the actor decides who sees the lineage of where they work."""
    home = reading.actor.organisation_id
    return home is not None and reading.allows(Action.SHARE_LINEAGE, Of(Party.HOLDER, home))


def show() -> Answer:
    """Show with whom the lineage is shared, and share it."""
    home = home_organisation_id()
    with reading_for_request() as reading:
        reading.may(Action.SHARE_LINEAGE, on=Of(Party.HOLDER, home))
    form = Form(ShareLineageSchema())
    if form.submitted and form.values.get("to") == ONE and not form.values["with_id"]:
        form.note_errors({"with_id": ["missing"]})
    elif form.submitted:
        goal = form.attempt_once(
            lambda work, order: operations.share_lineage(work, owner_id=home, **order),
            lambda share: url_for("provenance.sharing"),
        )
        if goal is not None:
            flash(gettext("They see your lots in their lineages from now on."), "success")
            return redirect(goal, 303)
    with reading_for_request() as reading:
        facts = _facts(reading, home, request.args.get("who", "").strip()[:LONGEST])
    return render_template("pages/provenance/sharing.html", form=form, **facts), form.status


def _facts(reading: Reading, home: UUID, who: str) -> dict[str, Any]:
    ours, theirs = queries.shares_of(reading, home), queries.shares_with(reading, home)
    ids = {one.with_id for one in ours if one.with_id} | {one.owner_id for one in theirs}
    standing = [one for one in ours if one.ended_at is None]
    shown_to = {one.with_id for one in standing if one.with_id}
    return {
        "standing": standing,
        "who": who,
        "to_all": any(one.with_id is None for one in standing),
        "offered": offered_to(reading, home, who, without=shown_to),
        "ended": [one for one in ours if one.ended_at is not None],
        "theirs": theirs,
        "organisations": organisations_by_id(reading, ids),
    }


def end(share_id: UUID) -> Answer:
    """End a share."""
    with unit_of_work_for_request() as work:
        operations.end_lineage_share(work, share_id=share_id)
    flash(gettext("They see only one step of your lineage from now on."), "success")
    return redirect(url_for("provenance.sharing"), 303)
