"""The stock account, counts and alarms on their pages and through the API."""

import csv
import io
import re
import zipfile
from uuid import uuid4

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.lots.operations import dry_lots, pack_lot
from tests.doors import Door
from tests.lots_builders import KG, Field, balance, field_of
from tests.trade_builders import clerk_of


@pytest.fixture
def field(door: Door) -> Field:
    """An operator that collected 100 kg and dried 90 of them."""
    made = field_of(door.world)
    lot = made.lot(60, 40)
    made.does(
        dry_lots, inputs=[(lot.id, 90 * KG)], output_g=29 * KG, loss_g=1 * KG, loss_reason="Dust."
    )
    made.more["lot"] = lot.id
    return made


def test_every_figure_of_the_account_leads_to_what_it_is_made_of(door: Door, field: Field) -> None:
    pages = door.pages(field.manager)
    account = pages.get("/stock").text
    assert "100 kg" in account
    links = re.findall(r'href="(/stock/figure/[a-z-]+\?[^"]+)"', account)
    assert len(links) >= 4
    for link in links:
        listed = pages.get(link.replace("&amp;", "&"))
        assert listed.status_code == 200
        assert "What this figure is made of" in listed.text
    lots = re.findall(r'href="(/stock/lots/[^"]+)"', account.replace("&amp;", "&"))
    assert len(lots) == 2, "stock of two kinds of goods; nothing was there when the year began"
    for link in lots:
        assert "The lots this figure is made of" in pages.get(link).text
    assert (
        "10 kg in stock at the end of" in pages.get(next(one for one in lots if "raw" in one)).text
    )
    assert pages.get("/stock/lots/stock?goods_form=nothing").status_code == 404
    collected = next(link for link in links if "/collected?" in link)
    assert pages.get(collected.replace("&amp;", "&")).text.count("/receipts/") == 2


def test_the_account_travels_as_csv_workbook_and_paper(door: Door, field: Field) -> None:
    pages = door.pages(field.manager)
    text = pages.get("/stock/reconciliation.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    fresh = next(row for row in rows if row["form"] == "raw")
    assert (fresh["collected_kg"], fresh["lost_kg"], fresh["stock_kg"]) == ("100", "1", "10")
    book = CalamineWorkbook.from_filelike(io.BytesIO(pages.get("/stock/reconciliation.xlsx").data))
    sheet = book.get_sheet_by_index(0).to_python()
    column = sheet[0].index("stock_kg")
    assert sorted(row[column] for row in sheet[1:]) == [10.0, 29.0]
    paper = pypdf.PdfReader(io.BytesIO(pages.get("/stock/reconciliation.pdf").data))
    said = paper.pages[0].extract_text()
    assert "Reconciliation of stock" in said
    assert "29 kg" in said


def test_every_figure_of_the_files_leads_to_its_movements(door: Door, field: Field) -> None:
    pages = door.pages(field.manager)
    text = pages.get("/stock/reconciliation.csv").data.decode("utf-8-sig")
    linked = []
    for row in csv.DictReader(io.StringIO(text)):
        figures = {name.removesuffix("_kg"): kg for name, kg in row.items() if name[-3:] == "_kg"}
        for name, kg in figures.items():
            address = row[f"{name}_address"]
            assert bool(address) == (kg != "0")
            if address:
                shown = pages.get(address[address.index("/stock/") :])
                assert (shown.status_code, f"{kg} kg" in shown.text) == (200, True)
                linked.append(address)
    assert all(re.match(r"https?://[^/]+/stock/.*since=\d{4}-01-01&until=", one) for one in linked)
    book = pages.get("/stock/reconciliation.xlsx").data
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        relations = parts.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    targets = re.findall(r'Target="([^"]+)"', relations)
    assert sorted(one.replace("&amp;", "&") for one in targets) == sorted(linked)
    assert sheet.count("<hyperlink ") == len(linked)


def test_counts_are_listed_by_site_on_the_page_and_through_the_api(
    door: Door, field: Field
) -> None:
    lot = {"lot_id": str(field.more["lot"]), "counted_kg": "10"}
    api = door.api(field.manager)
    for site in ("Store 2", "Old mill", "Store 2"):
        assert api.post("/stock/counts", {"lines": [lot], "site": site}).status_code == 201
    listed = api.get("/stock/counts?site=Store+2&limit=1")
    assert [one["site"] for one in listed.json] == ["Store 2"]
    following = re.findall("<([^>]+)>", listed.headers["Link"])[0].removeprefix("/api/v1")
    assert [one["site"] for one in api.get(following).json] == ["Store 2"]
    assert len(api.get("/stock/counts").json) == 3
    assert api.get("/stock/counts?site=Nowhere").json == []


def test_a_filter_that_cannot_be_read_is_named(door: Door, field: Field) -> None:
    page = door.pages(field.manager).get("/stock?since=2026-13-45").text
    assert "Part of the filter could not be read" in page


def test_a_year_without_goods_says_so(door: Door, field: Field) -> None:
    page = door.pages(field.manager).get("/stock?since=2020-01-01&until=2020-12-31").text
    assert "No goods in these days" in page


def test_a_count_is_booked_once_and_shows_its_differences(door: Door, field: Field) -> None:
    pages = door.pages(clerk_of(door.world, field.operator_id))
    lot_id = field.more["lot"]
    assert f"counted-{lot_id}" in pages.get("/stock/counts/new").text
    typed = {f"counted-{lot_id}": "8", f"why-{lot_id}": "", "deed_key": str(uuid4())}
    refused = pages.post("/stock/counts/new", data=typed)
    assert refused.status_code == 409
    assert "say why" in refused.text
    assert 'value="8"' in refused.text
    typed[f"why-{lot_id}"] = "Mice got in."
    first, again = (pages.post("/stock/counts/new", data=typed) for _ in range(2))
    assert first.location == again.location
    counted = pages.get(first.location).text
    assert "Mice got in." in counted
    [movement] = re.findall(r'href="(/movements/[^"]+)"', counted)
    assert f'href="{first.location}">EBR-ST-2026-00001' in pages.get(movement).text
    assert balance(door.world, lot_id) == (100 * KG, 92 * KG)
    assert "EBR-ST-2026-00001" in pages.get("/stock/counts").text


def test_of_a_packed_lot_units_are_counted_and_shown_before_they_are_booked(
    door: Door, field: Field
) -> None:
    stored = {"site": "Store 2", "unit_g": 2 * KG, "units": 5}
    packed = field.does(pack_lot, lot_id=field.more["lot"], **stored)
    pages, address = door.pages(field.manager), "/stock/counts/new?site=Store+2"
    shown = pages.get(address).text
    assert f"units-{packed.id}" in shown
    assert f"counted-{field.more['lot']}" not in shown
    why = f"why-{packed.id}"
    typed = {f"units-{packed.id}": "3", f"counted-{packed.id}": "500 g", why: "A bag tore."}
    looked = pages.post(address, data=typed | {"look": "1"}).text
    assert "<output data-found>6.5 kg</output>" in looked
    assert "<output data-off-by>-3.5 kg</output>" in looked.replace("\N{MINUS SIGN}", "-")
    assert balance(door.world, packed.id) == (10 * KG, 0)
    booked = pages.post(address, data=typed, follow_redirects=True).text
    assert "3 × 2 kg + 500 g" in booked
    assert balance(door.world, packed.id) == (10 * KG, 3_500)
    api = door.api(field.manager)
    line = {"lot_id": str(packed.id), "counted_units": 3, "loose_kg": "0.5"}
    [told] = api.post("/stock/counts", {"lines": [line], "site": "Store 2"}).json["lines"]
    assert (told["counted_units"], told["unit_kg"], told["counted_kg"]) == (3, "2", "6.5")
    both = api.post("/stock/counts", {"lines": [line | {"counted_kg": "6.5"}]})
    assert both.status_code == 422
    loose = api.post("/stock/counts", {"lines": [line | {"lot_id": str(field.more["lot"])}]})
    assert {one["code"] for one in loose.json["errors"]} >= {"counted-in-units"}
    assert "EBR-ST-2026-00002" in pages.get("/stock/counts?site=Store+2").text
    assert "Nothing was counted at Barn" in pages.get("/stock/counts?site=Barn").text


def test_counts_and_the_account_through_the_api(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    accounts = api.get("/stock/reconciliation").json
    assert {one["form"]: one["stock_kg"] for one in accounts} == {"raw": "10", "dried": "29"}
    line = {"lot_id": str(field.more["lot"]), "counted_kg": "9", "explanation": "Mice."}
    made = api.post("/stock/counts", {"lines": [line]})
    assert made.status_code == 201
    assert made.json["lines"][0]["difference_kg"] == "-1"
    wrong = api.post("/stock/counts", {"lines": [line | {"counted_kg": "5", "explanation": ""}]})
    assert wrong.status_code == 409
    assert wrong.json["errors"][0]["code"] == "difference-unexplained"
    assert api.get("/stock/reconciliation?since=2026-05-01&until=2026-04-01").status_code == 422


def test_an_alarm_is_put_aside_with_a_reason_by_the_manager_only(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    line = {"lot_id": str(field.more["lot"]), "counted_kg": "13", "explanation": "Scale moved."}
    assert api.post("/stock/counts", {"lines": [line]}).status_code == 201
    answer = api.get("/alarms")
    assert answer.status_code == 200, answer.json
    found = answer.json
    assert [one["kind"] for one in found] == ["surplus-found"], found
    [alarm] = found
    assert (alarm["kind"], alarm["dismissed"]) == ("surplus-found", False)
    clerk = door.pages(clerk_of(door.world, field.operator_id))
    assert "More counted than booked" in clerk.get("/alarms").text
    answer = clerk.post("/alarms/dismiss", data={"key": alarm["key"], "reason": "No."})
    assert answer.status_code == 403
    manager = door.pages(field.manager)
    empty = manager.post("/alarms/dismiss", data={"key": alarm["key"], "reason": ""})
    assert empty.status_code == 422
    done = manager.post("/alarms/dismiss", data={"key": alarm["key"], "reason": "Calibrated."})
    assert done.status_code == 302
    page = manager.get("/alarms").text
    assert "1 alarm was put aside" in page
    assert "Nothing looks wrong" in page
    restore = re.search(r'action="(/alarms/[0-9a-f-]+/restore)"', page)
    assert restore is not None
    assert manager.post(restore[1]).status_code == 302
    assert api.get("/alarms").json[0]["dismissed"] is False


def test_a_page_tells_its_own_alarms_after_it_is_shown(door: Door, field: Field) -> None:
    pages = door.pages(field.manager)
    typed = {f"counted-{field.more['lot']}": "13", f"why-{field.more['lot']}": "Scale moved."}
    count = pages.post("/stock/counts/new", data=typed | {"deed_key": str(uuid4())}).location
    asked = re.search(r'hx-get="(/alarms/about/count/[^"]+)"', pages.get(count).text)
    assert asked is not None
    notice = pages.get(asked[1], headers={"HX-Request": "true"}).text
    assert "found 3 kg more than the books say" in notice
    assert "<html" not in notice
    assert 'href="/alarms"' in notice
    whole = pages.get(asked[1]).text
    assert "Alarms about this count" in whole
    assert "found 3 kg more than the books say" in whole
    assert f'href="{count}"' in whole
    [alarm] = door.api(field.manager).get("/alarms").json
    pages.post("/alarms/dismiss", data={"key": alarm["key"], "reason": "Calibrated."})
    assert pages.get(asked[1], headers={"HX-Request": "true"}).text.strip() == ""
    assert "Nothing looks wrong here" in pages.get(asked[1]).text
    assert pages.get(f"/alarms/about/nothing/{uuid4()}").status_code == 404


def test_only_who_may_see_alarms_is_pointed_at_them(door: Door, field: Field) -> None:
    where = f"/lots/{field.more['lot']}"
    assert f"/alarms/about/lot/{field.more['lot']}" in door.pages(field.manager).get(where).text
    steward = door.pages(door.world.somebody(Role.SCHEME_STEWARD, OrganisationKind.SCHEME_OWNER))
    page = steward.get(where)
    assert page.status_code == 200
    assert "/alarms" not in page.text
    refused = steward.get(f"/alarms/about/lot/{field.more['lot']}")
    assert refused.status_code == 403


def test_an_auditor_sees_neither_account_nor_alarms_of_a_stock(door: Door) -> None:
    stranger = door.api(door.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY))
    assert stranger.get("/stock/reconciliation").status_code == 403
    assert stranger.get("/alarms").status_code == 403
