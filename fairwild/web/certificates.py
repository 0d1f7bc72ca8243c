"""Certificates for their body and their holder."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.certificates import operations, queries
from fairwild.certificates.queries.deciding import (
    obstacles_to_lifting,
    obstacles_to_upholding,
    own_ties,
)
from fairwild.certificates.queries.suspending import critical_beside
from fairwild.certificates.rules import moves_from
from fairwild.certificates.states import Standing
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.refusals import NotAllowed
from fairwild.schemas.certificates import ChangeStatusSchema, ReissueSchema
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

blueprint = Blueprint("certificates", __name__)

SOON_DAYS = 90


@blueprint.get("/certificate-files")
def list_all() -> Answer:
    """List the certificates of one's own body or operation."""
    known = [standing.value for standing in Standing]
    chosen = request.args.get("status", "")
    status = Standing(chosen) if chosen in known else None
    cursor = Cursor(request.args.get("cursor", "")[:500], 25)
    with reading_for_request() as reading:
        _may_list(reading)
        page = queries.own_certificates(reading, cursor, status=status)
        soon = [
            line
            for line in page.rows
            if line.status.in_force and line.days_left(reading.today) <= SOON_DAYS
        ]
        return render_template(
            "pages/certificates/list.html",
            page=page,
            soon=soon,
            status=status,
            standings=list(Standing),
            today=reading.today,
        )


@blueprint.get("/certificate-files/<uuid:certificate_id>")
def show(certificate_id: UUID) -> Answer:
    """Show a certificate with its history and what may be done."""
    return _page(certificate_id, Form(ChangeStatusSchema()), Form(ReissueSchema()))


@blueprint.post("/certificate-files/<uuid:certificate_id>/status")
def change_status(certificate_id: UUID) -> Answer:
    """Give a certificate another status."""
    form = Form(ChangeStatusSchema())
    changed = form.attempt(
        lambda work, order: operations.change_status(work, certificate_id=certificate_id, **order)
    )
    if changed is None:
        return _page(certificate_id, form, Form(ReissueSchema())), form.status
    flash(gettext("The status of %(number)s is changed.", number=changed.number), "success")
    return redirect(url_for("certificates.show", certificate_id=certificate_id))


@blueprint.post("/certificate-files/<uuid:certificate_id>/reissue")
def reissue(certificate_id: UUID) -> Answer:
    """Issue a corrected certificate in the place of this one."""
    form = Form(ReissueSchema())
    issued = form.attempt(
        lambda work, order: operations.supersede_certificate(
            work, certificate_id=certificate_id, **order
        )
    )
    if issued is None:
        return _page(certificate_id, Form(ChangeStatusSchema()), form), form.status
    flash(gettext("%(number)s is issued.", number=issued.number), "success")
    return redirect(url_for("certificates.show", certificate_id=issued.id))


def _may_list(reading: Reading) -> None:
    """Let in bodies, operators and the steward; others have no certificates to see."""
    home = home_organisation_id()
    parties = (Of(Party.BODY, home), Of(Party.OPERATOR, home))
    if not any(reading.allows(Action.SEE_CERTIFICATE, on=party) for party in parties):
        raise NotAllowed(Action.SEE_CERTIFICATE)


def _audit_to_see(reading: Reading, sight: queries.Sight) -> UUID | None:
    """Give the audit a certificate rests on to whoever may see it."""
    parties = (Of(Party.BODY, sight.facts.body_id), Of(Party.OPERATOR, sight.facts.holder_id))
    seen = any(reading.allows(Action.SEE_AUDIT, on=party) for party in parties)
    return sight.audit_id if seen else None


def _against_deeds(reading: Reading, sight: queries.Sight) -> dict[str, Any]:
    """Say what keeps the actor from any decision, from correcting, and from lifting."""
    suspended = sight.status.standing is Standing.SUSPENDED
    return {
        "tied": own_ties(reading, sight.facts.body_id, sight.facts.holder_id),
        "not_to_reissue": obstacles_to_upholding(reading, sight.facts),
        "not_to_lift": obstacles_to_lifting(reading, sight.facts) if suspended else [],
    }


def _page(certificate_id: UUID, status_form: Form, reissue_form: Form) -> str:
    home_organisation_id()  # who is not signed in is asked to, rather than told of nothing
    with reading_for_request() as reading:
        sight = queries.sight_of_own(reading, certificate_id)
        may_change = reading.allows(
            Action.CHANGE_CERTIFICATE_STATUS, on=Of(Party.BODY, sight.facts.body_id)
        )
        facts: dict[str, Any] = {
            "sight": sight,
            "history": queries.history_of_own(reading, certificate_id),
            "uses": queries.uses_of(reading, sight.facts),
            "moves": moves_from(sight.status.standing),
            "may_change": may_change,
            **(_against_deeds(reading, sight) if may_change else {}),
            "critical": critical_beside(reading, sight.facts),
            "days_left": sight.days_left(reading.today),
            "today": reading.today,
            "audit_id": _audit_to_see(reading, sight),
        }
    return render_template(
        "pages/certificates/show.html",
        **facts,
        status_form=status_form,
        reissue_form=reissue_form,
    )
