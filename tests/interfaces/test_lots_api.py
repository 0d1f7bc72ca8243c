"""Receipts and lots through the API: the main path, and refusals that write nothing."""

from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from fairwild.certificates.states import CertificateStatus
from tests.doors import ApiClient, Door
from tests.lots_builders import (
    KG,
    Field,
    certify,
    faults,
    field_of,
    ledger_length,
    moment,
    rows_of_material,
    set_status,
)


@pytest.fixture
def field(door: Door) -> Field:
    return field_of(door.world)


@pytest.fixture
def api(door: Door, field: Field) -> ApiClient:
    return door.api(field.manager)


def body(field: Field, net_kg: int = 100, **changes: Any) -> dict[str, Any]:
    order = field.order(net_kg)
    named = ("harvester_id", "area_id", "species_id", "part", "state")
    return {
        **{name: str(order[name]) for name in named},
        "collected_at": order["collected_at"].isoformat(),
        "gross_kg": str(net_kg + 2),
        "tare_kg": "2",
        "price_per_kg": "0.90",
        "currency": "EUR",
        **changes,
    }


def refused(field: Field, api: ApiClient, path: str, order: Any) -> list[str]:
    """Post what must be refused with 409; nothing may be written. Gives the codes."""
    before = ledger_length(field.world), rows_of_material(field.world)
    answer = api.post(path, order)
    assert answer.status_code == 409, answer.text
    assert answer.mimetype == "application/problem+json"
    assert (ledger_length(field.world), rows_of_material(field.world)) == before
    assert all(error["detail"] for error in answer.json["errors"])
    return [error["code"] for error in answer.json["errors"]]


def made(answer: TestResponse) -> Any:
    assert answer.status_code == 201, answer.text
    return answer.json


def test_a_receipt_is_answered_with_what_is_to_be_known_of_it(field: Field, api: ApiClient) -> None:
    certificate_id = certify(field, maximum_g=16_000 * KG)
    first = made(api.post("/receipts", body(field, 14_000)))
    assert (first["certified"], first["warnings"]) == (True, [])
    near = made(api.post("/receipts", body(field, 1_200)))
    told = {one["code"]: one for one in near["warnings"]}
    assert set(told) == {"quota-nearly-drawn", "certificate-nearly-drawn"}
    assert told["quota-nearly-drawn"]["facts"]["left_g"] == 1_600 * KG
    assert (
        "15,200 kg of the 16,000 kg that certificate CB-2026-00001 allows"
        in (told["certificate-nearly-drawn"]["detail"])
    )
    before = field.world.now
    field.world.pass_time(days=1)
    set_status(field.world, certificate_id, CertificateStatus.SUSPENDED)
    field.world.pass_time(days=1)
    late = made(api.post("/receipts", body(field, 10, collected_at=before.isoformat())))
    assert late["certified"] is False
    codes = [one["code"] for one in late["warnings"]]
    assert codes == ["quota-nearly-drawn", "uncovered-when-recorded", "certificate-not-in-force"]


def test_from_receipts_to_packed_units_and_their_lineage(field: Field, api: ApiClient) -> None:
    certify(field)
    receipts = [made(api.post("/receipts", body(field, net_kg))) for net_kg in (352, 318)]
    assert receipts[0]["number"] == "EBR-R-2026-00001"
    assert (receipts[0]["net_kg"], receipts[0]["amount"]) == ("352", "316.80")
    lot_id = receipts[0]["lot_id"]
    closed = made(api.post(f"/lots/{lot_id}/close"))
    assert (closed["made_kg"], closed["status"]) == ("670", "closed")
    dried = made(api.post(f"/lots/{lot_id}/dry", {"output_kg": "218.5"}))
    assert dried["certified"] is True
    order = {"output_kg": "205", "by_product_kg": "9", "loss_kg": "4.5"}
    silent = api.post(f"/lots/{dried['id']}/cut", order)
    assert (silent.status_code, "Say why 4.5 kg were lost" in silent.text) == (409, True)
    order["loss_reason"] = "Dust"
    cut = made(api.post(f"/lots/{dried['id']}/cut", order))
    packed = made(api.post(f"/lots/{cut['id']}/pack", {"units": 8, "unit_kg": "25"}))
    assert (packed["units"], packed["unit_kg"], packed["made_kg"]) == (8, "25", "200")
    assert api.get(f"/lots/{cut['id']}").json["available_kg"] == "5"
    lineage = api.get(f"/lots/{packed['id']}/lineage").json
    assert [one["kind"] for one in lineage["upstream"]] == ["collect", "dry", "cut", "pack"]
    assert lineage["upstream"][1]["water_kg"] == "451.5"
    assert {one["id"] for one in lineage["lots"]} == {
        lot_id,
        *(one["id"] for one in (dried, cut, packed)),
    }
    assert lineage["downstream"] == []
    origin = api.get(f"/lots/{packed['id']}/origin").json
    assert (origin["receipt_count"], origin["harvester_count"], origin["net_kg"]) == (2, 1, "670")
    assert faults(field.world) == []


def test_a_receipt_posted_twice_with_one_key_is_one_receipt(field: Field, api: ApiClient) -> None:
    headers = {"Idempotency-Key": '"once"'}
    first = api.post("/receipts", body(field), headers=headers)
    again = api.post("/receipts", body(field), headers=headers)
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(api.get("/receipts").json) == 1


def test_negative_case_1_more_than_the_maximum_quantity(field: Field, api: ApiClient) -> None:
    made(api.post("/receipts", body(field, 15_900)))
    assert refused(field, api, "/receipts", body(field, 1_200)) == ["quota-exceeded"]


def test_negative_case_2_a_drying_ratio_out_of_band(field: Field, api: ApiClient) -> None:
    lot = field.lot(3_900)
    path = f"/lots/{lot.id}/dry"
    assert refused(field, api, path, {"output_kg": "2000"}) == ["ratio-out-of-band"]


def test_negative_case_3_outside_season_and_registration(field: Field, api: ApiClient) -> None:
    early = body(field, collected_at=moment(date(2025, 12, 31)).isoformat())
    assert refused(field, api, "/receipts", early) == [
        "harvester-not-registered-then",
        "outside-season",
    ]


def test_negative_case_5_more_than_there_is(field: Field, api: ApiClient) -> None:
    lot = field.lot(900)
    path = f"/lots/{lot.id}/split"
    order = {"parts_kg": ["1000"]}
    assert refused(field, api, path, order) == ["more-than-available"]
    order = {"units": 40, "unit_kg": "25"}
    assert refused(field, api, f"/lots/{lot.id}/pack", order) == ["more-than-available"]


def test_a_wrong_receipt_is_reversed_with_its_reason(field: Field, api: ApiClient) -> None:
    receipt = made(api.post("/receipts", body(field)))
    path = f"/receipts/{receipt['id']}/reverse"
    assert api.post(path, {}).status_code == 422
    answer = made(api.post(path, {"reason": "Typed 100 for 10"}))
    assert answer["reversal_reason"] == "Typed 100 for 10"
    assert refused(field, api, path, {"reason": "Again"}) == ["receipt-already-reversed"]


def test_lots_are_listed_by_filter_and_page_by_page(field: Field, api: ApiClient) -> None:
    for _ in range(3):
        field.lot(10)
        field.world.pass_time(minutes=1)
    field.buy(10)
    assert len(api.get("/lots?status=closed").json) == 3
    assert len(api.get(f"/lots?status=open&species_id={field.species_id}").json) == 1
    assert [one["number"] for one in api.get("/lots?number=-002").json] == [
        "EBR-GLYGLA-B3-2026-002"
    ]
    first = api.get("/lots?limit=3")
    assert 'rel="next"' in first.headers["Link"]
    following = first.headers["Link"].split(">")[0].lstrip("<").removeprefix("/api/v1")
    assert len(api.get(following).json) == 1
    assert api.get("/lots?status=lost").status_code == 422


def test_merging_and_splitting_through_the_api(field: Field, api: ApiClient) -> None:
    lot = field.lot(100)
    parts = made(api.post(f"/lots/{lot.id}/split", {"parts_kg": ["60", "40"]}))
    merged = made(api.post("/lots/merge", {"lot_ids": [one["id"] for one in parts]}))
    assert merged["made_kg"] == "100"
    assert api.post("/lots/merge", {"lot_ids": [merged["id"]]}).status_code == 422
    fresh = [field.lot(10), field.lot(20)]
    some = [{"lot_id": str(lot.id), "kg": "4.5"} for lot in fresh]
    assert made(api.post("/lots/merge", {"parts": some}))["made_kg"] == "9"


def test_strangers_see_neither_lots_nor_receipts(door: Door, field: Field) -> None:
    receipt = field.buy(10)
    stranger = door.api(door.world.operator_manager())
    assert stranger.get("/lots").json == []
    assert stranger.get("/receipts").json == []
    for path in (f"/lots/{receipt.lot_id}", f"/receipts/{receipt.id}"):
        assert stranger.get(path).status_code == 404
    assert stranger.get(f"/lots/{receipt.lot_id}/lineage").status_code == 404
    assert stranger.post(f"/lots/{receipt.lot_id}/close").status_code == 404


def test_a_weight_is_text_in_kilograms(field: Field, api: ApiClient) -> None:
    for wrong in (100, "1e3", "-5", "1.2345"):
        answer = api.post("/receipts", body(field, gross_kg=wrong))
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == "/json/gross_kg"
    assert field.order()["gross_g"] == 102 * KG


def test_a_price_is_in_a_currency_that_somebody_uses(field: Field, api: ApiClient) -> None:
    answer = api.post("/receipts", body(field, currency="ZZZ"))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/json/currency")
    for currency, price in (("INR", "12.50"), ("VND", "9000"), ("CNY", "3.20")):
        made(api.post("/receipts", body(field, 1, currency=currency, price_per_kg=price)))
