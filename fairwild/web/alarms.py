"""What looks wrong in one's own material, the gravest first."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.alarms import operations, queries
from fairwild.alarms.facts import Alarm, Pointer, Whose
from fairwild.alarms.states import About
from fairwild.desks.queries.alarms import clients_of
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.organisations.queries import organisations_by_id, people_by_id
from fairwild.schemas.alarms import DismissAlarmSchema
from fairwild.schemas.base import Order
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.alarms import ALARMS, TITLES_ABOUT, WHY
from fairwild.wording.figures import fact_text

blueprint = Blueprint("alarms", __name__)

PLACES: Mapping[About, tuple[str, str]] = {
    About.HARVESTER: ("harvesters.show", "harvester_id"),
    About.LOT: ("lots.show", "lot_id"),
    About.MOVEMENT: ("movements.show", "movement_id"),
    About.CONSIGNMENT: ("consignments.show", "consignment_id"),
    About.CERTIFICATE: ("certificates.show", "certificate_id"),
    About.AREA: ("areas.show", "area_id"),
    About.PERMIT: ("permits.show", "permit_id"),
    About.COUNT: ("stock.show_count", "count_id"),
    About.AUDIT: ("audits.show", "audit_id"),
}


def sentence(alarm: Alarm) -> str:
    """Say what looks wrong, with its numbers."""
    facts = {name: fact_text(name, value) for name, value in alarm.facts.items()}
    if "why" in facts:
        facts["why"] = str(WHY[facts["why"]])
    return str(ALARMS[alarm.kind]) % facts


def address(pointer: Pointer) -> str:
    """Give the page of a thing an alarm is about."""
    endpoint, name = PLACES[pointer.what]
    return url_for(endpoint, **{name: str(pointer.id)})  # type: ignore[arg-type]  # one name


@blueprint.get("/alarms")
def list_all() -> Answer:
    """List what looks wrong and was not put aside; the rest in a fold."""
    return _page(None, 200)


def _page(form: Form | None, status: int) -> Answer:
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        found = queries.alarms_of(reading, home_id)
        aside = queries.dismissals_of(reading, home_id)
        page = render_template(
            "pages/alarms/list.html",
            alarms=[one for one in found if one.key not in aside],
            aside=[(one, aside[one.key]) for one in found if one.key in aside],
            people=people_by_id(
                reading, [row.dismissed_by for row in aside.values() if row.dismissed_by]
            ),
            may_dismiss=reading.allows(Action.DISMISS_ALARM, on=Whose(home_id)),
            of_body=queries.is_of_body(reading, home_id),
            clients=_clients(reading, home_id),
            sentence=sentence,
            address=address,
            thresholds=queries.thresholds_on(reading.today),
            form=form,
        )
    return page, status


def _clients(reading: Reading, home_id: UUID) -> list[tuple[UUID, str]]:
    """Name those whose alarms a body may read as well."""
    if not reading.allows(Action.SEE_CLIENT_ALARMS, on=Of(Party.BODY, home_id)):
        return []
    named = organisations_by_id(reading, clients_of(reading, home_id))
    return sorted(((one.id, one.name) for one in named.values()), key=lambda pair: pair[1])


@blueprint.get("/alarms/about/<what>/<uuid:thing_id>")
def about(what: str, thing_id: UUID) -> Answer:
    """Say what looks wrong with one thing: the whole page, or the notice of the thing's own page.

    The page of a thing asks for the notice after it is shown, so that it waits for nothing.
    """
    if what not in set(About):
        raise NoSuchPage
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        found = queries.alarms_about(reading, home_id, About(what), thing_id)
    name = "notice" if "HX-Request" in request.headers else "about"
    return render_template(
        f"pages/alarms/{name}.html",
        alarms=found,
        title=str(TITLES_ABOUT[what]),
        sentence=sentence,
        address=address,
        thing=address(Pointer(About(what), thing_id, "")),
    )


@blueprint.post("/alarms/dismiss")
def dismiss() -> Answer:
    """Put an alarm aside with a reason."""
    form = Form(DismissAlarmSchema())
    home_id = home_organisation_id()
    done = form.attempt(
        lambda work, order: operations.dismiss_alarm(work, organisation_id=home_id, **order)
    )
    if done is None:
        return _page(form, form.status)
    flash(gettext("Put aside. It comes back when its figures change."), "success")
    return redirect(url_for("alarms.list_all"))


@blueprint.post("/alarms/<uuid:dismissal_id>/restore")
def restore(dismissal_id: UUID) -> Answer:
    """Let an alarm that was put aside count again."""
    form = Form(Order())
    done = form.attempt(
        lambda work, _order: operations.restore_alarm(work, dismissal_id=dismissal_id)
    )
    if done is None:
        return _page(form, form.status)
    flash(gettext("It counts again."), "success")
    return redirect(url_for("alarms.list_all"))
