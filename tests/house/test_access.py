"""Every route is in the access matrix, and answers every role as the matrix says."""

import shutil
import tomllib
from pathlib import Path

import pytest

from tests.house.access import MATRIX, VISITOR, Matrix, measure, staged
from tests.house.unreached import UNREACHED


def kept() -> Matrix:
    """The matrix as it is agreed."""
    read = tomllib.loads(MATRIX.read_text("utf-8"))
    return {
        name: {role: int(status) for status, roles in told.items() for role in roles}
        for name, told in read.items()
    }


@pytest.fixture(scope="module")
def measured(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """What the routes answer now."""
    folder: Path = tmp_path_factory.mktemp("access") / "instance"
    shutil.copytree(demo_template, folder)
    return measure(staged(folder))


@pytest.mark.timeout(400)
def test_every_route_is_in_the_matrix(measured: Matrix) -> None:
    assert sorted(set(measured) - set(kept())) == []
    assert sorted(set(kept()) - set(measured)) == []


@pytest.mark.timeout(400)
def test_every_role_gets_the_answer_of_the_matrix(measured: Matrix) -> None:
    agreed = kept()
    changed = {
        f"{name} as {role}": (agreed[name].get(role), status)
        for name, told in measured.items()
        if name in agreed
        for role, status in told.items()
        if agreed[name].get(role) != status
    }
    assert changed == {}


def test_nothing_breaks_for_anybody(measured: Matrix) -> None:
    broken = [
        f"{name} as {role}"
        for name, told in measured.items()
        for role, status in told.items()
        if status >= 500
    ]
    assert broken == []


def test_a_visitor_only_gets_what_is_public() -> None:
    open_to_all = {name for name, told in kept().items() if told["visitor"] == 200}
    public: tuple[str, ...] = (
        "/audits/worker.js",
        "/t/",
        "/c/",
        "/certificates",
        "/check",
        "/complain",
        "/invitation/",
        "/new-password/",
        "/static/",
        "/sign-in",
        "/forgotten",
    )
    public += (
        "/T/",
        "/api/v1/public",
        "/api/v1/docs",
        "/api/v1/openapi.json",
        "/healthz",
        "/readyz",
    )
    guarded = [
        name
        for name in open_to_all
        if name not in {"GET /", "GET /scan"} and not name.split(" ")[1].startswith(public)
    ]
    assert guarded == []


SHUT = frozenset({401, 403, 404})


def test_every_route_is_for_somebody_or_says_which_test_goes_through_it() -> None:
    reached = {
        name
        for name, told in kept().items()
        if told["visitor"] == 200 or {told[role] for role in told if role != VISITOR} - SHUT
    }
    assert sorted(set(kept()) - reached - set(UNREACHED)) == []
    assert sorted(set(UNREACHED) & reached) == []
    assert sorted(set(UNREACHED) - set(kept())) == []
