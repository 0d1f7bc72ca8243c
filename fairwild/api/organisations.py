"""Organisations, their people, invitations and approvals."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for
from flask_smorest import Blueprint
from marshmallow import Schema

from fairwild.accounts import operations as accounts
from fairwild.accounts.letters import InvitationLetter
from fairwild.accounts.queries import pending_invitations
from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag, require_match
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.mail.letters import Letter
from fairwild.organisations import operations, queries
from fairwild.schemas.base import Word
from fairwild.schemas.organisations import (
    ApprovalSchema,
    ApproveBodySchema,
    ChangeApprovalSchema,
    EditOrganisationSchema,
    InvitationSchema,
    InviteSchema,
    OrganisationSchema,
    PostSchema,
    RegisterOrganisationSchema,
)
from fairwild.standards.catalogue import standard_versions
from fairwild.store.paging import Cursor
from fairwild.wording.accounts import invitation_letter

blueprint = Blueprint("api_organisations", __name__, url_prefix="/organisations")

NO_ORGANISATION = "There is no such organisation"


class KindQuery(Schema):
    """Which kind of organisations to list."""

    kind = Word(OrganisationKind, load_default=None)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(KindQuery(), location="query")
@blueprint.response(HTTPStatus.OK, OrganisationSchema(many=True))
def list_all(cursor: Cursor, asked: dict[str, Any]) -> Response:
    """List the organisations of the scheme."""
    with reading_for_request() as reading:
        page = queries.page_of_organisations(reading, cursor, asked["kind"])
        return listed(OrganisationSchema(), page)


@blueprint.post("")
@idempotent
@blueprint.arguments(RegisterOrganisationSchema())
@blueprint.response(HTTPStatus.CREATED, OrganisationSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only scheme owner staff may")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Code or name is taken")
def register(order: dict[str, Any]) -> Any:
    """Make an organisation known to the scheme."""
    with unit_of_work_for_request() as work:
        return operations.register_organisation(work, **order)


@blueprint.get("/<uuid:organisation_id>")
@blueprint.response(HTTPStatus.OK, OrganisationSchema())
@blueprint.alt_response(HTTPStatus.NOT_MODIFIED, description="The client has this version")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
def show(organisation_id: UUID) -> Response:
    """Give one organisation with its ETag."""
    with reading_for_request() as reading:
        row = queries.see_organisation(reading, organisation_id)
        return answer_with_tag(OrganisationSchema(), row)


@blueprint.patch("/<uuid:organisation_id>")
@blueprint.arguments(EditOrganisationSchema(partial=True))
@blueprint.response(HTTPStatus.OK, OrganisationSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not your organisation")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
@blueprint.alt_response(HTTPStatus.CONFLICT, description="The name is taken")
@blueprint.alt_response(HTTPStatus.PRECONDITION_FAILED, description="Changed meanwhile")
@blueprint.alt_response(HTTPStatus.PRECONDITION_REQUIRED, description="If-Match is missing")
def edit(order: dict[str, Any], organisation_id: UUID) -> Response:
    """Change name, address, contact, time zone or currency, by If-Match."""
    with unit_of_work_for_request() as work:
        require_match(operations.hold_organisation(work, organisation_id=organisation_id))
        row = operations.edit_organisation(work, organisation_id=organisation_id, **order)
    return answer_with_tag(OrganisationSchema(), row)


@blueprint.get("/<uuid:organisation_id>/people")
@blueprint.response(HTTPStatus.OK, PostSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="You do not work there")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
def list_people(organisation_id: UUID) -> Response:
    """List who holds which role."""
    with reading_for_request() as reading:
        queries.get_organisation(reading, organisation_id)
        return jsonify(PostSchema().dump(queries.people_of(reading, organisation_id), many=True))


@blueprint.delete("/<uuid:organisation_id>/people/<uuid:membership_id>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only those who lead it may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="Nobody holds such a role there")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="The last one has to stay")
def end_membership(organisation_id: UUID, membership_id: UUID) -> None:
    """End the role that this membership is."""
    with unit_of_work_for_request() as work:
        ended = operations.end_membership(work, membership_id=membership_id)
        if ended.organisation_id != organisation_id:
            raise NotFound("membership")


@blueprint.get("/<uuid:organisation_id>/invitations")
@blueprint.response(HTTPStatus.OK, InvitationSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="You may not invite there")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
def list_invitations(organisation_id: UUID) -> Response:
    """List the invitations that can still be accepted."""
    with reading_for_request() as reading:
        queries.get_organisation(reading, organisation_id)
        found = pending_invitations(reading, organisation_id)
        return jsonify(InvitationSchema().dump(found, many=True))


def _letter(facts: InvitationLetter) -> Letter:
    path = url_for("accounts.accept_invitation", secret=facts.secret)
    return invitation_letter(facts, link=house().settings.base_url + path)


@blueprint.post("/<uuid:organisation_id>/invitations")
@idempotent
@blueprint.arguments(InviteSchema())
@blueprint.response(HTTPStatus.CREATED, InvitationSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="You may not invite there")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
@blueprint.alt_response(HTTPStatus.CONFLICT, description="The role does not fit")
def invite(order: dict[str, Any], organisation_id: UUID) -> Any:
    """Mail somebody a link that is good once and for a week."""
    with unit_of_work_for_request() as work:
        return accounts.invite(work, organisation_id=organisation_id, write=_letter, **order)[0]


@blueprint.delete("/<uuid:organisation_id>/invitations/<uuid:link_id>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="You may not invite there")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such invitation")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="It has been used")
def withdraw_invitation(organisation_id: UUID, link_id: UUID) -> None:
    """Make an invitation open nothing any more."""
    with unit_of_work_for_request() as work:
        link = accounts.withdraw_invitation(work, link_id=link_id)
        if link.organisation_id != organisation_id:
            raise NotFound("mailed_link")


@blueprint.get("/<uuid:organisation_id>/approvals")
@blueprint.response(HTTPStatus.OK, ApprovalSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
def list_approvals(organisation_id: UUID) -> Response:
    """List the approvals of a certification body."""
    with reading_for_request() as reading:
        queries.see_organisation(reading, organisation_id)
        found = queries.approvals_of(reading, organisation_id)
        return jsonify(ApprovalSchema().dump(found, many=True))


@blueprint.post("/<uuid:organisation_id>/approvals")
@idempotent
@blueprint.arguments(ApproveBodySchema())
@blueprint.response(HTTPStatus.CREATED, ApprovalSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only a steward may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=NO_ORGANISATION)
@blueprint.alt_response(HTTPStatus.CONFLICT, description="This is no certification body")
def approve(order: dict[str, Any], organisation_id: UUID) -> Any:
    """Say for which standard, where and how long a body may certify."""
    known = {(one.name, one.version) for one in standard_versions()}
    if (order["standard"], order["standard_version"]) not in known:
        raise Invalid({"standard": "unknown"})
    with unit_of_work_for_request() as work:
        return operations.approve_body(work, body_id=organisation_id, **order)


@blueprint.patch("/<uuid:organisation_id>/approvals/<uuid:approval_id>")
@blueprint.arguments(ChangeApprovalSchema())
@blueprint.response(HTTPStatus.OK, ApprovalSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only a steward may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such approval")
def change_approval(order: dict[str, Any], organisation_id: UUID, approval_id: UUID) -> Any:
    """Change how far a body is trusted under one approval."""
    with unit_of_work_for_request() as work:
        row = operations.change_approval_status(work, approval_id=approval_id, **order)
        if row.body_id != organisation_id:
            raise NotFound("body_approval")
        return row
