"""An unannounced audit is unknown to the operator until it starts."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from fairwild.audits import operations
from fairwild.audits.states import AuditKind
from fairwild.kernel.actors import Actor
from fairwild.mail.records import QueuedLetter
from fairwild.organisations.queries import get_account
from tests.audits_builders import Scene, planned, scene_of
from tests.doors import ApiClient, Door

API = "/api/v1"
OTHER = UUID(int=7)


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def _of_an_audit(door: Door) -> Iterator[tuple[str, str]]:
    """Every method and address of what belongs to one audit, with `{}` for its id."""
    for rule in door.app.url_map.iter_rules():
        if "audit_id" in rule.arguments:
            others = {name: OTHER for name in rule.arguments if name.endswith("_id")}
            known = {**others, "indicator": "1.1.a", "deed": "answer", "audit_id": UUID(int=0)}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, _address(rule, known).replace(str(UUID(int=0)), "{}")


def _address(rule: Rule, known: dict[str, object]) -> str:
    built = rule.build(known, append_unknown=False)
    assert built is not None, rule
    return built[1]


def _lists(door: Door) -> list[str]:
    """Every page and list that needs nothing named."""
    rules = door.app.url_map.iter_rules()
    plain = (one.rule for one in rules if "GET" in (one.methods or ()) and not one.arguments)
    return sorted(one for one in plain if not one.startswith((f"{API}/openapi", f"{API}/docs")))


def _answer(pages: FlaskClient, api: ApiClient, method: str, where: str) -> tuple[int, str]:
    if where.startswith(API):
        given = {"json": {}} if method in {"POST", "PUT", "PATCH"} else {}
        answer = api(method, where.removeprefix(API), **given)
    else:
        answer = pages.open(where, method=method)
    return answer.status_code, answer.get_data(as_text=True)


def test_every_door_answers_as_if_there_were_no_such_audit(door: Door, scene: Scene) -> None:
    audit_id = planned(scene, kind=AuditKind.UNANNOUNCED)
    pages, api = door.pages(scene.manager), door.api(scene.manager)
    doors = list(_of_an_audit(door))
    assert ("GET", "/audits/{}/plan.pdf") in doors
    assert ("POST", f"{API}/audits/{{}}/finish") in doors
    for method, where in doors:
        status, said = _answer(pages, api, method, where.format(audit_id))
        unknown, _ = _answer(pages, api, method, where.format(uuid4()))
        assert (method, where, status) == (method, where, unknown)
        assert status >= 400
        assert "Ecotest" not in said


def test_no_list_names_it_before_it_starts(door: Door, scene: Scene) -> None:
    audit_id = planned(scene, kind=AuditKind.UNANNOUNCED)
    pages, api = door.pages(scene.manager), door.api(scene.manager)
    for where in _lists(door):
        _, said = _answer(pages, api, "GET", where)
        assert "ECO-A-" not in said, where
        assert str(audit_id) not in said, where
    assert f"/audits/{audit_id}" in door.pages(scene.office).get("/audits").text
    with scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    assert f"/audits/{audit_id}" in pages.get("/audits").text
    assert [one["id"] for one in api.get("/audits").json] == [str(audit_id)]
    assert pages.get(f"/audits/{audit_id}/plan.pdf").status_code == 200


def address_of(scene: Scene, actor: Actor) -> str:
    """Give where somebody is written to."""
    with scene.world.reading(actor) as reading:
        return get_account(reading, actor.person_id).email


@pytest.mark.parametrize(("started", "seen"), [(False, 404), (True, 200)])
def test_one_that_is_cancelled_becomes_known_only_if_it_had_started(
    door: Door, scene: Scene, started: bool, seen: int
) -> None:
    audit_id = planned(scene, kind=AuditKind.UNANNOUNCED)
    if started:
        with scene.world.work(scene.auditor) as work:
            operations.start_audit(work, audit_id=audit_id)
    done = door.api(scene.office).post(
        f"/audits/{audit_id}/cancellation", {"reason": "The road is closed."}
    )
    assert done.status_code == 200
    with scene.world.store.reading() as session:
        wrote_to = set(session.scalars(select(QueuedLetter.to)))
    assert (len(wrote_to), address_of(scene, scene.manager) in wrote_to) == (1 + started, started)
    assert door.pages(scene.manager).get(f"/audits/{audit_id}").status_code == seen
    assert door.api(scene.manager).get(f"/audits/{audit_id}").status_code == seen
