"""Every file for spreadsheets and graphs that the pages give goes out by the API as well."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from fairwild.areas.records import CollectionArea
from fairwild.labels.records import PrintRun
from fairwild.lots.lineage.operations import share_lineage
from fairwild.recalls.facts import Basis
from fairwild.recalls.operations import start_recall
from fairwild.sheets import read
from tests.doors import Door
from tests.imports_builders import RECEIPTS, desk_of, receipt_line
from tests.tracing_builders import Way, way_of
from tests.trade_builders import home


@pytest.fixture
def way(door: Door) -> Way:
    """The liquorice of the worked example, from the baskets to a label."""
    return way_of(door.world)


def cells_of(answer: TestResponse) -> list[list[str]]:
    """Read a table, whatever it is written as."""
    assert answer.status_code == 200, answer.text
    return [list(record) for record in read(io.BytesIO(answer.get_data()))]


def recalled(way: Way) -> UUID:
    """Call the raw lot back."""
    basis = Basis(lot_ids=(way.lots["raw"],))
    order: dict[str, Any] = {"basis": basis, "reason": "Mould found."}
    found: UUID = way.field.does(start_recall, organisation_id=way.field.operator_id, **order).id
    return found


def test_every_table_of_the_pages_goes_out_by_the_api(door: Door, way: Way) -> None:
    pages, api = door.pages(way.field.manager), door.api(way.field.manager)
    lot, recall = f"/lots/{way.lots['packed']}", f"/recalls/{recalled(way)}"
    lists = [f"/exports/{what}" for what in ("lots", "receipts", "movements", "tests")]
    lists += ["/exports/harvesters", "/imports/template/receipts", "/stock/reconciliation"]
    paths = [f"{one}.{form}" for one in lists for form in ("csv", "xlsx")]
    paths += [f"{lot}/lineage.csv", f"{recall}/report.csv", f"{recall}/labels.csv"]
    paths += ["/scheme/standards/fairwild/2.0/table.xlsx"]
    for path in paths:
        told = api.get(path)
        assert cells_of(told) == cells_of(pages.get(path)), path
        assert path.rpartition(".")[2] in told.headers["Content-Disposition"], path
    assert api.get(f"{lot}/lineage.graphml").data == pages.get(f"{lot}/lineage.graphml").data


def test_the_codes_of_a_print_run_go_out_by_the_api(door: Door, way: Way) -> None:
    with door.world.store.reading() as session:
        run_id = session.query(PrintRun).one().id
    told = door.api(way.buyer).get(f"/labels/{run_id}/codes.csv")
    assert cells_of(told) == cells_of(door.pages(way.buyer).get(f"/labels/{run_id}/codes.csv"))
    assert way.label in told.text


def test_a_search_of_suspect_goods_and_of_codes_goes_out_by_the_api(door: Door, way: Way) -> None:
    api, pages = door.api(way.field.manager), door.pages(way.field.manager)
    number = way.lot("raw").number
    for what in ("lots", "consignments", "labels"):
        path = f"/recalls/search/{what}.csv"
        told = cells_of(api.post(path, {"lot_ids": [str(way.lots["raw"])]}))
        assert told == cells_of(pages.get(f"/recalls/new/{what}.csv?lots={number}")), what
    typed = {"codes": f"{number}\nnothing", "as": "csv"}
    shown = cells_of(pages.post("/provenance/codes", data=typed))
    assert cells_of(api.post("/lots/search.csv", {"codes": [number, "nothing"]})) == shown
    assert [row[:2] for row in shown[1:]] == [[number, "lot"], ["nothing", "unknown"]]


def test_the_wrong_cells_of_a_file_go_out_by_the_api(door: Door, way: Way) -> None:
    desk = desk_of(way.field)
    run_id = desk.check("receipts", RECEIPTS + receipt_line("1", gross="heavy"))
    told = cells_of(door.api(way.field.manager).get(f"/imports/{run_id}/wrong.csv"))
    assert [row[:3] for row in told[1:]] == [["2", "gross", "heavy"]]


def test_the_filters_of_the_lists_hold_for_their_files(door: Door, way: Way) -> None:
    api = door.api(way.field.manager)
    dried = cells_of(api.get("/exports/movements.csv?kind=dry"))
    assert [row[0] for row in dried[1:]] == ["dry"]
    lots = cells_of(api.get(f"/exports/lots.xlsx?number={way.lot('cut').number}"))
    assert way.lot("cut").number in {row[0] for row in lots[1:]}
    assert api.get("/exports/lots.csv?status=lost").status_code == 422
    other = str(home(way.buyer))
    assert len(cells_of(api.get(f"/exports/receipts.csv?operator_id={other}"))) == 13


def test_nobody_takes_a_file_that_is_not_theirs(door: Door, way: Way) -> None:
    raw, recall_id = way.lots["raw"], recalled(way)
    for path in ("/exports/receipts.csv", "/exports/harvesters.csv"):
        assert door.api(way.buyer).get(path).status_code == 403, path
    for path in (f"/lots/{raw}/lineage.csv", f"/lots/{raw}/lineage.graphml"):
        assert door.api(way.buyer).get(path).status_code == 404, path
    stranger = door.api(door.world.operator_manager())
    assert stranger.get(f"/recalls/{recall_id}/report.csv").status_code == 404
    assert door.api(None).get("/exports/lots.csv").status_code == 401


def told_of(door: Door, actor: Any, lot_id: UUID) -> dict[str, tuple[str, str]]:
    """Give areas and groups by lot as the table tells them, and see that the others agree."""
    api, path = door.api(actor), f"/lots/{lot_id}/lineage"
    rows = csv.DictReader(io.StringIO(api.get(f"{path}.csv").text.lstrip("\ufeff")))
    found = {row["lot"]: (row["areas"], row["harvester_groups"]) for row in rows if row["lot"]}
    for lot in api.get(path).json["lots"]:
        said = ("; ".join(lot["areas"]), "; ".join(lot["harvester_groups"]))
        assert found.setdefault(lot["number"], said) == said
    graph = api.get(f"{path}.graphml").text
    for areas, groups in found.values():
        assert f'<data key="node-areas">{areas}</data>' in graph
        assert f'<data key="node-harvester_groups">{groups}</data>' in graph
    return found


def test_the_files_of_a_lineage_name_areas_and_groups_to_who_may_know(door: Door, way: Way) -> None:
    field, packed, held = way.field, way.lots["packed"], way.lots["received"]
    own = told_of(door, field.manager, packed)
    assert set(own.values()) == {("B3", "Soria")}
    assert len(own) == 6
    one_step = told_of(door, way.buyer, held)
    assert one_step[way.lot("received").number] == ("B3", "")
    assert way.lot("raw").number not in one_step
    field.does(share_lineage, owner_id=field.operator_id, with_id=home(way.buyer))
    shared = told_of(door, way.buyer, held)
    assert shared[way.lot("raw").number] == ("B3", "")
    assert set(shared.values()) == {("B3", "")}
    with door.world.store.writing() as session:
        session.get_one(CollectionArea, field.area_id).sensitive = True
        session.commit()
    assert set(told_of(door, way.buyer, held).values()) == {("", "")}
    assert set(told_of(door, field.manager, packed).values()) == {("B3", "Soria")}
