"""Holding, undoing and packing through pages and API."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.lots.operations import cut_lots, dry_lots, pack_lot, split_lot
from fairwild.lots.records import Lot, Movement, PackedUnit
from tests.builders import World
from tests.doors import Door
from tests.lots_builders import KG, Field, balance, certify, faults, field_of, set_status


@pytest.fixture
def field(small_world: World) -> Field:
    return field_of(small_world)


def movement_of(field: Field, lot: Any) -> UUID:
    with field.world.store.reading() as session:
        found: UUID = session.scalar(select(Movement.id).where(Movement.seq == lot.made_by))
        return found


def read(answer: Any) -> str:
    text: str = answer.get_data(as_text=True)
    return text


def test_a_lot_is_held_and_released_on_its_page(door: Door, field: Field) -> None:
    lot, other = field.lot(100), field.lot(20)
    pages = door.pages(field.manager)
    shown = read(pages.get(f"/lots/{lot.id}"))
    assert f"/lots/{lot.id}/hold" in shown
    form = {"lots[]": [str(lot.id), str(other.id)], "reason": "Mould was seen."}
    assert pages.post(f"/lots/{lot.id}/hold", data=form).status_code == 302
    shown = read(pages.get(f"/lots/{lot.id}"))
    assert "Nothing leaves this lot until it is released" in shown
    assert "Mould was seen." in shown
    listed = read(pages.get("/lots?status=on-hold"))
    assert lot.number in listed
    assert other.number in listed
    assert "is on hold; release it first" in read(
        pages.post(f"/lots/{lot.id}/split", data={"parts[]": ["1"]})
    )
    [release] = re.findall(r'action="(/lots/[^"]+/release)"', shown)
    assert pages.post(release, data={"reason": ""}).status_code == 422
    assert pages.post(release, data={"reason": "It was dust."}).status_code == 302
    shown = read(pages.get(f"/lots/{lot.id}"))
    assert "It was dust." in shown
    assert "Nothing leaves this lot" not in shown
    assert lot.number not in read(pages.get("/lots?status=on-hold"))


def test_a_movement_is_undone_on_its_page_after_what_followed(door: Door, field: Field) -> None:
    raw = field.lot(100)
    cut = field.does(cut_lots, inputs=[(raw.id, 60 * KG)], output_g=60 * KG)
    packed = field.does(pack_lot, lot_id=cut.id, units=10, unit_g=KG)
    first, second = movement_of(field, cut), movement_of(field, packed)
    pages = door.pages(field.manager)
    shown = read(pages.get(f"/movements/{first}"))
    assert "Undo these first" in shown
    assert f"/movements/{second}" in shown
    refused = pages.post(f"/movements/{first}/correction", data={"reason": "Wrong lot."})
    assert refused.status_code == 409
    assert "That must be undone first" in read(refused)
    for movement_id in (second, first):
        assert 'name="reason"' in read(pages.get(f"/movements/{movement_id}"))
        address = f"/movements/{movement_id}/correction"
        assert pages.post(address, data={"reason": "Wrong lot."}).status_code == 302
    assert balance(field.world, raw.id)[1] == 0
    assert faults(field.world) == []
    assert "was undone on" in read(pages.get(f"/movements/{first}"))
    shown = read(pages.get(f"/lots/{raw.id}"))
    assert "Put right" in shown
    assert "Wrong lot." in shown
    assert "60 kg taken of it" in shown
    assert "0 kg taken of it" in shown
    assert "nothing: the lot is undone" in read(pages.get(f"/lots/{cut.id}"))
    assert "<s>" in read(pages.get("/movements"))


def test_movements_are_listed_by_kind_day_place_and_lot(door: Door, field: Field) -> None:
    raw = field.lot(100)
    cut = field.does(cut_lots, inputs=[(raw.id, 60 * KG)], output_g=60 * KG, site="Old mill")
    field.does(pack_lot, lot_id=cut.id, units=10, unit_g=KG)
    pages = door.pages(field.manager)
    cutting, packing = f"/movements/{movement_of(field, cut)}", "Packed</a>"
    for query, seen in (
        ("", True),
        ("kind=cut", True),
        ("kind=pack", False),
        ("site=old", True),
        ("site=elsewhere", False),
        (f"lot={cut.number}", True),
        ("lot=NOWHERE", False),
        (f"species_id={field.species_id}", True),
        ("last_day=2020-01-01", False),
        ("first_day=2020-01-01", True),
    ):
        assert (cutting in read(pages.get(f"/movements?{query}"))) is seen, query
    assert packing in read(pages.get("/movements?kind=pack"))
    api = door.api(field.manager)
    answer = api.get("/movements?kind=cut")
    assert [one["kind"] for one in answer.json] == ["cut"]


def test_bags_go_on_a_pallet_and_come_off_through_the_pages(door: Door, field: Field) -> None:
    raw = field.lot(100)
    bags = field.does(pack_lot, lot_id=raw.id, units=10, unit_g=KG)
    more = field.does(pack_lot, lot_id=raw.id, units=5, unit_g=KG)
    pages = door.pages(field.manager)
    with field.world.store.reading() as session:
        code = session.scalar(select(PackedUnit.code).where(PackedUnit.lot_id == bags.id))
    assert code in read(pages.get(f"/lots/{bags.id}/units")).replace("-", "").replace(" ", "")
    found = pages.get(f"/provenance?q={code}")
    assert found.headers["Location"].startswith(f"/lots/{bags.id}")
    public = door.pages().get(f"/t/{code}")
    assert public.status_code == 200
    assert bags.number in read(public)
    form = {f"take-{bags.id}": "10", f"take-{more.id}": "2"}
    built = pages.post(f"/lots/{bags.id}/pallet", data=form)
    assert built.status_code == 302
    pallet_id = built.headers["Location"].rpartition("/")[2]
    shown = read(pages.get(f"/lots/{pallet_id}"))
    assert "A pallet of 2 packed lots" in shown
    assert "come off this pallet" in read(pages.get(f"/lots/{pallet_id}/unpack"))
    assert pages.post(f"/lots/{pallet_id}/unpack", data={}).status_code == 302
    with field.world.store.reading() as session:
        made = session.scalars(select(Lot).where(Lot.number.contains("-U"))).all()
        assert sorted((lot.units, lot.made_g) for lot in made) == [(2, 2 * KG), (10, 10 * KG)]
    assert faults(field.world) == []


def test_some_packs_are_opened_through_the_page(door: Door, field: Field) -> None:
    raw = field.lot(100)
    bags = field.does(pack_lot, lot_id=raw.id, units=10, unit_g=KG)
    pages, way = door.pages(field.manager), f"/lots/{bags.id}/unpack"
    assert 'value="10"' in pages.get(way).text
    refused = pages.post(way, data={"kg": "2.5"})
    assert refused.status_code == 409
    assert 'value="2.5"' in refused.text
    assert pages.post(way, data={"kg": "3"}).status_code == 302
    with field.world.store.reading() as session:
        [left] = session.scalars(select(Lot).where(Lot.id == bags.id))
        [loose] = session.scalars(select(Lot).where(Lot.number.contains("-U")))
        assert (left.available_g, loose.made_g) == (7 * KG, 3 * KG)


def test_the_api_holds_undoes_and_unpacks(door: Door, field: Field) -> None:
    raw = field.lot(100)
    api = door.api(field.manager)
    held = api.post("/lots/holds", {"lots": [str(raw.id)], "reason": "Wet."})
    assert held.status_code == 201
    [hold] = held.json
    assert [one["id"] for one in api.get(f"/lots/{raw.id}/holds").json] == [hold["id"]]
    assert [one["id"] for one in api.get("/lots?on_hold=true").json] == [str(raw.id)]
    refused = api.post(f"/lots/{raw.id}/pack", {"units": 1, "unit_kg": "1"})
    assert [one["code"] for one in refused.json["errors"]] == ["lot-on-hold"]
    assert api.post(f"/holds/{hold['id']}/release", {"reason": "Dry now."}).status_code == 201
    packed = api.post(f"/lots/{raw.id}/pack", {"units": 3, "unit_kg": "1"}).json
    assert len(api.get(f"/lots/{packed['id']}/units").json) == 3
    inputs = [{"lot_id": packed["id"], "kg": "2"}]
    pallet = api.post("/lots/pallets", {"inputs": inputs})
    assert pallet.status_code == 201
    [off] = api.post(f"/lots/{pallet.json['id']}/unpack").json
    assert (off["made_kg"], off["units"], off["packed_form"]) == ("2", 2, "raw")
    [movement] = [one for one in api.get("/movements").json if one["kind"] == "unpack"]
    whole = api.get(f"/movements/{movement['id']}").json
    assert [one["number"] for one in whole["outputs"]] == [off["number"]]
    undone = api.post(f"/movements/{movement['id']}/correction", {"reason": "Not that one."})
    assert undone.status_code == 201
    assert undone.json["reverses"] == movement["id"]
    again = api.post(f"/movements/{movement['id']}/correction", {"reason": "Twice."})
    assert [one["code"] for one in again.json["errors"]] == ["already-corrected"]
    assert faults(field.world) == []


def test_goods_on_hold_are_undone_and_destroyed_through_the_api_and_stay_on_hold(
    door: Door, field: Field
) -> None:
    raw = field.lot(180)
    api = door.api(field.manager)
    [part] = api.post(f"/lots/{raw.id}/split", {"parts_kg": ["180"]}).json
    recall = api.post("/recalls", {"lot_ids": [part["id"]], "reason": "Mould."}).json
    with field.world.store.reading() as session:
        made_by = movement_of(field, session.get_one(Lot, UUID(part["id"])))
    address = f"/movements/{made_by}/correction"
    assert api.post(address, {"reason": "By mistake."}).status_code == 201
    [hold] = api.get(f"/lots/{raw.id}/holds").json
    assert (hold["reason"], hold["released_at"]) == (f"{recall['number']}: Mould.", None)
    refused = api.post(f"/lots/{raw.id}/split", {"parts_kg": ["1"]})
    assert [one["code"] for one in refused.json["errors"]] == ["lot-on-hold"]
    destroyed = {"kg": "30", "reason": "Destroyed."}
    used = api.post(f"/lots/{raw.id}/write-off", destroyed | {"kind": "own-use"})
    assert [one["code"] for one in used.json["errors"]] == ["lot-on-hold"]
    assert api.post(f"/lots/{raw.id}/write-off", destroyed).status_code == 201
    assert balance(field.world, raw.id) == (180 * KG, 30 * KG)
    pages = door.pages(field.manager)
    assert f'"/lots/{raw.id}/write-off"' in read(pages.get(f"/lots/{raw.id}"))
    form = {"kind": "loss", "kg": "20", "reason": "Destroyed.", "deed_key": str(uuid4())}
    assert "This lot is on hold" in read(pages.get(f"/lots/{raw.id}/write-off"))
    assert pages.post(f"/lots/{raw.id}/write-off", data=form).status_code == 302
    assert "50 kg" in read(pages.get(f"/recalls/{recall['id']}"))
    table = read(pages.get(f"/recalls/{recall['id']}/report.csv"))
    assert "Written off since (kg)" in table
    assert pages.get(f"/recalls/{recall['id']}/report.pdf").status_code == 200
    assert faults(field.world) == []


def test_frozen_stock_offers_only_what_may_still_be_done(door: Door, field: Field) -> None:
    certificate_id = certify(field)
    lot = field.does(dry_lots, inputs=[(field.lot(300).id, 300 * KG)], output_g=100 * KG)
    page, deeds = f"/lots/{lot.id}", ("process/cut", "pack", "split", "grade")
    offered = read(door.pages(field.manager).get(page))
    assert all(f'"{page}/{deed}"' in offered for deed in deeds)
    field.world.pass_time(days=1)
    set_status(field.world, certificate_id, CertificateStatus.SUSPENDED)
    field.world.pass_time(days=1)
    frozen = read(door.pages(field.manager).get(page))
    assert not any(f'"{page}/{deed}"' in frozen for deed in deeds)
    assert all(f'"{page}/{deed}"' in frozen for deed in ("sample", "test", "write-off", "hold"))
    assert "Certificate CB-2026-00001 is not in force: suspended since" in frozen


def test_a_page_folds_away_what_is_more_than_a_score_of_deeds_to_undo(
    door: Door, field: Field
) -> None:
    cut = field.does(cut_lots, inputs=[(field.lot(100).id, 60 * KG)], output_g=60 * KG)
    for _ in range(22):
        field.does(split_lot, lot_id=cut.id, parts_g=[KG])
    pages, where = door.pages(field.manager), f"/movements/{movement_of(field, cut)}"
    shown = pages.get(where).text
    listed, folded = shown.split("<details><summary>All 22</summary>")
    assert (listed.count('href="/movements/'), folded.count("<li>")) >= (20, 2)
    assert '<ol class="undo-first" start="21">' in folded
    refused = pages.post(f"{where}/correction", data={"reason": "Twice."})
    assert refused.status_code == 409
    assert "All 22" in refused.text
