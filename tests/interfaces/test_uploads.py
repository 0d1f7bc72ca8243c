"""A file that is not what it must be is refused at every door of certification, and leaves nothing.

Page and API; the table below fails when the API has an upload that it does not name.
"""

import hashlib
import html
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from fairwild.app import create_app
from fairwild.audits.records import Audit
from fairwild.audits.states import Grade
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.store.base import Base
from fairwild.store.engine import Store
from tests.applications_builders import written
from tests.audits_builders import Scene, classify, raised, scene_of, scored
from tests.builders import World
from tests.certificates_builders import certified
from tests.competence_builders import competent
from tests.complaints_builders import lodged
from tests.conftest import settings_in
from tests.copies import copied
from tests.doors import Door

PDF = b"%PDF-1.7\nwhat was signed\n%%EOF"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
WORKBOOK_HEAD = b"PK\x03\x04\x14\x00\x00\x00\x08\x00"
TABLE = b"level,code,belongs_to,text\ntheme,eco,,Ecology\n"
TOO_MUCH = b"0" * (8 * 1024 * 1024)
REGISTRATION = {
    "authority": "Ministry of Health",
    "country": "VN",
    "number": "VN-77",
    "registered_on": "2025-01-01",
}
CLASS = {
    "part": "root",
    "country": "KE",
    "risk_class": "low",
    "factors[]": ["growth"],
    "document": "RA-8",
    "valid_from": "2026-03-02",
}
STANDARD = {
    "name": "fairwild",
    "standard_version": "3.0",
    "title": "FairWild Standard",
    "published": "2023",
    "valid_from": "2023-01-01",
    "language": "en",
    "evidence": "confirmed",
}
OTHERS = (
    "/consignments/",
    "/imports",
    "/lots/",
    "/permits/",
    "/quantity-changes/",
    "/complaints",
)
"""Beginnings of uploads of the API that have tests of their own."""


@dataclass(frozen=True)
class Way:
    """One door at which a file may come in, and who brings it there."""

    address: str
    by: Actor
    beside: dict[str, Any]
    takes_tables: bool = False


def ways(door: Door, scene: Scene) -> tuple[list[Way], list[Way]]:
    """Give every upload of certification: of the pages, and of the API."""
    audit_id, application_id = scored(scene), written(scene)
    found_id = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    competence_id = competent(scene.world, scene.body_id, scene.auditor, Role.EVALUATOR)
    class_id = classify(scene.world, scene.species_id, country="PL")
    steward, office, manager = scene.world.steward(), scene.office, scene.manager
    [agreement] = door.api(office).get("/agreements").json
    made = door.api(office).post(f"/organisations/{scene.body_id}/registrations", REGISTRATION)
    audit, registration = f"/audits/{audit_id}", f"/registrations/{made.json['id']}"
    case = lodged(scene, by=manager)
    own, link = f"/complaints/own/{case.complaint.id}", f"{case.complaint.number}/{case.secret}"
    documents, copy = f"/applications/{application_id}/documents", f"/agreements/{agreement['id']}"
    sign = {
        "operator_id": str(scene.operator_id),
        "edition": "2026-1",
        "signed_on": "2026-03-01",
    }
    another = REGISTRATION | {"number": "VN-78"}
    entered = f"{audit}/form/files/5.1.a"
    pages = [
        Way(f"{audit}/evidence", scene.auditor, {"indicator": "5.1.a"}),
        Way(f"{audit}/evidence", manager, {"nonconformity_id": str(found_id)}),
        Way(entered, scene.auditor, {}),
        Way(documents, manager, {"title": "Map"}),
        Way("/agreements/new", office, sign),
        Way(f"{copy}/file", office, {}),
        Way(f"/species/{scene.species_id}/risk-class", steward, CLASS),
        Way(f"/risk-classes/{class_id}/file", steward, {}),
        Way(f"/organisations/{scene.body_id}/registrations/new", office, another),
        Way(f"{registration}/file", office, {}),
        Way(f"/competences/{competence_id}/certificate", office, {}),
        Way("/scheme/standards/import", steward, STANDARD, takes_tables=True),
    ]
    api = [
        Way(f"{audit}/scores/5.1.a/evidence", scene.auditor, {}),
        Way(f"{audit}/nonconformities/{found_id}/evidence", manager, {}),
        Way(f"{documents}?title=Map", manager, {}),
        Way(f"{copy}/file", office, {}),
        Way(f"/risk-classes/{class_id}/file", steward, {}),
        Way(f"{registration}/file", office, {}),
        Way(f"/competences/{competence_id}/file", office, {}),
        Way(f"{own}/proofs", manager, {}),
        Way(f"/public/complaints/{link}/proofs", manager, {}),
        Way("/scheme/standards", steward, {"query_string": STANDARD}, takes_tables=True),
    ]
    return pages, api


def count_of_rows(scene: Scene) -> dict[str, int]:
    """Count the rows of every table."""
    with scene.world.store.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


Bad = Callable[[Way], tuple[bytes, str]]


def wrong_kind(_: Way) -> tuple[bytes, str]:
    """A program under the name of something else."""
    return b"MZ\x90\x00\x03" + bytes(range(256)), "map.pdf"


def page_with_script(_: Way) -> tuple[bytes, str]:
    """A page under the name of a picture."""
    return b"<html><script>alert(1)</script></html>", "photo.png"


def empty(_: Way) -> tuple[bytes, str]:
    """Nothing at all."""
    return b"", "map.pdf"


def too_large(way: Way) -> tuple[bytes, str]:
    """One byte and more above what is taken."""
    return (TABLE if way.takes_tables else PDF) + TOO_MUCH, "map.pdf"


def torn_paper(way: Way) -> tuple[bytes, str]:
    """The first half of a paper or of a workbook."""
    return (WORKBOOK_HEAD, "a.xlsx") if way.takes_tables else (PDF[:-5], "map.pdf")


def torn_picture(way: Way) -> tuple[bytes, str]:
    """The first half of a picture; for a table, a row that breaks off."""
    return (TABLE[:-9], "a.csv") if way.takes_tables else (PNG_HEAD + b"\x00" * 99, "scale.png")


def upwards(way: Way) -> tuple[bytes, str]:
    """A good file that is named like a place above."""
    return (TABLE if way.takes_tables else PDF), "../../etc/passwd"


def drive(way: Way) -> tuple[bytes, str]:
    """A good file that is named like a place on a drive."""
    return (TABLE if way.takes_tables else PDF), "C:\\papers\\map.pdf"


BAD: list[Bad] = [
    wrong_kind,
    page_with_script,
    empty,
    too_large,
    torn_paper,
    torn_picture,
    upwards,
    drive,
]


class Senders:
    """Somebody's browser and program for each way, made before anything is counted."""

    def __init__(self, door: Door, ways: list[Way]) -> None:
        people = {way.by.person_id: way.by for way in ways}
        self.pages = {one: door.pages(actor) for one, actor in people.items()}
        self.api = {one: door.api(actor) for one, actor in people.items()}

    def on_page(self, way: Way, **sent: Any) -> TestResponse:
        """Send a file as a form does."""
        said = {"X-Entered-By": str(way.by.person_id)}
        if "/form/files/" in way.address:
            said["Accept"] = "application/json"  # the script of the form asks there
        browser = self.pages[way.by.person_id]
        return browser.post(way.address, headers=said, follow_redirects=True, **sent)

    def through_api(self, way: Way, **sent: Any) -> TestResponse:
        """Send a file as a program does."""
        return self.api[way.by.person_id]("POST", way.address, **sent)


SAID = (
    "this is neither",
    "This file is empty",
    "This file is too large",
    "This file was cut off",
    "give it a plain name",
    "This is neither",
    "There is no column",
    "there is no row of the level",
    "the column",
    "This workbook is broken",
)


@dataclass(frozen=True)
class Ground:
    """A body and an operator with everything that takes files, and who brings them."""

    scene: Scene
    app: Flask
    pages: list[Way]
    api: list[Way]
    senders: Senders
    stranger: Actor
    before: dict[str, int]

    def check_that_nothing_is_left(self) -> None:
        """No row more and no file, not even a part of one."""
        folder = self.app.extensions["fairwild"].settings.instance
        assert [path for path in folder.rglob("*") if path.is_file()] == []
        assert count_of_rows(self.scene) == self.before


@pytest.fixture(scope="module")
def ground(sqlite_template: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Set up once: no test here may change anything."""
    folder = tmp_path_factory.mktemp("uploads")
    store = copied(sqlite_template, folder, "house.sqlite")
    world = World(store)
    app = create_app(settings_in(folder / "instance"), store=store, clock=lambda: world.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    door, scene = Door(app, world), scene_of(world)
    pages, api = ways(door, scene)
    stranger = world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    senders = Senders(door, [*pages, *api, Way("/", stranger, {})])
    yield Ground(scene, app, pages, api, senders, stranger, count_of_rows(scene))
    store.engine.dispose()


def flat(page: str) -> str:
    """Give the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: str(bad.__name__))
def test_a_bad_file_is_refused_with_a_reason_and_leaves_nothing(ground: Ground, bad: Bad) -> None:
    for way in ground.pages:
        content, name = bad(way)
        data = {**way.beside, "file": (io.BytesIO(content), name)}
        answer = ground.senders.on_page(way, data=data)
        assert answer.status_code in {200, 409, 422}, way
        assert any(one in flat(answer.text) for one in SAID), (way, flat(answer.text))
    for way in ground.api:
        content, name = bad(way)
        data = {"file": (io.BytesIO(content), name)}
        answer = ground.senders.through_api(way, data=data, **way.beside)
        assert answer.status_code in {409, 422}, (way, flat(answer.text))
        assert answer.json["errors"], way
    ground.check_that_nothing_is_left()


def test_an_upload_that_breaks_off_on_its_way_leaves_nothing(ground: Ground) -> None:
    begun = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF
    sent = {"data": begun, "content_type": "multipart/form-data; boundary=b"}
    for way in ground.pages:
        answer = ground.senders.on_page(way, **sent)
        assert answer.status_code in {200, 400, 403, 404, 409, 422}, (way, flat(answer.text))
    for way in ground.api:
        answer = ground.senders.through_api(way, **sent, **way.beside)
        assert answer.status_code in {400, 422}, (way, flat(answer.text))
    ground.check_that_nothing_is_left()


def test_every_upload_of_the_api_is_in_the_table_or_has_a_test_of_its_own(ground: Ground) -> None:
    document = ground.app.test_client().get("/api/v1/openapi.json").json
    named = [re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)) for path in uploads_of(document)]
    assert named
    for path in named:
        known = any(path.fullmatch(way.address.partition("?")[0]) for way in ground.api)
        assert known or path.pattern.startswith(OTHERS), path.pattern


def uploads_of(document: dict[str, Any]) -> Iterator[str]:
    """Name the paths of the API that take a file."""
    for path, deeds in document["paths"].items():
        if "multipart/form-data" in deeds.get("post", {}).get("requestBody", {}).get("content", {}):
            yield path.removeprefix("/api/v1")


def test_whoever_may_not_leaves_no_file_at_any_door(ground: Ground) -> None:
    """Somebody of another body at every door of certification, and of the whole API."""
    stranger = ground.stranger
    document = ground.app.test_client().get("/api/v1/openapi.json").json
    everywhere = [re.sub(r"\{[^}]*\}", str(uuid4()), path) for path in uploads_of(document)]
    asked = [Way(path, stranger, {}) for path in everywhere]
    asked += [replace(one, by=stranger) for one in ground.api]
    for way in asked:
        if way.address.startswith("/public/"):  # who has the link may
            continue
        data = {"file": (io.BytesIO(TABLE if way.takes_tables else PDF), "a.pdf")}
        answer = ground.senders.through_api(way, data=data, **way.beside)
        assert answer.status_code in {403, 404, 409, 422}, (way, answer.text)
    for way in ground.pages:
        data = {**way.beside, "file": (io.BytesIO(PDF), "a.pdf")}
        answer = ground.senders.on_page(replace(way, by=stranger), data=data)
        assert answer.status_code in {403, 404, 409, 422}, (way, flat(answer.text))
    ground.check_that_nothing_is_left()


def kept(door: Door) -> list[str]:
    """Name every file outside the database, parts of files too."""
    folder = door.app.extensions["fairwild"].settings.instance / "files"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_evidence_for_an_audit_that_is_decided_is_refused_and_leaves_nothing(door: Door) -> None:
    scene, _ = certified(door.world)
    with scene.world.store.reading() as session:
        [audit_id] = session.scalars(select(Audit.id))
    pages, api = door.pages(scene.auditor), door.api(scene.auditor)
    for ask, address in (
        (pages.post, f"/audits/{audit_id}/evidence"),
        (pages.post, f"/audits/{audit_id}/form/files/5.1.a"),
        (partial(api, "POST"), f"/audits/{audit_id}/scores/5.1.a/evidence"),
    ):
        data = {"indicator": "5.1.a", "file": (io.BytesIO(PDF), "late.pdf")}
        said = {"X-Entered-By": str(scene.auditor.person_id)}
        answer = ask(address, data=data, headers=said)
        assert answer.status_code == 409, (address, flat(answer.text))
        assert kept(door) == []


def test_a_second_file_that_is_refused_leaves_nothing_beside_the_first(door: Door) -> None:
    pages, api = ways(door, scene_of(door.world))
    asked = [way for way in [*pages, *api] if way.address.endswith(("/file", "/certificate"))]
    senders = Senders(door, asked)
    refused = set()
    for number, way in enumerate([*asked, *asked]):
        send = senders.on_page if way in pages else senders.through_api
        before = kept(door)
        content = b"%PDF-1.7\nanother paper " + str(number).encode() + b"\n%%EOF"
        answer = send(way, data={**way.beside, "file": (io.BytesIO(content), "a.pdf")})
        if answer.status_code == 409:
            refused.add(way.address)
            assert kept(door) == before, (way, flat(answer.text))
        else:
            assert len(kept(door)) == len(before) + 1, (way, flat(answer.text))
    assert len(refused) >= len({way.address for way in asked}) - 1


def test_the_same_bytes_refused_at_one_door_stay_where_they_are_kept(door: Door) -> None:
    scene = scene_of(door.world)
    audit_id = scored(scene)
    pages = door.pages(scene.auditor)
    for indicator, status in (("5.1.a", 302), ("99.9.z", 409)):
        data = {"indicator": indicator, "file": (io.BytesIO(PDF), "a.pdf")}
        answer = pages.post(f"/audits/{audit_id}/evidence", data=data)
        assert answer.status_code == status, flat(answer.text)
        assert kept(door) == [hashlib.sha256(PDF).hexdigest()]
