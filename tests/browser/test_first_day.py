"""From an empty database to a scanned label and a certificate, along docs/first-day.md."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import first_day_steps as steps
from tests.browser import first_day_words as words
from tests.browser.conftest import free_port, serving
from tests.browser.first_day_words import Town

BODY = {
    "office@verde.example": ("office of the certification body", "Olga Office"),
    "auditor@verde.example": ("auditor", "Aki Auditor"),
    "evaluator@verde.example": ("evaluator", "Eva Evaluator"),
    "certifier@verde.example": ("certifier", "Carl Certifier"),
}
ADMINISTRATOR = "first@scheme.example"
MANAGER, CLERK, BUYER = "manager@ebro.example", "clerk@ebro.example", "buyer@teas.example"
OPERATOR, COMPANY, HARVESTER = "Ebro Harvesters", "Good Teas", "Nguyễn Thị Hoa"
INDICATORS = 84


@pytest.fixture
def town(tmp_path: Path, browser: Browser) -> Iterator[Town]:
    """An empty house, begun on the command line as the guide says, and served."""
    instance, port = tmp_path / "instance", free_port()
    url = f"http://127.0.0.1:{port}"
    environ = {"FAIRWILD_INSTANCE": str(instance), "FAIRWILD_BASE_URL": url}
    assert "The database is ready" in words.fairwild(environ, "db", "init")
    said = words.fairwild(
        environ,
        *("admin", "create", "--name", "Ada First", "--email", ADMINISTRATOR),
        "--password-stdin",
        typed=f"{words.PASSWORD}\n",
    )
    assert f"{url}/sign-in" in said
    with contextmanager(serving)(instance, port) as running:
        yield Town(browser, running.url, running.instance)
        assert "Everything holds." in words.fairwild(environ, "check")


def _found_the_scheme(town: Town) -> None:
    page = town.sign_in(ADMINISTRATOR)
    steps.register_species(page)
    steps.register_organisation(page, "certification body", "VERDE", "Verde Cert", "Spain")
    steps.approve(page)
    for address, (role, _name) in BODY.items():
        steps.invite(page, address, role)
    steps.register_organisation(page, "operator", "EBRO", OPERATOR, "Spain")
    steps.invite(page, MANAGER, "manager")
    steps.register_organisation(page, "company", "TEAS", COMPANY, "Germany")
    steps.invite(page, BUYER, "company member")
    page.context.close()
    assert OPERATOR in town.letters_to(MANAGER)


def _prepare_the_season(town: Town) -> tuple[Page, Page]:
    manager = town.accept(MANAGER, "Marta Manager")
    steps.prepare_collection(manager, "500")
    steps.register_harvester(manager, HARVESTER)
    words.go_to(manager, "Our organisation")
    steps.invite(manager, CLERK, "buying clerk")
    return manager, town.accept(CLERK, "Clara Clerk")


def _certify(town: Town, manager: Page) -> str:
    """Audit, answer, evaluate and decide; give the number of the certificate."""
    people = {address: town.accept(address, name) for address, (_, name) in BODY.items()}
    office, auditor, evaluator, certifier = people.values()
    steps.keep_agreement(office, OPERATOR)
    for role, name in list(BODY.values())[1:]:
        steps.record_competence(office, name, role)
    steps.plan_audit(office, OPERATOR, "Aki Auditor")
    steps.declare(auditor)
    steps.confirm_plan(office)
    assert steps.start_and_score(auditor) == INDICATORS
    steps.raise_nonconformity(auditor)
    steps.finish_report(auditor)
    steps.answer_nonconformity(manager)
    steps.declare(evaluator)
    steps.evaluate(evaluator)
    steps.declare(certifier)
    number = steps.decide(certifier)
    words.follow(certifier, "Open the certificate")
    pdf = words.fetched(certifier, "PDF")
    assert any("/c/" in address for address in words.decoded(pdf))
    return number


def _buy(clerk: Page) -> None:
    """A delivery too large is refused in words; the right one is bought."""
    steps.choose_goods(clerk)
    steps.weigh(clerk, "nguyen", "612", "2")
    words.says(clerk, "Not bought: nothing was saved")
    words.says(clerk, "This season's limit is 500 kg, of which 0 kg are collected.")
    words.says(clerk, "500 kg are left; 610 kg is too much.")
    words.write(clerk, {"Gross": "302"})
    words.press(clerk, "Save and next")
    words.says(clerk, "is saved: 300 kg for €360.00")


def _label(clerk: Page, number: str) -> str:
    """Close, dry, pack and label; give the address a scanner reads on the first label."""
    steps.open_lot(clerk, "open")
    words.says(clerk, "Certified: collected from")
    words.says(clerk, f"under {number}, then in force for root of Glycyrrhiza glabra")
    steps.dry_and_pack(clerk)
    words.says(clerk, "units when packed")
    steps.order_labels(clerk)
    words.says(clerk, "The labels are ready to print.")
    read = words.decoded(words.fetched(clerk, "Print the labels (PDF)"))
    kept = words.addresses_in_csv(words.fetched(clerk, "Codes (CSV)"))
    assert sorted(read) == sorted(kept)
    assert len(kept) == steps.LABELS
    return kept[0]


def _scan(town: Town, address: str, number: str) -> None:
    """Open, without signing in, what the scanner read."""
    page = town.window()
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    seal = page.locator("section.seal")
    expect(seal).to_contain_text("FairWild certified goods")
    expect(seal).to_contain_text(re.compile(r"Certified by\s*Verde Cert"))
    expect(seal).to_contain_text(number)
    expect(page.locator("main")).not_to_contain_text(HARVESTER)
    page.get_by_role("link", name="See the certificate").click()
    words.says(page, number)


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_the_first_day_leads_from_an_empty_database_to_a_scanned_label(town: Town) -> None:
    _found_the_scheme(town)
    manager, clerk = _prepare_the_season(town)
    buyer = town.accept(BUYER, "Bo Buyer")
    number = _certify(town, manager)
    assert re.fullmatch(r"VERDE-\d{4}-00001", number)
    _buy(clerk)
    address = _label(clerk, number)
    _scan(town, address, number)
    words.follow(clerk, "The lot")
    steps.ship(clerk, COMPANY)
    assert f"{OPERATOR} has shipped" in town.letters_to(BUYER)
    steps.confirm_goods(buyer)
    words.follow(buyer, "Whole lineage")
    words.says(buyer, "The way of the goods")
    words.says(buyer, "collected in the lots behind it")
    words.says(buyer, "2 more are not disclosed to you")
    expect(buyer.locator("svg").first).to_be_visible()
