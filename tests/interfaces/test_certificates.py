"""Certificates for their body and their holder, on the pages and through the API."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from fairwild.audits.states import Grade
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.organisations.records import Organisation
from tests.audits_builders import (
    Scene,
    moved_abroad,
    planned,
    raised,
    scene_of,
    score_all,
    scored,
    without_agreement,
)
from tests.certificates_builders import (
    certified,
    evaluated_audit,
    issue,
    move,
    seen,
    suspend_approvals,
)
from tests.competence_builders import interest, judges
from tests.documents.reading import text_of
from tests.doors import Door

SUSPEND = {"to": "suspended", "reason": "The quota was exceeded by Ana."}


@pytest.fixture
def issued(door: Door) -> tuple[Scene, UUID]:
    """A certificate in force."""
    return certified(door.world)


def test_a_certifier_suspends_and_lifts_on_the_page(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, certificate_id = issued
    pages = door.pages(scene.certifier)
    path = f"/certificate-files/{certificate_id}"
    done = pages.post(f"{path}/status", data=SUSPEND, follow_redirects=True)
    assert "The status of ECO-2026-00001 is changed." in done.text
    assert SUSPEND["reason"] in done.text
    assert "Lift the suspension" in done.text
    lift = {"to": "issued", "reason": "The quota was corrected."}
    assert "Suspend" in pages.post(f"{path}/status", data=lift, follow_redirects=True).text
    assert seen(*issued).status.in_force


def test_something_critical_stands_on_home_of_the_certifier_and_on_the_certificate(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    path = f"/certificate-files/{certificate_id}"
    assert "Decide on suspension" not in door.pages(scene.certifier).get("/home").text
    audit_id = planned(scene)
    score_all(scene, audit_id, {})
    found = f"/audits/{audit_id}/nonconformities/{raised(scene, audit_id, '5.1.a', Grade.CRITICAL)}"
    home = door.pages(scene.certifier).get("/home").text
    assert "Decide on suspension" in home
    assert f'href="{path}"' in home
    assert f'href="{found}"' in home
    assert "Decide on suspension" not in door.pages(scene.auditor).get("/home").text
    said = {scene.certifier: "until you suspend it", scene.manager: "decides on suspension; until"}
    for actor, sentence in said.items():
        page = door.pages(actor).get(path).text
        assert "A critical nonconformity is open" in page
        assert f'href="{found}"' in page
        assert sentence in page
    door.pages(scene.certifier).post(f"{path}/status", data=SUSPEND)
    assert "Decide on suspension" not in door.pages(scene.certifier).get("/home").text
    after = door.pages(scene.manager).get(path).text
    assert "The suspension is not lifted before it is settled." in after
    assert "until then the certificate stays in force" not in after


def test_the_days_of_a_certificate_are_the_same_to_every_reader(door: Door) -> None:
    scene = scene_of(door.world)
    audit_id = evaluated_audit(scene)
    for place in (scene.body_id, scene.operator_id):
        with door.world.store.engine.begin() as connection:
            wanted = update(Organisation).where(Organisation.id == place)
            connection.execute(wanted.values(time_zone="Europe/Zurich"))
    door.world.now = door.world.now.replace(hour=23, minute=0)
    certificate_id = issue(scene, audit_id)
    today, tomorrow = (
        f"{day.day} {day:%b} {day.year}"
        for day in (door.world.now, door.world.now + timedelta(days=1))
    )
    path = f"/certificate-files/{certificate_id}"
    for actor in (scene.certifier, scene.manager):
        own = door.pages(actor).get(path).text
        assert own.count(f"{today}, 23:00 UTC") == 2  # issued, and its first line of history
        assert tomorrow not in own
    certifier = door.pages(scene.certifier)
    letter = text_of(certifier.get(f"/audits/{audit_id}/decision.pdf").data)
    assert f"{door.world.now.day} {door.world.now:%B %Y}" in letter
    for address in ("/certificates", "/c/ECO-2026-00001", f"/audits/{audit_id}"):
        for reader in (certifier, door.pages()):
            said = reader.get(address).text
            assert tomorrow not in said, address
    assert today in certifier.get("/certificates").text
    certifier.post(f"{path}/status", data=SUSPEND)
    assert f"since {today}" in certifier.get(path).text
    assert f"Since {today}" in certifier.get("/c/ECO-2026-00001").text


def test_wrong_fields_and_refused_moves_change_nothing(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    pages = door.pages(scene.certifier)
    path = f"/certificate-files/{certificate_id}/status"
    empty = pages.post(path, data={"to": "", "reason": ""})
    assert empty.status_code == 422
    assert empty.text.count("Please fill this in.") == 2
    refused = pages.post(path, data={"to": "superseded", "reason": "  x "})
    assert refused.status_code == 409
    assert "superseded by issuing another one" in refused.text
    assert seen(*issued).status.in_force


def test_the_page_offers_only_what_the_reader_may_do(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    path = f"/certificate-files/{certificate_id}"
    assert 'action="' + path + "/status" in door.pages(scene.certifier).get(path).text
    for actor in (scene.manager, scene.office, scene.auditor):
        page = door.pages(actor).get(path)
        assert page.status_code == 200
        assert "/status" not in page.text
        assert "Only a certifier of Ecotest changes the status." in page.text


def test_the_holder_reads_the_reason_and_strangers_find_nothing(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    path = f"/certificate-files/{certificate_id}"
    assert "Now suspended." in door.pages(scene.manager).get(path).text
    stranger = door.world.operator_manager()
    assert door.pages(stranger).get(path).status_code == 404
    assert door.api(stranger).get(f"/certificates/{certificate_id}").status_code == 404
    assert "/sign-in" in door.pages().get(path).location


def test_the_list_names_what_ends_soon(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, _ = issued
    for actor in (scene.manager, scene.certifier, door.world.steward()):
        assert "ECO-2026-00001" in door.pages(actor).get("/certificate-files").text
    assert "ends soon" not in door.pages(scene.manager).get("/certificate-files").text
    door.world.pass_time(days=400)
    page = door.pages(scene.manager).get("/certificate-files").text
    assert "ends soon" in page
    assert "1 certificate ends within 90 days" in page
    filtered = door.pages(scene.manager).get("/certificate-files?status=suspended").text
    assert "No certificate of this status" in filtered


def test_companies_have_no_list_of_certificates(door: Door) -> None:
    member = door.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    assert door.pages(member).get("/certificate-files").status_code == 403
    assert "/sign-in" in door.pages().get("/certificate-files").location


def test_a_certifier_reissues_on_the_page(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, certificate_id = issued
    path = f"/certificate-files/{certificate_id}/reissue"
    done = door.pages(scene.certifier).post(
        path, data={"reason": "Address corrected."}, follow_redirects=True
    )
    assert "ECO-2026-00001-R1 is issued." in done.text
    again = door.pages(scene.certifier).post(path, data={"reason": "Once more."})
    assert again.status_code == 409
    assert "cannot become: superseded" in again.text


def test_a_page_offers_no_decision_to_a_certifier_who_is_tied(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    interest(door.world, scene.body_id, scene.certifier, scene.operator_id)
    where = f"/certificate-files/{certificate_id}"
    page = door.pages(scene.certifier).get(where).text
    assert "You are tied to Regaliz del Sur" in page
    assert "another certifier has to decide this" in page
    assert f'action="{where}/' not in page
    other = door.pages(judges(door.world, scene.body_id, Role.CERTIFIER)).get(where).text
    assert f'action="{where}/status"' in other
    assert f'action="{where}/reissue"' in other


def test_the_decision_page_links_to_what_came_after_an_older_audit(door: Door) -> None:
    scene = scene_of(door.world)
    older = evaluated_audit(scene)
    door.world.pass_time(days=30)
    newer = evaluated_audit(scene)
    certificate_id = issue(scene, newer)
    move(scene, certificate_id, CertificateStatus.WITHDRAWN)
    page = door.pages(scene.certifier).get(f"/audits/{older}/decision").text
    assert f'<a href="/audits/{newer}">Certificate ECO-2026-00001 rests on audit' in page
    assert '<a href="/c/ECO-2026-00001">Certificate ECO-2026-00001 was withdrawn on' in page
    assert 'value="certify"' not in page


def test_a_page_says_why_a_suspension_is_not_lifted(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, certificate_id = issued
    pages, where = door.pages(scene.certifier), f"/certificate-files/{certificate_id}"
    pages.post(f"{where}/status", data=SUSPEND)
    assert "Lift the suspension" in pages.get(where).text
    raised(scene, scored(scene), "1.1.a", Grade.CRITICAL)
    page = pages.get(where).text
    assert "The suspension cannot be lifted now" in page
    assert "The suspension is not lifted before it is settled." in page
    assert "Lift the suspension" not in page
    assert 'value="withdrawn"' in page


def test_what_a_decision_rests_on_stays_whatever_becomes_of_it(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    audit_id = seen(scene, certificate_id).audit_id
    suspend_approvals(scene)
    without_agreement(scene)
    page = door.pages(scene.manager).get(f"/audits/{audit_id}").text
    assert "2025-1, signed on 2 Nov 2025" in page
    assert "full, since 1 Jan 2024" in page
    assert "medium risk (RA-2024-01)" in page
    facts = door.api(scene.manager).get(f"/audits/{audit_id}").json["decision"]["facts"]
    assert facts["approvals"][0]["status"] == "full"


def test_without_an_approval_no_corrected_certificate_is_offered(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    pages, where = door.pages(scene.certifier), f"/certificate-files/{certificate_id}"
    assert "Issue the corrected certificate" in pages.get(where).text
    suspend_approvals(scene)
    seen = pages.get(where).text
    assert "No corrected certificate can be issued now" in seen
    assert "Issue the corrected certificate" not in seen
    assert pages.post(f"{where}/reissue", data={"reason": "Corrected."}).status_code == 409
    api = door.api(scene.certifier)
    refused = api.post(f"/certificates/{certificate_id}/reissue", {"reason": "Corrected."})
    assert [one["code"] for one in refused.json["errors"]] == ["body-not-approved"]


def test_nothing_is_certified_or_corrected_for_areas_outside_the_approval(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    audit_id = evaluated_audit(scene)
    moved_abroad(scene)
    said = "not approved for fairwild 2.0 in France."
    page = door.pages(scene.certifier).get(f"/audits/{audit_id}/decision").text
    assert said in page
    assert 'value="certify"' not in page
    api = door.api(scene.certifier)
    decided = api.post(f"/audits/{audit_id}/decision", {"outcome": "certify", "reasons": "Fine."})
    assert "body-not-approved" in [one["code"] for one in decided.json["errors"]]
    where = f"/certificate-files/{certificate_id}"
    assert "No corrected certificate can be issued" in door.pages(scene.certifier).get(where).text
    refused = api.post(f"/certificates/{certificate_id}/reissue", {"reason": "Corrected."})
    assert [one["facts"]["country"] for one in refused.json["errors"]] == ["FR"]


def test_the_api_changes_a_status_once_per_key_and_refuses_with_codes(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    scene, certificate_id = issued
    api = door.api(scene.certifier)
    headers = {"Idempotency-Key": '"one"'}
    path = f"/certificates/{certificate_id}"
    first = api.post(f"{path}/status", SUSPEND, headers=headers)
    second = api.post(f"{path}/status", SUSPEND, headers=headers)
    assert (first.status_code, second.json) == (200, first.json)
    assert first.json["status"]["standing"] == "suspended"
    assert len(api.get(f"{path}/status").json) == 2
    refused = api.post(f"{path}/status", SUSPEND)
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json["errors"]] == ["move-not-allowed"]
    assert api.post(f"{path}/status", {"to": "eaten"}).status_code == 422
    assert door.api(scene.office).post(f"{path}/status", SUSPEND).status_code == 403


def test_the_api_lists_shows_prints_and_reissues(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, certificate_id = issued
    api = door.api(scene.certifier)
    assert [row["id"] for row in api.get("/certificates").json] == [str(certificate_id)]
    assert api.get(f"/certificates/{certificate_id}").json["number"] == "ECO-2026-00001"
    printed = api.get(f"/certificates/{certificate_id}/certificate.pdf")
    assert printed.data == door.pages().get("/c/ECO-2026-00001/certificate.pdf").data
    made = api.post(f"/certificates/{certificate_id}/reissue", {"reason": "Corrected."})
    assert (made.status_code, made.json["number"]) == (201, "ECO-2026-00001-R1")
    assert door.api().get("/certificates").status_code == 401
