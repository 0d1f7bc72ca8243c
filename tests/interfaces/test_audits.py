"""Audits through the pages."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairwild.audits import queries
from fairwild.audits.records import Audit, Decision, Evidence, Score
from fairwild.audits.states import Grade, TeamRole
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.ledger.records import LedgerEntry
from tests.audits_builders import (
    Scene,
    evaluated,
    finished,
    planned,
    raised,
    ready_to_decide,
    register_scored_low,
    scene_of,
    score_all,
    scored,
)
from tests.competence_builders import judges
from tests.documents.reading import text_of
from tests.doors import Door

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"IEND\xaeB`\x82"
PDF = b"%PDF-1.7\n%%EOF"
PHOTO = b"\xff\xd8\xff\xe1\x00\x06\xff\xd9\xff\xd9\xff\xda\x00\x02 light and shade\xff\xd9"
"""A small picture with an end lies in the head of the photo, as cameras write it."""


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def count(scene: Scene, model: type[Any]) -> int:
    """Count the rows of a table."""
    with scene.world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def plan_form(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Give what the plan page sends."""
    form = {
        "standard_choice": "fairwild/2.0",
        "certification_year": "1",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-05",
        f"team-{scene.auditor.person_id}": "leader",
        f"team-{scene.office.person_id}": "",
        "scope-0-take": "yes",
        "scope-0-species_id": str(scene.species_id),
        "scope-0-part": "root",
        "planned_days": "3.5",
        "places": "Drying hall of Pina\nStore of Gelsa",
        "scope-0-maximum_kg": "16800",
        "scope-0-state": "fresh",
        "scope-0-area_ids[]": [str(scene.area_id)],
        "scope-0-forms[]": ["raw"],
    }
    return {**form, **changes}


def test_the_office_plans_an_audit_from_what_the_operator_collects(
    door: Door, scene: Scene
) -> None:
    pages = door.pages(scene.office)
    chosen = pages.get("/audits/new")
    assert "Regaliz del Sur" in chosen.text
    blank = pages.get(f"/audits/new?operator={scene.operator_id}")
    assert 'value="16800"' in blank.text
    assert "Río Seco" in blank.text
    done = pages.post(
        f"/audits/new?operator={scene.operator_id}", data=plan_form(scene), follow_redirects=True
    )
    assert "Audit ECO-A-2026-001 is planned." in done.text
    assert "Glycyrrhiza glabra" in done.text


def test_a_wrong_plan_says_everything_and_keeps_what_was_typed(door: Door, scene: Scene) -> None:
    pages = door.pages(scene.office)
    where = f"/audits/new?operator={scene.operator_id}"
    wrong = pages.post(where, data=plan_form(scene, **{"scope-0-maximum_kg": "much"}))
    assert wrong.status_code == 422
    assert "Write kilograms as a number" in wrong.text
    assert 'value="much"' in wrong.text
    leaderless = {f"team-{scene.auditor.person_id}": "auditor"}
    refused = pages.post(where, data=plan_form(scene, **leaderless))
    assert refused.status_code == 409
    assert "A team has exactly one leader; this one has 0." in refused.text
    assert count(scene, Audit) == 0


def test_the_list_shows_own_audits_first_and_filters(door: Door, scene: Scene) -> None:
    other = judges(door.world, scene.body_id, Role.AUDITOR)
    planned(scene)
    planned(scene, team=[(other.person_id, TeamRole.LEADER)])
    page = door.pages(scene.auditor).get("/audits").text
    assert page.index("ECO-A-2026-001") < page.index("ECO-A-2026-002")
    assert page.count("your team") == 1
    assert (
        "No audit has this status." in door.pages(scene.auditor).get("/audits?status=decided").text
    )
    empty = door.pages(door.world.operator_manager()).get("/audits")
    assert "No audit yet" in empty.text


def test_a_minimum_requirement_left_out_is_told_from_the_form_to_the_letter(
    door: Door, scene: Scene
) -> None:
    audit_id = planned(scene)
    score_all(scene, audit_id, {})
    where, note = f"/audits/{audit_id}", "They sell no roots at all."
    sent = {"value": "n", "note": note, "seen_version": "1"}
    assert door.pages(scene.auditor).post(f"{where}/score/5.1.a", data=sent).status_code == 302
    told = "Said not to apply: 1 minimum requirements (M), 0 others."
    assert told in door.pages(scene.auditor).get(f"{where}/finish").text
    assert told in door.pages(scene.auditor).get(where).text
    rating = door.api(scene.auditor).get(where).json["rating"]
    assert (rating["waived"], rating["not_applicable"]) == (["5.1.a"], 1)
    finished(scene, audit_id)
    seen = door.pages(scene.evaluator).get(f"{where}/evaluation").text
    assert told in seen
    assert note in seen
    evaluated(scene, audit_id)
    seen = door.pages(scene.certifier).get(f"{where}/decision").text
    assert "One minimum requirement of the year is said not to apply." in seen
    assert note in seen
    assert "1 minimum requirement (5.1.a), 0 others" in " ".join(
        text_of(door.pages(scene.certifier).get(f"{where}/report.pdf").data).split()
    )
    verdict = {"outcome": "certify", "reasons": "It sells no roots."}
    assert door.pages(scene.certifier).post(f"{where}/decision", data=verdict).status_code == 302
    letter = " ".join(text_of(door.pages(scene.manager).get(f"{where}/decision.pdf").data).split())
    assert "Minimum requirements said not to apply 5.1.a" in letter


def test_scoring_without_scripts_goes_to_the_next_indicator(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    pages = door.pages(scene.auditor)
    where = f"/audits/{audit_id}/score/1.1.a"
    blank = pages.get(where)
    assert "sample indicator, not the scheme's text" in blank.text
    assert "criterion: background knowledge" in blank.text
    sent = {"value": "2", "note": "Seen.", "seen_version": "0", "then": "next"}
    done = pages.post(where, data=sent)
    assert done.status_code == 302
    assert done.location.endswith("/score/1.1.b")
    assert "Seen." in pages.get(where).text


def _live_figures(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+) of (\d+) points = [\d.]+%, needed (\d+)", text)
    assert found is not None
    return tuple(int(figure) for figure in found.groups())


def test_the_live_figures_are_those_of_the_rules(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    pages = door.pages(scene.auditor)
    steps = [
        ("1.1.a", {"value": "3", "seen_version": "0"}),
        ("1.1.b", {"value": "n", "note": "None.", "seen_version": "0"}),
        ("5.1.a", {"value": "1", "seen_version": "0"}),
        ("1.1.a", {"value": "0", "seen_version": "1"}),
    ]
    for code, sent in steps:
        pages.post(f"/audits/{audit_id}/score/{code}", data=sent)
        live = pages.get(f"/audits/{audit_id}/form/live")
        with scene.world.reading(scene.auditor) as reading:
            rating = queries.view_of_audit(reading, audit_id).rating
        assert live.status_code == 200
        assert "<html" not in live.text
        assert _live_figures(live.text) == (rating.points, rating.norm, rating.points_needed)
    assert "Missed: 1.1.a, 5.1.a." in live.text


def test_a_second_auditor_is_told_instead_of_overwriting(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/score/1.1.a"
    pages.post(where, data={"value": "2", "seen_version": "0"})
    late = {"value": "0", "note": "No fence.", "seen_version": "0"}
    page = pages.post(where, data=late)
    assert page.status_code == 409
    assert "it stands at 2 · norm met now." in page.text
    assert "Theirs:" in page.text
    with scene.world.store.reading() as session:
        assert session.scalar(select(Score.value)) == 2
    keep = re.search(r'name="seen_version" value="(\d+)"', page.text)
    assert keep is not None
    pages.post(where, data={**late, "seen_version": keep.group(1)})
    with scene.world.store.reading() as session:
        assert session.scalar(select(Score.value)) == 0


def test_the_whole_page_of_an_audit_gives_the_exact_share(door: Door, scene: Scene) -> None:
    audit_id = register_scored_low(scene)
    page = door.pages(scene.office).get(f"/audits/{audit_id}").text
    assert "118 of 168 points = 70.2%, needed 101" in page
    assert "Missed: 5.1.a." in page


def test_what_a_report_lacks_is_listed_with_links(door: Door, scene: Scene) -> None:
    audit_id = scored(scene, {"5.1.a": 1})
    page = door.pages(scene.auditor).get(f"/audits/{audit_id}/finish").text
    assert f"/audits/{audit_id}/nonconformities/new?indicator=5.1.a" in page
    assert "write a nonconformity about it" in page
    refused = door.pages(scene.auditor).post(f"/audits/{audit_id}/finish", data={})
    assert refused.status_code == 409


def test_a_finished_report_is_read_only_everywhere(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    pages = door.pages(scene.auditor)
    where, said = f"/audits/{audit_id}/finish", {"summary": "Careful."}
    assert "Planned: 3.5." in pages.get(where).text
    silent = pages.post(where, data=said)
    assert (silent.status_code, "Say how many days the audit took." in silent.text) == (409, True)
    assert "Careful." in silent.text
    pages.post(f"/audits/{audit_id}/days", data={"used_days": "4.5"})
    assert 'value="4.5"' in pages.get(where).text
    done = pages.post(where, data={**said, "used_days": "5"}, follow_redirects=True)
    assert "The report is finished and locked." in done.text
    before = count(scene, LedgerEntry)
    score = pages.get(f"/audits/{audit_id}/score/1.1.a")
    assert "data-score-form" not in score.text
    assert 'type="file"' not in score.text
    late = pages.post(f"/audits/{audit_id}/score/1.1.a", data={"value": "0", "seen_version": "1"})
    assert late.status_code == 409
    assert "The audit is finished: its report can only change under way." in late.text
    assert count(scene, LedgerEntry) == before


def test_a_nonconformity_from_finding_to_closing(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    found = {"indicator": "5.1.a", "grade": "major", "description": "Six receipts name nobody."}
    auditor, manager = door.pages(scene.auditor), door.pages(scene.manager)
    raised_at = auditor.post(f"/audits/{audit_id}/nonconformities/new", data=found)
    where = raised_at.location
    assert "2 Jun 2026" in manager.get(where).text
    empty = manager.post(f"{where}/answer", data={"root_cause": "x"})
    assert empty.status_code == 422
    answer = {
        "root_cause": "New clerk",
        "correction": "Added",
        "corrective_action": "Trained",
    }
    answered = manager.post(f"{where}/answer", data=answer, follow_redirects=True)
    assert "Your answer went to the certification body." in answered.text
    assert "Close the nonconformity" not in answered.text
    unsaid = auditor.post(f"{where}/close", data={"note": "Seen."})
    assert unsaid.status_code == 422
    bare = auditor.post(f"{where}/close", data={"verification": "document", "note": "Seen."})
    assert bare.status_code == 409
    assert "Say in at least three words what was seen." in bare.text
    assert "attach the file, or name the record" in bare.text
    assert ">Seen.</textarea>" in bare.text.replace("\n", "")
    refused = door.api(scene.auditor).post(where + "/close", {"verification": "document"})
    assert [one["code"] for one in refused.json["errors"]] == [
        "closing-note-missing",
        "verifying-document-missing",
    ]
    order = {"note": "Seen in the register.", "verification": "on-site"}
    closed = auditor.post(f"{where}/close", data=order, follow_redirects=True)
    assert "The nonconformity is closed." in closed.text
    assert "Verified on site." in closed.text
    assert door.pages(scene.manager).get(where).status_code == 200
    assert door.pages(door.world.operator_manager()).get(where).status_code == 404


def test_time_returns_and_objections_have_their_forms(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    found = {"indicator": "5.1.a", "indicators[]": "1.1.a", "grade": "major", "description": "So."}
    auditor, manager = door.pages(scene.auditor), door.pages(scene.manager)
    certifier = door.pages(scene.certifier)
    where = auditor.post(f"/audits/{audit_id}/nonconformities/new", data=found).location
    page = auditor.get(where).text
    assert "5.1.a</a>" in page
    assert "1.1.a</a>" in page
    late = auditor.post(f"{where}/extend", data={"due_on": "2027-01-01", "reason": "Snow."})
    assert (late.status_code, "2 Sep 2026 at the latest" in late.text) == (409, True)
    given = {"due_on": "2026-08-01", "reason": "Snow on the roads."}
    assert "1 Aug 2026" in auditor.post(f"{where}/extend", data=given, follow_redirects=True).text
    answer = {"root_cause": "New", "correction": "-", "corrective_action": "We will see."}
    manager.post(f"{where}/answer", data=answer)
    back = {"reason": "Say who does it."}
    assert auditor.post(f"{where}/return", data=back).status_code == 302
    again = manager.get(where).text
    assert "Say who does it." in again
    assert "We will see." in again
    words = {"reasons": "The register lay in the other office."}
    assert manager.post(f"{where}/object", data=words).status_code == 302
    assert "Answer the objection" not in auditor.get(where).text
    judged = {"outcome": "upheld", "answer": "We saw it there."}
    assert certifier.post(f"{where}/judge", data=judged).status_code == 302
    ended = manager.get(where).text
    assert "lifted" in ended
    assert "Give more time" not in ended
    assert auditor.post(f"{where}/steal", data={}).status_code in {404, 405}


def test_a_photo_attached_while_answering_leaves_what_is_typed(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    where = f"/audits/{audit_id}/nonconformities/{raised(scene, audit_id, '5.1.a', Grade.MAJOR)}"
    manager, typed = door.pages(scene.manager), {"root_cause": "A new clerk wrote them."}
    photo = {**typed, "only_attach": "yes", "file": (BytesIO(PNG), "register.png")}
    kept = manager.post(f"{where}/answer", data=photo)
    assert (kept.status_code, "register.png is attached." in kept.text) == (200, True)
    assert "A new clerk wrote them.</textarea>" in kept.text
    none = manager.post(f"{where}/answer", data={**typed, "only_attach": "yes"})
    assert (none.status_code, "A new clerk wrote them.</textarea>" in none.text) == (422, True)
    whole = {**typed, "correction": "All named.", "corrective_action": "We trained her."}
    wrong = manager.post(f"{where}/answer", data={**whole, "file": (BytesIO(b"MZ"), "a.png")})
    assert (wrong.status_code, "We trained her.</textarea>" in wrong.text) == (422, True)
    sent = manager.post(
        f"{where}/answer",
        data={**whole, "file": (BytesIO(PHOTO), "training.jpg")},
        follow_redirects=True,
    )
    assert "Your answer went to the certification body." in sent.text
    assert count(scene, Evidence) == 2


def test_whoever_comes_second_reads_the_other_beside_their_own_words(
    door: Door, scene: Scene
) -> None:
    audit_id = scored(scene)
    where = f"/audits/{audit_id}/nonconformities/{raised(scene, audit_id, '5.1.a', Grade.MAJOR)}"
    manager, auditor = door.pages(scene.manager), door.pages(scene.auditor)
    first = {
        "root_cause": "A new clerk.",
        "correction": "Named.",
        "corrective_action": "We trained her.",
    }
    manager.post(f"{where}/answer", data=first)
    second = {
        "root_cause": "No scale.",
        "correction": "Lent.",
        "corrective_action": "We bought one.",
    }
    late = manager.post(f"{where}/answer", data=second)
    assert late.status_code == 409
    assert all(one in late.text for one in (*first.values(), *second.values()))
    assert "What you wrote was not sent" in late.text
    auditor.post(f"{where}/close", data={"verification": "remote", "note": "We saw the list."})
    for deed, name in (("close", "note"), ("return", "reason"), ("extend", "reason")):
        order = {name: f"Words of {deed}.", "verification": "remote", "due_on": "2026-08-01"}
        beaten = auditor.post(f"{where}/{deed}", data=order)
        assert beaten.status_code == 409
        assert f"Words of {deed}.</textarea>" in beaten.text
        assert "We saw the list." in beaten.text


def test_what_waits_stands_on_the_first_pages_of_those_who_can_act(
    door: Door, scene: Scene
) -> None:
    steward = door.world.somebody(Role.SCHEME_STEWARD, OrganisationKind.SCHEME_OWNER)
    audit_id = scored(scene)
    where = f"/audits/{audit_id}/nonconformities/{raised(scene, audit_id, '5.1.a', Grade.MAJOR)}"
    late = f"/audits/{audit_id}/nonconformities/{raised(scene, audit_id, '1.1.a', Grade.MAJOR)}"
    manager, auditor = door.pages(scene.manager), door.pages(scene.auditor)
    assert "Answers to read" not in auditor.get("/home").text
    manager.post(f"{where}/object", data={"reasons": "The register was there."})
    whole = {"root_cause": "None.", "correction": "Found.", "corrective_action": "We filed."}
    manager.post(f"{where}/answer", data=whole)
    assert "Answers to read" in auditor.get("/home").text
    assert "Objections to judge" not in auditor.get("/home").text
    assert "Objections to judge" in door.pages(scene.certifier).get("/home").text
    assert "Objections to judge" not in door.pages(steward).get("/home").text
    assert "You cannot answer it" in door.pages(steward).get(where).text
    door.world.now += timedelta(days=400)
    for actor in (scene.manager, scene.auditor, scene.certifier):
        pages = door.pages(actor)
        home = pages.get("/home").text
        assert ("Overdue nonconformities" in home) == (actor is not scene.manager)
        assert (home.count(f'href="{late}"'), ">overdue<" in home) == (1, True)
        overdue = pages.get("/nonconformities?which=overdue").text
        assert (f'href="{late}"' in overdue, f'href="{where}"' in overdue) == (True, False)
    stranger = door.pages(door.world.operator_manager()).get("/nonconformities")
    assert "Nothing waits here" in stranger.text


def test_the_decision_names_what_is_open_of_other_audits(door: Door, scene: Scene) -> None:
    earlier = scored(scene)
    minor = raised(scene, earlier, "5.1.a", Grade.MINOR)
    major = raised(scene, earlier, "1.1.a", Grade.MAJOR)
    page = door.pages(scene.certifier).get(f"/audits/{ready_to_decide(scene)}/decision").text
    assert "Open from other audits" in page
    assert page.count(f"/audits/{earlier}/nonconformities/{minor}") == 1
    assert page.count(f"/audits/{earlier}/nonconformities/{major}") == 2


def attach(pages: Any, audit_id: UUID, name: str, content: bytes, **place: str) -> Any:
    """Send one file."""
    data = {**(place or {"indicator": "5.1.a"}), "file": (BytesIO(content), name)}
    return pages.post(f"/audits/{audit_id}/evidence", data=data, follow_redirects=True)


def test_evidence_is_attached_and_handed_out_as_a_download(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    done = attach(door.pages(scene.auditor), audit_id, "scale photo.png", PNG)
    assert "scale photo.png is attached." in done.text
    with scene.world.store.reading() as session:
        evidence_id = session.scalar(select(Evidence.id))
    where = f"/audits/{audit_id}/evidence/{evidence_id}"
    got = door.pages(scene.office).get(where)
    assert got.data == PNG
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.mimetype == "image/png"
    stranger = door.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    assert door.pages(stranger).get(where).status_code == 404
    other_id = planned(scene)
    assert (
        door.pages(scene.manager).get(f"/audits/{other_id}/evidence/{evidence_id}").status_code
        == 404
    )


def kept_files(app: Flask) -> list[Path]:
    """List every file under the storage, parts of uploads too."""
    folder = app.extensions["fairwild"].files.folder
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("virus.exe", b"MZ" + b"\x00" * 100), "this is neither"),
        (("page.png", b"<html><script>alert(1)</script>"), "this is neither"),
        (("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "this is neither"),
        (("empty.pdf", b""), "This file is empty."),
        (("huge.pdf", PDF + b"0" * (8 * 1024 * 1024)), "This file is too large."),
        (("half.png", PNG[:-4]), "This file was cut off before its end"),
        (("half.pdf", PDF[:-5] + b" " * 2000), "This file was cut off before its end"),
        (("half.jpg", PHOTO[:-2]), "This file was cut off before its end"),
        (("half.webp", b"RIFF\x40\x00\x00\x00WEBPVP8 \x00"), "This file was cut off"),
        (("../../etc/scale.png", PNG), "give it a plain name"),
        (("C:\\photos\\scale.png", PNG), "give it a plain name"),
        (("..", PNG), "give it a plain name"),
    ],
)
def test_a_bad_upload_leaves_nothing(
    door: Door, scene: Scene, app: Flask, file: tuple[str, bytes], said: str
) -> None:
    audit_id = scored(scene)
    before = count(scene, LedgerEntry)
    answer = attach(door.pages(scene.auditor), audit_id, *file)
    assert said in answer.text
    assert kept_files(app) == []
    assert count(scene, Evidence) == 0
    assert count(scene, LedgerEntry) == before


def test_a_file_from_somebody_without_the_right_is_not_even_kept(
    door: Door, scene: Scene, app: Flask
) -> None:
    audit_id = scored(scene)
    for somebody in (scene.manager, scene.certifier, scene.office):
        assert attach(door.pages(somebody), audit_id, "a.png", PNG).status_code == 403
    assert kept_files(app) == []


def test_the_operator_proves_its_answer_with_a_file(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    done = attach(door.pages(scene.manager), audit_id, "list.pdf", PDF, nonconformity_id=str(found))
    assert "list.pdf is attached." in done.text


def test_an_auditor_cannot_decide_the_own_audit_and_reads_every_reason(
    door: Door, scene: Scene
) -> None:
    everything = (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
    one = judges(door.world, scene.body_id, *everything)
    team = [(one.person_id, TeamRole.LEADER), (scene.auditor.person_id, TeamRole.AUDITOR)]
    audit_id = planned(scene, team=team)
    score_all(scene, audit_id, {"5.1.a": 1})
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    before = count(scene, LedgerEntry)
    reasons = [
        "You are in the audit team: you cannot decide on your own audit.",
        "Indicator 5.1.a is a minimum requirement this year: it needs 2 and has 1.",
        "It counts as met once every nonconformity about it is closed.",
        "Nonconformity 1 (major, indicator 5.1.a) is not closed; it is due on 2 Jun 2026.",
    ]
    pages = door.pages(one)
    seen = pages.get(f"/audits/{audit_id}/decision")
    sent = pages.post(
        f"/audits/{audit_id}/decision", data={"outcome": "certify", "reasons": "Mine."}
    )
    assert (seen.status_code, sent.status_code) == (200, 409)
    for reason in reasons:
        assert reason in seen.text
        assert reason in sent.text
    assert "data-confirm" not in seen.text
    assert count(scene, Decision) == 0
    assert count(scene, LedgerEntry) == before
    assert door.pages(scene.auditor).get(f"/audits/{audit_id}/decision").status_code == 403


def test_a_share_of_70_percent_does_not_outweigh_the_register(door: Door, scene: Scene) -> None:
    audit_id = register_scored_low(scene)
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    answer = door.pages(scene.certifier).post(
        f"/audits/{audit_id}/decision", data={"outcome": "certify", "reasons": "70 %."}
    )
    assert answer.status_code == 409
    assert "it needs 2 and has 1." in answer.text
    assert "Nonconformity 1 (major, indicator 5.1.a) is not closed" in answer.text
    assert count(scene, Decision) == 0


def test_a_minimum_put_right_before_the_decision_is_told_and_certified(
    door: Door, scene: Scene
) -> None:
    audit_id = register_scored_low(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    page, where = f"/audits/{audit_id}/decision", f"/audits/{audit_id}/nonconformities/{found}"
    certifier, api = door.pages(scene.certifier), door.api(scene.certifier)
    assert f'href="{where}"' in certifier.get(page).text
    assert api.get(f"/audits/{audit_id}").json["put_right"] == []
    said = {"root_cause": "Nobody.", "correction": "All named.", "corrective_action": "Weekly."}
    assert door.api(scene.manager).post(f"{where}/answer", said).status_code == 200
    how = {"verification": "on-site", "note": "Seen in the register."}
    assert door.api(scene.auditor).post(f"{where}/close", how).status_code == 200
    seen = certifier.get(page).text
    assert "Put right since then, and verified: 5.1.a." in seen
    assert "Nothing stands against a certificate" in seen
    view = api.get(f"/audits/{audit_id}").json
    assert (view["put_right"], view["rating"]["passes"]) == (["5.1.a"], False)
    done = certifier.post(page, data={"outcome": "certify", "reasons": "Put right."})
    assert done.status_code == 302
    letter = certifier.get(f"/audits/{audit_id}/decision.pdf").data
    assert "5.1.a (put right since)" in text_of(letter)


def test_evaluator_and_certifier_bring_an_audit_to_its_certificate(
    door: Door, scene: Scene
) -> None:
    audit_id = finished(scene, scored(scene))
    sent = {"recommendation": "certify", "reasons": "Both gates are open."}
    done = door.pages(scene.evaluator).post(
        f"/audits/{audit_id}/evaluation", data=sent, follow_redirects=True
    )
    assert "Your recommendation is recorded." in done.text
    pages = door.pages(scene.certifier)
    assert "Nothing stands against a certificate" in pages.get(f"/audits/{audit_id}/decision").text
    decided = pages.post(
        f"/audits/{audit_id}/decision", data={"outcome": "certify", "reasons": "Good."}
    )
    assert decided.status_code == 302
    shown = pages.get(f"/audits/{audit_id}")
    assert "is issued." in shown.text


def test_every_page_of_an_audit_opens_for_those_who_may_see_it(door: Door, scene: Scene) -> None:
    audit_id = ready_to_decide(scene)
    steward = door.world.steward()
    for somebody in (scene.office, scene.auditor, scene.evaluator, scene.certifier, steward):
        pages = door.pages(somebody)
        for path in ("", "/score/1.1.a", "/finish"):
            assert pages.get(f"/audits/{audit_id}{path}").status_code == 200
    for role in (Role.BUYING_CLERK,):
        clerk = door.world.person((scene.operator_id, role))
        assert door.pages(clerk).get(f"/audits/{audit_id}").status_code == 404
    admin = door.world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER)
    for path in ("", "/score/1.1.a", "/decision", "/evaluation"):
        assert door.pages(admin).get(f"/audits/{audit_id}{path}").status_code == 404
    assert door.pages(scene.auditor).get(f"/audits/{audit_id}/score/9.9.z").status_code == 404
