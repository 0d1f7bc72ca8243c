"""A holder without an account answers a recall on the page of its mailed link."""

import re

import pytest

from fairwild.mail.records import QueuedLetter
from fairwild.recalls.facts import Basis
from fairwild.recalls.operations import close_recall
from fairwild.recalls.records import Recall
from fairwild.trade.operations import name_receiver
from fairwild.wording.recalls import recall_letter
from tests.doors import Door
from tests.lots_builders import Field, field_of
from tests.operations.test_recalls import recalled, shipped

ADDRESS = "corner@example.org"


@pytest.fixture
def field(door: Door) -> Field:
    return field_of(door.world)


def called_back(door: Door, field: Field) -> Recall:
    """Call back what is on its way to a shop without an account."""
    shop = {"name": "Corner Herbs", "country": "GB", "email": ADDRESS}
    outside = field.does(name_receiver, sender_id=field.operator_id, **shop)
    lot, _sent = shipped(field, outside)
    with door.app.test_request_context():
        write = recall_letter("https://fw.example")
        return recalled(field, basis=Basis(lot_ids=(lot.id,)), write=write)


def letters(door: Door, about: str = "calls goods back") -> list[str]:
    """Give the letters to the shop, the oldest first."""
    with door.world.store.reading() as session:
        sent = session.query(QueuedLetter).filter(
            QueuedLetter.to == ADDRESS, QueuedLetter.subject.contains(about)
        )
        return [one.body for one in sent.order_by(QueuedLetter.queued_at)]


def link_in(letter: str) -> str:
    [found] = re.findall(r"https?://\S+?(/recalls/answers/\S+)", letter)
    return str(found)


def test_the_link_shows_what_is_asked_and_takes_one_answer(door: Door, field: Field) -> None:
    recall = called_back(door, field)
    [letter] = letters(door)
    link, phone = link_in(letter), door.pages()
    assert "You need no account" in letter
    page = phone.get(link)
    assert page.status_code == 200
    [lot] = [one for one in recall.lots if one.consignment_id]
    [notice] = recall.notices
    coming = (notice.under_way or [])[0]["number"]
    for said in ("Mould found.", lot.number, "90 kg", coming, "Refuse it when it comes"):
        assert said in page.text
    assert 'href="/lots' not in page.text
    silent = phone.post(link, data={"finding": "all-gone", "held_fresh": "0"})
    assert (silent.status_code, "Say what became of the goods" in silent.text) == (409, True)
    typed = {"finding": "all-gone", "held_fresh": "0", "note": "Sold on to Elm Tree."}
    done = phone.post(link, data=typed, follow_redirects=True)
    assert "This link is used up" in done.text
    assert "Sold on to Elm Tree." in done.text
    assert "What did you find?" not in phone.get(link).text
    assert phone.post(link, data=typed | {"note": "Never had it."}).status_code == 200
    shown = door.pages(field.manager).get(f"/recalls/{recall.id}").text
    assert "answered by the mailed link" in shown
    assert "Never had it." not in shown
    told = door.api(field.manager).get(f"/recalls/{recall.id}").json["notices"][0]
    assert (told["by_link"], told["note"]) == (True, "Sold on to Elm Tree.")
    sheet = door.pages(field.manager).get(f"/recalls/{recall.id}/report.csv")
    assert "answered by the mailed link" in sheet.data.decode("utf-8-sig")


def test_a_new_link_is_sent_from_the_page_or_the_api_and_the_old_one_says_so(
    door: Door, field: Field
) -> None:
    recall = called_back(door, field)
    [notice] = recall.notices
    pages, phone = door.pages(field.manager), door.pages()
    where = f"/recalls/{recall.id}/answers/{notice.id}"
    assert f'action="{where}/link"' in pages.get(where).text
    assert pages.post(f"{where}/link").status_code == 302
    assert door.api(field.manager).post(f"/recalls/notices/{notice.id}/link").status_code == 204
    *old, newest = [link_in(one) for one in letters(door)]
    assert len(set(old)) == 2
    for one in old:
        spent = phone.get(one)
        assert (spent.status_code, "A newer letter" in spent.text) == (410, True)
        assert phone.post(one, data={"finding": "not-arrived"}).status_code == 410
    assert phone.get(newest).status_code == 200
    door.world.pass_time(days=31)
    late = phone.get(newest)
    assert (late.status_code, "This link was good until" in late.text) == (410, True)
    guessed = phone.get("/recalls/answers/guess")
    assert (guessed.status_code, "Nobody has sent a link like this" in guessed.text) == (404, True)


def test_the_link_of_a_closed_recall_says_so(door: Door, field: Field) -> None:
    recall = called_back(door, field)
    link, phone = link_in(letters(door)[0]), door.pages()
    field.does(close_recall, recall_id=recall.id, outcome="All found.", although="They are silent.")
    page = phone.get(link)
    assert (page.status_code, "This recall is closed: All found." in page.text) == (200, True)
    assert "It stays on hold until" in page.text
    assert "What did you find?" not in page.text
    late = phone.post(link, data={"finding": "not-arrived"})
    assert (late.status_code, "is closed." in late.text) == (409, True)
    pages = door.pages(field.manager)
    [lot] = [one for one in recall.lots if one.consignment_id]
    assert f'href="/lots/{lot.lot_id}">{lot.number}</a>' in pages.get(f"/recalls/{recall.id}").text
    assert pages.post(f"/recalls/{recall.id}/release", data={"reason": "Sound."}).status_code == 302
    [letter] = letters(door, about="no longer on hold")
    assert "Why it may move again: Sound." in letter
    assert lot.number in letter
