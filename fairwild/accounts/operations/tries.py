"""Counting tries before they are made, so that many at once count as many."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairwild.access.secrets import digest
from fairwild.accounts import rules
from fairwild.accounts.records import Attempts
from fairwild.accounts.rules import Limit
from fairwild.unit_of_work import UnitOfWork


class Counter(NamedTuple):
    """One limit applied to one e-mail or network address, kept only as a digest."""

    limit: Limit
    what: str

    @property
    def key(self) -> str:
        """The name under which its tries are counted."""
        return digest(f"{self.limit.name}:{self.what}")


def count_sign_in(work: UnitOfWork, *, email: str, address: str) -> None:
    """Count a try to sign in, before it is made and in a unit of work of its own.

    Refuses while the e-mail or the network address is locked; nothing is counted then.
    """
    _count(work, *_of_sign_in(email, address))


def forget_sign_ins(work: UnitOfWork, *, email: str, address: str) -> None:
    """Forget the tries of an e-mail that came in, and the one of its network address."""
    by_email, by_address = _of_sign_in(email, address)
    forget_email(work, email=by_email.what)
    row = work.session.get(Attempts, by_address.key, with_for_update=True)
    if row is None:
        return
    row.count = max(row.count - 1, 0)
    if row.count < by_address.limit.free_tries:
        row.locked_until = None


def forget_email(work: UnitOfWork, *, email: str) -> None:
    """Forget the tries to sign in with an e-mail."""
    key = Counter(rules.SIGN_IN_BY_EMAIL, rules.small(email)).key
    work.session.execute(delete(Attempts).where(Attempts.key == key))


def count_letter(work: UnitOfWork, *, email: str, address: str) -> None:
    """Count a wish for a letter, before it is written; refuses where there were too many."""
    by_email = Counter(rules.LETTER_BY_EMAIL, rules.small(email))
    _count(work, by_email, Counter(rules.LETTER_BY_ADDRESS, address))


def count_complaint(work: UnitOfWork, *, address: str) -> None:
    """Count a complaint from a network address, before it is read; refuses where there were too
    many, so that no code is found by guessing here.
    """
    _count(work, Counter(rules.COMPLAINT_BY_ADDRESS, address))


def _of_sign_in(email: str, address: str) -> tuple[Counter, Counter]:
    by_email = Counter(rules.SIGN_IN_BY_EMAIL, rules.small(email))
    return by_email, Counter(rules.SIGN_IN_BY_ADDRESS, address)


def _count(work: UnitOfWork, *counters: Counter) -> None:
    rows = [(counter, _held(work.session, counter.key, work.now)) for counter in counters]
    locks = [row.locked_until for _, row in rows if row.locked_until is not None]
    work.refuse_if(rules.obstacles_to_trying(max(locks, default=None), at=work.now))
    for counter, row in rows:
        if work.now - row.last_at >= rules.FORGOTTEN_AFTER:
            row.count = 0
        row.count += 1
        row.last_at = work.now
        wait = rules.lock_after(row.count, free_tries=counter.limit.free_tries)
        row.locked_until = work.now + wait if wait else None


def _held(session: Session, key: str, now: datetime) -> Attempts:
    """Give the locked row of a key; one is made where there is none yet."""
    query = select(Attempts).where(Attempts.key == key).with_for_update()
    row = session.scalar(query)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.execute(insert(Attempts).values(key=key, count=0, last_at=now))
    except IntegrityError:
        pass  # somebody else tried for the first time at the same moment
    return session.scalars(query).one()


def forget_old(work: UnitOfWork) -> None:
    """Drop the counts that no longer matter, so that the table stays small."""
    old = work.now - rules.FORGOTTEN_AFTER
    work.session.execute(delete(Attempts).where(Attempts.last_at < old))
