"""What each of three in a chain learns of the others: operator, trader and brand, by every door."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.certificates.records import Certificate
from fairwild.kernel.actors import Actor, Role
from fairwild.lots.lineage.operations import end_lineage_share, share_lineage
from fairwild.lots.operations import split_lot
from fairwild.lots.records import Lot, Movement
from fairwild.trade.operations import answer_consignment, ship
from tests.doors import ApiClient, Door
from tests.lots_builders import KG
from tests.tracing_builders import Way, way_of
from tests.trade_builders import company_member, home

FREE_TEXT = ("Old mill", "Dust", "Cellar 9", "For a customer in the north")


@dataclass
class Chain:
    """The worked example with a trader who parts the lot and sells a part to a brand."""

    way: Way
    operator: Actor
    trader: Actor
    brand: Actor
    lots: dict[str, UUID]

    def number(self, name: str) -> str:
        """Give the number of a lot of the chain."""
        with self.way.world.store.reading() as session:
            return session.get_one(Lot, self.lots[name]).number

    def movement(self, name: str) -> UUID:
        """Give the movement that made a lot of the chain."""
        with self.way.world.store.reading() as session:
            made_by = session.get_one(Lot, self.lots[name]).made_by
            return session.get_one(Movement, made_by).id

    def share(self, with_id: UUID | None) -> UUID:
        """Let the operator show its lineage."""
        owner_id = self.way.field.operator_id
        made: UUID = self.way.field.does(share_lineage, owner_id=owner_id, with_id=with_id).id
        return made


def told_by(client: ApiClient, path: str) -> Any:
    """Give what the API answers as JSON."""
    return client.get(path).json


@pytest.fixture
def chain(door: Door) -> Chain:
    """Sell from the operator to the trader, and a part of it from the trader to the brand."""
    way = way_of(door.world)
    brand = company_member(door.world)
    lots = dict(way.lots)
    text: dict[str, Any] = {"site": "Cellar 9", "note": "For a customer in the north"}
    with door.world.work(way.buyer) as work:
        [part] = split_lot(work, lot_id=lots["received"], parts_g=[300 * KG], **text)
        lots["part"] = part.id
    order: dict[str, Any] = {"sender_id": home(way.buyer), "receiver_id": home(brand)}
    with door.world.work(way.buyer) as work:
        sent = ship(work, lines=[(part.id, 300 * KG)], **order)
    door.world.pass_time(days=3)
    with door.world.work(brand) as work:
        got = {line.id: line.shipped_g for line in sent.lines}
        answered = answer_consignment(work, consignment_id=sent.id, received=got)
        found = answered.lines[0].received_lot_id
        assert found is not None
        lots["bought"] = found
    return Chain(way, way.field.manager, way.buyer, brand, lots)


@pytest.mark.parametrize(
    ("who", "opened", "closed"),
    [
        ("operator", ["raw", "dried", "cut", "packed"], ["received", "part", "bought"]),
        ("trader", ["received", "part"], ["raw", "dried", "cut", "packed", "bought"]),
        ("brand", ["bought"], ["raw", "dried", "cut", "packed", "received", "part"]),
    ],
)
def test_everybody_opens_the_lots_they_hold(
    door: Door, chain: Chain, who: str, opened: list[str], closed: list[str]
) -> None:
    actor: Actor = getattr(chain, who)
    pages, api = door.pages(actor), door.api(actor)
    listed = {one["id"] for one in told_by(api, "/lots?limit=200")}
    for name, expected in [*((one, 200) for one in opened), *((one, 404) for one in closed)]:
        lot_id = chain.lots[name]
        assert pages.get(f"/lots/{lot_id}").status_code == expected, name
        assert api.get(f"/lots/{lot_id}").status_code == expected, name
        assert api.get(f"/lots/{lot_id}/origin").status_code == expected, name
        assert (str(lot_id) in listed) is (expected == 200), name


@pytest.mark.parametrize(
    ("who", "lot", "hidden"),
    [
        ("operator", "packed", ["part", "bought"]),
        ("trader", "received", ["raw", "dried", "cut", "bought"]),
        ("brand", "bought", ["raw", "dried", "cut", "packed", "received"]),
    ],
)
def test_the_page_of_a_lot_tells_one_step(
    door: Door, chain: Chain, who: str, lot: str, hidden: list[str]
) -> None:
    pages = door.pages(getattr(chain, who))
    page = pages.get(f"/lots/{chain.lots[lot]}").text
    if lot == "received":
        assert f">{chain.number('part')}<" in page
    for name in hidden:
        assert f">{chain.number(name)}<" not in page, name
        assert str(chain.lots[name]) not in page, name
    own = {"operator": FREE_TEXT[:2], "trader": FREE_TEXT[2:], "brand": ()}[who]
    paths = ("", "/lineage", "/lineage.csv", "/lineage.graphml", "/lineage.json")
    for path in paths:
        told = pages.get(f"/lots/{chain.lots[lot]}{path}").text
        assert [text for text in FREE_TEXT if text in told and text not in own] == [], path


def test_a_movement_is_for_those_whose_lots_it_touched(door: Door, chain: Chain) -> None:
    split, received = chain.movement("part"), chain.movement("received")
    for actor, expected in ((chain.operator, 404), (chain.brand, 404), (chain.trader, 200)):
        assert door.pages(actor).get(f"/movements/{split}").status_code == expected
        assert door.api(actor).get(f"/movements/{split}").status_code == expected
    assert "Cellar 9" in door.pages(chain.trader).get(f"/movements/{split}").text
    one_step = told_by(door.api(chain.operator), f"/movements/{received}")
    assert [one["number"] for one in one_step["outputs"]] == [chain.number("received")]
    assert chain.number("received") in door.pages(chain.operator).get(f"/movements/{received}").text


def test_the_list_of_movements_links_only_what_can_be_opened(door: Door, chain: Chain) -> None:
    for actor in (chain.operator, chain.trader, chain.brand):
        pages = door.pages(actor)
        listed = pages.get("/movements").text
        links = set(re.findall(r'href="(/lots/[0-9a-f-]{36})"', listed))
        assert links
        assert {link: pages.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    [sent] = re.findall(r'<span class="unbroken">([^<]+)</span>', listed)
    assert sent.endswith("-T2")


def test_what_is_under_way_is_in_nobodys_stock_at_home(door: Door, chain: Chain) -> None:
    with door.world.work(chain.trader) as work:
        order = {"sender_id": home(chain.trader), "receiver_id": home(chain.brand)}
        ship(work, lines=[(chain.lots["received"], 300 * KG)], **order)
    shown = door.pages(chain.trader).get("/home").text
    assert '<td class="num" data-label="In stock"><span class="muted">under way</span>' in shown


def test_the_collections_are_told_while_they_are_shared(door: Door, chain: Chain) -> None:
    area_id = str(chain.way.field.area_id)

    def told(actor: Actor, lot: str) -> tuple[list[str], int, int]:
        api, path = door.api(actor), f"/lots/{chain.lots[lot]}"
        origin = told_by(api, f"{path}/origin")
        assert (origin["countries"], origin["net_kg"]) == (["ES"], "3960")
        rows, groups = told_by(api, f"{path}/origins"), told_by(api, f"{path}/origins/grouped")
        assert [row for row in rows if "harvesters" in row or "number" in row] == []
        assert {group["harvester_id"] for group in groups} <= {None}
        return origin["area_ids"], len(rows), len(groups)

    nothing: tuple[list[str], int, int] = ([], 0, 0)
    all_of_it = ([area_id], 1, 1)
    assert told(chain.trader, "received") == told(chain.brand, "bought") == nothing
    share = chain.share(home(chain.brand))
    assert told(chain.trader, "received") == nothing
    assert told(chain.brand, "bought") == all_of_it
    page = door.pages(chain.brand).get(f"/lots/{chain.lots['bought']}/lineage.csv").text
    assert f",{chain.number('raw')}," in page
    assert f",{chain.number('part')}," in page
    assert [text for text in FREE_TEXT if text in page] == []
    chain.way.field.does(end_lineage_share, share_id=share)
    assert told(chain.brand, "bought") == nothing
    page = door.pages(chain.brand).get(f"/lots/{chain.lots['bought']}/lineage.csv").text
    assert f",{chain.number('raw')}," not in page
    api = door.api(chain.operator)
    [row] = told_by(api, f"/lots/{chain.lots['packed']}/origins")
    assert row["number"] == chain.number("raw")


def test_the_body_and_the_steward_see_all_of_the_chain(door: Door, chain: Chain) -> None:
    with door.world.store.reading() as session:
        body_id = session.scalars(
            select(Certificate.body_id).where(Certificate.id == chain.way.certificate_id)
        ).one()
    for actor in (door.world.person((body_id, Role.CERTIFIER)), door.world.steward()):
        for name in ("raw", "received", "bought"):
            assert door.pages(actor).get(f"/lots/{chain.lots[name]}").status_code == 200, name
        told = told_by(door.api(actor), f"/lots/{chain.lots['bought']}/lineage")
        assert told["undisclosed"] == []
        assert told_by(door.api(actor), f"/lots/{chain.lots['bought']}/origin")["area_ids"]


def test_undoing_names_nothing_of_those_further_on(door: Door, chain: Chain) -> None:
    page = door.pages(chain.operator).get(f"/movements/{chain.movement('packed')}").text
    assert "What followed, the latest first" in page
    for name in ("received", "part", "bought"):
        assert chain.number(name) not in page, name
    assert "more movements must be undone first" in page
