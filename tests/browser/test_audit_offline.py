"""An audit form in a real browser: taken along, without a connection, and sent exactly once."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sqlalchemy import select

from fairwild.access.secrets import digest
from fairwild.accounts.records import SignInSession
from fairwild.audits import operations, queries
from fairwild.audits.states import TeamRole
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.codes import new_secret
from fairwild.ledger.records import LedgerEntry
from fairwild.store.engine import Store
from fairwild.web.frame import SESSION_COOKIE
from tests.audits_builders import Scene, indicator_codes, planned, scene_of
from tests.browser.conftest import Running, free_port, serving
from tests.browser.first_day_words import WAIT_MS
from tests.builders import World
from tests.competence_builders import judges
from tests.copies import copied

ANSWERS = 10


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


PHOTO = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\x00\x80")),
        _chunk(b"IEND", b""),
    )
)


@dataclass(frozen=True)
class Ground:
    """A served house with one audit under way by two auditors."""

    house: Running
    scene: Scene
    colleague: Actor
    audit_id: UUID
    codes: list[str]

    @property
    def address(self) -> str:
        """Where the form is."""
        return f"{self.house.url}/audits/{self.audit_id}/form"

    def enter(self, browser: Browser, who: Actor | None = None) -> BrowserContext:
        """Open a browser in which the leader, or another auditor, is signed in."""
        secret, now = new_secret(), datetime.now(UTC)
        row = SignInSession(
            person_id=(who or self.scene.auditor).person_id,
            organisation_id=self.scene.body_id,
            secret_digest=digest(secret),
            started_at=now,
            seen_at=now,
            expires_at=now + timedelta(days=1),
        )
        self.scene.world.keep(row)
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(WAIT_MS)
        cookie = {"name": SESSION_COOKIE, "value": secret, "url": self.house.url}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a plain mapping is taken
        return context

    def score(self, code: str, value: int, *, by: Actor, seen: int = 0, note: str = "") -> None:
        """Score an indicator past the browser."""
        place = {"audit_id": self.audit_id, "indicator": code, "seen_version": seen}
        with self.scene.world.work(by) as work:
            operations.score_indicator(work, value=value, note=note, **place)  # type: ignore[arg-type]  # one mapping of several types

    def events(self, code: str) -> list[str]:
        """Name what the ledger knows of one indicator, in order."""
        wanted = select(LedgerEntry).where(LedgerEntry.subject_id == self.audit_id)
        with self.scene.world.store.reading() as session:
            rows = list(session.scalars(wanted.order_by(LedgerEntry.seq)))
        return [row.kind for row in rows if row.data.get("indicator") == code]

    def stands(self, code: str) -> tuple[int | None, str]:
        """Give points and note of an indicator as the house has them."""
        with self.scene.world.reading(self.scene.auditor) as reading:
            found = queries.find_score(reading, self.audit_id, code)
            return (found.value, found.note) if found else (None, "")

    def found(self, audit_id: UUID | None = None) -> list[tuple[list[str], str]]:
        """Give indicators and text of every nonconformity, in the order of their numbers."""
        with self.scene.world.reading(self.scene.auditor) as reading:
            rows = queries.nonconformities_of(reading, audit_id or self.audit_id)
        return [(list(one.indicators), one.description) for one in rows]


@pytest.fixture(scope="module")
def ground(sqlite_template: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """An audit of two auditors, of which one indicator is scored."""
    instance = tmp_path_factory.mktemp("field") / "instance"
    instance.mkdir()
    store = copied(sqlite_template, instance, "fairwild.sqlite")
    scene = scene_of(World(store))
    colleague = judges(scene.world, scene.body_id, Role.AUDITOR, name="Berta Boulder")
    team = [(scene.auditor.person_id, TeamRole.LEADER), (colleague.person_id, TeamRole.AUDITOR)]
    audit_id = planned(scene, team=team)
    codes = indicator_codes(scene, audit_id)
    for running in serving(instance, free_port()):
        found = Ground(running, scene, colleague, audit_id, codes)
        found.score(codes[0], 2, by=scene.auditor)
        yield found
    store.engine.dispose()


@pytest.fixture
def page(ground: Ground, browser: Browser) -> Iterator[Page]:
    """The form, open in a browser of its own."""
    context = ground.enter(browser)
    opened = context.new_page()
    opened.goto(ground.address)
    yield opened
    context.close()


def card(page: Page, code: str) -> Locator:
    """Give the card of one indicator."""
    return page.locator(f'[data-score-card][data-code="{code}"]')


def go(page: Page, code: str) -> Locator:
    """Show one indicator of the form."""
    page.evaluate("code => { location.hash = `i-${code}` }", code)
    expect(card(page, code)).to_be_visible()
    return card(page, code)


def answer(page: Page, code: str, points: str, note: str = "") -> None:
    """Score one indicator from the keyboard and write a note."""
    shown = go(page, code)
    shown.press(points)
    if note:
        shown.press("e")
        page.keyboard.insert_text(note)
        page.keyboard.press("Escape")


def waits(page: Page, count: int) -> None:
    """Wait until the form says how much is not sent yet; 0 is when everything is."""
    box = page.locator("[data-unsent]")
    if not count:
        expect(box).to_be_hidden(timeout=WAIT_MS)
        return
    said = "1 thing on" if count == 1 else f"{count} things on"
    expect(box).to_contain_text(said, timeout=WAIT_MS)


def take_along(page: Page) -> None:
    """Take the form along and wait until it is."""
    page.get_by_role("button", name="Take along").click()
    expect(page.locator("[data-take-state]")).to_contain_text(
        "also opens without a connection", timeout=WAIT_MS
    )


def test_a_form_taken_along_is_filled_without_a_connection_and_sent_once(
    ground: Ground, page: Page
) -> None:
    context, scored = page.context, ground.codes[1 : ANSWERS + 1]
    take_along(page)
    context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_contain_text("Audit form")
    for number, code in enumerate(scored):
        answer(page, code, str(number % 4), f"Seen at {code}.")
    shown = card(page, scored[-1])
    shown.locator("summary", has_text="Evidence").click()
    photo = {"name": "scale.png", "mimeType": "image/png", "buffer": PHOTO}
    shown.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # as documented
    waits(page, ANSWERS + 1)
    expect(page.locator("[data-unsent]")).to_contain_text("No connection", timeout=WAIT_MS)
    expect(page.locator("[data-progress]")).to_contain_text(f"{ANSWERS + 1} of")
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/score/{scored[3]}")
    expect(card(page, scored[3]).locator("textarea")).to_have_value(f"Seen at {scored[3]}.")
    waits(page, ANSWERS + 1)
    assert ground.stands(scored[3]) == (None, "")
    context.set_offline(False)
    waits(page, 0)
    for number, code in enumerate(scored):
        assert ground.stands(code) == (number % 4, f"Seen at {code}.")
        scorings = [kind for kind in ground.events(code) if kind == "indicator-scored"]
        assert len(scorings) == 1, code
    assert ground.events(scored[-1]).count("evidence-attached") == 1
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}")
    expect(page.get_by_text("scale.png")).to_be_visible()
    waits(page, 0)


def test_the_desk_says_that_it_needs_a_connection_and_leads_to_the_form(
    ground: Ground, page: Page
) -> None:
    take_along(page)
    notice = page.locator("[data-elsewhere]")
    expect(notice).to_be_hidden()
    page.context.set_offline(True)
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/desk")
    expect(notice).to_contain_text("needs one: the desk", timeout=WAIT_MS)
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/score/{ground.codes[0]}")
    expect(card(page, ground.codes[0])).to_be_visible()
    expect(notice).to_be_hidden()
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/desk")
    notice.get_by_role("link", name="To the audit form").click()
    expect(page).to_have_url(ground.address)
    expect(notice).to_be_hidden()
    page.context.set_offline(False)
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/desk")
    expect(page.locator("#pins")).to_be_visible()


def test_another_language_is_chosen_without_a_connection_and_nothing_is_lost(
    ground: Ground, page: Page
) -> None:
    code, spanish = ground.codes[18], "Conservar los recursos de plantas silvestres"
    tree = page.locator("[data-form-tree]")
    page.get_by_role("link", name="Spanish", exact=True).click()
    expect(tree).to_contain_text(spanish)
    take_along(page)
    page.context.set_offline(True)
    page.goto(ground.address)
    expect(tree).to_contain_text(spanish)
    answer(page, code, "2", "Visto.")
    waits(page, 1)
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{ground.address}?language=en#i-{code}")
    expect(tree).not_to_contain_text(spanish)
    expect(card(page, code).locator("textarea")).to_have_value("Visto.")
    waits(page, 1)
    page.context.set_offline(False)
    waits(page, 0)
    assert ground.stands(code) == (2, "Visto.")
    assert ground.events(code).count("indicator-scored") == 1


def write_finding(page: Page, code: str, words: str, *, also: str = "") -> None:
    """Write a nonconformity beside the form."""
    go(page, code).get_by_role("link", name="Write a nonconformity").click()
    panel = page.locator("[data-finding-panel]")
    panel.get_by_text("minor", exact=True).click()
    panel.locator("textarea").fill(words)
    if also:
        panel.locator("summary").click()
        panel.get_by_role("checkbox", name=also).check()
    panel.get_by_role("button", name="Write it down").click()


@dataclass
class Losing:
    """A connection that takes what is sent and loses the answer, for as long as it is on."""

    on: bool = True
    lost: list[int] = field(default_factory=list)

    def take(self, route: Route) -> None:
        """Let one request through, and its answer only when nothing is lost any more."""
        if not self.on:
            route.continue_()
            return
        self.lost.append(route.fetch().status)
        route.abort()


def losing_answers(context: BrowserContext, address: str) -> Losing:
    """Lose the answers of an address; a request on its way is never left half handled."""
    losing = Losing()
    context.route(address, losing.take)
    return losing


def test_nonconformities_written_without_a_connection_are_sent_once(
    ground: Ground, page: Page
) -> None:
    context, (first, also, lost) = page.context, ground.codes[15:18]
    take_along(page)
    context.set_offline(True)
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/nonconformities/new?indicator={first}")
    panel = page.locator("[data-finding-panel]")
    expect(panel.locator("select")).to_have_value(first)
    panel.get_by_role("button", name="Cancel").click()
    write_finding(page, first, "Six receipts name nobody.", also=also)
    waits(page, 1)
    page.reload()
    waits(page, 1)
    page.locator("[data-unsent-which] summary").click()
    expect(page.locator("[data-unsent-list]")).to_contain_text("Six receipts name nobody.")
    expect(go(page, also)).to_contain_text("waits for the connection")
    assert ground.found() == []
    context.set_offline(False)
    waits(page, 0)
    assert ground.found() == [([first, also], "Six receipts name nobody.")]
    expect(go(page, first).locator("[data-findings]")).to_contain_text("Nonconformity 1")

    losing = losing_answers(context, "**/form/findings")
    write_finding(page, lost, "The scale was never checked.")
    expect(page.locator("[data-unsent]")).to_contain_text("No connection", timeout=WAIT_MS)
    losing.on = False
    page.goto(f"{ground.house.url}/audits/{ground.audit_id}/nonconformities/new")
    waits(page, 0)
    assert [codes for codes, _ in ground.found()] == [[first, also], [lost]]


def test_a_nonconformity_that_is_refused_says_why_and_can_be_changed(
    ground: Ground, page: Page
) -> None:
    code = ground.codes[0]
    ahead = planned(ground.scene, certification_year=2)
    page.goto(f"{ground.house.url}/audits/{ahead}/form")
    write_finding(page, code, "No list of collectors.")
    said = page.locator("[data-finding-state]")
    expect(said).to_contain_text("Not taken", timeout=WAIT_MS)
    expect(said).to_contain_text("under way")
    waits(page, 1)
    page.locator("[data-finding-cancel]").click()
    with ground.scene.world.work(ground.scene.auditor) as work:
        operations.start_audit(work, audit_id=ahead)
    page.locator("[data-unsent-which] summary").click()
    page.locator("[data-unsent-list]").get_by_role("button", name="Change it").click()
    description = page.locator("[data-finding-form] textarea")
    expect(description).to_have_value("No list of collectors.")
    description.fill("No list of collectors in two villages.")
    page.get_by_role("button", name="Write it down").click()
    waits(page, 0)
    assert ground.found(ahead) == [([code], "No list of collectors in two villages.")]


def test_a_written_nonconformity_is_told_and_leads_nobody_away_who_turned_elsewhere(
    ground: Ground, page: Page
) -> None:
    code = ground.codes[14]
    address = f"{ground.house.url}/audits/{ground.audit_id}/nonconformities/new?indicator={code}"

    def written(words: str) -> None:
        page.goto(address)
        page.locator("[data-finding-form]").get_by_text("minor", exact=True).click()
        page.locator("[data-finding-form] textarea").fill(words)
        page.get_by_role("button", name="Write it down").click()

    written("Two entries without a day.")
    page.wait_for_url("**/nonconformities/*-*-*-*-*")
    written("A page is missing.")
    page.locator("h1").click()
    said = page.locator("[data-finding-state]")
    expect(said).to_contain_text("is written.", timeout=WAIT_MS)
    assert page.url == address
    said.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("A page is missing.")


def test_two_answers_to_one_indicator_stand_side_by_side(ground: Ground, page: Page) -> None:
    mine, theirs = ground.codes[11], ground.codes[12]
    context = page.context
    take_along(page)
    context.set_offline(True)
    for code in (mine, theirs):
        answer(page, code, "3", "I saw the lists.")
    waits(page, 2)
    for code in (mine, theirs):
        ground.score(code, 1, by=ground.colleague, note="The lists are old.")
    context.set_offline(False)
    expect(page.locator("[data-unsent-list]")).to_contain_text(
        "choose which answer stays", timeout=WAIT_MS
    )
    for code, whose in ((mine, "Keep yours"), (theirs, "Keep theirs")):
        shown = go(page, code)
        both = shown.locator(".two-answers")
        expect(both).to_contain_text("I saw the lists.")
        expect(both).to_contain_text("The lists are old.")
        expect(both).to_contain_text("Berta Boulder")
        assert ground.stands(code) == (1, "The lists are old.")
        both.get_by_role("button", name=whose).click()
        expect(both).to_have_count(0, timeout=WAIT_MS)
    waits(page, 0)
    assert ground.stands(mine) == (3, "I saw the lists.")
    assert ground.stands(theirs) == (1, "The lists are old.")
    expect(card(page, theirs).locator("textarea")).to_have_value("The lists are old.")
    expect(card(page, theirs)).to_contain_text("Assessed by Berta Boulder")
    assert ground.events(mine) == ["indicator-scored"] * 2
    assert ground.events(theirs) == ["indicator-scored"]


def test_an_answer_whose_confirmation_was_lost_is_not_written_twice(
    ground: Ground, page: Page
) -> None:
    code = ground.codes[13]
    losing = losing_answers(page.context, "**/form/answers/*")
    answer(page, code, "1")
    expect(page.locator("[data-unsent]")).to_contain_text("No connection", timeout=WAIT_MS)
    waits(page, 1)
    assert set(losing.lost) == {200}
    assert ground.stands(code) == (1, "")
    go(page, code).press("2")  # changed while nobody knows what became of the first
    expect(page.locator("[data-unsent-list]")).to_contain_text(
        f"{code}: 2 · norm met", timeout=WAIT_MS
    )
    waits(page, 1)
    losing.on = False
    # the page may have tried again by itself and put the button away
    page.get_by_role("button", name="Send now", include_hidden=True).dispatch_event("click")
    waits(page, 0)
    assert ground.stands(code) == (2, "")
    assert ground.events(code) == ["indicator-scored"] * 2


def test_signing_out_warns_of_what_is_not_sent_and_keeps_it(
    ground: Ground, page: Page, browser: Browser
) -> None:
    code = ground.codes[14]
    page.context.route("**/form/answers/*", lambda route: route.abort())
    answer(page, code, "2")
    expect(page.locator("[data-unsent]")).to_contain_text("No connection", timeout=WAIT_MS)
    page.goto(f"{ground.house.url}/home")
    page.get_by_role("button", name="Sign out").click()
    question = page.locator("#confirm [data-question]")
    expect(question).to_contain_text("Not sent yet from this device: 1")
    page.locator("#confirm").get_by_role("button", name="Cancel").click()
    page.goto(ground.address)
    waits(page, 1)
    page.context.unroute("**/form/answers/*")
    # the page may have tried again by itself and put the button away
    page.get_by_role("button", name="Send now", include_hidden=True).dispatch_event("click")
    waits(page, 0)
    assert ground.stands(code) == (2, "")
