"""Labels from the order to the decoded symbol."""

import re
from uuid import uuid4

from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.codes import read_code
from fairwild.labels.records import Label, PrintRun
from tests.documents.reading import picture_of, symbols_of, text_of
from tests.doors import Door
from tests.trade_builders import (
    certificate,
    change_status,
    company_member,
    home,
    liquorice,
    stock,
)

KG = 1000


def typed(**changes: str) -> dict[str, str]:
    """Give an order of labels."""
    return {
        "sheet": "a4-3x8",
        "label_count": "5",
        "start_position": "23",
        "copies": "1",
        "deed_key": str(uuid4()),
    } | changes


def codes(door: Door) -> list[str]:
    """Give the codes of all labels as they are printed."""
    with door.world.store.reading() as session:
        return list(session.scalars(select(Label.code).order_by(Label.serial)))


def test_labels_are_ordered_printed_and_read_back(door: Door) -> None:
    operator = door.world.operator_manager()
    species_id = liquorice(door.world)
    certificate_id = certificate(door.world, home(operator), species_id)
    lot_id = stock(
        door.world,
        operator,
        1200 * KG,
        unit_g=25 * KG,
        certificate_id=certificate_id,
        species_id=species_id,
    )
    pages = door.pages(operator)
    form = pages.get(f"/lots/{lot_id}/labels")
    assert 'value="48"' in form.text
    assert "FairWild certified wild collection" in form.text
    order = typed()
    answer = pages.post(f"/lots/{lot_id}/labels", data=order)
    assert pages.post(f"/lots/{lot_id}/labels", data=order).location == answer.location
    made = codes(door)
    assert len(set(made)) == 5
    assert all(read_code(code) == code for code in made)
    page = pages.get(answer.location)
    assert "2</span>" in re.sub(r"\s", "", page.text)
    pdf = pages.get(f"{answer.location}/sheet.pdf").data
    text = text_of(pdf)
    for said in ("Liquorice", "25 kg", "FairWild certified wild collection", "127.0.0.1:8000"):
        assert said in text
    seen = [text for number in (0, 1) for text in symbols_of(picture_of(pdf, number, 300))]
    assert sorted(seen) == sorted(f"http://127.0.0.1:8000/t/{code}" for code in made)
    assert len(symbols_of(picture_of(pdf, 0, 300))) == 2
    door.world.pass_time(days=100)
    change_status(door.world, certificate_id, CertificateStatus.SUSPENDED, at=door.world.now)
    assert pages.get(f"{answer.location}/sheet.pdf").data == pdf
    table = pages.get(f"{answer.location}/codes.csv").text
    assert table.count("http://127.0.0.1:8000/t/") == 5
    assert pages.get(f"/t/{made[0]}").status_code == 200


def test_no_labels_after_suspension(door: Door) -> None:
    operator = door.world.operator_manager()
    species_id = liquorice(door.world)
    certificate_id = certificate(door.world, home(operator), species_id)
    lot_id = stock(door.world, operator, KG, certificate_id=certificate_id, species_id=species_id)
    door.world.pass_time(days=1)
    change_status(door.world, certificate_id, CertificateStatus.SUSPENDED, at=door.world.now)
    pages = door.pages(operator)
    assert "No labels can be made" in pages.get(f"/lots/{lot_id}/labels").text
    assert pages.post(f"/lots/{lot_id}/labels", data=typed()).status_code == 409
    assert codes(door) == []


def test_a_lot_without_certificate_gets_labels_without_a_claim(door: Door) -> None:
    operator = door.world.operator_manager()
    lot_id = stock(door.world, operator, KG)
    pages = door.pages(operator)
    assert "make no claim" in pages.get(f"/lots/{lot_id}/labels").text
    answer = pages.post(f"/lots/{lot_id}/labels", data=typed(sheet="a4-2x7", start_position="1"))
    assert "certified" not in text_of(pages.get(f"{answer.location}/sheet.pdf").data)


def test_wrong_numbers_keep_what_was_typed(door: Door) -> None:
    operator = door.world.operator_manager()
    lot_id = stock(door.world, operator, KG)
    pages = door.pages(operator)
    many = pages.post(f"/lots/{lot_id}/labels", data=typed(label_count="10001"))
    assert many.status_code == 422
    assert 'value="10001"' in many.text
    off = pages.post(f"/lots/{lot_id}/labels", data=typed(start_position="25"))
    assert off.status_code == 409
    assert "The sheet has the places 1 to 24." in off.text
    copies = pages.post(f"/lots/{lot_id}/labels", data=typed(label_count="5000", copies="3"))
    assert copies.status_code == 409
    assert codes(door) == []


def test_only_the_holder_labels_and_sees_labels(door: Door) -> None:
    operator = door.world.operator_manager()
    lot_id = stock(door.world, operator, KG)
    door.pages(operator).post(f"/lots/{lot_id}/labels", data=typed())
    with door.world.store.reading() as session:
        run_id = session.scalars(select(PrintRun.id)).one()
    stranger = door.pages(company_member(door.world))
    for path in (f"/lots/{lot_id}/labels", f"/labels/{run_id}", f"/labels/{run_id}/sheet.pdf"):
        assert stranger.get(path).status_code == 404
    assert "No labels yet" in stranger.get("/labels").text


def test_the_api_orders_once_per_key(door: Door) -> None:
    operator = door.world.operator_manager()
    lot_id = stock(door.world, operator, KG)
    api = door.api(operator)
    body = {"lot_id": str(lot_id), "sheet": "a4-2x7", "label_count": 3}
    headers = {"Idempotency-Key": '"labels"'}
    first = api.post("/labels", body, headers=headers)
    assert first.status_code == 201, first.text
    assert len(first.json["codes"]) == 3
    assert api.post("/labels", body, headers=headers).json == first.json
    assert api.get(f"/labels/{first.json['id']}").json == first.json
    assert [one["label_count"] for one in api.get("/labels").json] == [3]
    sheet = api.get(f"/labels/{first.json['id']}/sheet.pdf")
    assert (sheet.status_code, sheet.mimetype) == (200, "application/pdf")
    assert api.post("/labels", body | {"sheet": "a5"}).status_code == 422
