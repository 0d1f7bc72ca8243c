"""Blends and recipes through the doors: pages, API, labels and the public page."""

import re
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.operations import take_sample
from fairwild.lots.queries import lot_facts
from fairwild.lots.records import Lot
from fairwild.species.queries import get_species
from tests.builders import World
from tests.doors import Door
from tests.operations.test_blend import recipe, root, two_cooperatives
from tests.trade_builders import change_status, company_member, liquorice, stock

KG = 1000


def read(answer: TestResponse) -> Any:
    return answer.json


def new_lot(location: str) -> UUID:
    return UUID(location.rstrip("/").rpartition("/")[2])


def product_of(door: Door, world: World, company: Actor, *, certified_kg: int) -> dict[str, Any]:
    """Make 100 kg of a product with so many certified kilograms in it, through the API."""
    species_id, lots, _certificates = two_cooperatives(world, company)
    other = liquorice(world)
    plain = stock(world, company, 100 * KG, species_id=other)
    api = door.api(company)
    lines = [
        {"parts": str(certified_kg), "species_id": str(species_id), "part": "root"}
        | {"certified": True},
        {"parts": str(100 - certified_kg), "species_id": str(other), "part": "root"},
    ]
    stated = api.post("/recipes", {"product": "Evening tea", "lines": lines})
    assert stated.status_code == 201, stated.text
    inputs = [
        {"lot_id": str(lots[0]), "kg": str(certified_kg)},
        {"lot_id": str(plain), "kg": str(100 - certified_kg)},
    ]
    made = api.post("/lots/blend", {"inputs": inputs, "recipe_id": read(stated)["id"]})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = read(made)
    return found | {"recipe_id": read(stated)["id"]}


def order_of(lot_id: str, **more: Any) -> dict[str, Any]:
    return {"lot_id": lot_id, "sheet": "a4-3x8", "label_count": 2} | more


def test_two_cooperatives_are_blended_on_the_page(door: Door, small_world: World) -> None:
    company = company_member(small_world)
    _species, lots, certificates = two_cooperatives(small_world, company)
    pages = door.pages(company)
    assert "/lots/blend" in pages.get("/lots").text
    assert f"/lots/blend?lot={lots[0]}" in pages.get("/lots/blend").text
    form = pages.get(f"/lots/blend?lot={lots[0]}")
    assert f'name="take-{lots[1]}"' in form.text
    typed = {f"take-{lots[0]}": "40", f"take-{lots[1]}": "60"}
    answer = pages.post(f"/lots/blend?lot={lots[0]}", data=typed)
    assert answer.status_code == 302, answer.text
    page = pages.get(answer.location).text
    with small_world.reading(company) as reading:
        lot = lot_facts(reading, [new_lot(answer.location)])[new_lot(answer.location)]
    assert set(lot.certificate_ids) == set(certificates)
    assert re.search(r"Certified: blended on .* from lots bought under CB-\S+, CB-\S+, which", page)
    assert page.count("/c/CB-2026-") == 2
    too_much = pages.post(f"/lots/blend?lot={lots[0]}", data={f"take-{lots[0]}": "400"})
    assert too_much.status_code == 409


def test_the_public_page_lists_every_certificate_and_the_worst_decides(
    door: Door, small_world: World
) -> None:
    company = company_member(small_world)
    _species, lots, certificates = two_cooperatives(small_world, company)
    inputs = [{"lot_id": str(one), "kg": "50"} for one in lots]
    made = read(door.api(company).post("/lots/blend", {"inputs": inputs}))
    small_world.pass_time(days=2)
    change_status(small_world, certificates[1], CertificateStatus.WITHDRAWN, at=small_world.now)
    told = read(door.api().get(f"/public/trace/{made['code']}"))
    assert [one["standing_then"] for one in told["certificates"]] == ["issued", "issued"]
    assert sorted(one["standing_now"] for one in told["certificates"]) == ["issued", "withdrawn"]
    assert told["certificate"]["standing_now"] == "withdrawn"
    page = door.pages().get(f"/t/{made['code']}").text
    assert "Certified then; the certificate has changed since" in page
    assert page.count("See certificate CB-2026-") == 2


def test_a_label_asks_for_no_tier_above_the_share(door: Door, small_world: World) -> None:
    """Negative case 9 of scheme.md: a recipe with 15 % asks for tier 1."""
    company = company_member(small_world)
    made = product_of(door, small_world, company, certified_kg=15)
    api = door.api(company)
    refused = api.post("/labels", order_of(made["id"], tier=1))
    assert refused.status_code == 409
    assert [one["code"] for one in read(refused)["errors"]] == ["tier-above-share"]
    assert api.post("/labels", order_of(made["id"], tier=2)).status_code == 201
    assert api.post("/labels", order_of(made["id"], tier=9)).status_code == 422
    assert api.post("/labels", order_of(made["id"])).status_code == 201
    page = door.pages(company).get(f"/lots/{made['id']}/labels").text
    assert "tier 1: certified FairWild product, from 20.0% on" in page
    assert "Not confirmed by the scheme owner" in page


def test_the_public_page_shows_the_recipe_and_the_certified_share(
    door: Door, small_world: World
) -> None:
    company = company_member(small_world)
    made = product_of(door, small_world, company, certified_kg=25)
    told = read(door.api().get(f"/public/trace/{made['code']}"))["product"]
    assert (told["certified_share"], told["tier"], told["claim"]) == (
        "1/4",
        1,
        "certified-product",
    )
    assert [one["share"] for one in told["ingredients"]] == ["1/4", "3/4"]
    assert told["evidence"] == "low-confidence"
    page = door.pages().get(f"/t/{made['code']}").text
    assert "25.0% FairWild certified" in page
    assert "Not confirmed by the scheme owner" in page
    seen = read(door.api(company).get(f"/lots/{made['id']}/custody"))
    assert seen["product"]["certified_share"] == "1/4"
    assert seen["sentence"].startswith("Certified to 25.0%: blended on")
    lot_page = door.pages(company).get(f"/lots/{made['id']}").text
    assert "25.0% of it is certified by dry weight: tier 1" in lot_page


def test_a_recipe_is_stated_followed_and_used_on_pages(door: Door, small_world: World) -> None:
    company = company_member(small_world)
    species_id, lots, _certificates = two_cooperatives(small_world, company)
    pages = door.pages(company)
    typed = {
        "product": "Root tea",
        "species_id-1": str(species_id),
        "part-1": "root",
        "parts-1": "1/2",
        "certified-1": "yes",
        "ingredient-2": "Sugar",
        "parts-2": "1/2",
    }
    wrong = pages.post("/recipes/new", data=typed | {"parts-2": "half"})
    assert wrong.status_code == 422
    stated = pages.post("/recipes/new", data=typed)
    assert stated.status_code == 302, stated.text
    shown = pages.get(stated.location).text
    assert "50.0% of it is certified by dry weight: tier 1" in shown
    recipe_id = stated.location.rpartition("/")[2]
    assert "Root tea" in pages.get("/recipes").text
    blend = f"/lots/blend?recipe={recipe_id}"
    offered = pages.get(blend).text
    assert f'name="take-{lots[0]}"' in offered
    assert 'name="added-2"' in offered
    amounts = {"recipe": recipe_id, f"take-{lots[0]}": "10", "added-2": "5"}
    differs = pages.post(blend, data=amounts)
    assert differs.status_code == 409
    assert "The recipe asks for 50.0%" in differs.text
    answer = pages.post(blend, data=amounts | {"added-2": "10"})
    assert answer.status_code == 302
    following = pages.get(f"/recipes/new?supersedes={recipe_id}").text
    assert "Next edition of Root tea" in following
    again = {**typed, "supersedes_id": recipe_id, "parts-1": "1/3", "parts-2": "2/3"}
    second = pages.post("/recipes/new", data=again)
    assert second.status_code == 302, second.text
    assert "Replaced on" in pages.get(f"/recipes/{recipe_id}").text


def test_what_may_be_left_out_is_named_on_the_page_and_asked_for_by_the_api(
    door: Door, small_world: World
) -> None:
    company = company_member(small_world)
    species_id = liquorice(small_world)
    pages = door.pages(company)
    assert "Not counted in the share: water only" in pages.get("/recipes/new").text
    plant = {"parts": "1", "species_id": str(species_id), "part": "root", "certified": True}
    other = {"parts": "99", "ingredient": "Sugar and root", "excluded": True}
    refused = door.api(company).post("/recipes", {"product": "Candy", "lines": [plant, other]})
    assert refused.status_code == 409
    assert [one["code"] for one in read(refused)["errors"]] == ["counts-in-weight"]
    with small_world.reading(company) as reading:
        name = get_species(reading, species_id).scientific_name
    typed = {
        "product": "Candy",
        "species_id-1": str(species_id),
        "part-1": "root",
        "parts-1": "1",
        "ingredient-2": f"{name.upper()}, powder",
        "parts-2": "99",
    }
    page = pages.post("/recipes/new", data=typed)
    assert page.status_code == 409
    assert f"names {name}, a registered plant" in page.text


def test_liquid_goods_and_by_products_are_neither_offered_nor_taken_for_a_product(
    door: Door, small_world: World
) -> None:
    company = company_member(small_world)
    species_id, lots, _certificates = two_cooperatives(small_world, company)
    with small_world.store.writing() as session:
        spent = session.get_one(Lot, lots[0])
        spent.state, spent.form = State.LIQUID, Form.BY_PRODUCT
        session.commit()
    stated = recipe(small_world, company, root(species_id, "1"))
    offered = door.pages(company).get(f"/lots/blend?recipe={stated.id}").text
    assert f'name="take-{lots[1]}"' in offered
    assert f'name="take-{lots[0]}"' not in offered
    order = {"inputs": [{"lot_id": str(lots[0]), "kg": "1"}], "recipe_id": str(stated.id)}
    refused = door.api(company).post("/lots/blend", order)
    assert refused.status_code == 409
    codes = [one["code"] for one in read(refused)["errors"]]
    assert codes == ["liquid-in-product", "by-product-in-product"]
    assert "it has no dry weight" in refused.text


def test_a_recipe_is_nobody_elses_business(door: Door, small_world: World) -> None:
    company, stranger = company_member(small_world), company_member(small_world)
    stated = recipe(small_world, company, root(liquorice(small_world), "1"))
    assert door.api(stranger).get(f"/recipes/{stated.id}").status_code == 404
    assert door.api(stranger).get("/recipes").json == []
    claim = read(door.api(company).get(f"/recipes/{stated.id}/claim"))
    assert (claim["certified_share"], claim["tier"]["rank"]) == ("1/1", 1)


def test_a_share_with_a_point_is_answered_with_a_sentence(door: Door, small_world: World) -> None:
    company = company_member(small_world)
    species_id, _lots, _certificates = two_cooperatives(small_world, company)
    line = {"parts": "19.999", "species_id": str(species_id), "part": "root", "certified": True}
    refused = door.api(company).post("/recipes", {"product": "Tea", "lines": [line]})
    assert refused.status_code == 422
    assert "not-a-share" not in refused.text.replace('"code":"not-a-share"', "")
    assert "fraction without a point" in refused.text
    typed = {"product": "Tea", "species_id-1": str(species_id), "part-1": "root"}
    page = door.pages(company).post("/recipes/new", data=typed | {"parts-1": "19.999"})
    assert page.status_code == 422
    assert "fraction without a point" in page.text


def test_a_sample_is_never_labelled(door: Door, small_world: World) -> None:
    company = company_member(small_world)
    lot_id = stock(small_world, company, 100 * KG)
    api = door.api(company)
    with small_world.work(company) as work:
        sample = take_sample(work, lot_id=lot_id, mass_g=100).id
    refused = api.post("/labels", order_of(str(sample)))
    assert [one["code"] for one in read(refused)["errors"]] == ["samples-are-not-labelled"]
    assert "it is kept or tested, not labelled" in refused.text
    packed = {"units": 1, "unit_kg": "0.1"}
    assert api.post(f"/lots/{sample}/pack", packed).status_code >= 400
    page = door.pages(company)
    assert f"/lots/{lot_id}/pack" in page.get(f"/lots/{lot_id}").text
    assert f"/lots/{sample}/pack" not in page.get(f"/lots/{sample}").text
