"""One actor, one moment, one transaction, and at least one event for every change."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from fairwild.access.actions import Action
from fairwild.kernel.actors import NOBODY, Actor, OrganisationKind, Role
from fairwild.kernel.events import Event
from fairwild.kernel.refusals import Conflict, NotAllowed, NotFound, Obstacle, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.ledger.verification import verify
from fairwild.mail.letters import Letter
from fairwild.mail.records import QueuedLetter
from fairwild.organisations.records import Organisation
from fairwild.species.records import Species
from fairwild.store.engine import Store
from fairwild.unit_of_work import UnitOfWork, UnrecordedChange, begin
from tests.builders import World


@dataclass(frozen=True, kw_only=True)
class OrganisationMoved(Event):
    """An organisation has another address."""

    address: str


def an_organisation(world: World) -> UUID:
    """A company to change."""
    return world.organisation(OrganisationKind.COMPANY, name="Herbs and Co")


def move(work: UnitOfWork, organisation_id: UUID, address: str) -> Organisation:
    """The deed of these tests: change a row and say so."""
    row = work.take(Organisation, organisation_id, to=Action.EDIT_ORGANISATION)
    row.address = address
    work.record(OrganisationMoved(subject=row.id, address=address))
    return row


def address_of(store: Store, organisation_id: UUID) -> str:
    """What the database says."""
    with store.reading() as session:
        query = select(Organisation.address).where(Organisation.id == organisation_id)
        return str(session.execute(query).scalar_one())


def entries(store: Store) -> list[tuple[UUID, int, str]]:
    """What the ledger says."""
    with store.reading() as session:
        rows = session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq))
        return [(row.subject_id, row.version, row.kind) for row in rows]


def test_a_change_and_its_event_stand_together(world: World) -> None:
    company, steward = an_organisation(world), world.steward()
    with world.work(steward) as work:
        move(work, company, "Berne")
    with world.work(steward) as work:
        move(work, company, "Basle")
    assert address_of(world.store, company) == "Basle"
    kind = "organisation-moved"
    assert entries(world.store) == [(company, 1, kind), (company, 2, kind)]
    with world.store.reading() as session:
        assert verify(session).faults == ()


def test_a_silent_change_is_a_bug(world: World) -> None:
    company = an_organisation(world)
    with pytest.raises(UnrecordedChange, match=str(company)), world.work(world.steward()) as work:
        work.take(Organisation, company, to=Action.EDIT_ORGANISATION).address = "Berne"
    assert address_of(world.store, company) == ""


def test_an_early_flush_hides_nothing(world: World) -> None:
    company = an_organisation(world)
    with pytest.raises(UnrecordedChange), world.work(world.steward()) as work:
        work.take(Organisation, company, to=Action.EDIT_ORGANISATION).address = "Berne"
        work.session.flush()
    assert address_of(world.store, company) == ""


def test_an_event_about_something_else_does_not_cover_a_change(world: World) -> None:
    company = an_organisation(world)
    with pytest.raises(UnrecordedChange), world.work(world.steward()) as work:
        work.take(Organisation, company, to=Action.EDIT_ORGANISATION).address = "Berne"
        work.record(OrganisationMoved(subject=uuid4(), address="Berne"))
    assert entries(world.store) == []


def test_a_silent_new_row_is_a_bug(world: World) -> None:
    with pytest.raises(UnrecordedChange), world.work(world.steward()) as work:
        work.add(Species(code="GLYGLA", scientific_name="Glycyrrhiza glabra"))
    with world.store.reading() as session:
        assert session.scalars(select(Species)).all() == []


def test_a_silent_bulk_change_is_a_bug(world: World) -> None:
    company = an_organisation(world)
    steward = world.steward()
    with pytest.raises(UnrecordedChange, match="organisation"), world.work(steward) as work:
        work.session.execute(update(Organisation).values(address="everywhere"))
    assert address_of(world.store, company) == ""


def test_a_silent_removal_is_a_bug(world: World) -> None:
    company = an_organisation(world)
    with pytest.raises(UnrecordedChange), world.work(world.steward()) as work:
        row = work.take(Organisation, company, to=Action.EDIT_ORGANISATION)
        work.session.delete(row)
    assert address_of(world.store, company) == ""


def test_an_error_leaves_nothing_behind(world: World) -> None:
    company = an_organisation(world)
    with pytest.raises(ZeroDivisionError), world.work(world.steward()) as work:
        move(work, company, "Berne")
        work.post(Letter(to="a@example.org", subject="Moved", body="We moved."))
        work.session.flush()
        _ = 1 // 0
    assert address_of(world.store, company) == ""
    assert entries(world.store) == []
    with world.store.reading() as session:
        assert session.scalars(select(QueuedLetter)).all() == []


def test_a_refusal_carries_every_obstacle_and_leaves_nothing(world: World) -> None:
    company = an_organisation(world)
    with pytest.raises(Refused) as refused, world.work(world.steward()) as work:
        move(work, company, "Berne")
        work.refuse_if([Obstacle("one"), Obstacle("two")])
    assert [obstacle.code for obstacle in refused.value.obstacles] == ["one", "two"]
    assert address_of(world.store, company) == ""


def test_letters_stand_with_their_deed(world: World) -> None:
    company = an_organisation(world)
    with world.work(world.steward()) as work:
        move(work, company, "Berne")
        work.post(Letter(to="a@example.org", subject="Moved", body="We moved."))
    with world.store.reading() as session:
        assert [letter.to for letter in session.scalars(select(QueuedLetter))] == ["a@example.org"]


def test_a_stale_write_is_a_conflict(world: World) -> None:
    company, steward = an_organisation(world), world.steward()
    with world.store.reading() as session:
        seen_before = session.get_one(Organisation, company)
        session.expunge(seen_before)
    with world.work(steward) as work:
        move(work, company, "Berne")
    with pytest.raises(Conflict), world.work(steward) as work:
        work.session.add(seen_before)
        seen_before.address = "Basle"
        work.record(OrganisationMoved(subject=company, address="Basle"))
    assert address_of(world.store, company) == "Berne"


def test_two_writers_of_one_row_queue(world: World) -> None:
    company, steward, writers = an_organisation(world), world.steward(), 6

    def append(letter: str) -> None:
        with begin(world.store, steward, now=world.now) as work:
            row = work.take(Organisation, company, to=Action.EDIT_ORGANISATION)
            move(work, company, row.address + letter)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(append, "abcdef"))
    assert sorted(address_of(world.store, company)) == list("abcdef")
    assert [version for _, version, _ in entries(world.store)] == [1, 2, 3, 4, 5, 6]


def test_two_that_take_the_same_unique_value_conflict(world: World) -> None:
    steward = world.steward()
    world.species("GLYGLA", "Glycyrrhiza glabra")
    with pytest.raises(Conflict), world.work(steward) as work:
        work.add(Species(code="GLYGLA", scientific_name="Another name"))


def test_one_may_only_take_what_one_may_change(world: World) -> None:
    company = an_organisation(world)
    stranger = world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    with pytest.raises(NotAllowed), world.work(stranger) as work:
        work.take(Organisation, company, to=Action.EDIT_ORGANISATION)


@pytest.mark.parametrize("known", [True, False])
def test_what_one_may_not_see_is_not_there(world: World, known: bool) -> None:
    wanted = an_organisation(world) if known else uuid4()
    with pytest.raises(NotFound), world.work(NOBODY) as work:
        work.take(Organisation, wanted, to=Action.EDIT_ORGANISATION)


def test_a_reading_keeps_nothing(world: World) -> None:
    company = an_organisation(world)
    with world.reading(Actor(person_id=None)) as reading:
        reading.session.execute(update(Organisation).values(address="Berne"))
    assert address_of(world.store, company) == ""
