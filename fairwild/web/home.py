"""The first page after signing in."""

from flask import Blueprint, render_template

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.http import actor, home_organisation_id, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.web import home_page
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
