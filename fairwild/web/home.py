"""The first page after signing in."""

from uuid import UUID

from flask import Blueprint, render_template

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries.unclassed import collected_unclassed
from fairwild.audits.queries import objections_to_judge
from fairwild.complaints.queries import cases_waiting
from fairwild.http import actor, home_organisation_id, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.unit_of_work import Reading
from fairwild.web import ending, home_page
from fairwild.web.frame import time_zone
from fairwild.web.paging import Answer

blueprint = Blueprint("home", __name__)


@blueprint.get("/home")
def show() -> Answer:
    """Show what this person's roles need today."""
    home_id, known = home_organisation_id(), actor()
    here = frozenset(post.role for post in known.posts if post.organisation_id == home_id)
    with reading_for_request() as reading:
        return render_template(
            "pages/home/show.html",
            today=reading.today,
            ending=_ending(reading, home_id, here),
            cases=cases_waiting(reading) if here & (home_page.BODY | home_page.SCHEME) else [],
            objections=objections_to_judge(reading),
            unclassed=collected_unclassed(reading) if reading.allows(Action.CLASSIFY_RISK) else [],
            operator=home_page.operator_home(reading, home_id, time_zone())
            if here & home_page.OPERATOR
            else None,
            may_plan=reading.allows(Action.PLAN_AUDIT, Of(Party.BODY, home_id)),
            body=home_page.body_home(reading, known) if here & home_page.BODY else None,
            company=home_page.company_home(reading, home_id)
            if Role.COMPANY_MEMBER in here
            else None,
            scheme=home_page.scheme_home(reading) if here & home_page.SCHEME else None,
        )


def _ending(reading: Reading, home_id: UUID, here: frozenset[Role]) -> list[ending.Ending]:
    """List what ends soon and is this person's to see to."""
    if here & home_page.SCHEME:
        return ending.ending_in_scheme(reading)
    if here & home_page.BODY:
        return ending.ending_for_body(reading, home_id)
    return ending.ending_for_operator(reading) if here & home_page.OPERATOR else []
