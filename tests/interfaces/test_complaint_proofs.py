"""Whoever complains shows it by files: a few, seen by those who handle the case and nobody else."""

import io
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.complaints.queries import most_proofs
from fairwild.kernel.actors import Actor
from fairwild.ledger.records import LedgerEntry
from tests.audits_builders import Scene, scene_of
from tests.complaints_builders import acknowledged, appoint, conclude, lodged, uninvolved
from tests.doors import Door

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, its people, and an operator under agreement with it."""
    return scene_of(door.world)


def paper(number: int = 0, name: str = "wage slip.pdf") -> dict[str, Any]:
    """Give a file of a form; each number is another content."""
    return {"file": (io.BytesIO(PDF.replace(b"1 0", b"%d 0" % (number + 1))), name)}


def add(door: Door, by: Actor | None, where: str, number: int = 0) -> Any:
    """Send a file through the API."""
    api = door.api(by)
    sent = {"data": paper(number), "headers": api.headers}
    return api.client.post(f"/api/v1{where}/proofs", **sent)


def test_a_visitor_adds_files_with_the_link_and_the_handler_reads_them(
    door: Door, scene: Scene
) -> None:
    made, vera = acknowledged(scene), uninvolved(scene)
    appoint(scene, made.complaint.id, vera)
    link, case = f"{made.complaint.number}/{made.secret}", f"/complaints/{made.complaint.id}"
    visitor = door.pages()
    assert visitor.post(f"/complain/{link}/proofs", data={}).status_code == 422
    page = visitor.post(f"/complain/{link}/proofs", data=paper(), follow_redirects=True)
    assert "wage slip.pdf" in page.text
    again = add(door, None, f"/public/complaints/{link}")
    assert again.status_code == 201
    assert visitor.post(f"/complain/{link}x/proofs", data=paper(1)).status_code == 404
    assert add(door, None, f"/public/complaints/{link}x").status_code == 404
    [own] = door.api().get(f"/public/complaints/{link}").json["proofs"]
    assert (own["id"], own["file_name"]) == (again.json["id"], "wage slip.pdf")
    assert door.pages().get(f"{case}/proofs/{again.json['id']}").status_code in {302, 401, 403}
    for handler in (vera, scene.office):
        told = door.pages(handler).get(case).text
        assert told.count("wage slip.pdf") == 1
        file = door.pages(handler).get(f"{case}/proofs/{again.json['id']}")
        assert (file.data, file.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    [seen] = door.api(vera).get(case).json["file"]["proofs"]
    assert door.api(vera).get(f"{case}/proofs/{seen['id']}/file").data == PDF
    assert door.pages(scene.auditor).get(f"{case}/proofs/{seen['id']}").status_code == 403
    for actor in (scene.manager, scene.auditor):
        assert door.api(actor).get(f"{case}/proofs/{seen['id']}/file").status_code in {403, 404}
    assert "wage slip.pdf" not in door.pages(scene.auditor).get(case).text
    _told_by_nobody(door, made.complaint.id)


def _told_by_nobody(door: Door, case_id: UUID) -> None:
    """The ledger does not say who sent the file."""
    with door.world.store.reading() as session:
        rows = session.scalars(select(LedgerEntry).where(LedgerEntry.subject_id == case_id))
        found = [one.actor_id for one in rows if one.kind == "complaint-proof-added"]
    assert found == [None]


def test_a_few_files_are_taken_with_an_account_and_none_once_it_is_judged(
    door: Door, scene: Scene
) -> None:
    made, vera = lodged(scene, by=scene.manager), uninvolved(scene)
    own, most = f"/complaints/own/{made.complaint.id}", most_proofs(door.world.now.date())
    for number in range(most):
        assert add(door, scene.manager, own, number).status_code == 201
    enough = add(door, scene.manager, own, most)
    assert [one["code"] for one in enough.json["errors"]] == ["complaint-proofs-enough"]
    pages = door.pages(scene.manager)
    assert pages.post(f"{own}/proofs", data=paper(most)).status_code == 409
    assert "Add the file" not in pages.get(own).text
    assert add(door, scene.office, own).status_code == 404
    [listed] = door.api(scene.manager).get("/complaints/own").json
    assert len({one["sha256"] for one in listed["proofs"]}) == most
    other = acknowledged(scene, by=scene.manager)
    appoint(scene, other.complaint.id, vera)
    conclude(scene, other.complaint.id, vera)
    late = add(door, scene.manager, f"/complaints/own/{other.complaint.id}")
    assert [one["code"] for one in late.json["errors"]] == ["complaint-moved-on"]
