"""Passwords that are refused, how long a lock lasts, and when a mailed link is good. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fairwild.access.secrets import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from fairwild.kernel.refusals import Obstacle

INVITATION_GOOD_FOR = timedelta(days=7)
NEW_PASSWORD_LINK_GOOD_FOR = timedelta(hours=1)
SEEN_EVERY = timedelta(minutes=5)

FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)
MIN_DIFFERENT_SIGNS = 5

COMMON_STEMS = frozenset(
    """
    abc abcd abcde abcdef abcdefgh abcdefghij abcdefghijkl abcdefghijklmnop access account admin
    administrator adminadmin asdf asdfasdf asdfgh asdfghjkl azerty azertyuiop baseball batman
    changeit changeme computer default demo demodemo dragon fairwild fairwildtracker football
    freedom guest hello hunter iloveyou internet letmein login master michael monkey mustang
    pass passw0rd password passwort passwordpassword passphrase princess qazwsx qazwsxedc qwer
    qwert qwerty qwertyqwerty qwertyui qwertyuiop qwertyuiopasdfgh qwertz qwertzuiop root
    secret shadow starwars summer sunshine superman superuser system temp temporary test testing
    testtest trustno user username welcome whatever winter zaq zaqwsx zxcvbn zxcvbnm
    """.split()  # noqa: SIM905 - a hundred words read better without quotes
)
"""What stands first in every list of leaked passwords, without digits and signs around it."""


@dataclass(frozen=True)
class Limit:
    """How many tries are free before each further one costs a wait."""

    name: str
    free_tries: int


SIGN_IN_BY_EMAIL = Limit("sign-in", 5)
SIGN_IN_BY_ADDRESS = Limit("sign-in-from", 50)
LETTER_BY_EMAIL = Limit("letter", 3)
LETTER_BY_ADDRESS = Limit("letter-from", 20)
COMPLAINT_BY_ADDRESS = Limit("complaint-from", 10)


def settled(password: str) -> str:
    """Give a password in the one form in which it is kept: NFC, without blanks around it."""
    return unicodedata.normalize("NFC", password).strip()


def small(email: str) -> str:
    """Give an e-mail address in the one form in which it is kept."""
    return email.strip().lower()


def obstacles_to_password(password: str, *, email: str, name: str) -> Iterator[Obstacle]:
    """Say why a password is too easy to guess, or too long to be one."""
    if len(password) < MIN_PASSWORD_LENGTH:
        yield Obstacle("password-too-short", {"least": MIN_PASSWORD_LENGTH}, at="password")
    if len(password) > MAX_PASSWORD_LENGTH:
        yield Obstacle("password-too-long", {"most": MAX_PASSWORD_LENGTH}, at="password")
    if _is_common(password):
        yield Obstacle("password-too-common", at="password")
    if password.casefold() in _own_words(email, name):
        yield Obstacle("password-is-own-name", at="password")


def _is_common(password: str) -> bool:
    stem = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
    return stem in {"", *COMMON_STEMS} or len(set(password)) < MIN_DIFFERENT_SIGNS


def _own_words(email: str, name: str) -> set[str]:
    said, address = name.casefold(), email.casefold()
    return {said, said.replace(" ", ""), address, address.partition("@")[0]}


def obstacles_to_new_password(password: str, *, is_old_one: bool) -> Iterator[Obstacle]:
    """Say why a change of password would change nothing."""
    if is_old_one:
        yield Obstacle("password-unchanged", {"length": len(password)}, at="password")


def lock_after(tries: int, *, free_tries: int) -> timedelta | None:
    """Give how long the next try has to wait: a minute once, doubling up to an hour."""
    if tries < free_tries:
        return None
    doublings = min(tries - free_tries, 6)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def obstacles_to_trying(locked_until: datetime | None, *, at: datetime) -> Iterator[Obstacle]:
    """Say that one has to wait, in the same words whether or not there is an account."""
    if locked_until is not None and locked_until > at:
        minutes = -((at - locked_until) // timedelta(minutes=1))
        yield Obstacle("too-many-tries", {"minutes": minutes})


def obstacles_to_link(
    *, used: bool, withdrawn: bool, expires_at: datetime, at: datetime
) -> Iterator[Obstacle]:
    """Say why a mailed link opens nothing any more."""
    if used:
        yield Obstacle("link-used")
    elif withdrawn:
        yield Obstacle("link-withdrawn")
    elif expires_at <= at:
        yield Obstacle("link-expired", {"expired_at": expires_at})
