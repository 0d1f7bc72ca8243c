"""The own account: profile, password, devices, keys to the API."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_babel import gettext, ngettext

from fairwild.accounts import operations, queries
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import Invalid
from fairwild.organisations.operations import change_profile as change_profile_of
from fairwild.organisations.queries import organisations_by_id
from fairwild.schemas.accounts import (
    ChangePasswordSchema,
    ProfileSchema,
    TokenFormSchema,
    WorkplaceSchema,
)
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.accounts.answers import START, blueprint, counted, me, my_id, shown
from fairwild.web.forms import Form
from fairwild.web.frame import LANGUAGES
from fairwild.web.paging import Answer

TOKEN_DAYS = (30, 90, 365, 0)
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
BROWSER_NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
SYSTEM_NAMES = {"Macintosh": "Mac"}


def device_words(agent: str) -> str:
    """Name browser and system as people do: `Firefox, Linux`."""
    found = [BROWSER_NAMES.get(one, one) for one in BROWSERS if f"{one}/" in agent][:1]
    found += [SYSTEM_NAMES.get(one, one) for one in SYSTEMS if one in agent][:1]
    return ", ".join(found) or agent[:60] or gettext("unknown device")


def _account_page(*, form: Form | None = None, made: str | None = None, **named: Form) -> Response:
    """Show the account; `form` is the one whose status counts, `made` a token shown once."""
    known = me()
    forms = {
        "profile": Form(ProfileSchema(), {"name": known.name, "language": known.language}),
        "password": Form(ChangePasswordSchema()),
        "token": Form(TokenFormSchema(), {"valid_days": "90"}),
    } | named
    person_id = my_id()
    with reading_for_request() as reading:
        facts = {
            "sessions": queries.sessions_of(reading, person_id),
            "tokens": queries.tokens_of(reading, person_id),
            "posts": sorted(known.actor.posts, key=lambda post: str(post.role)),
            "workplaces": organisations_by_id(
                reading, {post.organisation_id for post in known.actor.posts}
            ),
            "now": reading.now,
        }
        more = {"me": known, "made": made, "forms": forms, "token_days": TOKEN_DAYS}
        counts = form or Form(WorkplaceSchema())
        return shown("own", counts, device_words=device_words, **facts, **more)


def _back(sentence: str) -> Answer:
    flash(sentence, "success")
    return redirect(url_for("accounts.own"), HTTPStatus.SEE_OTHER)


@blueprint.get("/account")
def own() -> Answer:
    """Show the own account."""
    return _account_page()


@blueprint.post("/account/profile")
def change_profile() -> Answer:
    """Change name and language."""
    form, person_id = Form(ProfileSchema()), my_id()

    def change(work: UnitOfWork, order: dict[str, Any]) -> Any:
        if order["language"] not in LANGUAGES:
            raise Invalid({"language": "unknown"})
        return change_profile_of(work, person_id=person_id, **order)

    if form.attempt(change) is None:
        return _account_page(form=form, profile=form)
    return _back(gettext("Your account is changed."))


@blueprint.post("/account/password")
def change_password() -> Answer:
    """Change the password; other devices are signed out."""
    form, known = Form(ChangePasswordSchema()), me()

    def change(work: UnitOfWork, order: dict[str, Any]) -> bool:
        operations.change_password(work, **order, session_id=known.session_id)
        return True

    tried = form.order() and counted(form, known.email, operations.count_sign_in)
    if not tried or not form.attempt(change):
        return _account_page(form=form, password=form)
    return _back(gettext("Your password is changed. Your other devices are signed out."))


@blueprint.post("/account/workplace")
def choose_workplace() -> Answer:
    """Work for another of one's organisations."""
    form, session_id = Form(WorkplaceSchema()), me().session_id
    choose = operations.choose_workplace
    if session_id is None or not form.attempt(
        lambda w, order: choose(w, session_id=session_id, **order)
    ):
        return _account_page(form=form)
    return redirect(START, HTTPStatus.SEE_OTHER)


@blueprint.post("/account/sessions/<uuid:session_id>/revoke")
def revoke_session(session_id: UUID) -> Answer:
    """Sign a device out."""
    with unit_of_work_for_request() as work:
        operations.revoke_session(work, session_id=session_id)
    return _back(gettext("The device is signed out."))


@blueprint.post("/account/sessions/revoke-others")
def revoke_other_sessions() -> Answer:
    """Sign every other device out."""
    session_id = me().session_id
    with unit_of_work_for_request() as work:
        count = operations.revoke_other_sessions(work, session_id=session_id)
    return _back(ngettext("One device is signed out.", "%(num)d devices are signed out.", count))


@blueprint.post("/account/tokens")
def make_token() -> Answer:
    """Make an API token and show its secret this once."""
    form, now = Form(TokenFormSchema()), house().clock()
    me()

    def make(work: UnitOfWork, order: dict[str, Any]) -> str:
        days = order["valid_days"]
        expires_at = now + timedelta(days=days) if days else None
        return operations.make_token(work, name=order["token_name"], expires_at=expires_at)[1]

    secret = form.attempt(make)
    if secret is None:
        return _account_page(form=form, token=form)
    form.values.update(token_name="", valid_days="90")
    return _account_page(made=secret, token=form)


@blueprint.post("/account/tokens/<uuid:token_id>/revoke")
def revoke_token(token_id: UUID) -> Answer:
    """Make an API token open nothing any more."""
    with unit_of_work_for_request() as work:
        operations.revoke_token(work, token_id=token_id)
    return _back(gettext("The token opens nothing any more."))
