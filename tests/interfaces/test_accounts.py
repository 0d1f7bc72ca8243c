"""Coming in, going out and the own account, through the pages."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from flask import Flask
from sqlalchemy import update

from fairwild.access import secrets
from fairwild.access.secrets import digest
from fairwild.accounts.records import ApiToken
from fairwild.app import create_app
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.organisations.records import Person
from fairwild.settings import Settings
from fairwild.store.engine import BUSY_TIMEOUT_MS, open_store
from fairwild.web.accounts.own import device_words
from fairwild.web.frame import SESSION_COOKIE
from tests.accounts_builders import (
    OTHER_PASSWORD,
    PASSWORD,
    change,
    letters,
    link_in,
    manager,
    rows,
    sessions_of,
    sign_in,
    with_password,
)
from tests.builders import World
from tests.doors import Door

ANA = "ana@example.org"
WRONG = "wrong wrong wrong"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The application with its CSRF guard up."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_somebody_signs_in_through_the_real_page(guarded: Flask, small_world: World) -> None:
    manager(small_world)
    client = guarded.test_client()
    page = client.get("/sign-in?next=/account")
    form = {"email": ANA, "password": PASSWORD, "next": "/account"}
    form["csrf_token"] = TOKEN.search(page.text).group(1)
    answer = client.post("/sign-in", data=form)
    assert (answer.status_code, answer.location) == (303, "/account")
    cookie = next(said for said in answer.headers.getlist("Set-Cookie") if SESSION_COOKIE in said)
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} < set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "this device" in client.get("/account").text


def test_a_form_without_its_token_is_refused(guarded: Flask, small_world: World) -> None:
    ana = manager(small_world)
    client = guarded.test_client()
    assert sign_in(client).status_code == 400
    assert sessions_of(small_world, ana) == []
    signed_in = Door(guarded, small_world).pages(ana)
    for path in ("/sign-out", "/account/password", "/account/tokens", "/account/profile"):
        assert signed_in.post(path, data={"token_name": "x", "valid_days": "0"}).status_code == 400
    assert signed_in.get("/account").status_code == 200


def test_the_cookie_is_secure_where_the_house_has_https(
    small_world: World, settings: Settings
) -> None:
    secure = replace(settings, base_url="https://tracker.example")
    app = create_app(secure, store=small_world.store, clock=lambda: small_world.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    manager(small_world)
    cookies = sign_in(app.test_client()).headers.getlist("Set-Cookie")
    assert all("Secure" in said for said in cookies if SESSION_COOKIE in said)
    assert any(SESSION_COOKIE in said for said in cookies)


def test_a_planted_session_is_worth_nothing_after_signing_in(door: Door) -> None:
    ana = manager(door.world)
    client = door.pages(ana)
    old = client.get_cookie(SESSION_COOKIE).value
    assert sign_in(client).status_code == 303
    assert client.get_cookie(SESSION_COOKIE).value != old
    thief = door.app.test_client()
    thief.set_cookie(SESSION_COOKIE, old)
    assert thief.get("/account").location.startswith("/sign-in")
    made_up = door.app.test_client()
    made_up.set_cookie(SESSION_COOKIE, "chosen-by-the-attacker")
    sign_in(made_up)
    assert made_up.get_cookie(SESSION_COOKIE).value != "chosen-by-the-attacker"


def test_signing_out_ends_the_session_for_everybody_who_has_its_cookie(door: Door) -> None:
    client = door.pages(manager(door.world))
    secret = client.get_cookie(SESSION_COOKIE).value
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 303
    client.set_cookie(SESSION_COOKIE, secret)
    assert client.get("/account").status_code == 302


def bare(text: str, email: str) -> str:
    """Take from a page what differs from request to request."""
    return re.sub(r'(csrf_token" value="|data-csrf=")[^"]*', r"\1", text).replace(email, "")


def test_nothing_tells_an_unknown_email_from_a_wrong_password(door: Door) -> None:
    manager(door.world)
    closed = with_password(door.world, door.world.person(email="old@example.org"))
    change(door.world, closed.person_id, closed_at=door.world.now)
    asked = {ANA: WRONG, "nobody@example.org": WRONG, "old@example.org": PASSWORD}
    answers = [
        (email, sign_in(door.app.test_client(), email, password))
        for email, password in asked.items()
    ]
    assert {answer.status_code for _, answer in answers} == {409}
    assert len({bare(answer.text, email) for email, answer in answers}) == 1
    assert "E-mail and password do not fit together." in answers[0][1].text


def test_every_failed_sign_in_costs_one_argon2id_run_over_the_same_figures(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: list[str] = []

    class Counting:
        """The real function, with the figures of each run written down."""

        @staticmethod
        def verify_phc_encoded(password: bytes, phc: str) -> None:
            figures.append(phc.split("$")[3])
            Argon2id.verify_phc_encoded(password, phc)

    manager(door.world)
    closed = with_password(door.world, door.world.person(email="old@example.org"))
    change(door.world, closed.person_id, closed_at=door.world.now)
    door.world.person(email="invited@example.org")
    monkeypatch.setattr(secrets, "Argon2id", Counting)
    for email in (ANA, "nobody@example.org", "old@example.org", "invited@example.org"):
        sign_in(door.app.test_client(), email, WRONG)
    assert figures == ["m=19456,t=2,p=1"] * 4


def test_a_lock_is_told_alike_with_and_without_an_account(door: Door) -> None:
    manager(door.world)
    told = []
    for email in (ANA, "nobody@example.org"):
        for _ in range(5):
            assert sign_in(door.app.test_client(), email, WRONG).status_code == 409
        answer = sign_in(door.app.test_client(), email)
        told.append((answer.status_code, answer.headers["Retry-After"], bare(answer.text, email)))
    assert told[0] == told[1]
    assert told[0][:2] == (429, "60")
    door.world.pass_time(minutes=1)
    assert sign_in(door.app.test_client()).status_code == 303


def test_after_signing_in_one_stays_in_the_house(door: Door) -> None:
    manager(door.world)
    assert sign_in(door.app.test_client(), next="//evil.example").location == "/home"
    assert sign_in(door.app.test_client(), next="/lots?kind=raw").location == "/lots?kind=raw"


def test_who_is_not_signed_in_is_asked_to_and_comes_back(door: Door) -> None:
    answer = door.pages().get("/account")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account"


def test_devices_are_listed_and_revoked_at_once(door: Door) -> None:
    ana = manager(door.world)
    phone, desk = door.app.test_client(), door.app.test_client()
    sign_in(phone)
    sign_in(desk)
    door.world.pass_time(minutes=1)
    page = desk.get("/account").text
    assert page.count("127.0.0.1") == 2
    assert page.count(">this device<") == 1
    phone_row = sessions_of(door.world, ana)[0]
    stranger = door.pages(door.world.operator_manager())
    assert stranger.post(f"/account/sessions/{phone_row.id}/revoke").status_code == 404
    assert phone.get("/account").status_code == 200
    assert desk.post("/account/sessions/revoke-others").status_code == 303
    assert phone.get("/account").status_code == 302
    assert desk.get("/account").status_code == 200
    desk_row = next(row for row in sessions_of(door.world, ana) if row.revoked_at is None)
    desk.post(f"/account/sessions/{desk_row.id}/revoke")
    assert desk.get("/account").status_code == 302


def test_a_session_in_use_lasts_and_is_written_every_five_minutes_at_most(door: Door) -> None:
    ana = manager(door.world)
    client = door.app.test_client()
    sign_in(client)
    started = door.world.now
    door.world.pass_time(minutes=4)
    client.get("/account")
    assert sessions_of(door.world, ana)[0].seen_at == started
    for _ in range(3):
        door.world.pass_time(hours=11)
        assert client.get("/account").status_code == 200
    assert sessions_of(door.world, ana)[0].seen_at == door.world.now
    door.world.pass_time(hours=12)
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("elsewhere", [False, True], ids=["this process", "another"])
def test_who_only_reads_does_not_wait_for_whoever_writes(door: Door, *, elsewhere: bool) -> None:
    ana = door.world.operator_manager()
    pages, api = door.pages(ana), door.api(ana)
    started, store = door.world.now, door.world.store
    door.world.pass_time(minutes=6)
    writer = open_store(store.engine.url.render_as_string()) if elsewhere else store
    with writer.writing() as session:
        session.execute(update(Person).values(name="Somebody"))
        began = time.monotonic()
        assert pages.get("/").status_code == 200
        assert api.get("/account").status_code == 200
        assert time.monotonic() - began < BUSY_TIMEOUT_MS / 2000
        assert sessions_of(door.world, ana)[0].seen_at == started
        session.rollback()
    writer.engine.dispose()
    assert pages.get("/").status_code == api.get("/account").status_code == 200
    assert sessions_of(door.world, ana)[0].seen_at == door.world.now
    [token] = api.get("/account/tokens").json
    assert token["used_at"] == f"{door.world.now:%Y-%m-%dT%H:%M:%SZ}"


def test_a_token_is_shown_once_and_stored_as_a_digest(door: Door) -> None:
    ana = manager(door.world)
    client = door.pages(ana)
    made = client.post("/account/tokens", data={"token_name": "scales", "valid_days": "30"})
    secret = re.search(r'<code id="shown-once"[^>]*>([^<]+)</code>', made.text).group(1)
    assert made.headers["Cache-Control"] == "no-store"
    again = client.get("/account").text
    assert "scales" in again
    assert secret not in again
    with door.world.store.reading() as session:
        [row] = rows(session, ApiToken)
    assert (row.secret_digest, row.expires_at) == (
        digest(secret),
        door.world.now + timedelta(days=30),
    )
    assert row.prefix == secret[: len(row.prefix)] != secret
    api = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/account", headers=api).json["email"] == ANA
    client.post(f"/account/tokens/{row.id}/revoke")
    assert client.get("/api/v1/account", headers=api).status_code == 401


def test_the_profile_and_the_password_are_changed_on_the_page(door: Door) -> None:
    client = door.pages(manager(door.world))
    changed = client.post(
        "/account/profile", data={"name": "María José", "language": "en"}, follow_redirects=True
    )
    assert 'value="María José"' in changed.text
    unknown = client.post("/account/profile", data={"name": "María", "language": "xx"})
    assert unknown.status_code == 422
    refused = client.post("/account/password", data={"old_password": WRONG, "password": "short"})
    assert refused.status_code == 409
    assert "The present password is not right." in refused.text
    new = {"old_password": PASSWORD, "password": OTHER_PASSWORD}
    assert client.post("/account/password", data=new).status_code == 303
    assert sign_in(door.app.test_client()).status_code == 409
    assert sign_in(door.app.test_client(), password=OTHER_PASSWORD).status_code == 303


def test_a_stolen_session_cannot_guess_the_password(door: Door) -> None:
    client = door.pages(manager(door.world))
    guess = {"old_password": WRONG, "password": OTHER_PASSWORD}
    codes = [client.post("/account/password", data=guess).status_code for _ in range(6)]
    assert codes == [409] * 5 + [429]


def test_an_invitation_works_from_the_letter_in_the_outbox(door: Door, settings: Settings) -> None:
    ana = manager(door.world)
    page = door.pages(ana).post(
        f"/organisations/{ana.organisation_id}/invite",
        data={"email": "lan@example.org", "role": "buying-clerk"},
        follow_redirects=True,
    )
    assert "The invitation is on its way to lan@example.org." in page.text
    [letter] = letters(settings.instance)
    assert letter["To"] == "lan@example.org"
    assert "buying clerk" in letter.get_body().get_content()
    visitor, path = door.app.test_client(), link_in(letter)
    assert "lan@example.org" in visitor.get(path).text
    weak = visitor.post(path, data={"name": "Lan", "password": "Password1234"})
    assert weak.status_code == 409
    answer = visitor.post(path, data={"name": "Nguyễn Thị Lan", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/home")
    account = visitor.get("/account").text
    assert "Nguyễn Thị Lan" in account
    assert "buying clerk" in account
    spent = door.app.test_client().get(path)
    assert spent.status_code == 410
    assert "This link has been used already" in spent.text
    assert door.app.test_client().get("/invitation/made-up").status_code == 404


def test_an_invitation_that_is_too_old_says_so(door: Door, settings: Settings) -> None:
    ana = manager(door.world)
    form = {"email": "lan@example.org", "role": "buying-clerk"}
    door.pages(ana).post(f"/organisations/{ana.organisation_id}/invite", data=form)
    door.world.pass_time(days=7)
    path = link_in(letters(settings.instance)[0])
    for answer in (door.app.test_client().get(path), door.app.test_client().post(path)):
        assert answer.status_code == 410
        assert "This link was good until" in answer.text


def test_a_forgotten_password_is_answered_alike_for_every_address(
    door: Door, settings: Settings
) -> None:
    manager(door.world)
    pages = []
    for email in (ANA, "nobody@example.org"):
        answer = door.app.test_client().post(
            "/forgotten", data={"email": email}, follow_redirects=True
        )
        pages.append((answer.status_code, bare(answer.text, email)))
    assert pages[0] == pages[1]
    by_address = {letter["To"]: letter for letter in letters(settings.instance)}
    assert "There is no account" in by_address["nobody@example.org"].get_body().get_content()
    path, client = link_in(by_address[ANA]), door.app.test_client()
    assert client.get(path).status_code == 200
    assert client.post(path, data={"password": OTHER_PASSWORD}).location == "/sign-in"
    assert client.get(path).status_code == 410
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 303


def test_letters_about_passwords_are_limited(door: Door, settings: Settings) -> None:
    client = door.app.test_client()
    codes = [client.post("/forgotten", data={"email": ANA}).status_code for _ in range(4)]
    assert codes == [303, 303, 303, 429]
    assert len(letters(settings.instance)) == 3


class Postbox:
    """Takes letters from a real SMTP server."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.arrived = threading.Event()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        self.arrived.set()
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    """An SMTP server on a free port of this machine."""
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def test_letters_leave_by_smtp_where_a_server_is_named(
    small_world: World, settings: Settings, postbox: tuple[Postbox, int]
) -> None:
    box, port = postbox
    posted = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
    app = create_app(posted, store=small_world.store, clock=lambda: small_world.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    manager(small_world)
    app.test_client().post("/forgotten", data={"email": ANA})
    assert box.arrived.wait(10)
    [(sent_from, sent_to, content)] = box.taken
    assert (sent_from, sent_to) == ("noreply@example.org", [ANA])
    assert b"/new-password/" in content
    assert not Path(settings.instance / "outbox").exists()


def test_a_person_of_two_organisations_chooses_where_to_work(door: Door) -> None:
    first = door.world.organisation(OrganisationKind.OPERATOR, name="First cooperative")
    second = door.world.organisation(OrganisationKind.COMPANY, name="Second company")
    posts = ((first, Role.OPERATOR_MANAGER), (second, Role.COMPANY_MEMBER))
    client = door.pages(door.world.person(*posts))
    assert "First cooperative" in client.get("/organisation").text
    client.post("/account/workplace", data={"organisation_id": str(second)})
    assert "<h1>Second company</h1>" in client.get("/organisation").text
    foreign = door.world.organisation(OrganisationKind.COMPANY)
    wrong = client.post("/account/workplace", data={"organisation_id": str(foreign)})
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.14", "curl/8.14"),
    ],
)
def test_a_device_is_named_as_people_do(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_the_api_tells_who_one_is_and_never_a_secret_twice(door: Door) -> None:
    ana = manager(door.world)
    api = door.api(ana)
    me = api.get("/account").json
    assert (me["email"], me["posts"][0]["role"]) == (ANA, "operator-manager")
    made = api.post("/account/tokens", {"name": "scales", "expires_at": "2026-12-31T00:00:00Z"})
    assert made.status_code == 201
    listed = api.get("/account/tokens").json
    assert {one["name"] for one in listed} == {"scales", "test"}
    assert made.json["secret"] not in api.get("/account/tokens").text
    assert api("DELETE", f"/account/tokens/{made.json['id']}").status_code == 204
    assert len(api.get("/account/tokens").json) == 1
    past = api.post("/account/tokens", {"name": "x", "expires_at": "2020-01-01T00:00:00Z"})
    assert past.status_code == 422


def test_the_api_lists_and_revokes_devices_of_ones_own(door: Door) -> None:
    ana = manager(door.world)
    client = door.pages(ana)
    [session] = door.api(ana).get("/account/sessions").json
    other = door.api(door.world.operator_manager())
    assert other("DELETE", f"/account/sessions/{session['id']}").status_code == 404
    assert door.api(ana)("DELETE", f"/account/sessions/{session['id']}").status_code == 204
    assert client.get("/account").status_code == 302


def test_a_token_remembers_when_it_was_last_used(door: Door) -> None:
    api = door.api(manager(door.world))
    api.get("/account")
    [token] = api.get("/account/tokens").json
    assert token["used_at"] == "2026-03-02T08:00:00Z"
