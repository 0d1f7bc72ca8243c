"""The own account: who the token stands for, devices, keys."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.access.actions import Action
from fairwild.accounts import operations, queries, rules
from fairwild.api.paging import PageQuery, listed
from fairwild.http import (
    house,
    identity,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import NotAllowed
from fairwild.schemas.accounts import (
    MadeTokenSchema,
    MakeTokenSchema,
    MeSchema,
    SessionSchema,
    TokenSchema,
    me,
)
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_account", __name__, url_prefix="/account")


@blueprint.before_app_request
def note_used() -> None:
    """Write when a token was last used, at most every few minutes."""
    known, now = identity(), house().clock()
    if known is None or known.token_id is None:
        return
    if known.seen_at is not None and now - known.seen_at < rules.SEEN_EVERY:
        return
    operations.note_token_used(house().store, token_id=known.token_id, at=now)


@blueprint.get("")
@blueprint.response(HTTPStatus.OK, MeSchema())
def show() -> Any:
    """Tell who the token stands for, with every role held."""
    known = identity()
    if known is None:
        raise NotAllowed(Action.USE_OWN_ACCOUNT)
    return me(known)


@blueprint.get("/sessions")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, SessionSchema(many=True))
def list_sessions(cursor: Cursor) -> Response:
    """List the devices on which the person is signed in."""
    with reading_for_request() as reading:
        return listed(SessionSchema(), queries.page_of_sessions(reading, cursor))


@blueprint.delete("/sessions/<uuid:session_id>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such device")
def revoke_session(session_id: UUID) -> None:
    """Sign a device out."""
    with unit_of_work_for_request() as work:
        operations.revoke_session(work, session_id=session_id)


@blueprint.get("/tokens")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, TokenSchema(many=True))
def list_tokens(cursor: Cursor) -> Response:
    """List the keys to the API that are not revoked."""
    with reading_for_request() as reading:
        return listed(TokenSchema(), queries.page_of_tokens(reading, cursor))


@blueprint.post("/tokens")
@blueprint.arguments(MakeTokenSchema())
@blueprint.response(HTTPStatus.CREATED, MadeTokenSchema())
def make_token(order: dict[str, Any]) -> Any:
    """Make a key; its secret is told in this answer and never again."""
    with unit_of_work_for_request() as work:
        row, secret = operations.make_token(work, **order)
    return {name: getattr(row, name) for name in TokenSchema().fields} | {"secret": secret}


@blueprint.delete("/tokens/<uuid:token_id>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such key")
def revoke_token(token_id: UUID) -> None:
    """Make a key open nothing any more."""
    with unit_of_work_for_request() as work:
        operations.revoke_token(work, token_id=token_id)
