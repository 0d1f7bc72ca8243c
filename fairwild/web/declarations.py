"""What one has to declare, what one has declared, and what ties one to clients."""

from flask import Blueprint, render_template

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits.queries.declaring import declarations_to_give
from fairwild.competence import queries, rules
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.web.paging import Answer

blueprint = Blueprint("declarations", __name__)


@blueprint.get("/declarations")
def own() -> Answer:
    """Show before which audits one has still to declare, and what was declared."""
    with reading_for_request() as reading:
        body_id, person_id = home_organisation_id(), reading.actor.person_id
        reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, body_id))
        assert person_id is not None  # noqa: S101 - whoever may see this is known
        months = queries.lookback_months(reading.today)
        interests = queries.interests_seen(reading, person_id=person_id)
        return render_template(
            "pages/competence/own.html",
            waiting=declarations_to_give(reading),
            declarations=queries.declarations_seen(reading, person_id=person_id),
            interests=[
                (one, rules.free_from(one.until, lookback_months=months)) for one in interests
            ],
            months=months,
            body_id=body_id,
            person_id=person_id,
            today=reading.today,
        )
