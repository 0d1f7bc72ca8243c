"""What of a stock is offered: as the rules of joining say, a few at once, the rest by a search."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update

from fairwild.kernel.actors import Actor
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots import rules
from fairwild.lots.facts import LotFacts
from fairwild.lots.operations import hold_lots
from fairwild.lots.queries import (
    Offer,
    StockWanted,
    kinds_in_stock,
    lot_facts,
    offer_of_mates,
    offer_of_stock,
)
from fairwild.lots.records import Lot
from tests.builders import World
from tests.questions import asked_of
from tests.trade_builders import certificate, company_member, home, liquorice, stock

KG = 1000
EVERY_SAME = [rules.SAME_FOR_DRYING, rules.SAME_FOR_MERGING, rules.SAME_FOR_BLENDING]


class Shelf:
    """A manager with goods of several kinds in stock."""

    def __init__(self, world: World) -> None:
        self.world, self.manager = world, world.operator_manager()
        self.wanted = StockWanted(home(self.manager))
        self.species_id, other_species = liquorice(world), liquorice(world)
        held = certificate(world, home(self.manager), self.species_id)
        other = certificate(world, home(self.manager), self.species_id)
        bought = home(world.operator_manager())
        kinds = [
            {},
            {},
            {"certificate_id": held},
            {"certificate_id": held},
            {"certificate_id": other},
            {"species_id": other_species},
            {"unit_g": KG},
            {"unit_g": KG},
            {"unit_g": 2 * KG},
        ]
        self.ids = [
            stock(world, self.manager, 10 * KG, **{"species_id": self.species_id, **kind})
            for kind in kinds
        ]
        for columns in (
            {"grade": "A"},
            {"form": Form.CUT},
            {"state": State.FRESH, "form": Form.RAW},
            {"operator_id": bought},
            {"packed_form": Form.CUT, "form": Form.PACKED, "unit_g": KG, "units": 10},
        ):
            self.ids.append(self.altered(**columns))

    def altered(self, **columns: object) -> UUID:
        """Put a lot on the shelf that differs in these columns."""
        lot_id = stock(self.world, self.manager, 10 * KG, species_id=self.species_id)
        with self.world.store.writing() as session:
            session.execute(update(Lot).where(Lot.id == lot_id).values(**columns))
            session.commit()
        return lot_id

    def facts(self) -> dict[UUID, LotFacts]:
        """Give the facts of every lot on the shelf."""
        with self.world.reading(self.manager) as reading:
            return lot_facts(reading, self.ids)

    def offer(self, **asked: object) -> Offer:
        """Give what is offered of the stock; what stands in StockWanted narrows it."""
        order = {name: asked.pop(name) for name in ("chosen", "most") if name in asked}
        with self.world.reading(self.manager) as reading:
            return offer_of_stock(reading, replace(self.wanted, **asked), **order)


@pytest.fixture
def shelf(world: World) -> Shelf:
    """A shelf of fourteen lots."""
    return Shelf(world)


@pytest.mark.parametrize("same", EVERY_SAME, ids=["drying", "merging", "blending"])
def test_what_is_offered_to_go_together_is_what_the_rule_lets_go_together(
    shelf: Shelf, same: dict[rules.LotTrait, rules.Trait]
) -> None:
    facts = shelf.facts()
    together = {
        lot_id: {
            other.id
            for other in facts.values()
            if other.id != lot_id and not any(rules.obstacles_to_joining([lot, other], same=same))
        }
        for lot_id, lot in facts.items()
    }
    with shelf.world.reading(shelf.manager) as reading:
        offers = {
            lot_id: offer_of_mates(reading, lot, same, shelf.wanted)
            for lot_id, lot in facts.items()
        }
        kinds = kinds_in_stock(reading, shelf.wanted, same)
    assert {key: {lot.id for lot in offer.lots} for key, offer in offers.items()} == together
    assert not any(offer.others for offer in offers.values())
    assert any(together.values())
    groups = {frozenset({key, *others}) for key, others in together.items() if others}
    assert {(kind.first.id, kind.lots, kind.left_g) for kind in kinds} == {
        (
            min(group, key=lambda key: facts[key].number),
            len(group),
            sum(facts[key].available_g for key in group),
        )
        for group in groups
    }


def test_chosen_lots_stand_at_the_head_and_the_rest_is_counted(shelf: Shelf) -> None:
    facts = shelf.facts()
    by_number = sorted(facts.values(), key=lambda lot: lot.number)
    chosen = {by_number[-1].id, by_number[1].id}
    offer = shelf.offer(chosen=chosen, most=3)
    assert [lot.id for lot in offer.lots] == [
        one.id for one in (by_number[-1], by_number[1], by_number[0], by_number[2])
    ]
    assert offer.others == len(facts) - 3
    assert shelf.offer(most=len(facts)).others == 0


def test_a_lot_is_found_by_number_code_link_plant_or_place(shelf: Shelf) -> None:
    facts = shelf.facts()
    sought = facts[shelf.ids[0]]
    placed = shelf.altered(site="Übersee, Halle 2")
    other = facts[shelf.ids[5]]
    for text in (
        sought.number,
        sought.number.lower(),
        sought.code,
        f"https://x.example/t/{sought.code}",
    ):
        assert [lot.id for lot in shelf.offer(text=text).lots] == [sought.id]
    assert [lot.id for lot in shelf.offer(text="halle 2").lots] == [placed]
    assert [lot.id for lot in shelf.offer(text=other.species.lower()).lots] == [other.id]
    assert shelf.offer(text="100%").lots == ()


def test_what_cannot_be_drawn_on_is_offered_only_where_it_is_asked_for(shelf: Shelf) -> None:
    held, used = shelf.ids[0], shelf.ids[1]
    with shelf.world.work(shelf.manager) as work:
        hold_lots(work, lot_ids=[held], reason="Damp.")
    with shelf.world.store.writing() as session:
        session.execute(update(Lot).where(Lot.id == used).values(taken_g=Lot.made_g))
        session.commit()
    offered = {lot.id for lot in shelf.offer(on_hold=False).lots}
    assert offered == set(shelf.ids) - {held, used}
    assert {lot.id for lot in shelf.offer(with_empty=True).lots} == set(shelf.ids)


def test_nobody_is_offered_what_others_hold(shelf: Shelf) -> None:
    stranger: Actor = company_member(shelf.world)
    with shelf.world.reading(stranger) as reading:
        assert offer_of_stock(reading, shelf.wanted, chosen=set(shelf.ids)) == Offer()


def test_an_offer_asks_no_more_of_a_larger_stock(shelf: Shelf) -> None:
    with asked_of(shelf.world.store) as few:
        shelf.offer(text="HDM", most=5)
    for _ in range(40):
        stock(shelf.world, shelf.manager, KG, species_id=shelf.species_id)
    with asked_of(shelf.world.store) as many:
        offer = shelf.offer(text="HDM", most=5)
    assert (len(offer.lots), offer.others) == (5, len(shelf.ids) + 40 - 5)
    assert len(many) == len(few)
