"""Blends of several operators, products by a recipe, and what may be claimed about them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.lots.custody.facts import RecipeFacts
from fairwild.lots.operations import (
    Ingredient,
    blend_lots,
    build_pallet,
    hold_lots,
    merge_lots,
    pack_lot,
    split_lot,
    state_recipe,
)
from fairwild.lots.queries import (
    check_balances,
    claim_of_recipe,
    composition_of,
    custody_of,
    lot_facts,
)
from fairwild.lots.records import Lot, Movement, RecipeLineRow
from fairwild.species.records import Species
from fairwild.trade.operations import answer_consignment, ship
from fairwild.trade.queries import get_consignment, standings_of
from fairwild.unit_of_work import Reading
from tests.builders import World
from tests.trade_builders import certificate, change_status, company_member, home, liquorice, stock

KG = 1000


def does(world: World, actor: Actor, deed: Callable[..., Any], **order: Any) -> Any:
    with world.work(actor) as work:
        return deed(work, **order)


def refused(world: World, actor: Actor, deed: Callable[..., Any], **order: Any) -> list[str]:
    with pytest.raises(Refused) as error:
        does(world, actor, deed, **order)
    return [obstacle.code for obstacle in error.value.obstacles]


def faults(reading: Reading) -> list[str]:
    """Give what `fairwild check` finds but for receipts: the builder's lots have none."""
    found = [fault.code for fault in check_balances(reading.session)]
    return [code for code in found if code != "receipts-differ"]


def bought(world: World, seller: Actor, buyer: Actor, lot_id: UUID, mass_g: int) -> UUID:
    """Ship so much of a lot to the buyer, who confirms it; gives the buyer's lot."""
    order = {"sender_id": home(seller), "receiver_id": home(buyer), "lines": [(lot_id, mass_g)]}
    sent = does(world, seller, ship, **order)
    received = {line.id: line.shipped_g for line in sent.lines}
    does(world, buyer, answer_consignment, consignment_id=sent.id, received=received)
    with world.reading(buyer) as reading:
        [line] = get_consignment(reading, sent.id).lines
    assert line.received_lot_id is not None
    return line.received_lot_id


def two_cooperatives(world: World, company: Actor) -> tuple[UUID, list[UUID], list[UUID]]:
    """Let a company buy 100 kg of one species of each of two certified operators."""
    species_id = liquorice(world)
    lots, certificates = [], []
    for _ in range(2):
        manager = world.operator_manager()
        held = certificate(world, home(manager), species_id)
        of_lot = stock(world, manager, 100 * KG, certificate_id=held, species_id=species_id)
        lots.append(bought(world, manager, company, of_lot, 100 * KG))
        certificates.append(held)
    return species_id, lots, certificates


def recipe(world: World, actor: Actor, *lines: Ingredient, **more: Any) -> RecipeFacts:
    order = {"organisation_id": home(actor), "product": "Evening tea", "lines": lines} | more
    stated: RecipeFacts = does(world, actor, state_recipe, **order)
    return stated


def root(species_id: UUID, parts: str, *, certified: bool = True) -> Ingredient:
    return Ingredient(parts, species_id, PlantPart.ROOT, certified=certified)


def test_two_cooperatives_in_one_blend_keep_both_certificates(world: World) -> None:
    company = company_member(world)
    _species, lots, certificates = two_cooperatives(world, company)
    blend = does(world, company, blend_lots, inputs=[(one, 60 * KG) for one in lots])
    assert (blend.made_g, blend.certified, blend.certificate_id) == (120 * KG, True, None)
    assert (blend.operator_id, blend.area_id, blend.season) == (home(company), None, None)
    part = does(world, company, split_lot, lot_id=blend.id, parts_g=[20 * KG])[0]
    packed = does(world, company, pack_lot, lot_id=blend.id, units=4, unit_g=25 * KG)
    with world.reading(company) as reading:
        facts = lot_facts(reading, [blend.id, part.id, packed.id])
        for one in (blend.id, part.id, packed.id):
            assert set(facts[one].certificate_ids) == set(certificates)
        assert set(standings_of(reading, facts.values())) == set(certificates)
        told = custody_of(reading, facts[blend.id])
        assert (told.certified, told.own, len(told.certificates)) == (True, False, 2)
        assert faults(reading) == []


def test_what_was_bought_is_blended_and_sold_though_one_certificate_ended(world: World) -> None:
    company, other = company_member(world), company_member(world)
    _species, lots, certificates = two_cooperatives(world, company)
    change_status(world, certificates[0], CertificateStatus.WITHDRAWN, at=world.now)
    world.pass_time(days=1)
    blend = does(world, company, blend_lots, inputs=[(one, 100 * KG) for one in lots])
    arrived = bought(world, company, other, blend.id, 50 * KG)
    with world.reading(other) as reading:
        assert set(lot_facts(reading, [arrived])[arrived].certificate_ids) == set(certificates)


def test_certified_and_uncertified_never_share_a_blend(world: World) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    plain = stock(world, company, 50 * KG, species_id=species_id)
    order = {"inputs": [(lots[0], KG), (plain, KG)]}
    assert refused(world, company, blend_lots, **order) == ["certified-mixed-with-uncertified"]
    other_plant = stock(world, company, 50 * KG)
    order = {"inputs": [(plain, KG), (other_plant, KG)]}
    assert refused(world, company, blend_lots, **order) == ["lots-differ"]
    packed = stock(world, company, 50 * KG, species_id=species_id, unit_g=KG)
    inputs = [(plain, KG), (packed, KG)]
    found = refused(world, company, blend_lots, inputs=inputs, product="Tea")
    assert found == ["form-not-for-this", "recipe-missing", "lots-differ"]
    assert refused(world, company, blend_lots, inputs=[(plain, KG)]) == ["too-few-lots"]


def test_own_stock_is_frozen_by_a_suspension_and_can_still_be_held(world: World) -> None:
    manager = world.operator_manager()
    species_id = liquorice(world)
    held = certificate(world, home(manager), species_id)
    lots = [
        stock(world, manager, 50 * KG, certificate_id=held, species_id=species_id) for _ in range(2)
    ]
    stated = recipe(world, manager, root(species_id, "1/4"), Ingredient("3/4", ingredient="Salt"))
    world.pass_time(hours=1)
    before = world.now
    product = does(
        world,
        manager,
        blend_lots,
        inputs=[(lots[0], 10 * KG)],
        recipe=stated.id,
        added={2: 30 * KG},
    )
    assert product.certified
    world.pass_time(hours=1)
    change_status(world, held, CertificateStatus.SUSPENDED, at=world.now)
    world.pass_time(hours=1)
    again = {"inputs": [(lots[1], 10 * KG)], "recipe": stated.id, "added": {2: 30 * KG}}
    assert refused(world, manager, blend_lots, **again) == ["certificate-not-in-force"]
    earlier = again | {"at": before}
    assert refused(world, manager, blend_lots, **earlier) == ["certificate-not-in-force"]
    order = {"lot_id": product.id, "units": 4, "unit_g": KG}
    assert refused(world, manager, pack_lot, **order) == ["certificate-not-in-force"]
    sale = {"sender_id": home(manager), "receiver_id": home(company_member(world))}
    found = refused(world, manager, ship, **sale, lines=[(product.id, KG)])
    assert "certificate-not-in-force" in found
    does(world, manager, hold_lots, lot_ids=[lots[1]], reason="Waiting for the body.")


@pytest.mark.parametrize(
    ("certified", "plain", "tier", "claim"),
    [
        (20, 80, 1, "certified-product"),
        (15, 85, 2, "made-with"),
        (100, 0, 1, "certified-product"),
    ],
)
def test_the_share_of_a_recipe_gives_the_tier(
    world: World, certified: int, plain: int, tier: int, claim: str
) -> None:
    company = company_member(world)
    species_id, lots, certificates = two_cooperatives(world, company)
    other = liquorice(world)
    plain_lot = stock(world, company, 100 * KG, species_id=other)
    lines = [root(species_id, f"{certified}"), root(other, f"{plain}", certified=False)]
    inputs = [(lots[0], certified * KG), (plain_lot, plain * KG)]
    used = [pair for pair in zip(lines, inputs, strict=True) if pair[1][1]]
    stated = recipe(world, company, *(line for line, _ in used))
    product = does(world, company, blend_lots, inputs=[one for _, one in used], recipe=stated.id)
    assert (product.form, product.product, product.species_id) == (
        Form.FINISHED_PRODUCT,
        "Evening tea",
        None,
    )
    packed = does(world, company, pack_lot, lot_id=product.id, units=10, unit_g=KG)
    with world.reading(company) as reading:
        facts = lot_facts(reading, [packed.id])[packed.id]
        assert facts.certificate_ids == (certificates[0],)
        made = composition_of(reading, facts)
        assert made is not None
        assert (made.share, made.rank, made.claim) == (Fraction(certified, 100), tier, claim)
        assert (made.rules, made.is_confirmed) == ("tiers-b", False)
        kept = reading.session.get_one(Movement, product.made_by).facts
        assert kept["claim"]["share"] == str(Fraction(certified, 100)) or certified == 100
        assert faults(reading) == []


def test_packs_of_two_products_share_no_pallet(world: World) -> None:
    company = company_member(world)
    species_id, packs = liquorice(world), []
    [evening, morning] = [
        recipe(world, company, root(species_id, "1", certified=False), product=name).id
        for name in ("Evening tea", "Morning tea")
    ]
    for stated in (evening, morning, morning):
        lot_id = stock(world, company, 10 * KG, species_id=species_id)
        made = does(world, company, blend_lots, inputs=[(lot_id, 10 * KG)], recipe=stated)
        packs.append(does(world, company, pack_lot, lot_id=made.id, units=10, unit_g=KG))
    inputs = [(one.id, 10 * KG) for one in packs]
    assert refused(world, company, build_pallet, inputs=inputs) == ["lots-differ"]
    pallet = does(world, company, build_pallet, inputs=inputs[1:])
    assert (pallet.product, pallet.units) == ("Morning tea", 20)


def test_what_goes_in_has_the_shares_of_the_recipe_to_a_gram(world: World) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    water = Ingredient("1", ingredient="Water", excluded=True)
    stated = recipe(world, company, root(species_id, "2"), water)
    assert [line.share for line in stated.lines] == [Fraction(2, 3), Fraction(1, 3)]
    order = {"inputs": [(lots[0], 20 * KG)], "recipe": stated.id}
    exact = does(world, company, blend_lots, **order, added={2: 10 * KG + 1})
    with world.reading(company) as reading:
        made = composition_of(reading, lot_facts(reading, [exact.id])[exact.id])
        assert made is not None
        assert (made.share, exact.made_g) == (Fraction(1), 30 * KG + 1)
        movement = reading.session.get_one(Movement, exact.made_by)
        assert (movement.added_g, movement.added_what) == (10 * KG + 1, "Water")
    found = refused(world, company, blend_lots, **order, added={2: 10 * KG + 10})
    assert found == ["share-differs", "share-differs"]
    plain = stock(world, company, 100 * KG, species_id=species_id)
    wrong = order | {"inputs": [(plain, 20 * KG)], "added": {2: 10 * KG}}
    assert "lot-not-in-recipe" in refused(world, company, blend_lots, **wrong)


@pytest.mark.parametrize(
    ("certified_g", "sugar_g"), [(1, 9), (99, 401), (198, 801), (1_998, 8_002)]
)
def test_a_batch_too_far_from_its_recipe_is_refused(
    world: World, certified_g: int, sugar_g: int
) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    stated = recipe(world, company, root(species_id, "1"), Ingredient("4", ingredient="Sugar"))
    order = {"inputs": [(lots[0], certified_g)], "added": {2: sugar_g}, "recipe": stated.id}
    assert "share-differs" in refused(world, company, blend_lots, **order)


@pytest.mark.parametrize(
    ("certified_g", "sugar_g", "tier"), [(2, 8, 1), (1, 6, 2), (1_999, 8_001, 2), (2_001, 7_999, 1)]
)
def test_no_more_is_claimed_than_the_grams_that_went_in(
    world: World, certified_g: int, sugar_g: int, tier: int
) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    stated = recipe(world, company, root(species_id, "1"), Ingredient("4", ingredient="Sugar"))
    order = {"inputs": [(lots[0], certified_g)], "added": {2: sugar_g}, "recipe": stated.id}
    product = does(world, company, blend_lots, **order)
    with world.reading(company) as reading:
        made = composition_of(reading, lot_facts(reading, [product.id])[product.id])
    assert made is not None
    share = Fraction(certified_g, certified_g + sugar_g)
    assert (made.share, made.rank) == (min(share, Fraction(1, 5)), tier)


def test_a_threatened_plant_that_is_not_certified_takes_every_claim(world: World) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    threatened = world.species("NARJAT", "Nardostachys jatamansi")
    with world.store.writing() as session:
        session.get_one(Species, threatened).threatened = True
        session.commit()
    plain = stock(world, company, 10 * KG, species_id=threatened)
    stated = recipe(world, company, root(species_id, "9"), root(threatened, "1", certified=False))
    order = {"inputs": [(lots[0], 9 * KG), (plain, KG)], "recipe": stated.id}
    product = does(world, company, blend_lots, **order)
    with world.reading(company) as reading:
        facts = lot_facts(reading, [product.id])[product.id]
        made = composition_of(reading, facts)
        assert made is not None
        assert (product.certified, facts.certificate_ids) == (False, ())
        assert (made.share, made.claim) == (Fraction(9, 10), None)
        assert made.refused == ("threatened-ingredient-uncertified",)


def test_a_product_goes_into_no_further_blend(world: World) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    stated = recipe(world, company, root(species_id, "1"))
    products = [
        does(world, company, blend_lots, inputs=[(one, KG)], recipe=stated.id) for one in lots
    ]
    again = [(one.id, 100) for one in products]
    assert "product-not-blended-further" in refused(world, company, blend_lots, inputs=again)
    found = refused(world, company, blend_lots, inputs=again, recipe=stated.id)
    assert "product-not-blended-further" in found
    merged = refused(world, company, merge_lots, lot_ids=[one.id for one in products])
    assert "product-not-blended-further" in merged


def test_an_edition_is_never_edited_but_followed_by_another(world: World) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    first = recipe(world, company, root(species_id, "1"))
    with pytest.raises(Refused):
        recipe(world, company, root(species_id, "1"))
    world.pass_time(days=1)
    lines = (root(species_id, "1/2"), Ingredient("1/2", ingredient="Sugar"))
    second = recipe(world, company, *lines, supersedes_id=first.id)
    assert (second.edition, second.supersedes_id) == (2, first.id)
    order = {"inputs": [(lots[0], KG)], "recipe": first.id}
    assert refused(world, company, blend_lots, **order) == ["recipe-superseded"]
    with pytest.raises(Refused):
        recipe(world, company, *lines, supersedes_id=first.id)
    stranger = company_member(world)
    with pytest.raises(NotFound):
        does(world, stranger, blend_lots, inputs=[], recipe=second.id)
    with pytest.raises(NotAllowed):
        recipe(world, stranger, root(species_id, "1"), organisation_id=home(company))


@pytest.mark.parametrize(
    ("left_out", "code"),
    [
        ("Sugar and wild root powder", "counts-in-weight"),
        ("Salt", "counts-in-weight"),
        ("Water-soluble starch", "counts-in-weight"),
        ("Nardostachys jatamansi rhizome", "plant-as-other-ingredient"),
        ("powder of N. JATAMANSI", "plant-as-other-ingredient"),
        ("Nardo\u200bstachys  jatamansi", "plant-as-other-ingredient"),
        ("Spikenard, cultivated", "plant-as-other-ingredient"),
    ],
)
def test_nothing_is_left_out_of_the_share_but_what_the_rules_name(
    world: World, left_out: str, code: str
) -> None:
    company = company_member(world)
    species_id, threatened = liquorice(world), world.species("NARJAT", "Nardostachys jatamansi")
    with world.store.writing() as session:
        session.get_one(Species, threatened).common_names = {"en": "spikenard"}
        session.commit()
    lines = (root(species_id, "1"), Ingredient("99", ingredient=left_out, excluded=True))
    order = {"organisation_id": home(company), "product": "Evening tea", "lines": lines}
    assert code in refused(world, company, state_recipe, **order)
    water = Ingredient("99", ingredient="Spring WATER", excluded=True)
    stated = recipe(world, company, root(species_id, "1"), water)
    with world.reading(company) as reading:
        assert claim_of_recipe(reading, stated).share == 1


def test_a_recipe_of_before_leaves_nothing_out_that_the_rules_of_the_day_count(
    world: World,
) -> None:
    company = company_member(world)
    species_id, lots, _certificates = two_cooperatives(world, company)
    water = Ingredient("9", ingredient="Water", excluded=True)
    stated = recipe(world, company, root(species_id, "1"), water)
    with world.store.writing() as session:
        asked = select(RecipeLineRow).filter_by(recipe_id=stated.id, position=2)
        session.scalars(asked).one().ingredient = "Sugar"
        session.commit()
    order = {"inputs": [(lots[0], KG)], "added": {2: 9 * KG}, "recipe": stated.id}
    product = does(world, company, blend_lots, **order)
    with world.reading(company) as reading:
        made = composition_of(reading, lot_facts(reading, [product.id])[product.id])
    assert made is not None
    assert (made.share, made.rank) == (Fraction(1, 10), 2)
    assert [line.excluded for line in made.lines] == [False, False]


def test_fresh_goods_are_no_part_of_a_product(world: World) -> None:
    company = company_member(world)
    species_id = liquorice(world)
    plain = stock(world, company, 100 * KG, species_id=species_id)
    with world.store.writing() as session:
        session.get_one(Lot, plain).state = State.FRESH
        session.commit()
    stated = recipe(world, company, root(species_id, "1", certified=False))
    order = {"inputs": [(plain, KG)], "recipe": stated.id}
    assert refused(world, company, blend_lots, **order) == ["fresh-in-product"]
