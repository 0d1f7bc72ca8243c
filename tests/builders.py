"""Builds what a test needs to stand on: organisations, people, species; one function a thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from fairwild.kernel.actors import Actor, OrganisationKind, Post, Role
from fairwild.kernel.events import Event
from fairwild.ledger.writing import Happening, append
from fairwild.organisations.records import Membership, Organisation, Person
from fairwild.species.records import Species
from fairwild.store.engine import Store
from fairwild.unit_of_work import Reading, UnitOfWork, begin, begin_reading

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class World:
    """A database with a clock that tests turn by hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = START
        self._count = 0

    def pass_time(self, **delta: float) -> None:
        """Let time pass: `world.pass_time(days=1)`."""
        self.now += timedelta(**delta)

    @contextmanager
    def work(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Begin a unit of work at the world's moment."""
        with begin(self.store, actor, now=self.now) as work:
            yield work

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Reading]:
        """Begin a reading at the world's moment."""
        with begin_reading(self.store, actor, now=self.now) as reading:
            yield reading

    def keep(self, *rows: object) -> None:
        """Write rows that the test takes for granted, without a deed."""
        with self.store.writing() as session:
            for row in rows:
                session.add(row)
                session.flush()
            session.commit()

    def tell(self, *events: Event) -> None:
        """Let the ledger know what the test takes for granted."""
        with self.store.writing() as session:
            append(session, [Happening(one, None, self.now) for one in events])
            session.commit()

    def number(self) -> int:
        """Give a number that was not given before."""
        self._count += 1
        return self._count

    def organisation(
        self, kind: OrganisationKind, *, code: str = "", name: str = "", country: str = "ES"
    ) -> UUID:
        """Register an organisation of a kind."""
        count = self.number()
        row = Organisation(
            kind=kind,
            code=code or f"ORG{count}",
            name=name or f"Organisation {count}",
            country=country,
            registered_at=self.now,
        )
        self.keep(row)
        return row.id

    def person(self, *posts: tuple[UUID, Role], name: str = "", email: str = "") -> Actor:
        """Register a person holding these posts; the first one is their home."""
        count = self.number()
        row = Person(
            name=name or f"Person {count}",
            email=email or f"person{count}@example.org",
            registered_at=self.now,
        )
        self.keep(row)
        for organisation_id, role in posts:
            held = {"person_id": row.id, "organisation_id": organisation_id, "role": role}
            self.keep(Membership(**held, since=self.now))
        home = posts[0][0] if posts else None
        return Actor(row.id, frozenset(Post(*post) for post in posts), home)

    def somebody(self, role: Role, kind: OrganisationKind) -> Actor:
        """Register a new organisation with one person holding one role."""
        return self.person((self.organisation(kind), role))

    def operator_manager(self) -> Actor:
        """Register an operator with its manager."""
        return self.somebody(Role.OPERATOR_MANAGER, OrganisationKind.OPERATOR)

    def steward(self) -> Actor:
        """Register a scheme owner with its steward."""
        return self.somebody(Role.SCHEME_STEWARD, OrganisationKind.SCHEME_OWNER)

    def species(self, code: str = "GLYGLA", name: str = "Glycyrrhiza glabra") -> UUID:
        """Make a species known."""
        row = Species(code=code, scientific_name=name, author="L.", family="Fabaceae")
        self.keep(row)
        return row.id
