"""What the pages of accounts share: who is there, counting tries, showing a form."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from fairwild.access.actions import Action
from fairwild.accounts.queries import Identity
from fairwild.http import identity
from fairwild.kernel.refusals import NotAllowed
from fairwild.web.forms import Form

blueprint = Blueprint("accounts", __name__)

START = "/home"


def me() -> Identity:
    """Give who is signed in; raises NotAllowed for anybody else."""
    known = identity()
    if known is None:
        raise NotAllowed(Action.USE_OWN_ACCOUNT)
    return known


def my_id() -> UUID:
    """Give the person who is signed in; raises NotAllowed for anybody else."""
    person_id = me().actor.person_id
    if person_id is None:
        raise NotAllowed(Action.USE_OWN_ACCOUNT)
    return person_id


def address() -> str:
    """Give the network address of the request."""
    return request.remote_addr or ""


def counted(form: Form, email: str, count: Callable[..., None]) -> bool:
    """Count a try in a unit of work of its own; False, with the reason set, where one must wait."""
    form.attempt(lambda work, _: count(work, email=email, address=address()))
    return form.status == HTTPStatus.OK


def shown(template: str, form: Form, **facts: Any) -> Response:
    """Show a form's page; too many tries are 429 with the time to wait."""
    answer = Response(render_template(f"pages/accounts/{template}.html", form=form, **facts))
    answer.status_code = form.status
    waits = [one.facts["minutes"] for one in form.obstacles if one.code == "too-many-tries"]
    if waits:
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(int(str(waits[0])) * 60)
    return answer
