"""Material in depth, walked by a cooperative and a company in one demonstration.

A blend of two cooperatives, a part-refused consignment settled by both, a correction, a hold and
its release, a search with a rehearsal and a recall to its report, and a lineage unfolded.
"""

import io
import re
from dataclasses import dataclass

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from fairwild.accounts.queries import get_actor_of_email
from fairwild.kernel.actors import NOBODY
from fairwild.lots.operations import split_lot
from fairwild.lots.queries import LotFilter, page_of_lots
from fairwild.store.engine import open_store
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import begin, begin_reading
from tests.browser.conftest import Running, sign_in
from tests.browser.first_day_words import (
    WAIT_MS,
    choose,
    fetched,
    follow,
    go_to,
    press,
    says,
    write,
)

COMPANY = "Hedgerow Tea Company"
PARTS, UNFOLDED = 60, 40
REASON = "Mould in a sample of this lot"


@dataclass(frozen=True)
class Sides:
    """The windows of the two who trade with each other, and the company's first blend."""

    cooperative: Page
    company: Page
    blend: str


def _leave_many_parts(house: Running) -> str:
    """Split the demonstration's blend into so many lots that they are folded; give its number."""
    store = open_store(f"sqlite:///{house.instance / 'fairwild.sqlite'}")
    with begin_reading(store, NOBODY) as reading:
        company = get_actor_of_email(reading, "company@demo.example")
    with begin(store, company) as work:
        blend = page_of_lots(work, Cursor(), LotFilter(number="GLYGLA-BLEND")).rows[0]
        split_lot(work, lot_id=blend.id, parts_g=[1000] * PARTS)
        number = blend.number
    store.engine.dispose()
    return number


@pytest.fixture(scope="module")
def sides(house: Running, browser: Browser) -> Sides:
    """A manager of the cooperative and a member of the company, each signed in."""
    blend = _leave_many_parts(house)
    pages = []
    for key in ("manager", "company"):
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(WAIT_MS)
        pages.append(sign_in(context, house.url, key))
    return Sides(*pages, blend)


def _lot(page: Page, end: str) -> str:
    """Open the lot whose number ends like this and give its number."""
    go_to(page, "Lots")
    write(page, {"Lot number or a part of it": end.rpartition("+-")[2]})
    press(page, "Search")
    link = page.locator("main").get_by_role("link", name=re.compile(rf"^\S+-{end}$")).first
    number = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_contain_text(number)
    return number


def _blend(page: Page) -> None:
    """The company unpacks root of one river and blends it with that of another."""
    _lot(page, r"B3-\d+-001-R1")
    follow(page, "Unpack")
    press(page, "Unpack")
    says(page, "600 kg")
    mine = page.locator("h1").inner_text().split()[0]
    assert "EBR" in mine
    follow(page, "Blend")
    page.get_by_label(mine, exact=True).fill("60")
    page.get_by_label(re.compile(r"^AGR-GLYGLA-V1-\d+-001-U1$")).fill("90")
    press(page, "Record the blend")
    expect(page.locator("h1")).to_contain_text("HDG-GLYGLA-BLEND")
    says(page, re.compile(r"Certified: blended .* ALP-\d+-\d+, ALP-\d+-\d+"))
    says(page, "150 kg")


def _lineage(page: Page, number: str) -> None:
    """The lineage of a blend tells of both cooperatives, a stage unfolds, a lot is found."""
    go_to(page, "Home")
    write(page, {"Lot number, label code or address of a label": number})
    press(page, "Search")
    says(page, "Liquirizia Val d'Agri")
    says(page, "Italy, Spain")
    says(page, "not disclosed to you")
    expect(page.locator("main svg[role=img], main .lineage svg").first).to_be_visible()
    stages = page.locator("table.lineage-stages")
    expect(stages.locator("tr.lineage-lot")).to_have_count(0)
    stages.get_by_role("link", name=re.compile(r"^Open split")).click()
    expect(stages.locator("tr.lineage-lot")).to_have_count(UNFOLDED)
    write(page, {"Find in this lineage": "AGR-"})
    press(page, "Find")
    says(page, "found for “AGR-”")


def _ship(sides: Sides) -> str:
    """Send 100 kg, of which the company accepts 90; give the number of the lot."""
    page = sides.cooperative
    number = _lot(page, r"B3-\d+-003-D1")
    follow(page, "Ship")
    choose(page, "Receiver", COMPANY)
    write(page, {f"Kilograms of {number}": "100"})
    press(page, "Ship")
    says(page, "Under way")
    page = sides.company
    go_to(page, "Home")
    page.locator("main table th a").first.click()
    write(page, {f"Kilograms received of {number}": "90"})
    write(page, {f"Why not all of {number}": "One bag was wet."})
    press(page, "Confirm these weights")
    says(page, "received in part")
    return number


def _settle(sides: Sides) -> None:
    """The sender says what became of the rest, the receiver agrees, and both read so."""
    page = sides.cooperative
    page.reload()
    says(page, "One bag was wet.")
    choose(page, "What became of it", "came back")
    press(page, "Say what became of it")
    says(page, "The other side has been asked to confirm it.")
    sides.company.reload()
    press(sides.company, "Agree")
    for one in (page, sides.company):
        one.reload()
        expect(one.locator("#differences")).to_contain_text("settled")


def _correct(page: Page) -> None:
    """Pack wrongly, undo it with a reason, and read both before and after on the lot's page."""
    number = _lot(page, r"B3-\d+-004-D1")
    follow(page, "Pack")
    write(page, {"Number of units": "10", "Weight of one unit": "25"})
    press(page, "Record the packing")
    says(page, "units when packed")
    follow(page, "See the movement that made it")
    write(page, {"Why is it undone?": "The bags hold 20 kg."})
    press(page, "Undo")
    says(page, "takes another movement back")
    page.locator("main").get_by_role("link", name=number, exact=True).first.click()
    says(page, "1,281 kg")
    says(page, "Put right")
    expect(page.locator("main s").first).to_contain_text("Packed")
    says(page, "The bags hold 20 kg.")


def _hold(page: Page) -> None:
    """What is on hold offers no way out until it is released."""
    follow(page, "Put on hold")
    write(page, {"Why?": "It smells of smoke."})
    press(page, "Put on hold")
    says(page, "Nothing leaves this lot until it is released.")
    expect(page.locator("main").get_by_role("link", name="Ship", exact=True)).to_have_count(0)
    page.locator("summary").filter(has_text="Release").click()
    write(page, {"Why may it move again?": "It was the neighbour's fire."})
    press(page, "Release")
    expect(page.locator("main").get_by_role("link", name="Ship", exact=True)).to_be_visible()


def _search(page: Page, number: str) -> None:
    go_to(page, "Recalls")
    follow(page, "Search and recall")
    write(page, {"Lots": number})
    press(page, "Search")
    says(page, "How far it got")
    says(page, COMPANY)
    write(page, {"Why": REASON})


def _recall(sides: Sides, number: str) -> None:
    """Rehearse, then call back: the company holds its goods, answers, and the recall ends."""
    page = sides.cooperative
    _search(page, number)
    press(page, "Rehearsal: touch nothing")
    says(page, "This was a rehearsal")
    _search(page, number)
    press(page, "Recall: stop the goods")
    expect(page.locator("h1")).to_contain_text("EBR-RC-")
    called = page.locator("h1").inner_text().split()[-1]
    says(page, "Not everybody has answered yet")
    _answer(sides.company, called)
    page.reload()
    write(page, {"How it ended": "All of it came back and was destroyed."})
    press(page, "Close and release")
    says(page, "All of it came back and was destroyed.")
    report = pypdf.PdfReader(io.BytesIO(fetched(page, "Report (PDF)")))
    text = " ".join(one.extract_text() for one in report.pages)
    for said in (called, REASON, COMPANY, number):
        assert said in " ".join(text.split()), said


def _answer(page: Page, called: str) -> None:
    go_to(page, "Recalls")
    follow(page, called)
    says(page, "What is left of these lots is on hold")
    choose(page, "Finding", "all of it is here")
    press(page, "Answer")
    says(page, "90 kg dry held")


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_two_houses_blend_refuse_correct_hold_and_recall(sides: Sides) -> None:
    _blend(sides.company)
    _lineage(sides.company, sides.blend)
    number = _ship(sides)
    _settle(sides)
    _correct(sides.cooperative)
    _hold(sides.cooperative)
    _recall(sides, number)
