"""To whom a lineage is shown is found among a thousand: partners of trade first, others by name."""

import re

import pytest

from fairwild.kernel.actors import OrganisationKind
from fairwild.organisations.records import Organisation
from fairwild.trade.operations import name_receiver, ship
from tests.builders import World
from tests.doors import Door
from tests.lots_builders import KG, Field, field_of
from tests.questions import asked_of
from tests.trade_builders import company_member, home

PAGE = "/provenance/sharing"
CHOICE = re.compile(r'<option value="([^"]+)"[^>]*>([^<]*)</option>')


@pytest.fixture
def field(door: Door) -> Field:
    return field_of(door.world)


def companies(world: World, count: int) -> None:
    """Register many companies with which nobody trades."""
    world.keep(
        *(
            Organisation(
                kind=OrganisationKind.COMPANY,
                code=f"CO{one}",
                name=f"Company {one:04}",
                country="DE",
                registered_at=world.now,
            )
            for one in range(count)
        )
    )


def offered(page: str) -> list[str]:
    return [name for _, name in CHOICE.findall(page)]


def send(field: Field, to: object) -> None:
    lot = field.lot(10)
    order = {"receiver_id": to, "lines": [(lot.id, 10 * KG)]}
    field.does(ship, sender_id=field.operator_id, **order)
    field.world.pass_time(days=1)


def test_partners_stand_first_the_last_one_on_top_and_who_cannot_sign_in_is_left_out(
    door: Door, field: Field
) -> None:
    first, last, stranger = (company_member(door.world) for _ in range(3))
    outside = field.does(
        name_receiver,
        sender_id=field.operator_id,
        name="Corner Herbs",
        country="GB",
        email="corner@example.org",
    )
    for one in (home(first), home(last), outside):
        send(field, one)
    page = door.pages(field.manager).get(PAGE).text
    with door.world.store.reading() as session:
        names = [session.get_one(Organisation, home(one)).name for one in (last, first, stranger)]
        body = session.query(Organisation).filter_by(kind=OrganisationKind.CERTIFICATION_BODY)
        hidden = [one.name for one in body] + ["Corner Herbs"]
    assert [one.partition(" (")[0] for one in offered(page)] == names
    assert not any(one in page for one in hidden)
    assert page.index("You trade with them") < page.index('label="Others"')
    shared = door.pages(field.manager).post(PAGE, data={"to": "one", "with_id": str(home(last))})
    assert shared.status_code == 303
    again = offered(door.pages(field.manager).get(PAGE).text)
    assert [one.partition(" (")[0] for one in again] == names[1:]


def test_among_a_thousand_a_part_of_the_name_leads_to_the_one(door: Door, field: Field) -> None:
    companies(door.world, 1_000)
    partner = company_member(door.world)
    send(field, home(partner))
    pages = door.pages(field.manager)
    with asked_of(door.world.store) as questions:
        page = pages.get(PAGE).text
    assert len(questions) < 40
    assert len(offered(page)) == 1
    assert "Search for anybody else by name" in page
    many = pages.get(PAGE, query_string={"who": "company 0"}).text
    assert len(offered(many)) == 50
    assert "More fit than are shown" in many
    [one] = offered(pages.get(PAGE, query_string={"who": "COMPANY 0042"}).text)
    assert one == "Company 0042 (CO42, Germany)"
    nobody = pages.get(PAGE, query_string={"who": "Nobody & Sons"}).text
    assert "Nobody of this name or code" in nobody
    assert "Nobody &amp; Sons" in nobody


def test_nothing_is_shown_to_all_where_one_was_meant(door: Door, field: Field) -> None:
    company_member(door.world)
    pages = door.pages(field.manager)
    missed = pages.post(PAGE, data={"to": "one", "with_id": ""})
    assert missed.status_code == 422
    assert "Nobody sees more than one step." in pages.get(PAGE).text
    assert pages.post(PAGE, data={}).status_code == 303
    assert "Show it to all our buyers" not in pages.get(PAGE).text
