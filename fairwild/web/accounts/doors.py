"""Coming in and going out: signing in, invitations, new passwords."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext

from fairwild.accounts import operations, queries, rules
from fairwild.accounts.letters import NewPasswordLetter
from fairwild.http import house, identity, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import Refused
from fairwild.mail.letters import Letter
from fairwild.schemas.accounts import (
    AcceptInvitationSchema,
    ForgottenSchema,
    NewPasswordSchema,
    SignInSchema,
)
from fairwild.unit_of_work import UnitOfWork
from fairwild.web.accounts.answers import START, address, blueprint, counted, shown
from fairwild.web.forms import Form
from fairwild.web.frame import SESSION_COOKIE
from fairwild.web.paging import Answer
from fairwild.wording.accounts import new_password_letter

NOT_LOCAL = re.compile(r"[\x00-\x20\x7f\\]|^//")


def local_path(wanted: str) -> str:
    """Give the wanted path where it stays in this house, the first page otherwise."""
    if not wanted.startswith("/") or NOT_LOCAL.search(wanted):
        return START
    return wanted


@blueprint.before_app_request
def note_seen() -> None:
    """Let a session that is used last longer; written at most every few minutes."""
    known, now = identity(), house().clock()
    if known is None or known.session_id is None or known.seen_at is None:
        return
    if now - known.seen_at < rules.SEEN_EVERY:
        return
    lasts = timedelta(hours=house().settings.session_hours)
    operations.note_session_seen(
        house().store, session_id=known.session_id, at=now, expires_at=now + lasts
    )


def _begin_session(work: UnitOfWork, email: str, password: str) -> str:
    known = identity()
    _, secret = operations.sign_in(
        work,
        email=email,
        password=password,
        device=request.user_agent.string,
        address=address(),
        lasts=timedelta(hours=house().settings.session_hours),
        replaces=known.session_id if known else None,
    )
    return secret


def _entered(secret: str, goal: str) -> Answer:
    """Send a person who has just signed in on their way, with new secrets everywhere."""
    session.clear()
    answer = redirect(goal, HTTPStatus.SEE_OTHER)
    secure = house().settings.base_url.startswith("https:")
    answer.set_cookie(SESSION_COOKIE, secret, httponly=True, samesite="Lax", secure=secure)
    return answer


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer:
    """Begin a session by e-mail and password."""
    form = Form(SignInSchema(), {"next": request.args.get("next", "")})
    if not form.submitted and identity() is not None:
        return redirect(local_path(form.values["next"]))
    order = form.order() if form.submitted else None
    if order and counted(form, order["email"], operations.count_sign_in):
        secret = form.attempt(
            lambda work, _: _begin_session(work, order["email"], order["password"])
        )
        if secret is not None:
            return _entered(secret, local_path(order["next"]))
    return shown("sign_in", form)


@blueprint.post("/sign-out")
def sign_out() -> Answer:
    """End the session of this device."""
    known = identity()
    if known is not None and known.session_id is not None:
        with unit_of_work_for_request() as work:
            operations.sign_out(work, session_id=known.session_id)
    session.clear()
    answer = redirect("/", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Lax")
    return answer


@blueprint.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> Answer:
    """Mail a way to a new password; the answer is the same with and without an account."""
    form = Form(ForgottenSchema())
    order = form.order() if form.submitted else None
    if order and counted(form, order["email"], operations.count_letter):
        with unit_of_work_for_request() as work:
            operations.mail_new_password_link(
                work, email=order["email"], write=_new_password_letter
            )
        flash(gettext("A letter is on its way to %(email)s.", email=order["email"]), "success")
        return redirect(url_for("accounts.sign_in"), HTTPStatus.SEE_OTHER)
    return shown("forgotten", form)


def _new_password_letter(facts: NewPasswordLetter) -> Letter:
    base = house().settings.base_url
    path = url_for("accounts.new_password", secret=facts.secret) if facts.secret else None
    return new_password_letter(facts, link=base + path if path else None, home=base)


def _spent(error: Refused) -> Answer:
    page = render_template("pages/accounts/link_spent.html", obstacles=error.obstacles)
    return page, HTTPStatus.GONE


@blueprint.route("/new-password/<secret>", methods=["GET", "POST"])
def new_password(secret: str) -> Answer:
    """Choose a new password by a mailed link."""
    form = Form(NewPasswordSchema())
    try:
        with reading_for_request() as reading:
            queries.check_new_password_link(reading, secret)
    except Refused as error:
        return _spent(error)
    if form.submitted and form.attempt(lambda work, order: _choose(work, secret, order)):
        flash(gettext("Your new password is set. Sign in with it."), "success")
        return redirect(url_for("accounts.sign_in"), HTTPStatus.SEE_OTHER)
    return shown("new_password", form)


def _choose(work: UnitOfWork, secret: str, order: dict[str, Any]) -> bool:
    operations.choose_new_password(work, secret=secret, password=order["password"])
    return True


@blueprint.route("/invitation/<secret>", methods=["GET", "POST"])
def accept_invitation(secret: str) -> Answer:
    """Come in by an invitation."""
    form = Form(AcceptInvitationSchema())
    try:
        with reading_for_request() as reading:
            invitation = queries.get_invitation(reading, secret)
    except Refused as error:
        return _spent(error)
    if form.submitted and _came_in(form, secret, invitation.email):
        with unit_of_work_for_request() as work:
            entered = _begin_session(work, invitation.email, form.values["password"])
        return _entered(entered, START)
    return shown("invitation", form, invitation=invitation)


def _came_in(form: Form, secret: str, email: str) -> bool:
    """Accept an invitation as typed; False, with the reasons set, where that cannot be done."""
    if form.order() is None or not counted(form, email, operations.count_sign_in):
        return False
    accept = operations.accept_invitation
    person_id = form.attempt(lambda work, order: accept(work, secret=secret, **order))
    return person_id is not None
