"""One actor, one moment, one transaction, and at least one event for every change."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, event, false, or_, select, true
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import StaleDataError

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import (
    POLICY,
    Clause,
    HasParties,
    Holds,
    HoldsAnywhere,
    Oneself,
    SignedIn,
    allows,
)
from fairwild.kernel.actors import Actor
from fairwild.kernel.events import Event
from fairwild.kernel.refusals import Conflict, NotAllowed, NotFound, Obstacle, Refused
from fairwild.ledger.alike import Alike
from fairwild.ledger.writing import Happening, append
from fairwild.mail.letters import Letter, queue
from fairwild.store.base import Base, Ledgered, Row
from fairwild.store.engine import Store

R = TypeVar("R", bound=Row)

RETRIED_SQLSTATES = frozenset({"40001", "40P01", "55P03"})


class UnrecordedChange(Exception):
    """A row changed and no event says so: a bug of ours, never a user's."""


def _condition(clause: Clause, actor: Actor, model: type[Row]) -> ColumnElement[bool]:
    match clause:
        case SignedIn():
            return true() if actor.person_id is not None else false()
        case HoldsAnywhere(roles=roles):
            return true() if actor.roles.intersection(roles) else false()
        case Oneself():
            party, allowed = Party.PERSON, {actor.person_id} - {None}
        case Holds(of=party, roles=roles):
            allowed = set(actor.organisations_with(*roles))
    column = model.__parties__.get(party)
    if column is None or not allowed:
        return false()
    matches: ColumnElement[bool] = getattr(model, column).in_(allowed)
    return matches


def visible_to(actor: Actor, model: type[Row], action: Action) -> ColumnElement[bool]:
    """Say in SQL of which rows the policy table lets this actor do the action."""
    return or_(*(_condition(clause, actor, model) for clause in POLICY[action]))


@dataclass
class Reading:
    """One actor looking at the database at one moment."""

    session: Session
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day of this moment in UTC."""
        return self.now.date()

    def allows(self, action: Action, on: HasParties | None = None) -> bool:
        """Tell whether the actor may do this."""
        return allows(action, self.actor, on)

    def may(self, action: Action, on: HasParties | None = None) -> None:
        """Refuse with NotAllowed what the actor may not do."""
        if not self.allows(action, on):
            raise NotAllowed(action)

    def visible(self, model: type[R]) -> Select[R]:
        """Select the rows of a model that the actor may see."""
        return select(model).where(visible_to(self.actor, model, _seeing(model)))

    def find(self, model: type[R], row_id: UUID) -> R | None:
        """Give the row if it is there and the actor may see it."""
        row = self.session.get(model, row_id)
        return row if row is not None and self.allows(_seeing(model), row) else None

    def get(self, model: type[R], row_id: UUID) -> R:
        """Give the row, or raise NotFound where it is absent or not to be seen."""
        row = self.find(model, row_id)
        if row is None:
            raise NotFound(model.__tablename__)
        return row

    def look_anew(self) -> None:
        """Forget what was read: the next question sees what others have written meanwhile.

        Only for who reads; a unit of work holds what it has taken.
        """
        self.session.rollback()


def _seeing(model: type[Row]) -> Action:
    if model.__see__ is None:
        message = f"{model.__name__} does not say which action sees it"
        raise TypeError(message)
    return model.__see__


@dataclass
class UnitOfWork(Reading):
    """A reading that locks what it takes, records events, and closes only over recorded changes."""

    happened: list[Happening | Alike] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    at_commit: list[Callable[[], None]] = field(default_factory=list)
    _changed: set[UUID] = field(default_factory=set)
    _bulk: set[str] = field(default_factory=set)

    def take(self, model: type[R], row_id: UUID, *, to: Action) -> R:
        """Hold a row for writing, for this purpose and no other.

        Raises NotFound where the row is absent or may not be seen, NotAllowed where it may
        be seen but the purpose is not the actor's.
        """
        [row] = self.take_all(model, [row_id], to=to)
        return row

    def take_all(self, model: type[R], row_ids: Iterable[UUID], *, to: Action) -> list[R]:
        """Hold several rows for writing, locked in the order of their ids against deadlock."""
        wanted = sorted(set(row_ids))
        which = model.id == wanted[0] if len(wanted) == 1 else model.id.in_(wanted)
        query = select(model).where(which).order_by(model.id).with_for_update()
        rows = list(self.session.scalars(query.execution_options(populate_existing=True)))
        if len(rows) != len(wanted):
            raise NotFound(model.__tablename__)
        for row in rows:
            self._check(row, to)
        return rows

    def _check(self, row: Row, to: Action) -> None:
        if self.allows(to, row):
            return
        if row.__see__ is not None and self.allows(row.__see__, row):
            raise NotAllowed(to)
        raise NotFound(row.__tablename__)

    def add(self, *rows: Base) -> None:
        """Put new rows into the transaction, parents before children, and write them now."""
        for row in rows:
            self.session.add(row)
            self.session.flush()

    def record(self, event: Event) -> None:
        """Say what happened; it is written with the change or not at all."""
        self.happened.append(Happening(event, self.actor.person_id, self.now))

    def record_alike(
        self, event: type[Event], subjects: Sequence[UUID], facts: Mapping[str, Sequence[Any]]
    ) -> None:
        """Say what happened to many subjects, to each of them once, each field as a column."""
        self.happened.append(Alike(event, subjects, facts, self.actor.person_id, self.now))

    def acting_as(self, actor: Actor, *, at: datetime) -> "UnitOfWork":
        """Give the same transaction to another actor at another moment (the demonstration)."""
        return replace(self, actor=actor, now=at)

    def refuse_if(self, obstacles: Iterable[Obstacle]) -> None:
        """Refuse with every obstacle there is; with none, go on."""
        found = tuple(obstacles)
        if found:
            raise Refused(found)

    def post(self, letter: Letter) -> None:
        """Queue a letter with the deed; it is delivered after the commit."""
        self.letters.append(letter)

    def note_change(self, row: Ledgered) -> None:
        """Remember that this row needs an event."""
        if row.__ledgered__:
            self._changed.add(row.ledger_subject)

    def note_bulk(self, table: str) -> None:
        """Remember that a table was changed in bulk and needs some event."""
        self._bulk.add(table)

    def unrecorded(self) -> Sequence[str]:
        """List the changes that no event covers."""
        said = {subject for happening in self.happened for subject in happening.subjects}
        silent = [str(subject) for subject in self._changed - said]
        return silent + ([] if self.happened else sorted(self._bulk))

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Let deeds be tried out: at the end everything is as before, rows and events alike."""
        self.session.flush()
        said = len(self.happened), len(self.letters), set(self._changed), set(self._bulk)
        tried = self.session.begin_nested()
        try:
            yield
        finally:
            tried.rollback()
            del self.happened[said[0] :], self.letters[said[1] :]
            self._changed, self._bulk = said[2], said[3]

    def close(self) -> None:
        """Write the events and commit; refuse to close over an unrecorded change."""
        self.session.flush()
        silent = self.unrecorded()
        if silent:
            raise UnrecordedChange(", ".join(silent))
        append(self.session, self.happened)
        queue(self.session, self.letters, at=self.now)
        for last in self.at_commit:
            last()
        self.session.commit()


def _watch(work: UnitOfWork) -> None:
    session = work.session

    def before_flush(*_: Any) -> None:
        touched = [*session.new, *session.deleted]
        touched += [row for row in session.dirty if session.is_modified(row)]
        for row in touched:
            if isinstance(row, Ledgered):
                work.note_change(row)

    def on_execute(state: ORMExecuteState) -> None:
        if not (state.is_update or state.is_delete or state.is_insert):
            return
        mapper = state.bind_mapper
        if (
            mapper is not None
            and issubclass(mapper.class_, Ledgered)
            and mapper.class_.__ledgered__
        ):
            work.note_bulk(str(mapper.local_table))

    event.listen(session, "before_flush", before_flush)
    event.listen(session, "do_orm_execute", on_execute)


def moment() -> datetime:
    """Read the clock once, to the millisecond, for a unit of work that begins now."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@contextmanager
def begin_reading(store: Store, actor: Actor, *, now: datetime | None = None) -> Iterator[Reading]:
    """Open a reading; nothing it does is kept."""
    with store.reading() as session:
        yield Reading(session, actor, now or moment())


def _sqlstate(error: OperationalError) -> str:
    return str(getattr(error.orig, "sqlstate", "") or "")


@contextmanager
def begin(store: Store, actor: Actor, *, now: datetime | None = None) -> Iterator[UnitOfWork]:
    """Open a unit of work; leaving it commits, an error leaves nothing behind.

    Raises Conflict where somebody else was faster.
    """
    with store.writing() as session:
        work = UnitOfWork(session, actor, now or moment())
        _watch(work)
        try:
            yield work
            work.close()
        except StaleDataError as error:
            raise Conflict("row") from error
        except IntegrityError as error:
            raise Conflict(_constraint(error)) from error
        except OperationalError as error:
            if _sqlstate(error) in RETRIED_SQLSTATES or "locked" in str(error.orig):
                raise Conflict("database") from error
            raise
        finally:
            session.rollback()


def _constraint(error: IntegrityError) -> str:
    """Name the constraint that somebody else's row has taken."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or error.orig)
