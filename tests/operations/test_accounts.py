"""Deeds on accounts, on both engines."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from fairwild.access.secrets import digest
from fairwild.accounts import operations, queries
from fairwild.accounts.letters import NewPasswordLetter
from fairwild.accounts.records import ApiToken, Attempts, MailedLink, SignInSession
from fairwild.kernel.actors import NOBODY, ROLES_OF_KIND, Actor, OrganisationKind, Role
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import people_of, posts_of
from tests.accounts_builders import (
    OTHER_PASSWORD,
    PASSWORD,
    change,
    manager,
    rows,
    sessions_of,
    with_password,
)
from tests.builders import World

HOURS = timedelta(hours=12)
DEVICE = {"device": "Firefox/140.0 Linux", "address": "192.0.2.7", "lasts": HOURS}
ANA = {"email": "ana@example.org", "password": PASSWORD}
NEWCOMER = {"name": "Nguyễn Thị Lan", "password": PASSWORD}


def refusal(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [obstacle.code for obstacle in refused.value.obstacles]


def try_to_sign_in(world: World, password: str, email: str = "ana@example.org") -> str:
    """Sign in as the page does; gives the secret."""
    with world.work(NOBODY) as work:
        operations.count_sign_in(work, email=email, address=DEVICE["address"])
    with world.work(NOBODY) as work:
        return operations.sign_in(work, email=email, password=password, **DEVICE)[1]


def identity(world: World, secret: str) -> queries.Identity | None:
    with world.store.reading() as session:
        return queries.find_identity_of_session(session, secret, at=world.now)


def test_signing_in_gives_a_secret_that_is_kept_as_a_digest(world: World) -> None:
    ana = manager(world)
    secret = try_to_sign_in(world, PASSWORD, " ANA@Example.org ")
    [row] = sessions_of(world, ana)
    assert row.secret_digest == digest(secret) != secret
    found = identity(world, secret)
    assert found is not None
    assert found.actor == ana


def test_a_password_typed_in_another_normal_form_still_fits(world: World) -> None:
    owner = world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER)
    composed = "b\u1ea3y ng\u01b0\u1eddi h\u00e1i"
    decomposed = "ba\u0309y ngu\u031bo\u031b\u0300i ha\u0301i"
    with world.work(owner) as work:
        account = {"name": "Lan", "email": "lan@example.org", "password": composed}
        operations.create_another_administrator(work, **account)
    assert try_to_sign_in(world, decomposed + " ", "lan@example.org")


@pytest.mark.parametrize("closed", [False, True])
def test_wrong_password_unknown_email_and_closed_account_are_one_refusal(
    world: World, closed: bool
) -> None:
    ana = manager(world)
    if closed:
        change(world, ana.person_id, closed_at=world.now)
    tries = [("ana@example.org", "wrong wrong wrong"), ("nobody@example.org", PASSWORD)]
    tries += [("ana@example.org", PASSWORD)] if closed else []
    for email, password in tries:
        with pytest.raises(Refused) as refused:
            try_to_sign_in(world, password, email)
        assert refusal(refused) == ["sign-in-refused"]
    assert sessions_of(world, ana) == []


def test_tries_are_locked_with_a_growing_wait_and_forgotten_after_success(world: World) -> None:
    manager(world)
    for _ in range(5):
        with pytest.raises(Refused, match="sign-in-refused"):
            try_to_sign_in(world, "wrong wrong wrong")
    with pytest.raises(Refused) as refused:
        try_to_sign_in(world, PASSWORD)
    assert refused.value.obstacles[0].facts == {"minutes": 1}
    world.pass_time(seconds=61)
    with pytest.raises(Refused, match="sign-in-refused"):
        try_to_sign_in(world, "wrong wrong wrong")
    world.pass_time(seconds=61)
    with pytest.raises(Refused, match="too-many-tries"):
        try_to_sign_in(world, PASSWORD)
    world.pass_time(seconds=61)
    assert try_to_sign_in(world, PASSWORD)
    for _ in range(4):
        with pytest.raises(Refused, match="sign-in-refused"):
            try_to_sign_in(world, "wrong wrong wrong")
    assert try_to_sign_in(world, PASSWORD)


def test_a_network_address_has_a_limit_of_its_own(world: World) -> None:
    manager(world)
    for number in range(50):
        with world.work(NOBODY) as work:
            email = f"nobody{number}@example.org"
            operations.count_sign_in(work, email=email, address=DEVICE["address"])
    with pytest.raises(Refused, match="too-many-tries"):
        try_to_sign_in(world, PASSWORD)
    other = {"email": "ana@example.org", "address": "192.0.2.8"}
    with world.work(NOBODY) as work:
        operations.count_sign_in(work, **other)


def test_many_tries_at_once_count_as_many(world: World) -> None:
    outcomes: list[str] = []

    def count() -> None:
        try:
            with world.work(NOBODY) as work:
                operations.count_sign_in(work, email="ana@example.org", address="192.0.2.7")
            outcomes.append("counted")
        except (Refused, Conflict) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=count) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("counted") == 5
    with world.store.reading() as session:
        counts = [row.count for row in rows(session, Attempts)]
    assert counts == [5, 5]


def test_no_email_stands_in_the_table_of_tries_or_in_the_ledger(world: World) -> None:
    manager(world)
    try_to_sign_in(world, PASSWORD)
    with pytest.raises(Refused):
        try_to_sign_in(world, "wrong wrong wrong")
    with world.store.reading() as session:
        said = [row.key for row in rows(session, Attempts)]
        said += [f"{row.kind} {row.data}" for row in rows(session, LedgerEntry)]
    assert len(said) == 3
    assert not [text for text in said if "ana" in text or "192.0.2" in text]


def test_a_new_session_replaces_the_one_the_device_had(world: World) -> None:
    ana = manager(world)
    old = try_to_sign_in(world, PASSWORD)
    [before] = sessions_of(world, ana)
    with world.work(ana) as work:
        operations.sign_in(work, **ANA, **DEVICE, replaces=before.id)
    assert identity(world, old) is None


def test_nobody_revokes_the_session_of_somebody_else(world: World) -> None:
    ana, stranger = manager(world), world.operator_manager()
    secret = try_to_sign_in(world, PASSWORD)
    [row] = sessions_of(world, ana)
    with pytest.raises(NotFound), world.work(stranger) as work:
        operations.revoke_session(work, session_id=row.id)
    with world.work(ana) as work:
        operations.revoke_session(work, session_id=row.id)
    assert identity(world, secret) is None


def test_a_session_ends_by_itself_unless_it_is_used(world: World) -> None:
    ana = manager(world)
    secret = try_to_sign_in(world, PASSWORD)
    [row] = sessions_of(world, ana)
    world.pass_time(hours=11)
    expires_at = world.now + HOURS
    seen = {"session_id": row.id, "at": world.now, "expires_at": expires_at}
    operations.note_session_seen(world.store, **seen)
    world.pass_time(hours=11)
    assert identity(world, secret) is not None
    world.pass_time(hours=1)
    assert identity(world, secret) is None


def test_being_seen_never_shortens_a_session(world: World) -> None:
    ana = manager(world)
    try_to_sign_in(world, PASSWORD)
    [before] = sessions_of(world, ana)
    sooner = {"at": world.now, "expires_at": world.now + timedelta(hours=1)}
    operations.note_session_seen(world.store, session_id=before.id, **sooner)
    [after] = sessions_of(world, ana)
    assert after.expires_at == before.expires_at


def test_a_changed_password_signs_the_other_devices_out(world: World) -> None:
    ana = manager(world)
    here, elsewhere = try_to_sign_in(world, PASSWORD), try_to_sign_in(world, PASSWORD)
    this = identity(world, here)
    with world.work(ana) as work:
        new = {"old_password": PASSWORD, "password": OTHER_PASSWORD}
        operations.change_password(work, **new, session_id=this.session_id)
    assert identity(world, here) is not None
    assert identity(world, elsewhere) is None
    with pytest.raises(Refused):
        try_to_sign_in(world, PASSWORD)
    assert try_to_sign_in(world, OTHER_PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("wrong wrong wrong", OTHER_PASSWORD, "old-password-wrong"),
        (PASSWORD, PASSWORD, "password-unchanged"),
        (PASSWORD, "short", "password-too-short"),
        (PASSWORD, "ana@example.org", "password-is-own-name"),
    ],
)
def test_a_change_of_password_can_be_refused(
    world: World, old: str, new: str, expected: str
) -> None:
    ana = manager(world)
    with pytest.raises(Refused) as refused, world.work(ana) as work:
        operations.change_password(work, old_password=old, password=new, session_id=None)
    assert refusal(refused) == [expected]
    assert try_to_sign_in(world, PASSWORD)


def wish_for_password(world: World, email: str) -> list[NewPasswordLetter]:
    written: list[NewPasswordLetter] = []

    def write(facts: NewPasswordLetter) -> Letter:
        written.append(facts)
        return Letter(facts.to, "subject", "body")

    with world.work(NOBODY) as work:
        operations.mail_new_password_link(work, email=email, write=write)
    return written


def test_a_mailed_link_gives_a_new_password_once_and_opens_a_locked_account(world: World) -> None:
    ana = manager(world)
    session = try_to_sign_in(world, PASSWORD)
    for _ in range(5):
        with pytest.raises(Refused, match="sign-in-refused"):
            try_to_sign_in(world, "wrong wrong wrong")
    [letter] = wish_for_password(world, "Ana@example.org")
    with world.work(NOBODY) as work:
        operations.choose_new_password(work, secret=letter.secret, password=OTHER_PASSWORD)
    assert identity(world, session) is None
    assert try_to_sign_in(world, OTHER_PASSWORD)
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.choose_new_password(work, secret=letter.secret, password=PASSWORD)
    assert refusal(refused) == ["link-used"]
    assert len(sessions_of(world, ana)) == 2


def test_a_mailed_link_to_a_password_lasts_an_hour(world: World) -> None:
    manager(world)
    [letter] = wish_for_password(world, "ana@example.org")
    world.pass_time(hours=1)
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.choose_new_password(work, secret=letter.secret, password=OTHER_PASSWORD)
    assert refusal(refused) == ["link-expired"]


def test_an_unknown_address_gets_a_letter_without_a_link(world: World) -> None:
    [letter] = wish_for_password(world, "nobody@example.org")
    assert letter.secret is None
    with world.store.reading() as session:
        assert rows(session, MailedLink) == []


def test_a_secret_of_another_purpose_opens_nothing(world: World) -> None:
    ana = manager(world)
    _, secret = invite(world, ana, Role.BUYING_CLERK)
    with pytest.raises(NotFound), world.work(NOBODY) as work:
        operations.choose_new_password(work, secret=secret, password=OTHER_PASSWORD)


def test_a_token_is_kept_as_a_digest_and_revoked_at_once(world: World) -> None:
    ana = manager(world)
    with world.work(ana) as work:
        row, secret = operations.make_token(work, name="scales")
    assert (row.secret_digest, row.prefix) == (digest(secret), secret[:10])
    assert token_identity(world, secret).actor == ana
    with pytest.raises(NotFound), world.work(world.operator_manager()) as work:
        operations.revoke_token(work, token_id=row.id)
    with world.work(ana) as work:
        operations.revoke_token(work, token_id=row.id)
    assert token_identity(world, secret) is None


def token_identity(world: World, secret: str) -> queries.Identity | None:
    with world.store.reading() as session:
        return queries.find_identity_of_token(session, secret, at=world.now)


def test_a_token_ends_when_it_was_made_to(world: World) -> None:
    ana = manager(world)
    with world.work(ana) as work:
        _, secret = operations.make_token(work, name="x", expires_at=world.now + HOURS)
    world.pass_time(hours=12)
    assert token_identity(world, secret) is None
    with pytest.raises(Invalid), world.work(ana) as work:
        operations.make_token(work, name="x", expires_at=world.now)
    with world.store.reading() as session:
        assert len(rows(session, ApiToken)) == 1


def test_nobody_makes_no_token(world: World) -> None:
    with pytest.raises(NotAllowed), world.work(NOBODY) as work:
        operations.make_token(work, name="x")


def invite(
    world: World, actor: Actor, role: Role, email: str = "lan@example.org", home: UUID | None = None
) -> tuple[UUID, str]:
    with world.work(actor) as work:
        invited = {"organisation_id": home or actor.organisation_id, "email": email, "role": role}
        link, secret = operations.invite(work, **invited)
        return link.id, secret


def test_an_invited_person_comes_in_once(world: World) -> None:
    ana = manager(world)
    _, secret = invite(world, ana, Role.BUYING_CLERK, " Lan@Example.org")
    with world.work(NOBODY) as work:
        operations.accept_invitation(work, secret=secret, **NEWCOMER)
    with world.reading(ana) as reading:
        people = people_of(reading, ana.organisation_id)
    assert ("Nguyễn Thị Lan", "lan@example.org", Role.BUYING_CLERK) in {
        (one.name, one.email, one.role) for one in people
    }
    assert try_to_sign_in(world, PASSWORD, "lan@example.org")
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.accept_invitation(work, secret=secret, **NEWCOMER)
    assert refusal(refused) == ["link-used"]


def test_an_invitation_accepted_twice_at_once_lets_one_in(world: World) -> None:
    _, secret = invite(world, manager(world), Role.BUYING_CLERK)
    outcomes: list[str] = []

    def accept() -> None:
        try:
            with world.work(NOBODY) as work:
                operations.accept_invitation(work, secret=secret, **NEWCOMER)
            outcomes.append("in")
        except (Refused, Conflict) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("in") == 1


def test_an_invitation_lasts_a_week_and_can_be_withdrawn(world: World) -> None:
    ana = manager(world)
    old_id, old = invite(world, ana, Role.BUYING_CLERK)
    with world.work(ana) as work:
        operations.withdraw_invitation(work, link_id=old_id)
    _, late = invite(world, ana, Role.BUYING_CLERK)
    world.pass_time(days=7)
    for secret, expected in ((old, "link-withdrawn"), (late, "link-expired")):
        with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
            operations.accept_invitation(work, secret=secret, **NEWCOMER)
        assert refusal(refused) == [expected]
    with world.reading(ana) as reading:
        assert queries.pending_invitations(reading, ana.organisation_id) == []


def test_an_account_that_is_there_gains_the_role_by_its_own_password(world: World) -> None:
    ana = manager(world)
    lan = with_password(world, world.person(email="lan@example.org"))
    _, secret = invite(world, ana, Role.BUYING_CLERK)
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.accept_invitation(work, secret=secret, password=OTHER_PASSWORD)
    assert refusal(refused) == ["sign-in-refused"]
    with world.work(NOBODY) as work:
        assert operations.accept_invitation(work, secret=secret, password=PASSWORD) == lan.person_id
    with world.store.reading() as session:
        assert [post.role for post in posts_of(session, lan.person_id)] == [Role.BUYING_CLERK]


def test_what_stands_against_an_invitation_is_said_at_once(world: World) -> None:
    ana = manager(world)
    invite(world, ana, Role.BUYING_CLERK)
    with pytest.raises(Refused) as refused:
        invite(world, ana, Role.BUYING_CLERK)
    assert refusal(refused) == ["invitation-pending"]
    with pytest.raises(Refused) as refused:
        invite(world, ana, Role.OPERATOR_MANAGER, "ana@example.org")
    assert refusal(refused) == ["role-already-held"]
    with pytest.raises(Refused) as refused:
        invite(world, ana, Role.CERTIFIER)
    assert refusal(refused) == ["role-not-of-kind"]


def test_an_administrator_is_never_invited_to_judge_nor_accepts_it(world: World) -> None:
    owner = world.organisation(OrganisationKind.SCHEME_OWNER)
    body = world.organisation(OrganisationKind.CERTIFICATION_BODY)
    admin = world.person((owner, Role.SYSTEM_ADMINISTRATOR), email="admin@example.org")
    office = world.person((body, Role.BODY_OFFICE))
    with_password(world, admin)
    with pytest.raises(Refused) as refused:
        invite(world, office, Role.CERTIFIER, "admin@example.org")
    assert refusal(refused) == ["administrator-may-not-judge"]
    _, first = invite(world, office, Role.AUDITOR)
    _, second = invite(world, admin, Role.SYSTEM_ADMINISTRATOR, home=owner)
    with world.work(NOBODY) as work:
        operations.accept_invitation(work, secret=first, **NEWCOMER)
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.accept_invitation(work, secret=second, password=PASSWORD)
    assert refusal(refused) == ["administrator-may-not-judge"]


KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}
INVITERS = {
    Role.OPERATOR_MANAGER,
    Role.BODY_OFFICE,
    Role.COMPANY_MEMBER,
    Role.SYSTEM_ADMINISTRATOR,
}


@pytest.mark.parametrize("role", Role)
def test_who_may_invite_to_the_own_organisation(world: World, role: Role) -> None:
    actor = world.somebody(role, KIND_OF[role])
    offered = ROLES_OF_KIND[KIND_OF[role]][0]
    if role in INVITERS:
        assert invite(world, actor, offered)
    else:
        with pytest.raises(NotAllowed):
            invite(world, actor, offered)


@pytest.mark.parametrize("role", Role)
def test_who_may_invite_to_another_organisation(world: World, role: Role) -> None:
    actor, other = (
        world.somebody(role, KIND_OF[role]),
        world.organisation(OrganisationKind.OPERATOR),
    )
    if role is Role.SYSTEM_ADMINISTRATOR:
        assert invite(world, actor, Role.OPERATOR_MANAGER, home=other)
    else:
        with pytest.raises(NotAllowed):
            invite(world, actor, Role.OPERATOR_MANAGER, home=other)


ADMIN = {"name": "Sam", "email": "Sam@example.org", "password": PASSWORD}


def test_an_empty_house_gets_its_owner_and_first_person_once(world: World) -> None:
    with world.work(NOBODY) as work:
        operations.create_administrator(work, **ADMIN)
    found = identity(world, try_to_sign_in(world, PASSWORD, "sam@example.org"))
    assert found is not None
    assert found.actor.roles == {Role.SYSTEM_ADMINISTRATOR, Role.SCHEME_STEWARD}
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.create_administrator(work, **{**ADMIN, "email": "kim@example.org"})
    assert refusal(refused) == ["administrator-exists"]
    with world.work(NOBODY) as work:
        operations.create_another_administrator(work, **{**ADMIN, "email": "kim@example.org"})
    with pytest.raises(Refused) as refused, world.work(NOBODY) as work:
        operations.create_another_administrator(work, **{**ADMIN, "email": "kim@example.org"})
    assert refusal(refused) == ["email-taken"]


def test_an_organisation_to_work_for_is_one_of_ones_own(world: World) -> None:
    first = world.organisation(OrganisationKind.OPERATOR)
    second = world.organisation(OrganisationKind.COMPANY)
    posts = ((first, Role.OPERATOR_MANAGER), (second, Role.COMPANY_MEMBER))
    ana = with_password(world, world.person(*posts, email="ana@example.org"))
    secret = try_to_sign_in(world, PASSWORD)
    [row] = sessions_of(world, ana)
    with world.work(ana) as work:
        operations.choose_workplace(work, session_id=row.id, organisation_id=second)
    assert identity(world, secret).actor.organisation_id == second
    foreign = world.organisation(OrganisationKind.COMPANY)
    with pytest.raises(NotFound), world.work(ana) as work:
        operations.choose_workplace(work, session_id=row.id, organisation_id=foreign)


def test_the_events_of_a_session_tell_ids_only(world: World) -> None:
    ana = manager(world)
    try_to_sign_in(world, PASSWORD)
    with world.store.reading() as session:
        [entry] = rows(session, LedgerEntry)
        [row] = rows(session, SignInSession)
    assert (entry.kind, entry.subject_id) == ("signed-in", row.id)
    assert entry.data == {"person_id": str(ana.person_id)}
