"""What anybody can look up: the start, the check of a code, certificates and the directory."""

from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import update

from fairwild.accounts.guessing import FREE_MISSES
from fairwild.areas.records import CollectionArea
from fairwild.certificates.operations import supersede_certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.http import house
from fairwild.kernel.codes import new_code
from tests.audits_builders import Scene
from tests.certificates_builders import certified, move, seen
from tests.doors import Door

JSON = {"Accept": "application/json"}


@pytest.fixture
def issued(door: Door) -> tuple[Scene, UUID]:
    """A certificate in force."""
    return certified(door.world)


def test_the_start_page_has_both_boxes_and_counts_what_there_is(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    page = door.pages().get("/")
    assert page.status_code == 200
    assert 'id="check"' in page.text
    assert 'action="/check"' in page.text
    assert 'action="/certificates"' in page.text
    assert "certificate in force" in page.text
    move(*issued, CertificateStatus.SUSPENDED)
    assert "certificates in force" in door.pages().get("/").text


def test_a_certificate_is_checked_by_code_and_by_number(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    sight = seen(*issued)
    for typed in (sight.code, sight.code.lower(), "eco-2026-00001"):
        page = door.pages().get(f"/c/{typed}")
        assert page.status_code == 200
        assert "This certificate is in force" in page.text
        assert "Regaliz del Sur" in page.text
        assert "Glycyrrhiza glabra" in page.text
        assert "127.0.0.1:8000" in page.text


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (CertificateStatus.SUSPENDED, "This certificate is suspended"),
        (CertificateStatus.WITHDRAWN, "This certificate was withdrawn"),
        (CertificateStatus.TERMINATED, "This certificate was ended early"),
    ],
)
def test_a_certificate_that_is_not_in_force_says_so_and_keeps_the_reason_private(
    door: Door, issued: tuple[Scene, UUID], to: CertificateStatus, sentence: str
) -> None:
    door.world.pass_time(days=10)
    move(*issued, to)
    page = door.pages().get("/c/ECO-2026-00001").text
    told = door.pages().get("/c/ECO-2026-00001", headers=JSON).json
    assert sentence in page
    assert f"Now {to}." not in page
    assert f"Now {to}." not in str(told)
    assert told["status"] == {"standing": to, "since": "2026-03-12T08:00:00Z", "in_force": False}
    then = door.pages().get("/c/ECO-2026-00001?on=2026-03-11", headers=JSON).json["asked"]
    assert (then["on"], then["standing"]) == ("2026-03-11", "issued")
    assert "On 11 Mar 2026." in door.pages().get("/c/ECO-2026-00001?on=2026-03-11").text


def test_an_expired_certificate_says_so_without_anybody_doing_anything(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    door.world.pass_time(days=456)
    assert "This certificate is in force" in door.pages().get("/c/ECO-2026-00001").text
    door.world.pass_time(days=1)
    assert "This certificate has expired" in door.pages().get("/c/ECO-2026-00001").text


def test_a_superseded_number_leads_to_the_new_one(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, certificate_id = issued
    with door.world.work(scene.certifier) as work:
        supersede_certificate(work, certificate_id=certificate_id, reason="Address corrected.")
    page = door.pages().get("/c/ECO-2026-00001").text
    assert "This certificate was replaced by another" in page
    assert 'href="/c/ECO-2026-00001-R1"' in page
    told = door.pages().get("/c/ECO-2026-00001-R1", headers=JSON).json
    assert told["supersedes"] == "ECO-2026-00001"
    assert "Address corrected." not in page


def test_page_and_json_are_twins_with_stable_keys(door: Door, issued: tuple[Scene, UUID]) -> None:
    told = door.pages().get("/c/ECO-2026-00001", headers=JSON).json
    assert set(told) == {
        "number", "code", "status", "holder", "body", "approval", "standard", "standard_title",
        "standard_version", "certification_year", "species", "scope", "history", "issued_at",
        "valid_from", "last_valid_day", "supersedes", "superseded_by", "paper_sha256",
        "restrictions",
        "synthetic", "check_url", "pdf_url",
    }  # fmt: skip
    assert told["scope"][0]["maximum_kg"] == "16800"
    assert told["scope"][0]["areas"][0]["name"] == "Río Seco"
    assert told["history"] == [{"status": "issued", "at": "2026-03-02T08:00:00Z"}]
    del told["check_url"], told["pdf_url"]
    assert door.api().get("/public/certificates/ECO-2026-00001").json == told


def test_a_sensitive_area_is_shown_only_coarsely(door: Door, issued: tuple[Scene, UUID]) -> None:
    with door.world.store.writing() as session:
        session.execute(update(CollectionArea).values(sensitive=True))
        session.commit()
    answers = [
        door.pages().get("/c/ECO-2026-00001").text,
        str(door.pages().get("/c/ECO-2026-00001", headers=JSON).json),
    ]
    for answer in answers:
        assert "Río Seco" not in answer
        assert "Granada" in answer


def test_the_symbol_on_the_paper_opens_the_check_page(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    answer = door.pages().get("/c/ECO-2026-00001/certificate.pdf")
    assert answer.mimetype == "application/pdf"
    page = pypdfium2.PdfDocument(answer.data)[0]
    (symbol,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert symbol.text == f"http://127.0.0.1:8000/c/{seen(*issued).code}"
    opened = door.pages().get(urlsplit(symbol.text).path)
    assert "This certificate is in force" in opened.text


def test_a_reprint_is_the_same_file_until_the_status_changes(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    path = "/c/ECO-2026-00001/certificate.pdf"
    first, second = (door.pages().get(path) for _ in range(2))
    assert first.data == second.data
    unchanged = door.pages().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    door.world.pass_time(days=1)
    assert door.pages().get(path).data == first.data
    move(*issued, CertificateStatus.SUSPENDED)
    third = door.pages().get(path).data
    assert third != first.data
    text = pypdfium2.PdfDocument(third)[0].get_textpage().get_text_bounded()
    assert "Suspended since 3 March 2026" in text


def test_an_unknown_code_gets_help_and_404(door: Door) -> None:
    page = door.pages().get("/c/7KQ2-M4XW-9RTD-0000")
    assert page.status_code == 404
    assert "We do not know this code or number" in page.text
    assert 'value="7KQ2-M4XW-9RTD-0000"' in page.text
    told = door.pages().get("/c/7KQ2-M4XW-9RTD-0000", headers=JSON)
    assert (told.status_code, told.mimetype) == (404, "application/problem+json")
    assert door.api().get("/public/certificates/7KQ2").status_code == 404


def test_what_is_typed_is_shown_as_text_only(door: Door) -> None:
    page = door.pages().get("/check", query_string={"q": "<script>alert(1)</script>"})
    assert page.status_code == 404
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("eco-2026-00001", "/c/eco-2026-00001"),
        ("  ECO-2026-00001 ", "/c/ECO-2026-00001"),
        ("https://trace.example.org/c/ECO-2026-00001", "/c/ECO-2026-00001"),
        ("https://trace.example.org/c/ECO-2026-00001/certificate.pdf", "/c/ECO-2026-00001"),
        ("trace.example.org/t/7KQ2M4XW9RTD4HP0", "/t/7KQ2M4XW9RTD4HP0"),
        ("HTTPS://TRACE.EXAMPLE.ORG/T/7KQ2M4XW9RTD4HP0", "/t/7KQ2M4XW9RTD4HP0"),
        ("", "/#check"),
    ],
)
def test_the_box_leads_where_what_was_typed_belongs(
    door: Door, issued: tuple[Scene, UUID], typed: str, leads_to: str
) -> None:
    answer = door.pages().get("/check", query_string={"q": typed})
    assert (answer.status_code, answer.location.lower()) == (302, leads_to.lower())


def test_codes_typed_into_the_box_find_certificates_and_labels(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    code, label = seen(*issued).code, new_code()
    spaced = " ".join((code[:4], code[4:8], code[8:12], code[12:])).lower()
    assert "in force" in door.pages().get(f"/check?q={spaced}", follow_redirects=True).text
    assert door.pages().get(f"/check?q={label.lower()}").location.upper() == f"/T/{label}"


def test_guessing_is_slowed_down_and_what_exists_is_always_answered(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    client = door.pages()
    for _ in range(FREE_MISSES):
        assert client.get("/c/nothing").status_code == 404
    limited = client.get("/c/nothing")
    assert limited.status_code == 429
    assert limited.headers["Retry-After"] == "15"
    for path in ("/c/nothing", "/check?q=nothing", "/c/nothing/certificate.pdf"):
        assert client.get(path, headers=JSON).status_code == 429
    assert door.api().get("/public/certificates/nothing").headers["Retry-After"] == "15"
    assert client.get("/c/ECO-2026-00001").status_code == 200
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/c/nothing", environ_base=elsewhere).status_code == 404
    door.world.pass_time(seconds=16)
    assert client.get("/c/nothing").status_code == 404
    assert client.get("/c/nothing").headers["Retry-After"] == "30"
    door.world.pass_time(minutes=20)
    assert client.get("/c/nothing").status_code == 404
    assert client.get("/c/nothing").status_code == 404


def test_one_customer_of_ipv6_is_one_place(door: Door) -> None:
    client = door.pages()
    for host in range(FREE_MISSES):
        client.get("/c/nothing", environ_base={"REMOTE_ADDR": f"2001:db8:0:1::{host:x}"})
    same = client.get("/c/nothing", environ_base={"REMOTE_ADDR": "2001:db8:0:1:ffff::1"})
    other = client.get("/c/nothing", environ_base={"REMOTE_ADDR": "2001:db8:0:2::1"})
    assert (same.status_code, other.status_code) == (429, 404)


def test_a_day_that_is_none_is_named(door: Door, issued: tuple[Scene, UUID]) -> None:
    page = door.pages().get("/c/ECO-2026-00001?on=2026-02-30")
    assert page.status_code == 422
    assert "Write a day" in page.text
    told = door.pages().get("/c/ECO-2026-00001?on=2026-02-30", headers=JSON)
    assert told.status_code == 422
    api = door.api().get("/public/certificates/ECO-2026-00001/status?on=2026-02-30")
    assert api.status_code == 422


def test_the_directory_searches_and_says_when_nothing_matches(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    pages = door.pages()
    for query in ("q=regaliz", "holder=Regaliz", "species=glabra", "country=ES", "status=issued"):
        assert "ECO-2026-00001" in pages.get(f"/certificates?{query}").text
    for query in ("q=zzz", "status=expired", "country=VN"):
        page = pages.get(f"/certificates?{query}").text
        assert "No certificate matches" in page
        assert 'href="/c/ECO' not in page
    assert pages.get("/certificates?status=bogus").status_code == 422


def test_an_empty_directory_says_what_comes(door: Door) -> None:
    assert "No certificate was issued yet" in door.pages().get("/certificates").text


def test_the_directory_as_json_is_the_directory_of_the_api(
    door: Door, issued: tuple[Scene, UUID]
) -> None:
    rows = door.pages().get("/certificates?q=eco", headers=JSON).json
    assert [row["number"] for row in rows] == ["ECO-2026-00001"]
    assert "code" not in rows[0]
    assert door.api().get("/public/certificates?q=eco").json == rows
    wrong = door.pages().get("/certificates?status=bogus", headers=JSON)
    assert wrong.status_code == 422


def test_pages_of_the_directory_follow_each_other(door: Door, issued: tuple[Scene, UUID]) -> None:
    scene, certificate_id = issued
    for _ in range(26):
        door.world.pass_time(days=1)
        with door.world.work(scene.certifier) as work:
            certificate_id = supersede_certificate(
                work, certificate_id=certificate_id, reason="Corrected."
            ).id
    first = door.pages().get("/certificates?order=until", headers=JSON)
    link = first.headers["Link"].split(">")[0].strip("<")
    second = door.pages().get(link, headers=JSON)
    numbers = [row["number"] for row in first.json + second.json]
    assert (len(first.json), len(set(numbers))) == (25, 27)
    assert 'rel="next"' in door.pages().get("/certificates").text
    assert door.pages().get("/certificates?cursor=rubbish", headers=JSON).status_code == 422


def test_papers_name_the_address_people_reach(door: Door, issued: tuple[Scene, UUID]) -> None:
    with door.app.app_context():
        known = house()
    elsewhere = replace(known.settings, base_url="https://trace.example.org")
    door.app.extensions["fairwild"] = replace(known, settings=elsewhere)
    told = door.pages().get("/c/ECO-2026-00001", headers=JSON).json
    assert told["check_url"] == f"https://trace.example.org/c/{told['code']}"
    assert "trace.example.org" in door.pages().get("/c/ECO-2026-00001").text
