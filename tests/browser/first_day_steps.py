"""The steps of docs/first-day.md, done in a browser by the words one reads there."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.browser.first_day_words import choose, control, follow, go_to, pick, press, says, write

AREA = (
    '{"type": "Polygon", "coordinates": '
    "[[[-1.9, 41.6], [-1.88, 41.6], [-1.88, 41.62], [-1.9, 41.6]]]}"
)
LABELS = 20
WEAK_INDICATOR = "1.1.c"
"""No minimum requirement in the first year, so a low score does not bar the certificate."""


def _in_days(days: int) -> str:
    """Give a day counted from today, as a field of a day takes it."""
    today: date = datetime.now(UTC).date()
    return (today + timedelta(days=days)).isoformat()


def register_organisation(page: Page, kind: str, code: str, name: str, country: str) -> None:
    """Make an organisation known and stay on its page."""
    go_to(page, "Organisations")
    follow(page, "Register an organisation")
    choose(page, "Kind", kind)
    write(page, {"Code": code, "Name": name})
    choose(page, "Country", country)
    press(page, "Register")
    says(page, f"{name} is registered.")


def invite(page: Page, address: str, role: str) -> None:
    """Invite somebody to the organisation whose page is open."""
    follow(page, "Invite somebody")
    write(page, {"E-mail": address})
    choose(page, "Role", role)
    press(page, "Send the invitation")
    says(page, f"The invitation is on its way to {address}.")


def approve(page: Page) -> None:
    """Approve the certification body whose page is open."""
    follow(page, "Approve for a standard")
    choose(page, "Standard", "2.0")
    choose(page, "Status", "full")
    press(page, "Approve")
    says(page, "The approval is kept.")


def register_species(page: Page) -> None:
    """Register liquorice."""
    go_to(page, "Species")
    follow(page, "Register a species")
    write(page, {"Code": "GLYGLA", "Scientific name": "Glycyrrhiza glabra", "Author": "L."})
    write(page, {"Names people use": "en: liquorice"})
    press(page, "Register")
    says(page, "Glycyrrhiza glabra")
    follow(page, "Give a risk class")
    choose(page, "Part", "root")
    choose(page, "Country", "Spain")
    pick(page, "Class", "low risk")
    write(page, {"Document": "RA-1", "From": _in_days(-30)})
    press(page, "Give this class")
    says(page, "is classed.")


def prepare_collection(page: Page, limit_kg: str) -> None:
    """As manager: an area, what is collected there, and how much of it."""
    go_to(page, "Areas and quantities")
    follow(page, "Register an area")
    write(page, {"Code": "EBRO", "Name": "Ebro terrace", "Administrative unit": "Zaragoza"})
    choose(page, "Country", "Spain")
    write(page, {"Outline or point as GeoJSON": AREA})
    press(page, "Register")
    says(page, "Ebro terrace is registered.")
    go_to(page, "Areas and quantities")
    follow(page, "What we collect")
    choose(page, "Species", "GLYGLA")
    choose(page, "Part", "root")
    press(page, "Add")
    says(page, "This species and part can now be collected.")
    set_quantity(page, limit_kg)


def set_quantity(page: Page, limit_kg: str) -> None:
    """Set how much of the fresh root may leave the area this season."""
    go_to(page, "Areas and quantities")
    follow(page, "EBRO")
    follow(page, "Set a maximum quantity")
    choose(page, "Species and part", "Glycyrrhiza glabra")
    pick(page, "Weighed", "fresh")
    write(page, {"Season begins": _in_days(-30), "Last day of the season": _in_days(60)})
    write(page, {"At most": limit_kg})
    press(page, "Set the limit")
    says(page, "The limit of the season is set.")


def register_harvester(page: Page, name: str) -> None:
    """Put a person into the register who may collect here from now on."""
    go_to(page, "Harvesters")
    follow(page, "Register a harvester")
    write(page, {"Full name": name, "Village": "Pina de Ebro", "Year of birth": "1980"})
    write(page, {"May collect from": _in_days(-20)})
    page.get_by_label(re.compile("Ebro terrace")).check()
    page.get_by_label(re.compile("Glycyrrhiza")).check()
    press(page, "Register")
    says(page, name)


def keep_agreement(page: Page, operator: str) -> None:
    """As the office: keep the agreement that was signed on paper, with its copy."""
    go_to(page, "Applications")
    follow(page, "Keep a signed agreement")
    choose(page, "Operator", operator)
    write(page, {"Version of the agreement": "2026-1", "Signed by both on": _in_days(0)})
    page.get_by_label("The signed copy").set_input_files(
        {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed %%EOF"}
    )
    press(page, "Keep the agreement")
    says(page, "is on file")


def record_competence(page: Page, name: str, role: str) -> None:
    """As the office: say what somebody may judge."""
    go_to(page, "Competence")
    follow(page, name)
    follow(page, "Record a competence")
    choose(page, "As", role)
    choose(page, "Standard", "2.0")
    write(page, {"From": _in_days(0), "Last day": _in_days(700)})
    for risk in ("low risk", "medium risk", "high risk"):
        page.get_by_label(risk).check()
    choose(page, "Works in these languages", "Spanish")
    write(page, {"What it rests on": "Training of the scheme owner."})
    press(page, "Record")
    says(page, "The competence is recorded.")


def declare(page: Page) -> None:
    """Say that nothing ties one to the client of the audit that waits."""
    go_to(page, "My declarations")
    page.locator("main .card li a").first.click()
    pick(page, "I declare", "nothing ties me to this client")
    press(page, "Declare")
    says(page, "Your declaration is recorded.")


def plan_audit(page: Page, operator: str, leader: str) -> None:
    """As the office: plan the audit with its team and scope."""
    go_to(page, "Audits")
    follow(page, "Plan an audit")
    choose(page, "Which operator is audited?", operator)
    press(page, "Continue")
    choose(page, leader, "leader")
    page.get_by_label(re.compile("Glycyrrhiza glabra, root")).check()
    write(page, {"Days planned": "2.5"})
    press(page, "Plan the audit")
    says(page, "has not declared yet")


def confirm_plan(page: Page) -> None:
    """As the office: stand by the plan once the team has declared."""
    page.reload()
    press(page, "Confirm the plan")
    says(page, "It waits for its team to begin on the spot.")


def _other_than(here: str) -> Callable[[str], bool]:
    return lambda address: address != here


def start_and_score(page: Page) -> int:
    """As the auditor: give every indicator its points; give their number.

    The first principle from the keyboard, with the comfort of the page; the rest as plain forms,
    which is how it goes without scripts, and quicker to test.
    """
    go_to(page, "Audits")
    page.locator("main table a").first.click()
    press(page, "Start the audit")
    page.wait_for_url("**/score/*")
    count = 0
    while "/score/1." in page.url:
        _score_by_keys(page)
        count += 1
    here = page.url
    while "/score/" in here:
        here = _score_by_form(page, here)
        count += 1
    page.goto(here)
    return count


def _score_by_keys(page: Page) -> None:
    here, card = page.url, page.locator("[data-score-card]")
    page.locator("p.keys").wait_for()  # shown as soon as keys count
    card.press("1" if here.endswith(WEAK_INDICATOR) else "3")
    card.press("ArrowRight")
    page.wait_for_url(_other_than(here), wait_until="domcontentloaded")


def _score_by_form(page: Page, here: str) -> str:
    """Send the form of one indicator and give the address it leads to."""
    token = str(page.locator("main input[name=csrf_token]").first.get_attribute("value"))
    said: dict[str, str | float | bool] = {"csrf_token": token, "seen_version": "0"}
    said |= {"value": "3", "note": "", "then": "next"}
    answer = page.request.post(here, form=said, max_redirects=0)
    assert answer.status in {302, 303}, answer.text()
    return urljoin(here, answer.headers["location"])


def raise_nonconformity(page: Page) -> None:
    """Write down what was found, a minor one."""
    follow(page, "Write a nonconformity")
    choose(page, "About which indicator?", WEAK_INDICATOR)
    pick(page, "How grave is it?", "minor")
    write(page, {"What was found?": "Nobody is named who watches the lists."})
    press(page, "Write it down")
    says(page, "The operator has not answered yet.")


def open_audit(page: Page) -> None:
    """Open the only audit there is."""
    go_to(page, "Audits")
    page.wait_for_url("**/audits")
    page.locator("main table a").first.click()
    page.wait_for_url(re.compile(r"/audits/[0-9a-f-]{36}$"))


def finish_report(page: Page) -> None:
    """Lock the report."""
    open_audit(page)
    follow(page, "Finish the report")
    write(page, {"Days used": "3", "Summary": "A careful first year."})
    press(page, "Finish and lock the report")
    says(page, "The report is finished and locked.")


def answer_nonconformity(page: Page) -> None:
    """As manager: say why it happened and what keeps it from happening again."""
    go_to(page, "Home")
    page.locator("main").get_by_role("link", name=re.compile(f"indicator {WEAK_INDICATOR}")).click()
    write(page, {"Why did it happen?": "Nobody had been asked to."})
    write(page, {"What was put right?": "The lists of the season were read."})
    write(page, {"What keeps it from happening again?": "The manager reads the lists in January."})
    press(page, "Send the answer")
    says(page, "The operator's answer")


def evaluate(page: Page) -> None:
    """As evaluator: recommend to certify."""
    open_audit(page)
    follow(page, "Evaluate")
    pick(page, "What do you recommend?", "Certify")
    write(page, {"Reasons": "The report is complete and the answer convinces."})
    press(page, "Record the recommendation")
    says(page, "Your recommendation is recorded.")


def decide(page: Page) -> str:
    """As certifier: certify; give the number of the certificate."""
    open_audit(page)
    follow(page, "Decide")
    pick(page, "Your decision", "Certify")
    write(page, {"Reasons": "Both gates are open and nothing stands against it."})
    press(page, "Decide")
    says(page, "is issued.")
    found = re.search(r"Certificate (\S+) is issued", page.locator("main").inner_text())
    assert found is not None
    return found.group(1)


def choose_goods(page: Page) -> None:
    """As clerk: say once what is bought today."""
    go_to(page, "Buying point")
    choose(page, "Species and part", "Glycyrrhiza glabra")
    choose(page, "Collection area", "Ebro terrace")
    pick(page, "Weighed", "fresh")
    write(page, {"Price for one kilogram": "1.20"})


def weigh(page: Page, harvester: str, gross_kg: str, tare_kg: str) -> None:
    """Find the harvester and try to save one delivery."""
    box = control(page, "Harvester: name, number or card")
    box.fill(harvester)
    box.press("Enter")
    expect(page.get_by_role("group", name="Sells now")).to_be_visible()
    write(page, {"Gross": gross_kg, "Tare": tare_kg})
    press(page, "Save and next")


def open_lot(page: Page, status: str) -> None:
    """Open the lot of the list that has this status."""
    go_to(page, "Lots")
    row = page.locator("main tbody tr").filter(has=page.get_by_text(status, exact=True))
    row.first.locator("th a").click()


def dry_and_pack(page: Page) -> None:
    """Close the collection lot, dry all of it and pack the dry root into bags."""
    press(page, "Close the lot")
    follow(page, "Dry")
    page.locator("[data-take]").first.fill("300")
    write(page, {"Dried goods": "100"})
    press(page, "Record the drying")
    follow(page, "Pack")
    write(page, {"Number of units": "20", "Weight of one unit": "5"})
    press(page, "Record the packing")


def order_labels(page: Page) -> None:
    """Make twenty labels for the lot that is open."""
    follow(page, "Labels")
    write(page, {"Number of labels": str(LABELS)})
    press(page, "Make the labels")


def ship(page: Page, company: str) -> None:
    """Send everything in stock to a company."""
    follow(page, "Ship")
    choose(page, "Receiver", company)
    write(page, {"Invoice number": "2026-1"})
    page.locator("[data-take]").first.fill("100")
    press(page, "Ship")
    says(page, "Under way")


def confirm_goods(page: Page) -> None:
    """As company: say what arrived and open the lot it became."""
    go_to(page, "Home")
    page.locator("main table th a").first.click()
    press(page, "Confirm these weights")
    expect(page.locator("main h1")).to_contain_text("received")
    page.locator("main td a").first.click()
