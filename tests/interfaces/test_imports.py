"""The wizard on the pages, the same through the API and the command line, and lists as files."""

import csv
import io
import time
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from fairwild import carrying_out
from fairwild.carrying_out import carry_out, write_beside
from fairwild.http import House
from fairwild.imports import operations, queries
from fairwild.imports.kinds.receipts import Receipts
from fairwild.imports.progress import Progress, Stage
from fairwild.imports.states import RunState
from fairwild.lots.operations import reverse_in_bulk
from fairwild.lots.records import Receipt
from fairwild.sheets import read, workbook_of
from tests.doors import Door
from tests.harvesters_builders import harvester
from tests.imports_builders import RECEIPTS, desk_of, receipt_line
from tests.lots_builders import KG, Field, faults, field_of, told_faults
from tests.trade_builders import clerk_of, company_member

PEOPLE = "name;birth year;village;registered from\n"


def house_of(door: Door) -> House:
    found: House = door.app.extensions["fairwild"]
    return found


class Wizard:
    """Somebody who reads files in on the pages."""

    def __init__(self, door: Door, actor: Any) -> None:
        self.pages = door.pages(actor)

    def upload(self, kind: str, content: bytes | str, name: str = "list.csv") -> Any:
        """Send a file; gives the page of its columns."""
        sent = content.encode() if isinstance(content, str) else content
        form = {"kind": kind, "file": (io.BytesIO(sent), name)}
        where = "/imports/new"
        return self.pages.post(
            where, data=form, content_type="multipart/form-data", follow_redirects=True
        )

    def check(self, kind: str, content: bytes | str) -> str:
        """Send a file, keep the guessed columns; gives the address of the import."""
        page = self.upload(kind, content)
        assert page.status_code == 200, page.text
        where = page.request.path
        chosen = [
            line.partition('value="')[2].partition('"')[0]
            for part in page.text.split('<select id="f-column-')[1:]
            for line in [part.partition(" selected")[0].rpartition("<option")[2]]
            if " selected" in part.partition("</select>")[0]
        ]
        assert chosen
        form = {f"column-{place}": name for place, name in enumerate(chosen)}
        answer = self.pages.post(where, data=form)
        assert answer.status_code == 302, answer.text
        return str(answer.location)

    def show(self, where: str) -> str:
        """Give a page of an import."""
        return str(self.pages.get(where).text)


@pytest.fixture
def field(door: Door) -> Field:
    """An operator with everything a receipt needs."""
    return field_of(door.world)


@pytest.fixture
def wizard(door: Door, field: Field) -> Wizard:
    """A clerk of the operator."""
    return Wizard(door, clerk_of(door.world, field.operator_id))


def receipts(door: Door) -> int:
    with door.world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Receipt)) or 0


def test_a_list_of_receipts_goes_through_the_wizard(door: Door, wizard: Wizard) -> None:
    assert "Nothing was read from a file yet" in wizard.show("/imports")
    assert "f-kind" in wizard.show("/imports/new?kind=receipts")
    bad = receipt_line("2", gross="<b>heavy</b>")
    where = wizard.check("receipts", RECEIPTS + receipt_line("1") + bad)
    page = wizard.show(where)
    assert "Wrong rows: 1." in page
    assert "Write a weight like 12.5" in page
    assert "&lt;b&gt;heavy&lt;/b&gt;" in page
    assert "Confirm: write" not in page
    assert wizard.pages.post(f"{where}/confirm").status_code == 409
    assert '3,gross,<b>heavy</b>,"Write a weight' in wizard.show(f"{where}/wrong.csv")
    typed = {"cell-gross": "52 kg"}
    fragment = wizard.pages.post(f"{where}/rows/3", data=typed, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert 'id="import-actions" hx-swap-oob="true"' in fragment
    assert "Leave out all wrong rows" not in fragment
    assert 'tabindex="-1" autofocus>Row 3 is checked: to add.</p>' in fragment
    assert "Confirm: write 2 rows" in fragment
    assert wizard.pages.post(f"{where}/rows/3", data=typed).location == f"{where}?page=1#row-3"
    assert receipts(door) == 0
    done = wizard.pages.post(f"{where}/confirm", follow_redirects=True).text
    assert "The file is written." in done
    assert "EBR-R-2026-00002" in done
    assert receipts(door) == 2
    assert "list.csv" in wizard.show("/imports")
    refused = wizard.pages.post(f"{where}/undo", data={"reason": ""})
    assert "Please fill this in." in refused.text
    undone = wizard.pages.post(f"{where}/undo", data={"reason": "Twice."}, follow_redirects=True)
    assert "The import is undone." in undone.text
    assert "Twice." in undone.text


def test_right_rows_are_seen_before_they_are_written(door: Door, wizard: Wizard) -> None:
    columns = wizard.upload("receipts", RECEIPTS + receipt_line("1", gross="51 lb")).text
    assert '<span class="muted">51 lb</span>' in columns
    where = wizard.check("receipts", RECEIPTS + receipt_line("1", gross="51 lb"))
    page = wizard.show(where)
    assert "The only row, as it is read" in page
    assert '<td data-label="Gross weight">51 lb<span class="understood">' in page
    assert "</span>23.133 kg</span>" in page


def test_what_is_understood_of_a_cell_stands_beside_it(door: Door, field: Field) -> None:
    wizard = Wizard(door, field.manager)
    told = {"harvester": "h0001", "collected_at": "01.03.2026", "price_per_kg": "0.9"}
    page = wizard.show(wizard.check("receipts", RECEIPTS + receipt_line("1", **told)))
    assert {"</span>1 Mar 2026, 12:00</span>", "</span>€0.90</span>"} <= set(_understood(page))
    assert any("</span>H0001 " in one for one in _understood(page))
    person = "7;Eva Ruiz;f;1980;Gelsa;b1 b3;01.03.2026\n"
    head = "number;name;sex;birth year;village;areas;registered from\n"
    seen = _understood(wizard.show(wizard.check("harvesters", head + person)))
    assert {"</span>female</span>", "</span>1 Mar 2026</span>"} <= set(seen)
    door.world.pass_time(days=3)
    lot = field.lot(100)
    deed = f"dry,{lot.number.lower()}: 20 lb,7 lb,2026-03-04 08:00\n"
    seen = _understood(wizard.show(wizard.check("movements", "process,inputs,output,at\n" + deed)))
    assert seen == [f"</span>{lot.number}: 9.072 kg</span>", "</span>3.175 kg</span>"]
    test = f"{lot.code},Lab,ISO 1,Cadmium,0.1,yes,2026-03-04\n"
    head = "lot,lab,method,tested for,result,verdict,date\n"
    seen = _understood(wizard.show(wizard.check("tests", head + test)))
    assert seen == [f"</span>{lot.number}</span>", "</span>passed</span>"]


def _understood(page: str) -> list[str]:
    """Give what is understood of the first rows, as the page says it."""
    said = page.split('<span class="understood">')[1:]
    return [one.partition("understood as ")[2].partition("</td>")[0] for one in said]


def test_the_focus_stays_with_what_is_wrong(door: Door, wizard: Wizard) -> None:
    bad = receipt_line("2", gross="heavy") + receipt_line("3", gross="big", harvester="H0002")
    where = wizard.check("receipts", RECEIPTS + receipt_line("1") + bad)
    htmx = {"HX-Request": "true"}
    still = wizard.pages.post(f"{where}/rows/3", data={"cell-gross": "?"}, headers=htmx).text
    assert 'id="r3-gross"' in still.partition(" autofocus")[0].rpartition("<input")[2]
    right = wizard.pages.post(f"{where}/rows/3", data={"cell-gross": "52"}, headers=htmx).text
    assert f'{where}?beside=3#row-4">Go on with row 4</a>' in right
    assert "Leave out all wrong rows" in right
    plain = wizard.pages.post(f"{where}/rows/4", data={"cell-gross": "?"})
    assert plain.location == f"{where}?page=1#row-4"


def test_an_update_shows_what_stands_there_now(door: Door, field: Field) -> None:
    wizard = Wizard(door, field.manager)
    exported = wizard.show("/exports/harvesters.csv")
    [first, *_] = list(csv.DictReader(io.StringIO(exported.lstrip("\ufeff"))))
    changed = first | {"village": "Gelsa", "phone": "+34 600 111 222"}
    lines = "\n".join(",".join(one) for one in (changed, changed.values()))
    where = wizard.check("harvesters", lines + "\n")
    page = wizard.show(where)
    assert f"In the register now: {first['village']}." in page
    assert "In the register nothing stands here." in page
    assert "Confirm: write one row" in page
    assert wizard.show(f"{where}/wrong.csv").count("\n") == 1


def test_rows_are_left_out_and_duplicates_decided(door: Door, wizard: Wizard) -> None:
    lines = receipt_line("1") + receipt_line("2") + receipt_line("3", harvester="H9")
    where = wizard.check("receipts", RECEIPTS + lines)
    page = wizard.show(where)
    assert "Row 2 has the same harvester, time and weight." in page
    assert "Leave out all duplicates" in page
    wizard.pages.post(f"{where}/decide", data={"state": "alike", "choice": "leave"})
    wizard.pages.post(f"{where}/rows/4", data={"choice": "leave"})
    assert "Confirm: write one row" in wizard.show(where)
    wizard.pages.post(f"{where}/rows/3", data={"choice": "add"})
    assert "Confirm: write 2 rows" in wizard.show(where)
    wizard.pages.post(f"{where}/confirm")
    assert receipts(door) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04broken", "broken"),
        (b"\xd0\xcf\x11\xe0" * 200, "old workbook"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    wizard: Wizard, content: bytes, said: str
) -> None:
    answer = wizard.upload("receipts", content)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_columns_that_are_needed_are_asked_for(wizard: Wizard) -> None:
    page = wizard.upload("harvesters", "Quien;Año;Pueblo\nAna;1980;Soria\n")
    assert "without heading" not in page.text
    answer = wizard.pages.post(page.request.path, data={"column-0": "name"})
    assert answer.status_code == 409
    assert "The column “birth_year” is missing." in answer.text


def test_templates_can_be_read_in(door: Door, wizard: Wizard) -> None:
    for kind in ("receipts", "harvesters", "movements", "tests"):
        for form in ("csv", "xlsx"):
            answer = wizard.pages.get(f"/imports/template/{kind}.{form}")
            heading, sample, *more = read(io.BytesIO(answer.data))
            assert bool(more) == (kind == "movements")
            assert len(heading) == len(sample) > 8
    assert wizard.pages.get("/imports/template/secrets.csv").status_code == 404
    assert wizard.pages.get("/harvesters/import").location == "/imports/new?kind=harvesters"


def test_a_company_reads_only_what_it_may_write(door: Door, field: Field) -> None:
    company = Wizard(door, company_member(door.world))
    page = company.show("/imports/new")
    assert "laboratory results" in page
    assert 'value="receipts"' not in page
    assert company.upload("receipts", RECEIPTS).status_code == 403


def test_a_large_file_is_written_beside_the_pages(
    door: Door, wizard: Wizard, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Receipts, "most_rows", 10)
    lines = "".join(receipt_line(str(one), tare=str(one)) for one in range(1, 41))
    where = wizard.check("receipts", RECEIPTS + lines)
    assert wizard.pages.post(f"{where}/confirm").status_code == 302
    for _ in range(200):
        asked = wizard.pages.get(f"{where}/progress")
        assert "HX-Refresh" not in asked.headers
        if "every 1s" not in asked.text:
            break
        assert "ended=1" not in asked.text
        time.sleep(0.05)
    assert f'hx-get="{where}/progress?ended=1" hx-trigger="load"' in asked.text
    assert wizard.pages.get(f"{where}/progress?ended=1").headers["HX-Refresh"] == "true"
    assert receipts(door) == 40
    assert "What it wrote" in wizard.show(where)
    again = wizard.pages.post(f"{where}/confirm")
    assert (again.status_code, "already" in again.text) == (409, True)


def test_a_large_import_is_undone_beside_the_pages(
    door: Door, wizard: Wizard, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(receipt_line(str(one), tare=str(one)) for one in range(1, 13))
    where = wizard.check("receipts", RECEIPTS + lines)
    wizard.pages.post(f"{where}/confirm")
    monkeypatch.setattr(Receipts, "most_rows", 10)
    monkeypatch.setattr(reverse_in_bulk, "BLOCK_ROWS", 5)
    run_id, told = UUID(where.rpartition("/")[2]), Told()
    monkeypatch.setattr(Progress, "tell", told.tell)
    wizard.pages.post(f"{where}/undo", data={"reason": " "})
    assert told.stages == []
    assert wizard.pages.post(f"{where}/undo", data={"reason": "Twice."}).status_code == 302
    for _ in range(200):
        if "Undone on" in wizard.show(where):
            break
        time.sleep(0.05)
    back = [(0, "taking-back"), (5, "taking-back"), (10, "taking-back"), (12, "taking-back")]
    assert [(one.done, one.step) for one in told.stages] == [*back, (12, "sealing")]
    assert {(one.total, one.back) for one in told.stages} == {(12, True)}
    with door.world.reading(field.manager) as reading:
        standing = select(func.count()).where(Receipt.reversed_at.is_(None))
        assert reading.session.scalar(standing) == 0
    assert faults(door.world) == told_faults(door.world) == []
    api = door.api(field.manager)
    again = api.post(f"/imports/{run_id}/undo", {"reason": "Once more."})
    assert [one["code"] for one in again.json["errors"]] == ["import-undone"]


class Told:
    """Keeps what a long deed says of itself."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []

    def tell(self, _run_id: UUID, stage: Stage) -> None:
        """Hear a stage."""
        self.stages.append(stage)


def test_while_an_import_is_undone_pages_and_api_say_how_far(
    door: Door, wizard: Wizard, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = wizard.check("receipts", RECEIPTS + receipt_line("1"))
    wizard.pages.post(f"{where}/confirm")
    monkeypatch.setattr(Receipts, "most_rows", 0)
    house, run_id, go_on = house_of(door), UUID(where.rpartition("/")[2]), Event()
    monkeypatch.setattr(carrying_out, "_undo", _after(go_on, carrying_out._undo))
    answer = door.api(field.manager).post(f"/imports/{run_id}/undo", {"reason": "Wrong."})
    assert (answer.status_code, answer.json["state"]) == (202, "undoing")
    assert "The import is being undone" in wizard.show(where)
    assert "0 of 1 records are taken back." in wizard.pages.get(f"{where}/progress").text
    assert "being undone" in wizard.show("/imports")
    again = wizard.pages.post(f"{where}/undo", data={"reason": "Wrong."})
    assert (again.status_code, "already being undone" in again.text) == (409, True)
    go_on.set()
    for _ in range(200):
        if not house.progress.is_held(run_id):
            break
        time.sleep(0.05)
    assert "Undone on" in wizard.show(where)


def _after(go_on: Event, deed: Callable[..., Any]) -> Callable[..., Any]:
    """Give a deed that waits for a sign before it is done."""

    def late(*args: Any, **named: Any) -> Any:
        assert go_on.wait(20)
        return deed(*args, **named)

    return late


def test_an_import_beside_the_pages_is_never_taken_for_interrupted(
    door: Door, wizard: Wizard, field: Field
) -> None:
    where = wizard.check("receipts", RECEIPTS + receipt_line("1"))
    run_id = UUID(where.rpartition("/")[2])
    house, lease = house_of(door), ExitStack()
    lease.enter_context(house.progress.hold(run_id))
    with door.world.work(field.manager) as work:
        operations.begin_import(work, run_id=run_id)
    again = wizard.pages.post(f"{where}/confirm")
    assert (again.status_code, "The file is being written" in again.text) == (409, True)
    thread = write_beside(house, field.manager, run_id, lease)
    with door.world.reading(field.manager) as reading:
        _run, seen = queries.seen_import(reading, house.progress, run_id)
    assert seen in (RunState.RUNNING, RunState.CONFIRMED)
    thread.join()
    assert receipts(door) == 1


class Late(Progress):
    """A look at who works on an import that comes only after the work is done."""

    def __init__(self, house: House, finish: Callable[[], object]) -> None:
        super().__init__(house.progress.folder)
        self.finish = [finish]

    def is_held(self, run_id: UUID) -> bool:
        """Let the work end between the reading of the row and this look."""
        while self.finish:
            self.finish.pop()()
        return super().is_held(run_id)


def test_an_import_that_is_written_while_one_looks_is_not_interrupted(
    door: Door, wizard: Wizard, field: Field
) -> None:
    where = wizard.check("receipts", RECEIPTS + receipt_line("1"))
    house, run_id = house_of(door), UUID(where.rpartition("/")[2])
    with door.world.work(field.manager) as work:
        operations.begin_import(work, run_id=run_id)
    with door.world.reading(field.manager) as reading:
        _run, dead = queries.seen_import(reading, house.progress, run_id)
    assert dead is RunState.INTERRUPTED
    late = Late(house, lambda: carry_out(house, field.manager, run_id))
    with door.world.reading(field.manager) as reading:
        run, seen = queries.seen_import(reading, late, run_id)
        assert (seen, run.confirmed_at) == (RunState.CONFIRMED, door.world.now)
    assert receipts(door) == 1


def test_the_api_reads_files_in(door: Door, field: Field) -> None:
    api = door.api(field.manager)

    def send(content: str | bytes, kind: str = "receipts", key: str = "") -> Any:
        sent = content.encode() if isinstance(content, str) else content
        form = {"file": (io.BytesIO(sent), "list.csv")}
        headers = {"Idempotency-Key": key or str(uuid4())}
        where = f"/imports?kind={kind}"
        return api("POST", where, data=form, content_type="multipart/form-data", headers=headers)

    made = send(RECEIPTS + receipt_line("1") + receipt_line("2", gross="x"), key="one")
    assert made.status_code == 201, made.text
    assert (made.json["state"], made.json["counts"]["wrong"]) == ("checked", 1)
    [row] = made.json["rows"]
    assert (row["number"], row["problems"][0]["code"]) == (3, "cell-not-a-weight")
    assert send(RECEIPTS, key="one").status_code == 422
    where = f"/imports/{made.json['id']}"
    refused = api.post(f"{where}/confirm")
    assert [one["code"] for one in refused.json["errors"]] == ["import-has-wrong-rows"]
    fixed = api("PATCH", f"{where}/rows/3", json={"cells": {"gross": "52"}})
    assert (fixed.status_code, fixed.json["state"]) == (200, "new")
    assert api("PATCH", f"{where}/rows/3", json={}).status_code == 422
    assert api("PATCH", f"{where}/rows/9", json={"choice": "leave"}).status_code == 404
    done = api.post(f"{where}/confirm")
    assert (done.json["state"], done.json["counts"]["written"]) == ("confirmed", 2)
    assert api.get("/imports").json[0]["id"] == made.json["id"]
    undone = api.post(f"{where}/undo", {"reason": "Wrong."})
    assert undone.json["state"] == "undone"
    unmapped = send("Quien;Año;Pueblo;Desde\nAna;1980;Soria;2026-01-01\n", "harvesters")
    assert unmapped.json["state"] == "uploaded"
    mapping = {"0": "name", "1": "birth_year", "2": "village", "3": "registered_from"}
    mapped = api.post(f"/imports/{unmapped.json['id']}/mapping", {"mapping": mapping})
    assert mapped.json["counts"]["new"] == 1
    stranger = door.api(door.world.operator_manager())
    assert stranger.get(where).status_code == 404
    assert send(b"PK\x03\x04").status_code == 422


def rows_of(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_as_json_are_read_as_a_file_of_them_is(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    text = RECEIPTS + receipt_line("1") + receipt_line("2", gross="x") + receipt_line("3", area="Z")
    form = {"file": (io.BytesIO(text.encode()), "rows.csv")}
    headers = {"Idempotency-Key": "file"}
    sent: dict[str, Any] = {"content_type": "multipart/form-data", "headers": headers}
    by_file = api("POST", "/imports?kind=receipts", data=form, **sent)
    by_rows = api.post("/imports?kind=receipts", {"rows": rows_of(text)})
    assert by_rows.status_code == 201, by_rows.text
    for name in ("kind", "file_name", "state", "headings", "mapping", "counts", "rows"):
        assert by_rows.json[name] == by_file.json[name], name
    assert by_rows.json["counts"]["wrong"] == 2
    [row] = rows_of(RECEIPTS + receipt_line("1"))
    numbers = row | {"gross": 102.5, "tare": 2, "price_per_kg": 0.9, "number": None}
    made = api.post("/imports?kind=receipts", {"rows": [numbers], "file_name": "till 4"})
    assert made.json["counts"]["new"] == 1, made.json
    done = api.post(f"/imports/{made.json['id']}/confirm")
    assert (done.json["state"], done.json["file_name"]) == ("confirmed", "till 4")
    with door.world.store.reading() as session:
        assert session.scalars(select(Receipt.net_g)).all() == [100_500]


@pytest.mark.parametrize(
    ("body", "at", "said"),
    [
        ({}, "/rows", "fill this in"),
        ({"rows": []}, "/rows", "fill this in"),
        ({"rows": [{}] * 10_001}, "rows", "more than 10,000 rows at once; send them as a file"),
        ({"rows": [{"colour": "red"}]}, "rows.colour", "no such column"),
        ({"rows": [{"gross": ["1"]}]}, "rows/0/gross", "text, a number or nothing"),
        ({"rows": [{"gross": True}]}, "rows/0/gross", "text, a number or nothing"),
        ({"rows": [{"gross": "1" * 4_001}]}, "rows/0/gross", "too long"),
        ({"rows": "all"}, "rows", ""),
        ([], "", ""),
    ],
)
def test_rows_that_cannot_be_read_are_refused_by_name(
    door: Door, field: Field, body: Any, at: str, said: str
) -> None:
    answer = door.api(field.manager).post("/imports?kind=receipts", body)
    assert answer.status_code == 422, answer.text
    assert at in answer.text
    assert said in answer.text


def test_rows_without_a_needed_column_say_so_row_by_row(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    [row] = rows_of(RECEIPTS + receipt_line("1"))
    del row["gross"]
    made = api.post("/imports?kind=receipts", {"rows": [row, row]})
    assert (made.json["state"], made.json["counts"]["wrong"]) == ("checked", 2)
    assert {one["column"] for one in made.json["rows"][0]["problems"]} == {"gross"}
    guarded = api.post("/imports?kind=receipts", {"rows": [row | {"number": "=1+1"}]})
    assert guarded.json["rows"][0]["cells"]["number"] == "=1+1"
    large = {"rows": [row | {"number": "1" * 3_000}] * 4_000}
    assert api.post("/imports?kind=receipts", large).status_code == 413
    assert api.post("/imports?kind=secrets", {"rows": [row]}).status_code == 422
    stranger = door.api(company_member(door.world))
    assert stranger.post("/imports?kind=receipts", {"rows": [row]}).status_code == 403
    body = api.get("/openapi.json").json["paths"]["/api/v1/imports"]["post"]["requestBody"]
    assert set(body["content"]) == {"multipart/form-data", "application/json"}
    assert body["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/UploadRows"
    }


def test_lists_go_out_as_they_are_shown_and_come_in_again(
    door: Door, wizard: Wizard, field: Field
) -> None:
    allowed = {"area_ids": (field.area_id,), "species_ids": (field.species_id,)}
    evil = harvester(door.world, field.manager, "=HYPERLINK(1)", birth_year=1970, **allowed)
    field.buy(100)
    field.buy(50, harvester_id=evil, tare_g=4 * KG)
    for what, rows in (("lots", 1), ("receipts", 2), ("movements", 1), ("tests", 0)):
        for form in ("csv", "xlsx"):
            answer = wizard.pages.get(f"/exports/{what}.{form}")
            assert answer.status_code == 200
            found = list(read(io.BytesIO(answer.get_data())))
            assert len(found) == rows + 1, (what, form)
    assert "'=HYPERLINK(1)" in wizard.show("/exports/receipts.csv")
    assert wizard.show("/exports/receipts.csv?harvester=H0001").count("\r\n") == 2
    assert wizard.show("/exports/receipts.csv?since=2030-01-01").count("\r\n") == 1
    assert wizard.show("/exports/lots.csv?status=closed").count("\r\n") == 1
    assert wizard.show("/exports/movements.csv?kind=dry").count("\r\n") == 1
    again = wizard.check("harvesters", wizard.show("/exports/harvesters.csv"))
    assert "There is no row in this file that would be written." in wizard.show(again)
    assert wizard.pages.get("/exports/secrets.csv").status_code == 404
    stranger = door.pages(door.world.operator_manager())
    assert stranger.get("/exports/receipts.csv").text.count("\r\n") == 1


def test_a_workbook_is_read_in_by_the_wizard(door: Door, wizard: Wizard) -> None:
    heading, line = (text.strip().split(",") for text in (RECEIPTS, receipt_line("1")))
    book = io.BytesIO()
    workbook_of(book, heading, [line], name="Receipts")
    where = wizard.check("receipts", book.getvalue())
    wizard.pages.post(f"{where}/confirm")
    assert receipts(door) == 1


def test_a_file_says_why_a_verdict_stands_against_its_limit(door: Door, field: Field) -> None:
    wizard, lot = Wizard(door, field.manager), field.lot(100)
    door.world.pass_time(days=3)
    head = "lot,lab,method,tested for,result,allowed,verdict,date\n"
    line = f"{lot.number},Lab,ISO 1,Cadmium,5,1.0,passed,2026-03-03\n"
    oil = f"{lot.number},Lab,ISO 1,Oil,5,1.0,passed,2026-03-03\n"
    where = wizard.check("tests", head + line + oil)
    page = wizard.show(where)
    assert "5 does not keep the limit (at most 1.0)" in page
    assert {'id="r2-verdict_reason"', 'id="r2-limit_kind"'} <= set(page.split())
    for number, typed in ((2, {"cell-verdict_reason": "n = 3"}), (3, {"cell-limit_kind": "min"})):
        wizard.pages.post(f"{where}/rows/{number}", data=typed)
    assert "Confirm: write 2 rows" in wizard.show(where)
    wizard.pages.post(f"{where}/confirm")
    kept = list(csv.DictReader(io.StringIO(wizard.show("/exports/tests.csv").lstrip("\ufeff"))))
    said = {(one["tested_for"], one["limit_kind"], one["verdict_reason"]) for one in kept}
    assert said == {("Cadmium", "at-most", "n = 3"), ("Oil", "at-least", "")}


AMERICAN = (
    RECEIPTS
    + receipt_line("1", collected_at="03/01/2026 9:30 AM", gross='"1,200"')
    + receipt_line("2", collected_at="2/28/2026 9:30", gross="102")
)


def test_what_can_be_read_in_two_ways_is_asked_once_for_the_column(
    door: Door, wizard: Wizard, field: Field
) -> None:
    where = wizard.check("receipts", AMERICAN)
    page = wizard.show(where)
    assert "03/01/2026 9:30 AM can be read in two ways" in page
    assert "1,200 can be read in two ways" in page
    assert "Say how the columns are written" in page
    columns = wizard.show(f"{where}/columns")
    assert '<option value="month-first">' in columns
    names = AMERICAN.partition("\n")[0].split(",")
    form = {f"column-{place}": name for place, name in enumerate(names)}
    said = {"written-2": "month-first", "written-7": "decimal-point", "save_as": "Ours"}
    assert wizard.pages.post(f"{where}/columns", data=form | said).status_code == 302
    page = wizard.show(where)
    assert "Confirm: write 2 rows" in page
    assert "1 Mar 2026" in page
    assert "1,200 kg" in page
    wizard.pages.post(f"{where}/confirm")
    assert receipts(door) == 2
    again = wizard.upload("receipts", AMERICAN)
    assert '<option value="month-first" selected>' in again.text


def test_the_api_says_how_a_column_is_written(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    content = AMERICAN.encode()
    sent = {"file": (io.BytesIO(content), "list.csv")}
    told = api("POST", "/imports?kind=receipts", data=sent).json
    assert told["counts"]["cell-day-two-ways"] == 1
    mapping = told["mapping"] | {"2": "collected_at:month-first", "7": "gross:decimal-point"}
    right = api.post(f"/imports/{told['id']}/mapping", {"mapping": mapping}).json
    assert (right["counts"]["new"], right["mapping"]["2"]) == (2, "collected_at:month-first")
    wrong = {"mapping": told["mapping"] | {"2": "collected_at:decimal-comma"}}
    refused = api.post(f"/imports/{told['id']}/mapping", wrong)
    assert [one["code"] for one in refused.json["errors"]] == ["column-not-written-so"]


def test_a_number_of_a_workbook_or_of_json_is_never_doubtful(door: Door, field: Field) -> None:
    heading, line = (text.strip().split(",") for text in (RECEIPTS, receipt_line("1")))
    book = io.BytesIO()
    cells: list[Any] = list(line)
    cells[7], cells[8] = Decimal("102.125"), Decimal("2.125")
    workbook_of(book, heading, [cells], name="Receipts")
    desk = desk_of(field)
    run_id = desk.check("receipts", book.getvalue())
    assert desk.counts(run_id) == {"new": 1, "rows": 1}
    row = dict(zip(heading, line, strict=True)) | {"gross": 102.125, "tare": 2.125}
    told = door.api(field.manager).post("/imports?kind=receipts", {"rows": [row]}).json
    assert told["counts"]["new"] == 1
    desk.confirm(run_id)
    with door.world.store.reading() as session:
        assert session.query(Receipt).one().net_g == 100 * KG
