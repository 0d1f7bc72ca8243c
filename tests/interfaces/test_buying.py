"""The buying point as a clerk uses it."""

import io
import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from fairwild.areas.records import MaximumQuantity
from fairwild.certificates.states import CertificateStatus
from fairwild.harvesters.records import Harvester
from fairwild.kernel.actors import Role
from fairwild.lots.operations import close_lot, hold_lots
from fairwild.lots.records import Lot, Receipt
from tests.areas_builders import area
from tests.doors import Door
from tests.harvesters_builders import harvester
from tests.lots_builders import Field, certify, field_of, rows_of_material, set_status
from tests.questions import asked_of
from tests.trade_builders import clerk_of

KG = 1000


class Desk:
    """A clerk at the buying point of an operator."""

    def __init__(self, door: Door, field: Field) -> None:
        self.door, self.field = door, field
        self.clerk = clerk_of(door.world, field.operator_id)
        self.pages: FlaskClient = door.pages(self.clerk)

    def typed(self, **changes: str) -> dict[str, str]:
        """Give what a clerk types for one harvester."""
        return {
            "harvester_id": str(self.field.harvester_id),
            "area_id": str(self.field.area_id),
            "goods": f"{self.field.species_id}:root",
            "state": "fresh",
            "gross": "56.4",
            "tare": "1.4",
            "price_per_kg": "0.90",
            "currency": "EUR",
            "deed_key": str(uuid4()),
        } | changes

    def receipts(self) -> list[Receipt]:
        """Give every receipt there is."""
        with self.door.world.store.reading() as session:
            found = list(session.scalars(select(Receipt).order_by(Receipt.number)))
            session.expunge_all()
            return found

    def card(self) -> str:
        """Give the code on the harvester's card."""
        with self.door.world.store.reading() as session:
            return session.get_one(Harvester, self.field.harvester_id).card_code


@pytest.fixture
def desk(door: Door) -> Desk:
    """A clerk with an area, a species, a limit and a harvester."""
    return Desk(door, field_of(door.world))


def test_one_person_after_the_other(desk: Desk) -> None:
    answer = desk.pages.post("/buying", data=desk.typed(buying_point="Alfocea"))
    assert answer.status_code == 302
    page = desk.pages.get(answer.location)
    [receipt] = desk.receipts()
    assert (receipt.net_g, receipt.amount_minor, receipt.currency) == (55 * KG, 4950, "EUR")
    assert f"{receipt.number} is saved: 55 kg for €49.50" in page.text
    assert f"/receipts/{receipt.id}/receipt.pdf" in page.text
    assert 'value="0.90"' in page.text
    assert 'value="Alfocea"' in page.text
    assert re.search(r"<strong>55 kg</strong> net", page.text)
    assert "data-autofocus" in page.text


def test_the_same_form_sent_twice_is_one_receipt(desk: Desk) -> None:
    typed = desk.typed()
    first = desk.pages.post("/buying", data=typed)
    second = desk.pages.post("/buying", data=typed)
    assert first.location == second.location
    assert len(desk.receipts()) == 1


def test_the_same_key_with_other_figures_is_asked_about(desk: Desk) -> None:
    typed = desk.typed()
    desk.pages.post("/buying", data=typed)
    again = desk.pages.post("/buying", data=typed | {"gross": "99"})
    assert again.status_code == 409
    assert "already sent once with other figures" in again.text
    assert 'value="99"' in again.text
    assert typed["deed_key"] not in again.text
    assert len(desk.receipts()) == 1


def test_the_card_a_scanner_types_finds_its_harvester(desk: Desk) -> None:
    card = desk.card()
    found = desk.pages.get("/buying/harvesters", query_string={"harvester": card.lower()})
    assert str(desk.field.harvester_id) in found.text
    assert "checked" in found.text
    typed = desk.typed(harvester_id="", harvester=card)
    assert desk.pages.post("/buying", data=typed).status_code == 302


def test_without_scripts_search_then_pick_keeps_what_was_typed(desk: Desk) -> None:
    for name in ("Ángel Gracia", "Josefa Gracia"):
        harvester(
            desk.door.world,
            desk.field.manager,
            name=name,
            area_ids=(desk.field.area_id,),
            species_ids=(desk.field.species_id,),
        )
    page = desk.pages.get("/buying", query_string={"harvester": "gracia", "gross": "31.5"})
    assert "Who of these?" in page.text
    assert "Ángel Gracia" in page.text
    assert "Josefa Gracia" in page.text
    assert 'value="31.5"' in page.text
    several = desk.pages.post("/buying", data=desk.typed(harvester_id="", harvester="gracia"))
    assert several.status_code == 422
    assert "More than one harvester fits" in several.text
    nobody = desk.pages.post("/buying", data=desk.typed(harvester_id="", harvester="zzz"))
    assert "No harvester has this name" in nobody.text


def chosen(page: str, value: object) -> bool:
    """Whether the page comes with this choice made."""
    return re.search(rf'value="{value}" (selected|checked)', page) is not None


def test_a_desk_that_remembers_nothing_begins_with_the_only_open_season(desk: Desk) -> None:
    area(desk.door.world, desk.field.manager, code="B4", name="Another place")
    page = desk.pages.get("/buying").text
    assert chosen(page, desk.field.area_id)
    assert chosen(page, f"{desk.field.species_id}:root")
    assert chosen(page, "fresh")
    assert "16,800 kg" in page


def test_a_new_desk_begins_with_the_price_of_the_latest_receipt_that_stands(desk: Desk) -> None:
    desk.pages.post("/buying", data=desk.typed(price_per_kg="0.95"))
    desk.pages.post("/buying", data=desk.typed(price_per_kg="9.50"))
    wrong = next(one for one in desk.receipts() if one.price_per_kg_minor == 950)
    desk.pages.post(f"/receipts/{wrong.id}", data={"reason": "Wrong price"})
    page = desk.door.pages(desk.clerk).get("/buying").text
    assert 'value="0.95"' in page
    assert chosen(page, desk.field.area_id)


def test_a_desk_never_keeps_what_another_operator_bought(desk: Desk) -> None:
    desk.pages.set_cookie("fairwild_buying", f"area_id={uuid4()}&goods=x%3Aroot&price_per_kg=18000")
    page = desk.pages.get("/buying").text
    assert "18000" not in page
    assert chosen(page, desk.field.area_id)


def test_the_desk_says_before_saving_that_goods_will_not_be_certified(desk: Desk) -> None:
    world, field = desk.door.world, desk.field
    certificate_id = certify(field)
    before = world.now
    world.pass_time(days=9)
    goods = {name: desk.typed()[name] for name in ("area_id", "goods", "state")}
    late = goods | {"collected_at": before.isoformat()}
    said = "This goes into an uncertified lot"
    assert said not in desk.pages.get("/buying/quota", query_string=late).text
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(hours=1)
    told = desk.pages.get("/buying/quota", query_string=late).text
    assert said in told
    assert "under certificate CB-2026-00001, but nothing covers it today" in told
    now = desk.pages.get("/buying/quota", query_string=goods).text
    assert said in now
    assert "nothing covers it today" not in now
    desk.pages.post("/buying", data=desk.typed(collected_at=before.isoformat()))
    [receipt] = desk.receipts()
    page = desk.pages.get(f"/receipts/{receipt.id}").text
    assert "9 days after its collection" in page
    assert "Not certified: collected on 2 Mar 2026, but recorded only on 11 Mar 2026" in page


def test_the_quota_stands_there_before_saving(desk: Desk) -> None:
    goods = {key: value for key, value in desk.typed().items() if key != "deed_key"}
    bar = desk.pages.get("/buying/quota", query_string=goods)
    assert 'data-total="16800000"' in bar.text
    assert "16,745 kg" in bar.text
    closed = desk.pages.get("/buying/quota", query_string=goods | {"state": "dry"})
    assert "nothing can be bought" in closed.text


def test_the_certificate_says_what_it_leaves_and_refuses_more(desk: Desk) -> None:
    certificate_id = certify(desk.field, maximum_g=60 * KG)
    goods = {key: value for key, value in desk.typed().items() if key != "deed_key"}
    bar = desk.pages.get("/buying/quota", query_string=goods).text
    assert 'data-total="60000" data-warned="54000"' in bar
    assert "quota-near" in bar
    refused(desk, ["CB-2026-00001 allows 60 kg", "Ask the certification body"], gross="62")
    assert desk.pages.post("/buying", data=desk.typed()).status_code == 302
    manager = desk.door.pages(desk.field.manager)
    page = manager.get(f"/certificate-files/{certificate_id}").text
    assert 'data-used="55000" data-total="60000"' in page


def test_a_lot_on_hold_stands_there_before_saving_and_takes_nothing_in(desk: Desk) -> None:
    goods = {key: value for key, value in desk.typed().items() if key != "deed_key"}
    assert "is on hold" not in desk.pages.get("/buying/quota", query_string=goods).text
    lot_id = desk.field.buy(5).lot_id
    desk.field.does(hold_lots, lot_ids=[lot_id], reason="Wet.")
    said = "which is on hold and takes nothing in"
    assert said in desk.pages.get("/buying/quota", query_string=goods).text
    refused(desk, [said])
    desk.field.does(close_lot, lot_id=lot_id)
    assert said not in desk.pages.get("/buying/quota", query_string=goods).text
    assert desk.pages.post("/buying", data=desk.typed()).status_code == 302


def refused(desk: Desk, sentences: list[str], **changes: str) -> None:
    """See that the page says everything, keeps what was typed, and nothing was written."""
    before = rows_of_material(desk.door.world)
    answer = desk.pages.post("/buying", data=desk.typed(**changes))
    assert answer.status_code == 409
    for sentence in sentences:
        assert sentence in answer.text
    assert 'value="1.4"' in answer.text
    for typed in changes.values():
        assert f'value="{typed}"' in answer.text
    assert rows_of_material(desk.door.world) == before


def test_more_than_the_maximum_quantity_is_refused(desk: Desk) -> None:
    desk.field.buy(15_900)
    refused(desk, ["16,800 kg", "15,900 kg", "900 kg"], gross="1201.4")
    with desk.door.world.store.reading() as session:
        assert session.get_one(MaximumQuantity, desk.field.quantity_id).drawn_g == 15_900 * KG


def test_outside_the_season_and_before_registration_are_refused_together(desk: Desk) -> None:
    refused(
        desk,
        ["was not registered on 1 Jan 2020", "The nearest season is"],
        collected_at="2020-01-01T10:00",
    )


def test_a_wrong_receipt_is_taken_back_with_a_reason(desk: Desk) -> None:
    desk.pages.post("/buying", data=desk.typed())
    [receipt] = desk.receipts()
    where = f"/receipts/{receipt.id}"
    assert desk.pages.post(where, data={"reason": ""}).status_code == 422
    page = desk.pages.post(where, data={"reason": "Wrong tare"}, follow_redirects=True)
    assert "is taken back" in page.text
    assert "Wrong tare" in page.text
    assert "Something wrong?" not in page.text
    slip = desk.pages.get(f"{where}/receipt.pdf")
    assert "Taken back: counts no more" in PdfReader(io.BytesIO(slip.data)).pages[0].extract_text()
    again = desk.pages.post(where, data={"reason": "Wrong tare"})
    assert again.status_code == 409
    with desk.door.world.store.reading() as session:
        assert session.get_one(MaximumQuantity, desk.field.quantity_id).drawn_g == 0
        assert session.get_one(Lot, receipt.lot_id).made_g == 0
    assert "<strong>0 kg</strong> net" in desk.pages.get("/buying").text


def test_the_slip_says_weight_and_money_and_prints_alike_every_time(desk: Desk) -> None:
    desk.pages.post("/buying", data=desk.typed())
    [receipt] = desk.receipts()
    first = desk.pages.get(f"/receipts/{receipt.id}/receipt.pdf")
    assert first.mimetype == "application/pdf"
    [page] = PdfReader(io.BytesIO(first.data)).pages
    width_mm, height_mm = (float(side) * 25.4 / 72 for side in page.mediabox[2:])
    assert (round(width_mm), round(height_mm)) == (105, 148)
    text = page.extract_text()
    for said in (receipt.number, "55 kg", "€49.50", "56.4 kg"):
        assert said in text
    desk.door.world.pass_time(days=30)
    assert desk.pages.get(f"/receipts/{receipt.id}/receipt.pdf").data == first.data


def test_receipts_are_filtered_and_summed(desk: Desk) -> None:
    desk.pages.post("/buying", data=desk.typed())
    desk.door.world.pass_time(days=2)
    desk.pages.post("/buying", data=desk.typed(gross="101.4"))
    both = desk.pages.get("/receipts")
    assert "<strong>155 kg</strong>" in both.text
    late = desk.pages.get("/receipts", query_string={"since": "2026-03-04"})
    assert "<strong>100 kg</strong>" in late.text
    early = desk.pages.get("/receipts", query_string={"until": "2026-03-03"})
    assert "<strong>55 kg</strong>" in early.text
    assert "No receipts fit." in desk.pages.get("/receipts?harvester=zzz").text
    assert "<strong>155 kg</strong>" in desk.pages.get(f"/receipts?harvester={desk.card()}").text
    for nonsense in ("since=x", "area_id=x", f"area_id={uuid4()}"):
        assert desk.pages.get(f"/receipts?{nonsense}").status_code == 200


def test_a_long_list_of_receipts_costs_no_more_questions_than_a_short_one(desk: Desk) -> None:
    asked: list[int] = []
    for many in (3, 60):
        for _ in range(many):
            desk.field.buy(1)
        with asked_of(desk.door.world.store) as statements:
            page = desk.pages.get("/receipts?area_id=").text
        asked.append(len(statements))
    assert asked[0] == asked[1]
    assert "<strong>63 kg</strong> net" in page
    assert page.count("receipt.pdf") == 50
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older is not None
    rest = desk.pages.get(older[1].replace("&amp;", "&")).text
    assert "<strong>63 kg</strong> net" in rest
    assert rest.count("receipt.pdf") == 13


def test_the_spreadsheet_neutralises_formulas(desk: Desk) -> None:
    other = harvester(
        desk.door.world,
        desk.field.manager,
        name="=HYPERLINK(1)",
        area_ids=(desk.field.area_id,),
        species_ids=(desk.field.species_id,),
    )
    desk.pages.post("/buying", data=desk.typed(harvester_id=str(other)))
    answer = desk.pages.get("/receipts.csv", follow_redirects=True)
    assert answer.text.startswith("\ufeffnumber,")
    assert "'=HYPERLINK(1)" in answer.text
    assert ",55,0.90,49.50,EUR," in answer.text


def test_the_desk_is_for_operators_only(door: Door, desk: Desk) -> None:
    auditor = door.pages(door.world.person((desk.field.operator_id, Role.AUDITOR)))
    assert auditor.get("/buying").status_code == 403
    assert door.pages().get("/buying").status_code == 302
    stranger = door.pages(door.world.operator_manager())
    desk.pages.post("/buying", data=desk.typed())
    [receipt] = desk.receipts()
    assert stranger.get(f"/receipts/{receipt.id}").status_code == 404
    assert stranger.get(f"/receipts/{receipt.id}/receipt.pdf").status_code == 404


def test_an_operator_that_begins_is_told_what_to_do_first(door: Door) -> None:
    page = door.pages(door.world.operator_manager()).get("/buying")
    assert page.status_code == 200
    assert "No collection area yet" in page.text


def test_nonsense_in_the_address_is_no_error(desk: Desk) -> None:
    assert desk.pages.get("/buying?done=x&area_id=1&goods=a:b&harvester_id=q").status_code == 200
    assert desk.pages.get(f"/buying?done={UUID(int=1)}").status_code == 404
