"""The scheme's pages: its numbers, its standards, and the import of a text."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from fairwild.applications.operations import answer_indicators
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.parameters import ParameterTable
from fairwild.sheets import read
from fairwild.standards import catalogue
from fairwild.standards.catalogue import parameters
from fairwild.standards.catalogue.tables import TABLE_COLUMNS
from tests.applications_builders import written
from tests.audits_builders import finished, planned, scene_of, scored
from tests.doors import Door

HEAD: dict[str, Any] = {
    "name": "fairwild",
    "standard_version": "3.0",
    "title": "FairWild Standard",
    "published": "2023",
    "valid_from": "2023-01-01",
    "language": "en",
    "evidence": "confirmed",
}
ROWS = [
    ["level", "code", "belongs_to", "text", "guidance", "m_from_year", "m_level"],
    ["theme", "eco", "", "Ecology", "", "", ""],
    ["principle", "1", "eco", "Plants stay", "", "", ""],
    ["criterion", "1.1", "", "Status", "", "", ""],
    ["indicator", "1.1.a", "", "Known status", "Ask", "1", "2"],
]


@pytest.fixture
def steward(door: Door) -> Iterator[Actor]:
    """Somebody of the scheme owner; what is imported is forgotten at the end."""
    yield door.world.steward()
    catalogue.read_also(Path("/nowhere/standards"))


def table(rows: list[list[str]], name: str = "text.csv") -> tuple[io.BytesIO, str]:
    """Give a file of these rows."""
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return io.BytesIO(page.getvalue().encode()), name


def hidden(page: str) -> dict[str, str]:
    """Give what a form carries unseen."""
    found = re.findall(r'<input type="hidden" name="([a-z_0-9]+)" value="([^"]*)">', page)
    return dict(found)


def test_every_number_says_where_it_comes_from(door: Door) -> None:
    auditor = door.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    page = door.pages(auditor).get("/scheme").text
    assert "60.0% (3/5) share of norm points" in page
    assert "15 months" in page
    assert "Scheme default not confirmed." in page
    assert "not confirmed" in page
    assert "low confidence" in page
    only = door.pages(auditor).get("/scheme?unconfirmed=yes").text
    assert "Term of a certificate" not in only
    assert "Time to put a nonconformity right" in only
    processes = door.pages(auditor).get("/scheme/processes").text
    assert "by the part of the plant, see the numbers" in processes


def test_a_report_leads_to_the_numbers_it_was_judged_by(door: Door) -> None:
    scene = scene_of(door.world)
    audit_id = finished(scene, scored(scene))
    version = parameters().version
    pages = door.pages(scene.manager)
    assert f"/scheme/numbers/{version}" in pages.get(f"/audits/{audit_id}").text
    assert f"/scheme/numbers/{version}" in pages.get("/scheme").text
    page = pages.get(f"/scheme/numbers/{version}").text
    assert "for the first time on" in page
    assert "every number, source and approver is the same today" in page
    assert "60.0% (3/5) share of norm points" in page
    assert pages.get("/scheme/numbers/0123456789abcdef").status_code == 404


def test_a_table_of_numbers_says_what_differs_from_today(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(door.world)
    finished(scene, scored(scene))
    then = parameters()
    term = next(row for row in then.rows if row.name == "certificate_term_months")
    others = tuple(row for row in then.rows if row is not term)
    changed = ParameterTable((*others, replace(term, value=Fraction(18), source="Rules of 2027")))
    monkeypatch.setattr("fairwild.web.scheme.numbers.parameters", lambda: changed)
    page = door.pages(scene.manager).get(f"/scheme/numbers/{then.version}").text
    [differs] = re.findall(r"<h2>What differs from today</h2>(.*?)</section>", page, re.DOTALL)
    assert differs.count("<tr>") == 2
    assert "15 months" in differs
    assert "18 months" in differs
    assert "Rules of 2027" in differs


def test_the_api_gives_the_numbers_something_rested_on(door: Door) -> None:
    scene = scene_of(door.world)
    finished(scene, scored(scene))
    version, api = parameters().version, door.api(scene.manager)
    told = api.get(f"/scheme/numbers/{version}").json
    assert (told["version"], told["changed"]) == (version, [])
    assert told["kept_at"] is not None
    assert told["rows"] == api.get("/scheme/numbers").json
    assert api.get("/scheme/numbers/0123456789abcdef").status_code == 404


def test_a_text_is_looked_at_with_its_faults_and_then_imported(door: Door, steward: Actor) -> None:
    pages = door.pages(steward)
    assert "Only the counts are known" in pages.get("/scheme/standards/fairwild/3.0").text
    usual = pages.get("/scheme/standards/import?name=fairwild&version=3.0").text
    assert 'value="2023-01-01"' in usual
    assert '<option value="confirmed" selected>' not in usual
    wrong = [*ROWS, ["indicator", "2.1.a", "", "Lost", "Ask", "", ""]]
    seen = pages.post("/scheme/standards/import", data=HEAD | {"file": table(wrong)})
    assert seen.status_code == 409
    assert "there is no criterion &#39;2.1&#39;" in seen.text
    assert "Import this text" not in seen.text
    (again,) = re.findall(
        r'href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?\s*(?:<span>)?Choose another', seen.text
    )
    kept = pages.get(again.replace("&amp;", "&")).text
    assert 'value="FairWild Standard"' in kept
    assert '<option value="confirmed" selected>' in kept
    good = pages.post("/scheme/standards/import", data=HEAD | {"file": table(ROWS)})
    assert "is known with 7 principles and 24 criteria; the table has 1 and 1." in good.text
    unsaid = pages.post("/scheme/standards/import/confirm", data=hidden(good.text))
    assert (unsaid.status_code, "Say that the table is right." in unsaid.text) == (409, True)
    assert not catalogue.standard_version("fairwild", "3.0").indicators
    sent = hidden(good.text) | {"other_counts": "yes"}
    done = pages.post("/scheme/standards/import/confirm", data=sent, follow_redirects=True)
    assert "The text of FairWild Standard 3.0 is imported." in done.text
    assert "Known status" in done.text
    assert "Text of a standard imported" in done.text
    assert "imported here" in pages.get("/scheme/standards").text
    assert catalogue.standard_version("fairwild", "3.0").indicator("1.1.a").m_level == 2
    workbook = pages.get("/scheme/standards/fairwild/3.0/table.xlsx").data
    records = list(read(io.BytesIO(workbook)))
    assert records[0] == list(TABLE_COLUMNS)
    assert records[4][:4] == ["indicator", "1.1.a", "1.1", "Known status"]


def test_samples_say_so_in_the_list_and_are_never_imported_as_confirmed(
    door: Door, steward: Actor
) -> None:
    pages = door.pages(steward)
    assert "98 of 98 indicators" in pages.get("/scheme/standards").text
    workbook = pages.get("/scheme/standards/fairwild/2.0/table.xlsx").data
    records = list(read(io.BytesIO(workbook)))
    place = records[0].index("sample")
    assert {row[place] for row in records if row[0] == "indicator"} == {"yes"}
    plain = [[cell for number, cell in enumerate(row) if number != place] for row in records]
    sent = HEAD | {"standard_version": "4.0"}
    laundered = pages.post("/scheme/standards/import", data=sent | {"file": table(plain)})
    assert laundered.status_code == 409
    assert "98 indicators are samples of this software" in laundered.text
    assert "Import this text" not in laundered.text
    told = pages.post(
        "/scheme/standards/import", data=sent | {"evidence": "design", "file": table(plain)}
    )
    assert told.status_code == 200
    done = pages.post("/scheme/standards/import/confirm", data=hidden(told.text))
    assert done.status_code == 302
    assert catalogue.standard_version("fairwild", "4.0").sample_count == 98


def test_a_version_that_audits_stand_on_stays_as_it_is(door: Door, steward: Actor) -> None:
    planned(scene_of(door.world))
    pages = door.pages(steward)
    sent = HEAD | {"standard_version": "2.0", "file": table(ROWS)}
    seen = pages.post("/scheme/standards/import", data=sent)
    assert seen.status_code == 409
    assert "is used by 1 audits and stays as it is" in seen.text
    forced = {name: value for name, value in hidden(seen.text).items() if name != "csrf_token"}
    assert "sha256" not in forced
    assert len(catalogue.standard_version("fairwild", "2.0").indicators) == 98


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": (io.BytesIO(b""), "a.csv")}, "This file is empty."),
        ({"file": (io.BytesIO(b"\xd0\xcf\x11\xe0 old"), "a.xls")}, "old workbook"),
        ({"name": "../up"}, "no spaces"),
        ({"valid_from": "soon"}, "Write a day"),
        ({"transition_until": "2022-01-01"}, "The end must be after the start."),
    ],
)
def test_what_cannot_be_read_says_why(
    door: Door, steward: Actor, changes: dict[str, Any], said: str
) -> None:
    sent = HEAD | {"file": table(ROWS)} | changes
    answer = door.pages(steward).post("/scheme/standards/import", data=sent)
    assert answer.status_code == 422
    assert said in answer.text


def test_only_the_steward_imports_and_nothing_unseen_is_confirmed(
    door: Door, steward: Actor
) -> None:
    office = door.world.somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY)
    pages = door.pages(office)
    assert pages.get("/scheme/standards/import").status_code == 403
    assert pages.post("/scheme/standards/import", data=HEAD).status_code == 403
    assert pages.post("/scheme/standards/import/confirm", data=HEAD).status_code == 403
    assert "Import a text" not in pages.get("/scheme/standards").text
    mine = door.pages(steward)
    unseen = HEAD | {"sha256": "0" * 64}
    assert mine.post("/scheme/standards/import/confirm", data=unseen).status_code == 404
    assert mine.get("/scheme/standards/fairwild/9.9").status_code == 404


def test_the_scheme_through_the_api(door: Door, steward: Actor) -> None:
    api = door.api(steward)
    terms = [one for one in api.get("/scheme/numbers").json if one["name"] == "minimum_share"]
    assert terms[0]["keys"] == {"year": "1"}
    assert (terms[0]["value"], terms[0]["evidence"]) == ("3/5", "confirmed")
    versions = api.get("/scheme/standards").json
    assert [(one["version"], one["indicator_count"]) for one in versions] == [
        ("2.0", 98),
        ("3.0", 0),
    ]
    whole = api.get("/scheme/standards/fairwild/2.0").json
    assert whole["indicators"][0]["code"] == "1.1.a"
    assert len(whole["score_texts"]) == 4
    assert api.get("/scheme/standards/fairwild/9").status_code == 404
    wrong = {"file": table([*ROWS, ["indicator", "2.1.a", "", "Lost", "Ask", "", ""]])}
    refused = api("POST", "/scheme/standards", query_string=HEAD, data=wrong)
    assert refused.status_code == 409
    assert refused.json["errors"][0]["facts"]["row"] == 6
    unsaid = api("POST", "/scheme/standards", query_string=HEAD, data={"file": table(ROWS)})
    assert unsaid.json["errors"][0]["code"] == "standard-counts-differ"
    said = HEAD | {"other_counts": "true"}
    made = api("POST", "/scheme/standards", query_string=said, data={"file": table(ROWS)})
    assert (made.status_code, made.json["indicator_count"], made.json["imported"]) == (201, 1, True)
    office = door.world.somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY)
    sent = {"query_string": HEAD, "data": {"file": table(ROWS)}}
    assert door.api(office)("POST", "/scheme/standards", **sent).status_code == 403


def test_an_imported_text_is_taken_back_until_somebody_assesses_themselves_by_it(
    door: Door, steward: Actor
) -> None:
    scene, pages = scene_of(door.world), door.pages(steward)
    address = "/scheme/standards/fairwild/3.0"

    def bring_in() -> int:
        seen = pages.post("/scheme/standards/import", data=HEAD | {"file": table(ROWS)})
        if seen.status_code != 200:
            return seen.status_code
        return pages.post(
            "/scheme/standards/import/confirm", data=hidden(seen.text) | {"other_counts": "yes"}
        ).status_code

    assert pages.post(f"{address}/take-back").status_code == 404
    assert bring_in() == 302
    assert f'action="{address}/take-back"' in pages.get(address).text
    assert pages.post(f"{address}/take-back").status_code == 302
    assert not catalogue.standard_version("fairwild", "3.0").indicators
    assert "Imported text of a standard taken back" in pages.get(address).text
    assert bring_in() == 302
    application_id = written(scene, standard_version="3.0")
    with scene.world.work(scene.manager) as work:
        answer_indicators(work, application_id=application_id, answers=[("1.1.a", 2, False, "")])
    assert "take-back" not in pages.get(address).text
    refused = pages.post(f"{address}/take-back")
    assert refused.status_code == 409
    assert "assess themselves under fairwild 3.0" in refused.text
    assert door.api(steward)("DELETE", address).status_code == 409
    assert bring_in() == 409
    assert door.api(scene.office)("DELETE", address).status_code == 403
