"""Preparing with papers, the delivery note, and the link of a receiver without an account."""

import io
import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from fairwild.lots.operations import hold_lots, release_hold, split_lot
from fairwild.mail.records import QueuedLetter
from fairwild.permits.operations import register_permit
from fairwild.permits.states import PermitKind
from fairwild.species.records import Species
from fairwild.trade.records import Consignment, ConsignmentLine
from tests.documents.reading import picture_of, symbols_of, text_of
from tests.doors import Door
from tests.trade_builders import company_member, home, liquorice, stock

KG = 1000
PDF = b"%PDF-1.7 waybill"


class Trade:
    """An operator's manager and a company's member with their browsers."""

    def __init__(self, door: Door) -> None:
        self.door, self.world = door, door.world
        self.operator, self.company = door.world.operator_manager(), company_member(door.world)
        self.seller, self.buyer = door.pages(self.operator), door.pages(self.company)
        self.lot_id = stock(door.world, self.operator, 500 * KG)

    def send(self, **typed: str) -> str:
        """Send or prepare 100 kg; gives the address of the consignment."""
        lines = {f"take-{self.lot_id}": "100"}
        receiver = {"receiver_id": str(home(self.company))}
        answer = self.seller.post("/consignments/new", data=receiver | lines | typed)
        assert answer.status_code == 302, answer.text
        return str(answer.location)

    def line(self) -> UUID:
        """Give the only line there is."""
        with self.world.store.reading() as session:
            return session.scalars(select(ConsignmentLine.id)).one()

    def last_letter(self) -> str:
        """Give the body of the last letter."""
        with self.world.store.reading() as session:
            query = select(QueuedLetter.body).order_by(QueuedLetter.queued_at)
            return list(session.scalars(query))[-1]

    def count_letters(self) -> int:
        """Count the letters there are."""
        with self.world.store.reading() as session:
            return len(list(session.scalars(select(QueuedLetter.id))))


@pytest.fixture
def trade(door: Door) -> Trade:
    """An operator and a company."""
    return Trade(door)


def test_papers_are_added_and_it_leaves_with_its_note(trade: Trade) -> None:
    where = trade.send(step="prepare", carrier="Ebro", waybill_number="CMR 7")
    assert trade.buyer.get(where).status_code == 404
    assert "Nothing stands in the way" in trade.seller.get(where).text
    assert f'href="{where}"' in trade.seller.get("/home").text
    assert f'href="{where}"' not in trade.buyer.get("/home").text
    paper = {"kind": "waybill", "number": "CMR 7", "issuer": "Ebro"}
    wrong = paper | {"file": (io.BytesIO(b"MZ program"), "waybill.pdf")}
    refused = trade.seller.post(f"{where}/papers", data=wrong)
    assert refused.status_code == 422
    assert 'value="CMR 7"' in refused.text
    for plant in ("", str(uuid4())):
        unnamed = {"kind": "cites-export", "number": "ES-1", "species_id": plant}
        assert trade.seller.post(f"{where}/papers", data=unnamed).status_code == 422
    good = paper | {"file": (io.BytesIO(PDF), "../way bill.pdf")}
    assert trade.seller.post(f"{where}/papers", data=good).status_code == 302
    page = trade.seller.get(where).text
    assert "way bill.pdf" in page
    assert trade.seller.get(f"{where}/delivery-note.pdf").status_code == 404
    changed = {"receiver_id": str(home(trade.company)), f"take-{trade.lot_id}": "60"}
    assert 'value="100"' in trade.seller.get(f"{where}/change").text
    assert trade.seller.post(f"{where}/change", data=changed).status_code == 302
    assert trade.seller.post(f"{where}/dispatch").status_code == 302
    link = re.search(rf'href="({re.escape(where)}/papers/[^"]+)"', trade.buyer.get(where).text)
    assert link is not None
    assert trade.buyer.get(link[1]).data == PDF
    note = trade.buyer.get(f"{where}/delivery-note.pdf")
    assert note.data == trade.seller.get(f"{where}/delivery-note.pdf").data
    assert "60 kg" in text_of(note.data)
    [address] = symbols_of(picture_of(note.data))
    check = trade.door.pages().get(address.partition("8000")[2])
    assert "This note is genuine" in check.text
    assert trade.door.pages().get("/d/0000000000000000").status_code == 404
    with trade.world.store.reading() as session:
        assert session.scalars(select(Consignment.paper_digest)).one() in check.text


def test_differences_and_reversals_show_on_both_first_pages(trade: Trade) -> None:
    where, line_id = trade.send(), trade.line()
    answer = {f"got-{line_id}": "80", f"why-{line_id}": "two bags missing"}
    assert trade.buyer.post(f"{where}/answer", data=answer).status_code == 302
    for browser in (trade.seller, trade.buyer):
        assert "Differences not settled" in browser.get("/home").text
        assert "20 kg" in browser.get("/consignments?direction=open").text
    page = trade.seller.get(where).text
    assert "two bags missing" in page
    found = re.search(r'action="([^"]+/outcome)"', page)
    assert found is not None
    said = {"outcome": "lost", "note": "fell off"}
    assert trade.seller.post(found[1], data=said).status_code == 302
    decision = found[1].replace("/outcome", "/decision")
    assert trade.seller.post(decision, data={"decision": "agree"}).status_code == 409
    assert trade.buyer.post(decision, data={"decision": "agree"}).status_code == 302
    assert "both sides agree" in trade.seller.get(where).text
    silent = trade.seller.post(f"{where}/reversals", data={"reason": ""})
    assert "Say why the consignment is to be reversed." in silent.text
    assert trade.seller.post(f"{where}/reversals", data={"reason": "mix-up"}).status_code == 302
    assert "Reversals that wait for you" in trade.buyer.get("/home").text
    answered = re.search(r'action="([^"]+/reversals/[^"]+)"', trade.buyer.get(where).text)
    assert answered is not None
    done = trade.buyer.post(answered[1], data={"decision": "agree"}, follow_redirects=True)
    assert "taken back" in done.text
    data = trade.buyer.get(f"{where}/epcis.json")
    assert [one["bizStep"] for one in data.json["epcisBody"]["eventList"]] == [
        "packing",
        "shipping",
        "receiving",
        "shipping",
        "receiving",
    ]
    api = trade.door.api(trade.company).get(f"{where}/epcis")
    assert api.json == data.json
    assert (
        trade.door.pages(company_member(trade.world)).get(f"{where}/epcis.json").status_code == 404
    )


def test_who_asked_reads_why_it_cannot_be_and_withdraws(trade: Trade) -> None:
    where, line_id = trade.send(), trade.line()
    answer = {f"got-{line_id}": "100"}
    assert trade.buyer.post(f"{where}/answer", data=answer).status_code == 302
    assert trade.seller.post(f"{where}/reversals", data={"reason": "mix-up"}).status_code == 302
    assert "Until then you can withdraw it." in trade.seller.get(where).text
    with trade.world.store.reading() as session:
        received_id = session.get_one(ConsignmentLine, line_id).received_lot_id
    assert received_id is not None
    with trade.world.work(trade.company) as work:
        held = hold_lots(work, lot_ids=[received_id], reason="Mould.")[0].id
    assert "is on hold since" in trade.seller.get(where).text
    with trade.world.work(trade.company) as work:
        release_hold(work, hold_id=held, reason="Dry again.")
        split_lot(work, lot_id=received_id, parts_g=[10 * KG, 20 * KG])
    page = trade.seller.get(where).text
    assert "as things stand the other side cannot agree to it" in page
    assert "was drawn on since: split" in page
    [deed] = re.findall(r'action="([^"]+/withdraw)"', page)
    assert f'action="{deed}"' not in trade.buyer.get(where).text
    refused = trade.buyer.post(deed)
    assert (refused.status_code, "you can agree or decline" in refused.text) == (409, True)
    done = trade.seller.post(deed, follow_redirects=True)
    assert "Withdrawn: the other side has been told" in done.text
    assert "Request for a reversal withdrawn" in trade.buyer.get(where).text
    assert "has withdrawn its request" in trade.last_letter()
    assert "Reversals that wait for you" not in trade.buyer.get("/home").text
    late = trade.buyer.post(deed.replace("withdraw", "decision"), data={"decision": "agree"})
    assert (late.status_code, "has been withdrawn" in late.text) == (409, True)


def test_a_link_to_agree_says_that_the_request_was_withdrawn(trade: Trade) -> None:
    outside = {"receiver_id": "outside", "outside_name": "Kräuter Süd"}
    where = trade.send(**outside, outside_country="DE", outside_email="lager@example.org")
    phone = trade.door.pages()

    def link() -> str:
        found = re.search(r"(/arrivals/\S+)", trade.last_letter())
        assert found is not None
        return found[1]

    phone.post(link(), data={f"got-{trade.line()}": "100"})
    assert trade.seller.post(f"{where}/reversals", data={"reason": "mix-up"}).status_code == 302
    asked = link()
    [deed] = re.findall(r'action="([^"]+/withdraw)"', trade.seller.get(where).text)
    assert trade.seller.post(deed).status_code == 302
    for late in (phone.get(asked), phone.post(asked, data={"decision": "agree"})):
        assert (late.status_code, "has been withdrawn" in late.text) == (410, True)


def test_a_receiver_without_an_account_answers_on_its_phone(trade: Trade) -> None:
    outside = {
        "receiver_id": "outside",
        "outside_name": "Kräuter Süd",
        "outside_country": "DE",
        "outside_email": "nobody",
    }
    lines = {f"take-{trade.lot_id}": "100"}
    wrong = trade.seller.post("/consignments/new", data=outside | lines)
    assert wrong.status_code == 422
    where = trade.send(**outside | {"outside_email": "lager@example.org"})
    link = re.search(r"(/arrivals/\S+)", trade.last_letter())
    assert link is not None
    phone = trade.door.pages()
    page = phone.get(link[1])
    assert "How many kilograms arrived?" in page.text
    line_id = trade.line()
    silent = phone.post(link[1], data={f"got-{line_id}": "70"})
    assert silent.status_code == 409
    typed = {f"got-{line_id}": "70", f"why-{line_id}": "mould"}
    done = phone.post(link[1], data=typed, follow_redirects=True)
    assert "This link is used up" in done.text
    assert "mould" in done.text
    assert "30 kg are still open between you and the sender." in done.text
    assert "How many kilograms arrived?" not in phone.get(link[1]).text
    assert phone.post(link[1], data=typed).status_code == 200
    assert "received in part" in trade.seller.get(where).text
    assert phone.get("/arrivals/guess").status_code == 404
    assert "without an account" in trade.seller.get(where).text


def test_calling_back_and_dropping_say_so(trade: Trade) -> None:
    where = trade.send()
    assert trade.buyer.post(f"{where}/call-back", data={"reason": "x"}).status_code == 403
    done = trade.seller.post(f"{where}/call-back", data={"reason": "rain"}, follow_redirects=True)
    assert "called back" in done.text
    assert "rain" in trade.last_letter()
    prepared = trade.send(step="prepare")
    dropped = trade.seller.post(f"{prepared}/drop", data={}, follow_redirects=True)
    assert "dropped" in dropped.text


def test_the_api_prepares_dispatches_answers_and_settles(trade: Trade) -> None:
    api, answering = trade.door.api(trade.operator), trade.door.api(trade.company)
    goods = {
        "receiver_id": str(home(trade.company)),
        "lines": [{"lot_id": str(trade.lot_id), "kg": "10"}],
    }
    begun = api.post("/consignments/prepared", goods | {"sender_id": str(home(trade.operator))})
    assert begun.status_code == 201, begun.text
    assert (begun.json["status"], begun.json["shipped_at"]) == ("prepared", None)
    where = f"/consignments/{begun.json['id']}"
    assert answering.get(where).status_code == 404
    goods["lines"] = [{"lot_id": str(trade.lot_id), "kg": "20"}]
    assert api("PUT", where, json=goods).json["lines"][0]["shipped_kg"] == "20"
    assert api.get(f"{where}/missing-papers").json == []
    paper = {"kind": "waybill", "number": "CMR 1"}
    assert api.post(f"{where}/papers", paper).status_code == 201
    left = api.post(f"{where}/dispatch")
    assert left.json["papers"][0]["number"] == "CMR 1"
    line = {"line_id": left.json["lines"][0]["id"], "kg": "15", "reason": "wet"}
    answered = answering.post(f"{where}/answer", {"received": [line]})
    difference = answered.json["lines"][0]["difference"]
    assert (difference["status"], difference["missing_kg"]) == ("open", "5")
    at = f"{where}/differences/{difference['id']}"
    assert answering.post(f"{at}/outcome", {"outcome": "came-back"}).status_code == 200
    assert api.post(f"{at}/decision", {"decision": "agree"}).json["status"] == "settled"
    asked = api.post(f"{where}/reversals", {"reason": "mix-up"})
    decided = f"{where}/reversals/{asked.json['id']}/decision"
    assert answering.post(decided, {"decision": "decline"}).json["status"] == "received-in-part"
    again = answering.post(f"{where}/reversals", {"reason": "mould"}).json
    withdrawn = f"{where}/reversals/{again['id']}/withdraw"
    assert api.post(withdrawn).json["errors"][0]["code"] == "reversal-not-asked-by-you"
    gone = answering.post(withdrawn).json
    assert (gone["status"], gone["withdrawn_at"] is None) == ("withdrawn", False)
    assert answering.post(withdrawn).status_code == 409
    assert api.get(f"{where}/delivery-note").data.startswith(b"%PDF")


def test_labelled_goods_are_not_reversed_and_both_sides_read_why(trade: Trade) -> None:
    where = trade.send()
    assert (
        trade.buyer.post(f"{where}/answer", data={f"got-{trade.line()}": "100"}).status_code == 302
    )
    with trade.world.store.reading() as session:
        received_id = session.scalars(select(ConsignmentLine.received_lot_id)).one()
    buying, selling = trade.door.api(trade.company), trade.door.api(trade.operator)
    order = {"lot_id": str(received_id), "sheet": "a4-3x8", "label_count": 2}
    assert buying.post("/labels", order).status_code == 201
    for browser in (trade.seller, trade.buyer):
        assert "Labels were made for lot" in browser.get(where).text
    refused = trade.seller.post(f"{where}/reversals", data={"reason": "mix-up"})
    assert (refused.status_code, "Labels were made for lot" in refused.text) == (409, True)
    for api in (buying, selling):
        asked = api.post(f"{where}/reversals", {"reason": "mix-up"})
        assert asked.json["errors"][0]["code"] == "labels-printed"


def test_a_registered_paper_is_offered_where_it_is_missing(trade: Trade) -> None:
    plant = liquorice(trade.world)
    with trade.world.store.writing() as session:
        session.get_one(Species, plant).cites_appendix = "II"
        session.commit()
    trade.lot_id = stock(trade.world, trade.operator, 500 * KG, species_id=plant)
    paper = {"species_id": plant, "kind": PermitKind.CITES_EXPORT, "authority": "CITES office"}
    none_of_it = {"part": None, "state": None, "limit_g": None}
    for number, year in (("ES-OLD", 2026), ("ES-79", 2028)):
        days = {"valid_from": date(2025, 1, 1), "valid_until": date(year, 1, 1)}
        with trade.world.work(trade.operator) as work:
            said = {**paper, **none_of_it, **days, "number": number}
            register_permit(work, operator_id=home(trade.operator), **said)
    where = trade.send(step="prepare", from_country="ES", to_country="GB")
    shown = trade.seller.get(where).text
    assert "To go from Spain to United Kingdom it needs a CITES export permit" in shown
    assert "ES-OLD" not in shown
    assert "Ship now" not in shown
    [form] = [one for one in shown.split("<form")[1:] if "ES-79" in one]
    typed = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
    assert trade.seller.post(f"{where}/papers", data=typed).status_code == 302
    assert "Ship now" in trade.seller.get(where).text


def test_each_difference_is_agreed_or_not_on_its_own_by_a_mailed_link(trade: Trade) -> None:
    outside = {"outside_name": "Kräuter Süd", "outside_country": "DE"}
    second = stock(trade.world, trade.operator, 50 * KG)
    more = outside | {f"take-{second}": "40"}
    where = trade.send(receiver_id="outside", outside_email="lager@example.org", **more)
    phone = trade.door.pages()
    first = re.findall(r"/arrivals/\S+", trade.last_letter())[0]
    got = re.findall(r'name="(got-[^"]+)"[^>]* value="(\d+)"', phone.get(first).text)
    answered = {name: str(int(kg) - 10) for name, kg in got}
    answered |= {name.replace("got-", "why-"): "wet" for name, _ in got}
    wrong = phone.post(first, data=answered | {got[0][0]: "some"})
    assert wrong.status_code == 422
    assert f'id="f-{got[0][0]}-error"' in wrong.text
    phone.post(first, data=answered)
    links = []
    for place, outcome in enumerate(("lost", "weighed-wrongly")):
        address = re.findall(r'action="([^"]+/outcome)"', trade.seller.get(where).text)[place]
        assert trade.seller.post(address, data={"outcome": outcome}).status_code == 302
        links += re.findall(r"/arrivals/\S+", trade.last_letter())
    old, new = links
    replaced = phone.get(old)
    assert replaced.status_code == 410
    assert "A newer letter has taken the place of this one" in replaced.text
    one, other = re.findall(
        r'type="radio" id="\S+" name="(said-\S+)" value="agree"', phone.get(new).text
    )
    silent = phone.post(new, data={one: "agree"})
    assert silent.status_code == 422
    assert "Say of every difference whether you agree." in silent.text
    assert 'value="agree" checked' in silent.text
    why = other.replace("said-", "why-")
    typed = {one: "agree", other: "decline", why: "We have a photo of the bag."}
    letters = trade.count_letters()
    done = phone.post(new, data=typed, follow_redirects=True).text
    assert "your answer is recorded" in done
    assert "Your answer: agreed, settled." in done
    assert "kg are still open between you and the sender." in done
    seen = trade.seller.get(where).text
    assert "10 kg of " in seen
    assert "both sides agree" in seen
    assert "not agreed to: We have a photo of the bag." in seen
    assert trade.count_letters() == letters + 1
    told = trade.last_letter()
    assert re.search(r"10 kg of \S+: agreed\.", told)
    assert re.search(r"not agreed, it stays open\. We have a photo of the bag\.", told)
    assert phone.post(new, data=typed).status_code == 200
    assert trade.count_letters() == letters + 1


def test_a_paper_for_too_little_is_shown_and_refused_by_page_and_api(trade: Trade) -> None:
    plant = liquorice(trade.world)
    with trade.world.store.writing() as session:
        session.get_one(Species, plant).cites_appendix = "II"
        session.commit()
    trade.lot_id = stock(trade.world, trade.operator, 500 * KG, species_id=plant)
    paper = {"kind": "cites-export", "number": "ES-80", "species_id": str(plant)}
    where = trade.send(step="prepare", from_country="ES", to_country="GB")
    added = trade.seller.post(f"{where}/papers", data=paper | {"limit_kg": "60"})
    assert added.status_code == 302
    assert "Ship now" not in trade.seller.get(where).text
    sentence = "CITES export permit ES-80 covers 60 kg of Glycyrrhiza glabra"
    assert sentence in trade.seller.get(where).text
    refused = trade.seller.post(f"{where}/dispatch", follow_redirects=True)
    assert sentence in refused.text
    api = trade.door.api(trade.operator)
    [missing] = api.get(f"{where}/missing-papers").json
    assert (missing["why"], missing["limit_kg"], missing["wanted_kg"]) == (
        "paper-for-less",
        "60",
        "100",
    )
    answer = api.post(f"{where}/dispatch")
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (409, "paper-for-less")
    more = paper | {"number": "ES-81", "limit_kg": "40"}
    old = paper | {"number": "ES-OLD", "valid_until": "2025-02-01"}
    for one in (more, old):
        assert api.post(f"{where}/papers", one).status_code == 201
    assert trade.seller.post(f"{where}/dispatch").status_code == 302
    note = text_of(trade.seller.get(f"{where}/delivery-note.pdf").data)
    assert "Not valid: ran out on 1 February 2025" in " ".join(note.split())
    again = trade.send(step="prepare", from_country="ES", to_country="GB")
    assert api.post(f"{again}/papers", more).status_code == 201
    assert "serves one shipment and went with consignment" in trade.seller.get(again).text
