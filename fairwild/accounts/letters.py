"""What a letter about an account has to say; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter


@dataclass(frozen=True)
class InvitationLetter:
    """Somebody is invited; `secret` opens the link."""

    to: str
    secret: str
    organisation_name: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True)
class NewPasswordLetter:
    """Somebody asked for a new password; without an account there is no `secret`."""

    to: str
    secret: str | None
    name: str
    language: str | None
    expires_at: datetime


Facts = TypeVar("Facts", InvitationLetter, NewPasswordLetter)

Writer = Callable[[Facts], Letter]
"""Puts the facts of a letter into somebody's language, with the address of the house."""
