"""Files that mean harm, or come from other spreadsheets, fare alike through every door."""

import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from fairwild.accounts.records import Person
from fairwild.cli import main
from fairwild.lots.records import Receipt
from fairwild.organisations.records import Organisation
from fairwild.wording import field_message
from tests import conformance
from tests.doors import Door
from tests.imports_builders import RECEIPTS, receipt_line
from tests.interfaces.test_imports import Wizard
from tests.lots_builders import Field, field_of
from tests.rules.test_sheets import FAR, packed

HEADING = RECEIPTS.strip() + ",lat,lon\n"
GOOD = HEADING + receipt_line("1").strip() + ",41.005,-2.995\n"
REFUSED = {
    "bomb": (packed(b"x", members=1_100), "file-unpacks-too-large"),
    "sparse bomb": (packed(FAR), "file-too-long"),
    "wrong encoding": (GOOD.replace("root", "raíz").encode("cp1252"), "file-not-utf-8"),
    "no text": (GOOD.encode() + b"\x00" * 9, "file-not-text"),
    "open quotation": (GOOD.encode() + b'"', "file-quotes"),
}
READ = {
    "semicolons": GOOD.replace(",", ";").encode(),
    "byte-order mark": GOOD.encode("utf-8-sig"),
    "both": GOOD.replace(",", ";").encode("utf-8-sig"),
    "two bytes a letter": GOOD.encode("utf-16"),
}
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def field(door: Door) -> Field:
    """An operator with everything a receipt needs."""
    return field_of(door.world)


@pytest.fixture
def shell(door: Door, field: Field, tmp_path: Path) -> Callable[..., Result]:
    """Reads a file in on the command line, over the database of the doors."""
    with door.world.store.reading() as session:
        email = session.get_one(Person, field.manager.person_id).email
    url = door.world.store.engine.url.render_as_string(hide_password=False)
    told = {"FAIRWILD_INSTANCE": str(tmp_path), "FAIRWILD_DATABASE_URL": url}

    def run(content: bytes, *more: str) -> Result:
        file = tmp_path / "list.csv"
        file.write_bytes(content)
        words = ("import", "receipts", str(file), "--operator", "EBR", "--as", email)
        return CliRunner().invoke(main, (*words, *more), env=told)

    return run


def sent(door: Door, field: Field, content: bytes) -> Any:
    form = {"file": (io.BytesIO(content), "list.csv")}
    headers = {"Idempotency-Key": str(uuid4())}
    more: dict[str, Any] = {"content_type": "multipart/form-data", "headers": headers}
    return door.api(field.manager)("POST", "/imports?kind=receipts", data=form, **more)


def bought(door: Door) -> list[str]:
    with door.world.store.reading() as session:
        return [str(one) for one in session.scalars(select(Receipt.their_number))]


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(
    door: Door, field: Field, shell: Callable[..., Result], name: str
) -> None:
    content, code = REFUSED[name]
    with door.app.test_request_context():
        said = field_message(code)
    page = Wizard(door, field.manager).upload("receipts", content)
    if page.status_code == 200:  # only the heading was read; the rest is with the columns
        names = HEADING.strip().replace("lat,lon", "latitude,longitude").split(",")
        columns = {f"column-{place}": one for place, one in enumerate(names)}
        page = Wizard(door, field.manager).pages.post(page.request.path, data=columns)
    assert (page.status_code, said in page.text) == (422, True), page.text
    answer = sent(door, field, content)
    assert (answer.status_code, answer.json["errors"][0]["detail"]) == (422, said)
    printed = shell(content, "--confirm")
    assert (printed.exit_code, said in printed.output) == (2, True), printed.output
    assert bought(door) == []


@pytest.mark.parametrize("name", READ)
def test_the_habits_of_other_spreadsheets_are_understood(
    door: Door, field: Field, shell: Callable[..., Result], name: str
) -> None:
    wizard = Wizard(door, field.manager)
    where = wizard.check("receipts", READ[name])
    assert wizard.pages.post(f"{where}/check").status_code == 302
    assert "wrong" not in str(sent(door, field, READ[name]).json["counts"])
    assert sent(door, field, READ[name]).json["counts"]["new"] == 1
    printed = shell(READ[name], "--confirm")
    assert (printed.exit_code, "1 new" in printed.output) == (0, True), printed.output
    assert bought(door) == ["1"]


def test_swapped_coordinates_are_named_and_nothing_is_written(
    door: Door, field: Field, shell: Callable[..., Result]
) -> None:
    swapped = GOOD.replace("41.005,-2.995", "-2.995,41.005").encode()
    wizard = Wizard(door, field.manager)
    where = wizard.check("receipts", swapped)
    assert "swapped" in wizard.show(where)
    assert wizard.pages.post(f"{where}/confirm").status_code == 409
    [row] = sent(door, field, swapped).json["rows"]
    assert [one["code"] for one in row["problems"]] == ["place-looks-swapped"]
    printed = shell(swapped, "--confirm")
    assert (printed.exit_code, "swapped" in printed.output) == (1, True), printed.output
    assert bought(door) == []


def test_a_formula_is_kept_as_text_and_goes_out_harmless(
    door: Door, field: Field, shell: Callable[..., Result]
) -> None:
    content = GOOD.replace("\n1,", f"\n{FORMULA},").encode()
    assert sent(door, field, content).json["counts"]["new"] == 1
    printed = shell(content, "--confirm")
    assert printed.exit_code == 0, printed.output
    assert bought(door) == [FORMULA]
    wizard = Wizard(door, field.manager)
    assert f"'{FORMULA}" in wizard.show("/exports/receipts.csv")
    again = wizard.check("receipts", content)
    assert "There is no row in this file that would be written." in wizard.show(again)
    with door.world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == 1


def test_the_command_line_says_how_columns_are_written(
    door: Door, field: Field, shell: Callable[..., Result]
) -> None:
    content = (RECEIPTS + receipt_line("1", collected_at="03/01/2026", gross="1.200")).encode()
    asked = shell(content, "--confirm")
    assert (asked.exit_code, "can be read in two ways" in asked.output) == (1, True), asked.output
    manners = ("--written", "collected_at:month-first", "--written", "gross:decimal-comma")
    printed = shell(content, *manners, "--confirm")
    assert printed.exit_code == 0, printed.output
    with door.world.store.reading() as session:
        [one] = session.scalars(select(Receipt))
        assert (one.collected_at.month, one.gross_g) == (3, 1_200_000)


needs = conformance.needs_conformance
CSV_FILES = sorted((conformance.CONFORMANCE / "web/csv-spectrum/csvs").glob("*.csv"))
CONTRADICTED = {"location_coordinates", "newlines_crlf"}
"""Their own JSON says something else than stands in the file."""


@needs
@pytest.mark.parametrize("file", CSV_FILES, ids=lambda one: one.stem)
def test_every_file_of_the_csv_spectrum_is_read_alike_at_every_door(
    door: Door, field: Field, shell: Callable[..., Result], file: Path
) -> None:
    content = file.read_bytes()
    told = json.loads((file.parents[1] / "json" / f"{file.stem}.json").read_text("utf-8"))
    rows = told if isinstance(told, list) else [told]
    keys = [one.strip() for one in rows[0]]
    answer = sent(door, field, content)
    assert (answer.status_code, answer.json["headings"]) == (201, keys)
    assert answer.json["mapping"].keys() <= {"0", "1", "2", "3"}
    page = Wizard(door, field.manager).upload("receipts", content)
    assert page.status_code == 200
    shown = " ".join(html.unescape(page.text).split())
    for key in keys if file.stem not in CONTRADICTED else ():
        first = next((one[key] for one in rows if one[key].strip()), "")
        assert " ".join(first.split())[:30] in shown, key
    printed = shell(content, "--confirm")
    assert printed.exit_code == 3, printed.output
    assert bought(door) == []


def test_the_command_line_tells_the_time_of_the_organisation(
    door: Door, field: Field, shell: Callable[..., Result]
) -> None:
    with door.world.store.writing() as session:
        session.get_one(Organisation, field.operator_id).time_zone = "Asia/Kolkata"
        session.commit()
    [day] = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", GOOD)
    printed = shell(GOOD.replace(day, "2031-06-01 12:00").encode())
    assert "1 Jun 2031, 12:00 has not come yet" in printed.output
