"""Shipping and the handshake, on the pages and through the API."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.lots.operations import take_sample
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus
from fairwild.mail.records import QueuedLetter
from fairwild.trade.records import Consignment, ConsignmentLine
from tests.doors import Door
from tests.trade_builders import (
    certificate,
    change_status,
    company_member,
    home,
    liquorice,
    stock,
)

KG = 1000


class Trade:
    """An operator's manager and a company's member with their browsers."""

    def __init__(self, door: Door) -> None:
        self.door, self.world = door, door.world
        self.operator, self.company = door.world.operator_manager(), company_member(door.world)
        self.seller, self.buyer = door.pages(self.operator), door.pages(self.company)

    def typed(self, **takes: str) -> dict[str, str]:
        """Give a shipping form."""
        return {"receiver_id": str(home(self.company)), "deed_key": str(uuid4())} | takes

    def lines(self) -> list[tuple[UUID, UUID]]:
        """Give consignment and id of every line."""
        with self.world.store.reading() as session:
            query = select(ConsignmentLine.consignment_id, ConsignmentLine.id)
            return [tuple(row) for row in session.execute(query)]

    def left(self, actor: Actor, status: LotStatus = LotStatus.CLOSED) -> list[int]:
        """List the kilograms left in an actor's lots of a status."""
        with self.world.store.reading() as session:
            query = select(Lot.made_g - Lot.taken_g).where(
                Lot.holder_id == home(actor), Lot.status == status
            )
            return sorted(mass_g // KG for mass_g in session.scalars(query))


@pytest.fixture
def trade(door: Door) -> Trade:
    """An operator and a company."""
    return Trade(door)


def test_goods_are_shipped_and_confirmed_on_the_pages(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    form = trade.seller.get(f"/consignments/new?lot={lot_id}")
    assert 'value="900"' in form.text
    typed = trade.typed(**{f"take-{lot_id}": "400,5", "invoice_number": "F-1"})
    shipped = trade.seller.post("/consignments/new", data=typed)
    assert trade.seller.post("/consignments/new", data=typed).location == shipped.location
    [(consignment_id, line_id)] = trade.lines()
    assert "1 consignment waits for your answer" in trade.buyer.get("/consignments").text
    page = trade.buyer.get(f"/consignments/{consignment_id}")
    assert f'name="got-{line_id}"' in page.text
    assert "Under way" in trade.seller.get(f"/consignments/{consignment_id}").text
    where = f"/consignments/{consignment_id}/answer"
    silent = trade.buyer.post(where, data={f"got-{line_id}": "380"})
    assert silent.status_code == 409
    assert "Say why not everything is accepted." in silent.text
    assert 'value="380"' in silent.text
    answer = {f"got-{line_id}": "380", "reason": "Wet", "deed_key": str(uuid4())}
    done = trade.buyer.post(where, data=answer, follow_redirects=True)
    assert "received in part" in done.text
    assert trade.buyer.post(where, data=answer).status_code == 302
    assert trade.left(trade.company) == [380]
    assert trade.left(trade.operator) == [20, 499]


def test_the_receiver_is_told_by_mail(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    trade.seller.post("/consignments/new", data=trade.typed(**{f"take-{lot_id}": "1"}))
    [(consignment_id, _)] = trade.lines()
    with trade.world.store.reading() as session:
        [letter] = session.scalars(select(QueuedLetter))
        assert f"/consignments/{consignment_id}" in letter.body
        assert letter.sent_at is not None


def test_refusing_everything_is_one_button(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    trade.seller.post("/consignments/new", data=trade.typed(**{f"take-{lot_id}": "900"}))
    [(consignment_id, line_id)] = trade.lines()
    refusal = {f"got-{line_id}": "900", "outcome": "refuse", "reason": "Mould"}
    page = trade.buyer.post(
        f"/consignments/{consignment_id}/answer", data=refusal, follow_redirects=True
    )
    assert "refused" in page.text
    assert trade.left(trade.operator) == [900]
    assert trade.left(trade.company) == []


def test_selling_more_than_there_is_is_refused_on_the_page(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    typed = trade.typed(**{f"take-{lot_id}": "1000", "invoice_number": "F-9"})
    answer = trade.seller.post("/consignments/new", data=typed)
    assert answer.status_code == 409
    assert "has 900 kg left; 1,000 kg cannot be taken" in answer.text
    assert 'value="1000"' in answer.text
    assert 'value="F-9"' in answer.text
    assert trade.lines() == []
    assert trade.left(trade.operator) == [900]


def test_selling_after_suspension_is_refused_on_the_page(trade: Trade) -> None:
    species_id = liquorice(trade.world)
    certificate_id = certificate(trade.world, home(trade.operator), species_id)
    lot_id = stock(
        trade.world,
        trade.operator,
        900 * KG,
        certificate_id=certificate_id,
        species_id=species_id,
    )
    trade.world.pass_time(days=1)
    change_status(trade.world, certificate_id, CertificateStatus.SUSPENDED, at=trade.world.now)
    trade.world.pass_time(days=1)
    offered = trade.seller.get("/consignments/new").text
    assert "Cannot be sold as certified since 3 Mar 2026" in offered
    answer = trade.seller.post("/consignments/new", data=trade.typed(**{f"take-{lot_id}": "5"}))
    assert answer.status_code == 409
    assert "3 Mar 2026" in answer.text
    assert 'value="5"' in answer.text
    assert trade.lines() == []
    api = trade.door.api(trade.operator)
    body = {
        "sender_id": str(home(trade.operator)),
        "receiver_id": str(home(trade.company)),
        "lines": [{"lot_id": str(lot_id), "kg": "5"}],
    }
    refused = api.post("/consignments", body)
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json["errors"]] == ["certificate-not-in-force"]


def test_nothing_chosen_is_said_at_the_lots(trade: Trade) -> None:
    stock(trade.world, trade.operator, 900 * KG)
    answer = trade.seller.post("/consignments/new", data=trade.typed())
    assert answer.status_code == 422
    assert "Write for at least one lot" in answer.text


def test_a_sample_on_the_shelf_says_why_it_is_not_sold(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    with trade.world.work(trade.operator) as work:
        sample = take_sample(work, lot_id=lot_id, mass_g=2 * KG)
    page = trade.seller.get("/consignments/new")
    assert page.status_code == 200
    assert f"Lot {sample.number} is a sample: it is kept or tested, not sold." in page.text


def test_the_api_ships_once_per_key_and_answers(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    api, answering = trade.door.api(trade.operator), trade.door.api(trade.company)
    body = {
        "sender_id": str(home(trade.operator)),
        "receiver_id": str(home(trade.company)),
        "lines": [{"lot_id": str(lot_id), "kg": "400.5"}],
    }
    headers = {"Idempotency-Key": '"once"'}
    first = api.post("/consignments", body, headers=headers)
    assert first.status_code == 201, first.text
    assert api.post("/consignments", body, headers=headers).json == first.json
    assert first.json["lines"][0]["shipped_kg"] == "400.5"
    line = {"line_id": first.json["lines"][0]["id"], "kg": "400.5"}
    where = f"/consignments/{first.json['id']}/answer"
    assert api.post(where, {"received": [line]}).status_code == 403
    done = answering.post(where, {"received": [line]})
    assert (done.status_code, done.json["status"]) == (200, "received")
    assert [one["number"] for one in answering.get("/consignments").json] == [first.json["number"]]
    too_much = api.post("/consignments", body | {"lines": [{"lot_id": str(lot_id), "kg": "500"}]})
    assert [one["code"] for one in too_much.json["errors"]] == ["more-than-available"]
    unclear = api.post("/consignments", body | {"lines": []})
    assert unclear.status_code == 422


def test_strangers_see_no_consignment(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    trade.seller.post("/consignments/new", data=trade.typed(**{f"take-{lot_id}": "900"}))
    [(consignment_id, _)] = trade.lines()
    stranger = trade.door.pages(company_member(trade.world))
    assert stranger.get(f"/consignments/{consignment_id}").status_code == 404
    assert "Nothing has come yet" in stranger.get("/consignments").text
    with trade.world.store.reading() as session:
        number = session.scalars(select(Consignment.number)).one()
    assert number in trade.seller.get("/consignments?direction=sent").text


def test_who_holds_no_goods_is_not_asked_to_ship(trade: Trade) -> None:
    auditor = trade.door.pages(
        trade.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    )
    said = auditor.get("/consignments").text
    assert "Your organisation holds no goods" in said
    assert "/consignments/new" not in said
    assert "/consignments/new" in trade.seller.get("/consignments").text
