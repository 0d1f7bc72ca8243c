"""Accounts that can sign in, and letters that can be opened."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from fairwild.access.secrets import hash_password
from fairwild.accounts.records import SignInSession
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.organisations.records import Person
from tests.builders import World

PASSWORD = "seven quiet harvesters"
OTHER_PASSWORD = "nine loud hedgehogs sing"
HASH = hash_password(PASSWORD)


def change(world: World, person_id: UUID | None, **columns: object) -> None:
    """Set columns of a person that the test takes for granted."""
    with world.store.writing() as session:
        session.execute(update(Person).where(Person.id == person_id).values(**columns))
        session.commit()


def manager(world: World, *, email: str = "ana@example.org") -> Actor:
    """Register an operator's manager who can sign in with PASSWORD."""
    operator = world.organisation(OrganisationKind.OPERATOR)
    return with_password(world, world.person((operator, Role.OPERATOR_MANAGER), email=email))


def with_password(world: World, actor: Actor) -> Actor:
    """Give a person the PASSWORD."""
    change(world, actor.person_id, password_hash=HASH)
    return actor


def rows(session: Session, model: type) -> list:
    """Read every row of a table; they outlive the session."""
    found = list(session.scalars(select(model)))
    session.expunge_all()
    return found


def sessions_of(world: World, actor: Actor) -> list[SignInSession]:
    """Read a person's sessions, revoked ones too."""
    query = select(SignInSession).where(SignInSession.person_id == actor.person_id)
    with world.store.reading() as session:
        found = list(session.scalars(query.order_by(SignInSession.started_at)))
        session.expunge_all()
        return found


def sign_in(
    client: FlaskClient, email: str = "ana@example.org", password: str = PASSWORD, **more: str
) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def letters(instance: Path) -> list[EmailMessage]:
    """Read the letters in the outbox folder."""
    found = sorted((instance / "outbox").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]


def link_in(letter: EmailMessage) -> str:
    """Give the path of the link in a letter."""
    content = letter.get_body().get_content()
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", content).group(1)
