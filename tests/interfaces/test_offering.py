"""Forms over a large stock: a few lots are listed, others are found, and nothing typed is lost."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from fairwild.lots.queries import MOST_OFFERED
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import MovementKind
from tests.doors import Door
from tests.trade_builders import company_member, home, liquorice, stock

KG = 1000
BESIDE = 5
"""So many lots more than a form lists."""


class Warehouse:
    """A company with more lots of one kind than a form lists, and its browser."""

    def __init__(self, door: Door) -> None:
        self.door, self.company = door, company_member(door.world)
        self.pages = door.pages(self.company)
        species_id = liquorice(door.world)
        self.ids = [
            stock(door.world, self.company, 10 * KG, species_id=species_id)
            for _ in range(MOST_OFFERED + BESIDE)
        ]

    def numbers(self) -> dict[UUID, str]:
        """Give the number of every lot, by number."""
        with self.door.world.store.reading() as session:
            found = session.execute(select(Lot.id, Lot.number).order_by(Lot.number))
            return {row[0]: row[1] for row in found if row[0] in self.ids}

    def deeds(self, kind: MovementKind) -> int:
        """Count the movements of a kind."""
        with self.door.world.store.reading() as session:
            counted = select(func.count()).select_from(Movement).where(Movement.kind == kind)
            return session.scalars(counted).one()


def listed(page: str) -> set[UUID]:
    """Give the lots of which a page lets something be taken."""
    return {UUID(one) for one in re.findall(r'name="(?:take|counted)-([0-9a-f-]{36})"', page)}


def typed_of(page: str, name: str) -> str:
    """Give what stands in a field."""
    found = re.search(f'name="{name}"[^>]* value="([^"]*)"', page)
    return found[1] if found else ""


@pytest.fixture
def warehouse(door: Door) -> Warehouse:
    """A company with much in stock."""
    return Warehouse(door)


def test_lots_beyond_the_first_are_found_while_shipping_and_nothing_typed_is_lost(
    warehouse: Warehouse,
) -> None:
    numbers = warehouse.numbers()
    first, *_, last = numbers
    page = warehouse.pages.get("/consignments/new").text
    assert len(listed(page)) == MOST_OFFERED
    assert last not in listed(page)
    assert f"{BESIDE} more lots fit and are not listed." in page
    receiver = home(company_member(warehouse.door.world))
    typed = {
        "receiver_id": str(receiver),
        "invoice_number": "R-7",
        f"take-{first}": "2.5",
        "deed_key": str(uuid4()),
    }
    sought = typed | {"stock-text": numbers[last], "stock-find": "text", "step": "ship"}
    found = warehouse.pages.post("/consignments/new", data=sought)
    assert found.status_code == 200
    assert listed(found.text) == {first, last}
    assert typed_of(found.text, f"take-{first}") == "2.5"
    assert typed_of(found.text, "invoice_number") == "R-7"
    assert f'value="{receiver}" selected' in found.text
    assert warehouse.deeds(MovementKind.SHIP) == 0
    sent = typed | {f"take-{last}": "10", "stock-text": numbers[last], "step": "ship"}
    assert warehouse.pages.post("/consignments/new", data=sent).status_code == 302
    assert warehouse.deeds(MovementKind.SHIP) == len({first, last}), "one a line"


def test_more_lots_are_shown_when_asked_for(warehouse: Warehouse) -> None:
    more = {"stock-find": "more", "stock-shown": str(MOST_OFFERED), "deed_key": str(uuid4())}
    page = warehouse.pages.post("/consignments/new", data=more).text
    assert listed(page) == set(warehouse.ids)
    assert "All that fit are listed." in page


@pytest.mark.parametrize("path", ["/lots/blend", "/lots/merge"])
def test_what_is_to_become_one_is_chosen_by_its_kind_first(warehouse: Warehouse, path: str) -> None:
    first, *_, last = warehouse.numbers()
    kinds = warehouse.pages.get(path).text
    assert f"{len(warehouse.ids)} lots · {len(warehouse.ids) * 10} kg" in kinds
    assert f'href="{path}?lot={first}"' in kinds
    page = warehouse.pages.get(f"{path}?lot={first}").text
    assert len(listed(page)) == MOST_OFFERED + 1
    sought = {
        f"take-{first}": "4",
        "stock-text": warehouse.numbers()[last],
        "stock-find": "text",
        "deed_key": str(uuid4()),
    }
    found = warehouse.pages.post(f"{path}?lot={first}", data=sought).text
    assert listed(found) == {first, last}
    assert typed_of(found, f"take-{first}") == "4"
    none = sought | {"stock-text": "no such lot"}
    assert "No lot fits." in warehouse.pages.post(f"{path}?lot={first}", data=none).text


def test_a_count_and_a_hold_search_the_stock_too(warehouse: Warehouse) -> None:
    first, *_, last = warehouse.numbers()
    sought = {"stock-text": warehouse.numbers()[last], "stock-find": "text"}
    counted = sought | {f"counted-{first}": "9", f"why-{first}": "Mice.", "deed_key": str(uuid4())}
    page = warehouse.pages.post("/stock/counts/new", data=counted).text
    assert listed(page) == {first, last}
    assert typed_of(page, f"counted-{first}") == "9"
    assert warehouse.deeds(MovementKind.COUNT) == 0
    held = sought | {"lots[]": str(first), "reason": "Damp.", "deed_key": str(uuid4())}
    page = warehouse.pages.post(f"/lots/{first}/hold", data=held).text
    assert f'value="{last}"' in page
    assert "Damp." in page
    with warehouse.door.world.store.reading() as session:
        assert session.scalars(select(func.sum(Lot.holds))).one() == 0
