"""Guessing of codes: who misses too often from one place waits longer and longer."""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwild.accounts.records import Attempts
from fairwild.store.engine import Store

FREE_MISSES = 10
WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
_DOUBLINGS = 6  # 15 seconds doubled six times is beyond the longest wait


def _place(address: str) -> str:
    """Give the network guesses are counted for: one IPv6 customer has a whole /64."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(ip_network(f"{known}/64", strict=False))
    return str(known)


def _key(address: str) -> str:
    return "guess:" + hashlib.sha256(_place(address).encode()).hexdigest()[:48]


def wait_for(session: Session, address: str, at: datetime) -> int:
    """Give the whole seconds this address must wait before another miss; 0 when it need not."""
    found = session.get(Attempts, _key(address))
    if found is None or found.locked_until is None or found.locked_until <= at:
        return 0
    return ceil((found.locked_until - at).total_seconds())


def note_miss(session: Session, address: str, at: datetime) -> None:
    """Count one more miss of this address; from the tenth in a quarter of an hour it must wait."""
    row = _held(session, _key(address), at)
    row.count = row.count + 1 if at - row.last_at < WINDOW else 1
    row.last_at = at
    row.locked_until = at + _wait(row.count) if row.count >= FREE_MISSES else None
    session.flush()


def count_guess(store: Store, address: str, *, at: datetime) -> int:
    """Count a miss, unless the address has to wait: then give the seconds and count nothing."""
    with store.noting() as session:
        left = wait_for(session, address, at)
        if not left:
            note_miss(session, address, at)
    return left


def _wait(count: int) -> timedelta:
    doublings = min(count - FREE_MISSES, _DOUBLINGS)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _held(session: Session, key: str, at: datetime) -> Attempts:
    query = select(Attempts).where(Attempts.key == key).with_for_update()
    found = session.scalar(query)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.execute(insert(Attempts).values(key=key, count=0, last_at=at))
    except IntegrityError:
        pass  # another guess from the same place came at the same moment
    return session.scalars(query).one()
