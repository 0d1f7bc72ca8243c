"""Kinds of processing, ratios, grades, samples, tests and write-offs on pages and API."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.plants import Form
from fairwild.lots.operations import dry_lots
from fairwild.lots.records import Lot, LotTest, Movement
from fairwild.lots.states import MovementKind
from tests.doors import ApiClient, Door
from tests.lots_builders import KG, Field, balance, certify, faults, field_of, set_status
from tests.trade_builders import clerk_of, company_member

PDF = b"%PDF-1.4 what the laboratory wrote"
TEST = {
    "laboratory": "Valley laboratory",
    "method": "EN 15662",
    "tested_for": "pesticides",
    "result": "0.7",
    "unit": "mg/kg",
    "allowed": "0.5",
    "verdict": "failed",
    "tested_on": "2026-03-02",
}


@pytest.fixture
def field(door: Door) -> Field:
    return field_of(door.world)


@pytest.fixture
def pages(door: Door, field: Field) -> FlaskClient:
    return door.pages(clerk_of(door.world, field.operator_id))


@pytest.fixture
def api(door: Door, field: Field) -> ApiClient:
    return door.api(field.manager)


def send(pages: FlaskClient, path: str, **typed: Any) -> str:
    """Send a form that is carried out; gives the page after it."""
    answer = pages.post(path, data=typed | {"deed_key": str(uuid4())})
    assert answer.status_code == 302, answer.text
    return pages.get(answer.location).text


def last_of(field: Field, kind: MovementKind) -> Movement:
    with field.world.store.reading() as session:
        query = select(Movement).where(Movement.kind == kind).order_by(Movement.seq.desc())
        return session.scalars(query).first()


def dried(field: Field, fresh_kg: int = 300) -> Lot:
    fresh = field.lot(fresh_kg)
    order = {"inputs": [(fresh.id, fresh_kg * KG)], "output_g": fresh_kg * KG // 3}
    return field.does(dry_lots, **order)


def test_only_kinds_that_suit_a_lot_are_offered(field: Field, pages: FlaskClient) -> None:
    dry, fresh = dried(field), field.lot(10)
    where = f"/lots/{dry.id}/process/"
    page = pages.get(f"/lots/{dry.id}").text
    assert [
        kind
        for kind in ("dry", "cut", "sift", "mill", "distil", "macerate")
        if f'{where}{kind}"' in page
    ] == ["cut", "sift", "mill", "distil", "macerate"]
    page = pages.get(f"/lots/{fresh.id}").text
    assert f"/lots/{fresh.id}/process/dry" in page
    assert f"/lots/{fresh.id}/process/mill" not in page
    for path in ("grade", "sample", "test", "write-off"):
        assert f'href="/lots/{fresh.id}/{path}"' in page
        assert pages.get(f"/lots/{fresh.id}/{path}").status_code == 200
    for kind in ("pack", "nonsense"):
        assert pages.get(f"/lots/{fresh.id}/process/{kind}").status_code == 404


def test_a_lot_is_sifted_into_several_lots_of_which_another_goes_in_as_a_whole(
    field: Field, pages: FlaskClient
) -> None:
    one, other = dried(field), dried(field, 30)
    where = f"/lots/{one.id}/process/sift"
    assert other.number in pages.get(where).text
    typed = {f"take-{one.id}": "40", f"whole-{other.id}": "yes", "output": "30", "grade": "fine"}
    rows = {"kg-2": "15", "what-2": "goods", "grade-2": "coarse", "kg-3": "500 g"}
    wrong = pages.post(where, data={**typed, **rows, "what-3": "by-product", "deed_key": "w"})
    assert wrong.status_code == 409
    assert "leave a difference of 4.5 kg" in wrong.text
    assert "<strong data-in>50 kg</strong>" in wrong.text
    assert "<strong data-total>45.5 kg</strong>" in wrong.text
    assert "<strong data-rest>4.5 kg</strong>" in wrong.text
    loss = {"loss": "4.5", "loss_reason": "sand"}
    send(pages, where, **typed, **rows, **loss, **{"what-3": "by-product"})
    with field.world.store.reading() as session:
        made = last_of(field, MovementKind.SIFT)
        lots = session.scalars(select(Lot).where(Lot.made_by == made.seq)).all()
        assert sorted((lot.made_g, lot.grade, lot.form) for lot in lots) == [
            (500, "", Form.BY_PRODUCT),
            (15 * KG, "coarse", Form.DRIED),
            (30 * KG, "fine", Form.DRIED),
        ]
    shown = pages.get(f"/movements/{made.id}").text
    assert "500 g = 0.5 kg" in shown
    assert balance(field.world, other.id) == (10 * KG, 10 * KG)
    assert faults(field.world) == []


def test_what_is_added_is_said_on_page_and_lineage(
    field: Field, pages: FlaskClient, api: ApiClient
) -> None:
    lot = dried(field)
    where = f"/lots/{lot.id}/process/macerate"
    assert "This adds mass" in pages.get(where).text
    typed = {f"take-{lot.id}": "10", "output": "55", "by_product": "5", "form": "oil"}
    refused = pages.post(where, data=typed | {"deed_key": "r"})
    assert refused.status_code == 409
    assert "Say what was added" in refused.text
    over = {"output": "100000", "by_product": "10", "added": "100000", "added_what": "alcohol"}
    refused = pages.post(where, data=typed | over | {"deed_key": "s"})
    assert refused.status_code == 409
    assert "is not possible here" in refused.text
    order = {"kind": "macerate", "kg": "10", "outputs": [{"kg": "100010", "form": "oil"}]}
    order |= {"added_kg": "100000", "added_what": "alcohol"}
    refused = api.post(f"/lots/{lot.id}/process", order)
    assert refused.status_code == 409
    assert "yield-out-of-band" in refused.text
    page = send(pages, where, **typed, added="50", added_what="olive oil")
    assert "added: olive oil" in page
    with field.world.store.reading() as session:
        oil = session.scalars(select(Lot).where(Lot.form == Form.OIL)).one()
    lineage = api.get(f"/lots/{oil.id}/lineage").json
    assert lineage["upstream"][-1]["added_kg"] == "50"
    assert api.get(f"/lots/{lot.id}/lineage").status_code == 200


def test_a_trial_is_recorded_drawn_and_judges(door: Door, field: Field) -> None:
    dried(field)
    fresh = field.lot(300)
    pages, clerk = door.pages(field.manager), door.pages(clerk_of(door.world, field.operator_id))
    assert 'href="/ratios"' in pages.get("/lots").text
    assert "Record a trial" in pages.get("/ratios").text
    assert "Record a trial" not in clerk.get("/ratios").text
    typed = {
        "kind": "dry",
        "goods": f"{field.species_id}:root",
        "season": "2026",
        "measured_on": "2026-03-02",
        "in_kg": "30",
        "out_kg": "22.0462 lb",
        "tolerance_percent": "10",
        "method": "Three trays.",
    }
    wrong = pages.post("/ratios", data=typed | {"out_kg": "2", "deed_key": "w"})
    assert wrong.status_code == 409
    page = send(pages, "/ratios", **typed)
    assert "2026/1" in page
    assert "2.700 – 3.300" in page
    assert clerk.post("/ratios", data=typed | {"deed_key": "c"}).status_code == 403
    form = pages.get(f"/lots/{fresh.id}/process/dry").text
    assert "Your trial 2026/1 allows 2.700 to 3.300 kg" in form
    assert "90.91 kg to 111.111 kg" in form
    batch = {f"take-{fresh.id}": "300", "output": "80", "deed_key": "b"}
    refused = pages.post(f"/lots/{fresh.id}/dry", data=batch)
    assert refused.status_code == 409
    assert "is not what you measured" in refused.text
    stranger = door.pages(company_member(door.world))
    assert "2026/1" not in stranger.get("/ratios").text


def test_a_failed_test_with_its_report_offers_to_hold_the_lot(
    door: Door, field: Field, pages: FlaskClient
) -> None:
    lot = dried(field)
    page = send(pages, f"/lots/{lot.id}/sample", kg="300 g")
    assert "sample" in page
    with field.world.store.reading() as session:
        sample = session.scalars(select(Lot).where(Lot.form == Form.SAMPLE)).one()
    where = f"/lots/{sample.id}/test"
    fake = {**TEST, "file": (BytesIO(b"MZ not a report"), "report.pdf"), "deed_key": "f"}
    wrong = pages.post(where, data=fake, content_type="multipart/form-data")
    assert wrong.status_code == 422
    assert "this is neither" in wrong.text
    good = {**TEST, "file": (BytesIO(PDF), "../Report 7.pdf"), "deed_key": "g"}
    assert pages.post(where, data=good, content_type="multipart/form-data").status_code == 302
    page = pages.get(f"/lots/{lot.id}").text
    assert "0.7 mg/kg" in page
    assert "A test failed: pesticides" in page
    with field.world.store.reading() as session:
        test = session.scalars(select(LotTest)).one()
    report = pages.get(f"/lots/{sample.id}/tests/{test.id}/report")
    assert (report.data, report.mimetype) == (PDF, "application/pdf")
    stranger = door.pages(company_member(door.world))
    assert stranger.get(f"/lots/{sample.id}/tests/{test.id}/report").status_code == 404
    assert stranger.get(f"/lots/{lot.id}/test").status_code == 404
    held = pages.post(f"/lots/{sample.id}/tests/{test.id}/hold", follow_redirects=True)
    assert "On hold until it is released" in held.text
    with field.world.store.reading() as session:
        assert session.get_one(Lot, lot.id).holds == 1


def test_goods_are_graded_and_written_off_on_pages(field: Field, pages: FlaskClient) -> None:
    lot = dried(field)
    typed = {"grade-1": "A", "kg-1": "60", "grade-2": "B", "kg-2": "39", "loss_kg": "1"} | {
        "loss_reason": "Earth"
    }
    page = send(pages, f"/lots/{lot.id}/grade", **typed)
    assert "Graded" in page
    assert balance(field.world, lot.id) == (100 * KG, 100 * KG)
    with field.world.store.reading() as session:
        best = session.scalars(select(Lot).where(Lot.grade == "A")).one()
    empty = pages.post(f"/lots/{best.id}/write-off", data={"kg": "1", "deed_key": "e"})
    assert empty.status_code == 422
    where = f"/lots/{best.id}/write-off"
    page = send(pages, where, kg="10", kind="own-use", reason="Tea for the pickers.")
    assert "Used by the house" in page
    assert best.number in pages.get(f"/lots/{best.id}/lineage").text
    assert faults(field.world) == []


def test_everything_goes_through_the_api_too(field: Field, api: ApiClient) -> None:
    lot = dried(field)
    kinds = {one["kind"]: one for one in api.get("/processes").json}
    assert (kinds["distil"]["lowest_ratio"], kinds["distil"]["evidence"]) == (
        "10",
        "low-confidence",
    )
    order = {
        "kind": "sift",
        "kg": "22.0462 lb",
        "outputs": [{"kg": "9.5", "grade": "fine"}, {"kg": "500 g", "by_product": True}],
    }
    answer = api.post(f"/lots/{lot.id}/process", order)
    assert answer.status_code == 201, answer.text
    assert [one["made_kg"] for one in answer.json] == ["9.5", "0.5"]
    assert last_of(field, MovementKind.SIFT).facts["stated"][f"input:{lot.number}"]["unit"] == "lb"
    short = {**order, "outputs": [{"kg": "9"}]}
    refused = api.post(f"/lots/{lot.id}/process", short)
    assert refused.status_code == 409
    assert refused.json["errors"][0]["code"] == "does-not-reconcile"
    assert api.post(f"/lots/{lot.id}/process", {**order, "kind": "pack"}).status_code == 422
    graded = api.post(f"/lots/{lot.id}/grade", {"grades": [{"grade": "A", "kg": "10"}]})
    assert graded.status_code == 201, graded.text
    sample = api.post(f"/lots/{lot.id}/sample", {"kg": "300 g"}).json
    assert (sample["made_kg"], sample["form"]) == ("0.3", "sample")
    test = api.post(f"/lots/{sample['id']}/tests", TEST)
    assert test.status_code == 201, test.text
    where = f"/lots/{sample['id']}/tests/{test.json['id']}/report"
    sent = {"file": (BytesIO(PDF), "report.pdf")}
    assert api("POST", where, data=sent).json["file_name"] == "report.pdf"
    again = api("POST", where, data={"file": (BytesIO(PDF), "report.pdf")})
    assert again.status_code == 409
    assert api.get(where).data == PDF
    assert [one["verdict"] for one in api.get(f"/lots/{lot.id}/tests").json] == ["failed"]
    lost = api.post(f"/lots/{lot.id}/write-off", {"kg": "1", "reason": "Mould."})
    assert (lost.json["kind"], lost.json["kg"]) == ("loss", "1")
    trial = {
        "kind": "dry",
        "species_id": str(field.species_id),
        "part": "root",
        "season": 2026,
        "in_kg": "30",
        "out_kg": "10",
        "tolerance_percent": 10,
        "measured_on": "2026-03-02",
        "method": "Three trays.",
    }
    assert api.post("/ratios", trial).json["ratio"] == "3"
    assert [one["edition"] for one in api.get("/ratios").json] == [1]
    assert UUID(api.get("/ratios").json[0]["organisation_id"]) == field.operator_id
    assert faults(field.world) == []


def test_a_verdict_against_its_limit_waits_for_a_reason(
    field: Field, pages: FlaskClient, api: ApiClient
) -> None:
    lot = dried(field)
    where = f"/lots/{lot.id}/test"
    assert "Why this verdict" not in pages.get(where).text
    typed = TEST | {"verdict": "passed", "limit_kind": "at-most", "deed_key": str(uuid4())}
    asked = pages.post(where, data=typed)
    assert asked.status_code == 409
    assert "0.7 does not keep the limit (at most 0.5)" in asked.text
    assert "Why this verdict, against the limit" in asked.text
    page = send(pages, where, **typed | {"verdict_reason": "Within the uncertainty."})
    assert "allowed: at most 0.5 mg/kg" in page
    assert "Why this verdict: Within the uncertainty." in page
    page = send(pages, where, **typed | {"limit_kind": "at-least"})
    assert "allowed: at least 0.5 mg/kg" in page
    address = f"/lots/{lot.id}/tests"
    order = TEST | {"tested_for": "essential oil", "verdict": "passed"}
    refused = api.post(address, order)
    assert refused.status_code == 409
    [error] = refused.json["errors"]
    assert (error["code"], error["at"]) == ("test-passed-against-limit", "verdict_reason")
    made = api.post(address, order | {"limit_kind": "at-least"})
    assert (made.status_code, made.json["limit_kind"]) == (201, "at-least")
    assert made.json["verdict_reason"] == ""


def test_the_form_says_what_will_be_certified_and_asks_before_that_is_lost(
    field: Field, pages: FlaskClient, api: ApiClient
) -> None:
    certify(field, forms=(Form.RAW, Form.DRIED, Form.CUT))
    lot = dried(field)
    where = f"/lots/{lot.id}/process/mill"
    page = pages.get(where).text
    assert "Loses its certification as powder" in page
    assert "certificate CB-2026-00001 does not cover that" in page
    typed = {f"take-{lot.id}": "40", "output": "40", "form": "powder", "deed_key": "x"}
    asked = pages.post(where, data=typed)
    assert asked.status_code == 409
    assert "they would lose their certification" in asked.text
    assert balance(field.world, lot.id) == (100 * KG, 0)
    send(pages, where, **typed | {"uncertified[]": "powder"})
    assert balance(field.world, lot.id) == (100 * KG, 40 * KG)
    cutting = pages.get(f"/lots/{lot.id}/process/cut").text
    assert "Stays certified under CB-2026-00001 as cut" in cutting
    order: dict[str, Any] = {
        "kind": "mill",
        "kg": "10",
        "outputs": [{"kg": "10", "form": "powder"}],
    }
    refused = api.post(f"/lots/{lot.id}/process", order)
    assert [one["code"] for one in refused.json["errors"]] == ["certification-would-be-lost"]
    [powder] = api.post(f"/lots/{lot.id}/process", order | {"uncertified": ["powder"]}).json
    assert powder["certified"] is False
    assert faults(field.world) == []


def test_a_claim_is_given_up_from_the_page_of_the_lot_and_by_the_api(
    field: Field, pages: FlaskClient, api: ApiClient
) -> None:
    certificate_id = certify(field)
    lot = dried(field)
    field.world.pass_time(hours=1)
    set_status(field.world, certificate_id, CertificateStatus.SUSPENDED)
    field.world.pass_time(hours=1)
    where = f"/lots/{lot.id}/give-up-claim"
    page = pages.get(f"/lots/{lot.id}").text
    assert f'href="{where}"' in page
    assert "Giving up the claim makes it uncertified stock" in page
    assert pages.post(where, data={"kg": "20", "reason": "", "deed_key": "y"}).status_code == 422
    made = send(pages, where, kg="20", reason="A buyer without need of it.")
    assert "Not certified: its holder gave up the claim on 2 Mar 2026." in made
    plain = api.post(where, {"reason": "The rest as well."})
    assert (plain.status_code, plain.json["certified"], plain.json["made_kg"]) == (201, False, "80")
    assert where not in pages.get(f"/lots/{plain.json['id']}").text
    movement = pages.get(f"/movements/{last_of(field, MovementKind.UNCERTIFY).id}").text
    assert "The rest as well." in movement
    assert faults(field.world) == []
