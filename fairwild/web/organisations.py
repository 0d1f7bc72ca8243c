"""Organisations, their people, invitations and approvals."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.accounts import operations as accounts
from fairwild.accounts.letters import InvitationLetter
from fairwild.accounts.queries import pending_invitations
from fairwild.http import (
    home_organisation_id,
    house,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.actors import ROLES_OF_KIND, OrganisationKind
from fairwild.kernel.refusals import NotFound
from fairwild.mail.letters import Letter
from fairwild.organisations import operations, queries, rules
from fairwild.organisations.states import ApprovalStatus
from fairwild.schemas.organisations import (
    ApproveBodySchema,
    EditOrganisationSchema,
    InviteSchema,
    RegisterOrganisationSchema,
    country_codes,
    currency_codes,
    time_zones,
)
from fairwild.standards.catalogue import standard_versions
from fairwild.web.approvals import approval_lines, registration_lines
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.accounts import invitation_letter
from fairwild.wording.organisations import country_choices, country_name, currency_choices

blueprint = Blueprint("organisations", __name__)

EDITED = ("name", "address", "email", "website", "time_zone", "currency")
SORTS = ("name", "code", "country", "kind")


def _places() -> dict[str, Any]:
    """Give what a form offers: countries, currencies and time zones."""
    return {
        "countries": country_choices(country_codes()),
        "currencies": currency_choices(currency_codes()),
        "zones": [(zone, zone.replace("_", " ")) for zone in time_zones()],
    }


def _kind_asked() -> OrganisationKind | None:
    asked = request.args.get("kind", "")
    return OrganisationKind(asked) if asked in set(OrganisationKind) else None


@blueprint.get("/organisations")
def list_all() -> Answer:
    """List the organisations of the scheme, of one kind or all."""
    kind, text = _kind_asked(), request.args.get("q", "").strip()[:200]
    asked = request.args.get("sort", "")
    sort = asked if asked in SORTS else "name"
    with reading_for_request() as reading:
        reading.may(Action.SEE_ORGANISATION)
        found = queries.list_organisations(reading, kind, text)
        may_register = reading.allows(Action.REGISTER_ORGANISATION)
    found.sort(key=lambda one: (str(getattr(one, sort)).casefold(), one.name.casefold()))
    facts: dict[str, Any] = {"organisations": found, "kind": kind, "text": text, "sort": sort}
    facts |= {"kinds": list(OrganisationKind), "country_name": country_name}
    return render_template("pages/organisations/list.html", may_register=may_register, **facts)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
def register() -> Answer:
    """Make an organisation known."""
    defaults = {"time_zone": "UTC", "currency": "EUR", "kind": request.args.get("kind", "")}
    form = Form(RegisterOrganisationSchema(), defaults)
    with reading_for_request() as reading:
        reading.may(Action.REGISTER_ORGANISATION)
    if form.submitted:
        made = form.attempt(lambda work, order: operations.register_organisation(work, **order))
        if made is not None:
            flash(gettext("%(name)s is registered.", name=made.name), "success")
            return redirect(url_for("organisations.show", organisation_id=made.id))
    facts = {"form": form, "kinds": list(OrganisationKind), **_places()}
    return render_template("pages/organisations/new.html", **facts), form.status


def _page(organisation_id: UUID, *, is_own: bool) -> str:
    with reading_for_request() as reading:
        row = queries.see_organisation(reading, organisation_id)
        may = {
            "see_people": reading.allows(Action.SEE_PEOPLE, row),
            "invite": reading.allows(Action.INVITE_PERSON, row),
            "end": reading.allows(Action.END_MEMBERSHIP, row),
            "edit": reading.allows(Action.EDIT_ORGANISATION, row),
            "share": is_own and reading.allows(Action.SHARE_LINEAGE, on=Of(Party.HOLDER, row.id)),
            "approve": reading.allows(Action.APPROVE_BODY, row),
            "register": reading.allows(Action.REGISTER_NATIONALLY, row),
            "see_competence": reading.allows(Action.SEE_COMPETENCE, row),
        }
        people = queries.people_of(reading, row.id) if may["see_people"] else []
        roles = [person.role for person in people]
        facts = {
            "people": [(person, _reasons_to_stay(row.kind, roles, person)) for person in people],
            "invitations": pending_invitations(reading, row.id) if may["invite"] else [],
            "approvals": approval_lines(reading, queries.approvals_of(reading, row.id)),
            "registrations": registration_lines(reading, row.id),
        }
        facts |= {"organisation": row, "may": may, "is_own": is_own, "country_name": country_name}
        return render_template("pages/organisations/show.html", **facts)


def _allowed(action: Action, organisation_id: UUID) -> queries.OrganisationFacts:
    """Give the organisation to somebody who may do this to it; raises NotAllowed or NotFound."""
    with reading_for_request() as reading:
        reading.may(action, queries.see_organisation(reading, organisation_id))
        return queries.get_organisation(reading, organisation_id)


def _reasons_to_stay(
    kind: OrganisationKind, roles: list[Any], person: queries.MembershipFacts
) -> list[Any]:
    """Ask the rule that ending this role would ask."""
    others = list(roles)
    others.remove(person.role)
    return list(rules.obstacles_to_ending(person.role, kind, others=others))


@blueprint.get("/organisations/<uuid:organisation_id>")
def show(organisation_id: UUID) -> Answer:
    """Show an organisation."""
    return _page(organisation_id, is_own=False)


@blueprint.get("/organisation")
def own() -> Answer:
    """Show the organisation one works for."""
    return _page(home_organisation_id(), is_own=True)


def _to(organisation_id: UUID, sentence: str) -> Answer:
    flash(sentence, "success")
    where = url_for("organisations.show", organisation_id=organisation_id)
    return redirect(where, HTTPStatus.SEE_OTHER)


def _done(form: Form, deed: Callable[..., Any], **named: Any) -> bool:
    """Do the deed with what was typed; False, with the reasons set, where it cannot be done."""
    return form.attempt(lambda work, order: bool(deed(work, **named, **order))) is not None


@blueprint.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
def edit(organisation_id: UUID) -> Answer:
    """Change name, address, contact, time zone and currency."""
    row = _allowed(Action.EDIT_ORGANISATION, organisation_id)
    with reading_for_request() as reading:
        whole = queries.see_organisation(reading, organisation_id)
        known = {name: getattr(whole, name) for name in EDITED}
    form = Form(EditOrganisationSchema(), known)
    if form.submitted and _done(
        form, operations.edit_organisation, organisation_id=organisation_id
    ):
        return _to(organisation_id, gettext("The changes are kept."))
    facts = {"form": form, "organisation": row, **_places()}
    return render_template("pages/organisations/edit.html", **facts), form.status


@blueprint.route("/organisations/<uuid:organisation_id>/invite", methods=["GET", "POST"])
def invite(organisation_id: UUID) -> Answer:
    """Invite somebody by a mailed link."""
    form = Form(InviteSchema())
    row = _allowed(Action.INVITE_PERSON, organisation_id)
    named = {"organisation_id": organisation_id, "write": _invitation_letter}
    if form.submitted and _done(form, accounts.invite, **named):
        email = form.values["email"]
        return _to(organisation_id, gettext("The invitation is on its way to %(to)s.", to=email))
    facts = {"form": form, "organisation": row, "roles": ROLES_OF_KIND[row.kind]}
    return render_template("pages/organisations/invite.html", **facts), form.status


def _invitation_letter(facts: InvitationLetter) -> Letter:
    path = url_for("accounts.accept_invitation", secret=facts.secret)
    return invitation_letter(facts, link=house().settings.base_url + path)


@blueprint.post("/invitations/<uuid:link_id>/withdraw")
def withdraw_invitation(link_id: UUID) -> Answer:
    """Make an invitation open nothing any more."""
    with unit_of_work_for_request() as work:
        link = accounts.withdraw_invitation(work, link_id=link_id)
    if link.organisation_id is None:
        raise NotFound("mailed_link")
    return _to(link.organisation_id, gettext("The invitation is withdrawn."))


@blueprint.post("/memberships/<uuid:membership_id>/end")
def end_membership(membership_id: UUID) -> Answer:
    """End somebody's role."""
    with unit_of_work_for_request() as work:
        ended = operations.end_membership(work, membership_id=membership_id)
    return _to(ended.organisation_id, gettext("The role is ended."))


@blueprint.route("/organisations/<uuid:organisation_id>/approve", methods=["GET", "POST"])
def approve(organisation_id: UUID) -> Answer:
    """Approve a certification body."""
    schema = ApproveBodySchema()
    schema.known = frozenset((one.name, one.version) for one in standard_versions())
    form = Form(schema, {"valid_from": house().clock().date().isoformat()})
    form.values |= {name: form.values[name] or [] for name in ("countries_in", "countries_out")}
    form.values |= _standard_chosen()
    row = _allowed(Action.APPROVE_BODY, organisation_id)
    if form.submitted and _done(form, operations.approve_body, body_id=organisation_id):
        return _to(organisation_id, gettext("The approval is kept."))
    facts = {"form": form, "organisation": row, "statuses": list(ApprovalStatus), **_places()}
    return render_template(
        "pages/organisations/approve.html", standards=standard_versions(), **facts
    ), form.status


def _standard_chosen() -> dict[str, str]:
    """Read the one list in which the page offers standards with their versions."""
    name, _, version = request.form.get("standard_and_version", "").rpartition(" ")
    return {"standard": name, "standard_version": version}
