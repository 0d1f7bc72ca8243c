"""What a page refuses with words the API refuses with a code, for the same reason."""

import html
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from fairwild.standards import catalogue
from tests.audits_builders import ready_to_decide, scene_of
from tests.doors import Door
from tests.refusals.doors import ASKED_FIRST, ROWS, Ask, Asked, Row
from tests.refusals.rooms import ROOMS

assert ROOMS


@pytest.fixture(autouse=True)
def only_the_packages_standards() -> Iterator[None]:
    """What a setting imports is forgotten at the end."""
    yield
    catalogue.read_also(Path("/nowhere/standards"))


def sent_to_api(door: Door, ask: Ask) -> Any:
    """Ask the API."""
    told: dict[str, Any] = {"data" if ask.files else "json": dict(ask.said)}
    return door.api(ask.who)(ask.how, ask.where, headers=dict(ask.headers), **told)


def sent_to_page(door: Door, ask: Ask) -> Any:
    """Send the form of a page."""
    return door.pages(ask.who).open(ask.where, method=ask.how, data=dict(ask.said))


def refused_by_api(door: Door, ask: Ask) -> dict[str, str]:
    """Give what the API says against it, by code."""
    answer = sent_to_api(door, ask)
    assert answer.status_code == 409, (answer.status_code, answer.text)
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    return {one["code"]: one["detail"] for one in answer.json["errors"]}


def refused_by_page(door: Door, ask: Ask) -> str:
    """Give the text of the page that refuses it, without its tags."""
    answer = sent_to_page(door, ask)
    assert answer.status_code == 409, (answer.status_code, answer.headers.get("Location"))
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


@pytest.mark.parametrize("row", ROWS, ids=[one.setting.__name__ for one in ROWS])
def test_a_deed_is_refused_at_both_doors_for_the_same_reasons(door: Door, row: Row) -> None:
    asked = row.setting(scene_of(door.world))
    said = refused_by_api(door, asked.api)
    assert set(row.codes) <= set(said), said
    assert row.on_page is (asked.page is not None)
    if asked.page:
        page = refused_by_page(door, asked.page)
        missing = [code for code in row.codes if said[code] not in page]
        assert missing == [], said


@pytest.mark.parametrize("row", ASKED_FIRST, ids=[one.setting.__name__ for one in ASKED_FIRST])
def test_a_page_asks_for_the_field_a_rule_would_miss(door: Door, row: Asked) -> None:
    asked = row.setting(scene_of(door.world))
    assert asked.page is not None
    page = sent_to_page(door, asked.page)
    assert page.status_code == 422, (page.status_code, page.headers.get("Location"))
    answer = sent_to_api(door, asked.api)
    assert answer.status_code == row.status, answer.text
    refused = row.status is HTTPStatus.CONFLICT
    assert (row.code if refused else row.field) in answer.text


def test_a_decision_tells_the_version_of_the_numbers_it_rests_on(door: Door) -> None:
    scene = scene_of(door.world)
    audit_id = ready_to_decide(scene)
    said = {"outcome": "certify", "reasons": "All is there."}
    made = door.api(scene.certifier).post(f"/audits/{audit_id}/decision", said)
    assert made.status_code == 201, made.text
    assert made.json["facts"]["parameters_version"] == catalogue.parameters().version
