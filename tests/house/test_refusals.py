"""Every refusal of certification is shown through a rule, a page and the API, or says why not."""

import ast
import re
from pathlib import Path

import pytest

from fairwild.wording import OBSTACLES
from tests.house.sources import CODE, ROOT, constant, nodes
from tests.refusals.doors import ASKED_FIRST, ROWS
from tests.refusals.gaps import NOT_ON_A_PAGE, UNREACHED
from tests.refusals.rooms import ROOMS

CERTIFYING = (
    "applications",
    "audits",
    "certificates",
    "competence",
    "complaints",
    "desks",
    "organisations",
    "species",
    "standards",
)


def codes_in(folder: Path) -> set[str]:
    """Every code that has a sentence and is written out in the modules of a folder."""
    texts = (constant(node) for path in folder.rglob("*.py") for node in nodes(path, ast.Constant))
    return {one for one in texts if one in OBSTACLES}


def codes_of_certification() -> set[str]:
    """Every code of the rooms of certification."""
    return {code for room in CERTIFYING for code in codes_in(CODE / room)}


def in_tables() -> set[str]:
    """Every code that stands in one of the tables of refusals."""
    assert ROOMS
    return {code for row in ROWS for code in row.codes} | {one.code for one in ASKED_FIRST}


def test_every_refusal_of_certification_is_tried_at_the_doors() -> None:
    assert sorted(codes_of_certification() - in_tables() - set(UNREACHED)) == []


def test_a_gap_says_why_and_is_one() -> None:
    assert [code for code, why in (UNREACHED | NOT_ON_A_PAGE).items() if not why] == []
    assert sorted(set(UNREACHED) & in_tables()) == []
    assert sorted(set(UNREACHED) - codes_of_certification()) == []


def test_what_only_the_api_refuses_says_why_no_page_does() -> None:
    on_pages = {code for row in ROWS if row.on_page for code in row.codes}
    only_api = {code for row in ROWS for code in row.codes} - on_pages
    assert sorted(only_api) == sorted(NOT_ON_A_PAGE)


def in_rule_tests() -> set[str]:
    """Every code a table test of the rules names."""
    found = set()
    for path in (ROOT / "tests" / "rules").glob("*.py"):
        found |= {one for node in nodes(path, ast.Constant) if (one := constant(node))}
    return found


@pytest.mark.parametrize("room", CERTIFYING)
def test_every_refusal_of_a_rule_stands_in_a_table_without_a_database(room: str) -> None:
    places = [CODE / room / "rules.py", CODE / room / "rules"]
    files = [
        path for place in places for path in ([place] if place.is_file() else place.glob("*.py"))
    ]
    known = {
        code
        for path in files
        for node in nodes(path, ast.Constant)
        if (code := constant(node)) in OBSTACLES
    }
    assert sorted(str(one) for one in known - in_rule_tests()) == []


def test_settings_are_named_by_what_is_tried() -> None:
    names = [row.setting.__name__ for row in (*ROWS, *ASKED_FIRST)]
    assert sorted(names) == sorted(set(names))
    assert [one for one in names if not re.fullmatch(r"[a-z_]+", one)] == []
