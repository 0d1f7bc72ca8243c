"""Builds what a body knows of its people: competences, declarations, interests."""

from datetime import date
from typing import Any
from uuid import UUID

from fairwild.competence.records import Competence, Declaration, Interest
from fairwild.competence.states import InterestKind
from fairwild.kernel.actors import Actor, Role
from tests.builders import World


def competent(world: World, body_id: UUID, actor: Actor, *roles: Role, **changes: Any) -> UUID:
    """Let a body know somebody as competent in these roles, for everything and for long."""
    assert actor.person_id is not None
    rows = []
    for role in roles:
        terms: dict[str, Any] = {
            "body_id": body_id,
            "person_id": actor.person_id,
            "role": role,
            "standard": "fairwild",
            "standard_version": "2.0",
            "risk_classes": ["high", "low", "medium"],
            "languages": ["en", "es"],
            "countries": [],
            "valid_from": date(2020, 1, 1),
            "valid_until": date(2040, 1, 1),
            "grounds": "Four days of training and three audits.",
            "recorded_at": world.now,
            "recorded_by": actor.person_id,
        }
        rows.append(Competence(**(terms | changes)))
    world.keep(*rows)
    return rows[0].id


def judges(world: World, body_id: UUID, *roles: Role, name: str = "") -> Actor:
    """Register somebody who holds these roles in a body and is competent in them."""
    actor = world.person(*((body_id, role) for role in roles), name=name)
    competent(world, body_id, actor, *roles)
    return actor


def declared(world: World, audit_id: UUID, body_id: UUID, client_id: UUID, *actors: Actor) -> None:
    """Let these people have declared before an audit that nothing ties them to the client."""
    world.keep(
        *(
            Declaration(
                body_id=body_id,
                person_id=actor.person_id,
                audit_id=audit_id,
                client_id=client_id,
                has_interest=False,
                declared_at=world.now,
            )
            for actor in actors
        )
    )


def interest(world: World, body_id: UUID, actor: Actor, client_id: UUID, **changes: Any) -> UUID:
    """Tie somebody to a client of the body."""
    terms: dict[str, Any] = {
        "body_id": body_id,
        "person_id": actor.person_id,
        "client_id": client_id,
        "kind": InterestKind.CONSULTANCY,
        "since": date(2019, 5, 1),
        "recorded_at": world.now,
        "recorded_by": actor.person_id,
    }
    row = Interest(**(terms | changes))
    world.keep(row)
    return row.id
