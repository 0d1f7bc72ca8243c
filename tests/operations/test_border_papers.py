"""CITES papers held against their weight and their other shipments, two trucks at once too."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import Refused
from fairwild.lots.operations import blend_lots
from fairwild.organisations.records import Organisation
from fairwild.permits.operations import register_permit
from fairwild.permits.queries import facts_of, list_permits
from fairwild.permits.states import PermitKind
from fairwild.species.records import Species
from fairwild.store.paging import Cursor, Page
from fairwild.trade import operations, queries
from fairwild.trade.states import PaperKind
from tests.builders import World
from tests.questions import asked_of
from tests.soundness.stage import COMPANY, OPERATORS, carry, stage_on
from tests.trade_builders import company_member, home, liquorice, stock

KG = 1000
WAY = {"from_country": "ES", "to_country": "GB"}


class Exporter:
    """An operator with a listed plant, and the company that buys it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.operator, self.company = world.operator_manager(), company_member(world)
        self.plant = liquorice(world)
        with world.store.writing() as session:
            session.get_one(Species, self.plant).cites_appendix = "II"
            session.commit()

    def permit(self, number: str, **more: Any) -> None:
        """Register a CITES export permit."""
        none_of_it = {"part": None, "state": None, "limit_g": 50 * KG}
        days = {"valid_from": date(2025, 1, 1), "valid_until": date(2028, 1, 1)}
        said = {"kind": PermitKind.CITES_EXPORT, "number": number, "authority": "CITES office"}
        with self.world.work(self.operator) as work:
            where = {"operator_id": home(self.operator), "species_id": self.plant}
            register_permit(work, **where, **{**said, **days, **none_of_it, **more})

    def prepare(self, mass_g: int, *numbers: str, **paper: Any) -> UUID:
        """Prepare so much of a lot of its own, with these papers."""
        self.world.pass_time(hours=1)
        lot_id = stock(self.world, self.operator, 500 * KG, species_id=self.plant)
        with self.world.work(self.operator) as work:
            sides = {"sender_id": home(self.operator), "receiver_id": home(self.company)}
            lines = [(lot_id, mass_g)]
            prepared = operations.prepare_consignment(work, lines=lines, **sides, **WAY).id
        for number in numbers:
            named = {"kind": PaperKind.CITES_EXPORT, "species_id": self.plant, "number": number}
            with self.world.work(self.operator) as work:
                operations.add_paper(work, consignment_id=prepared, **{**named, **paper})
        return prepared

    def dispatch(self, consignment_id: UUID) -> str:
        """Let it leave; gives its number."""
        with self.world.work(self.operator) as work:
            return operations.dispatch_consignment(work, consignment_id=consignment_id).number

    def why_not(self, consignment_id: UUID) -> list[tuple[str, dict[str, Any]]]:
        """Say why it may not leave, as the page says it before and as the deed says it."""
        with self.world.reading(self.operator) as reading:
            seen = queries.get_consignment(reading, consignment_id)
            shown = operations.obstacles_to_leaving(reading, seen)
        with pytest.raises(Refused) as refused:
            self.dispatch(consignment_id)
        assert list(refused.value.obstacles) == shown
        return [(str(one.code), dict(one.facts)) for one in shown]

    def at_hand(self, consignment_id: UUID) -> list[tuple[str, int | None]]:
        """List the registered papers that are offered, with the grams left of each."""
        with self.world.reading(self.operator) as reading:
            seen = queries.get_consignment(reading, consignment_id)
            return [(one.number, one.left_g) for one in queries.papers_at_hand(reading, seen)]

    def travelled(self, number: str, limit: int = 50) -> tuple[queries.UnderPermit, int]:
        """Give what went under a registered paper, and how many questions that took."""
        with self.world.reading(self.operator) as reading:
            [row] = [
                one for one in list_permits(reading, home(self.operator)) if one.number == number
            ]
            [facts] = facts_of(reading, [row])
            with asked_of(self.world.store) as asked:
                found = queries.travelled_under(
                    reading, facts, sender_id=row.operator_id, cursor=Cursor(limit=limit)
                )
            return found, len(asked)


@pytest.fixture
def exporter(world: World) -> Exporter:
    """An operator that sells a listed plant abroad."""
    return Exporter(world)


def test_a_paper_serves_one_shipment_unless_it_says_otherwise(exporter: Exporter) -> None:
    exporter.permit("ES-1")
    first = exporter.dispatch(exporter.prepare(30 * KG, "ES-1"))
    second = exporter.prepare(10 * KG, "es -1")
    [(code, facts)] = exporter.why_not(second)
    assert (code, facts["consignments"]) == ("paper-used-before", first)
    assert exporter.at_hand(second) == []
    called = exporter.prepare(10 * KG, "ES-9")
    exporter.dispatch(called)
    with exporter.world.work(exporter.operator) as work:
        operations.call_back(work, consignment_id=called, reason="no truck")
    exporter.dispatch(exporter.prepare(10 * KG, "ES-9"))


def test_a_number_typed_in_another_way_is_the_same_paper(exporter: Exporter) -> None:
    first = exporter.dispatch(exporter.prepare(10 * KG, "NP-77"))
    for number in ("NP\u201177", "np 77", "NP77", "NP-7\u200b7", "ＮＰ－７７"):
        [(code, facts)] = exporter.why_not(exporter.prepare(10 * KG, number))
        assert (code, facts["consignments"]) == ("paper-used-before", first)
    assert exporter.dispatch(exporter.prepare(10 * KG, "NP-78")) != first


def test_a_paper_for_several_is_good_for_what_did_not_go_yet(exporter: Exporter) -> None:
    exporter.permit("ES-2", several_shipments=True)
    first = exporter.dispatch(exporter.prepare(30 * KG, "ES-2"))
    second = exporter.prepare(25 * KG, "ES-2")
    [(code, facts)] = exporter.why_not(second)
    assert (code, facts["consignments"]) == ("paper-partly-used", first)
    weights = [facts[name] // KG for name in ("limit_g", "used_g", "wanted_g")]
    assert weights == [50, 30, 25]
    third = exporter.prepare(25 * KG)
    assert exporter.at_hand(third) == [("ES-2", 20 * KG)]
    exporter.dispatch(exporter.prepare(20 * KG, "ES-2"))
    assert exporter.at_hand(third) == []


def test_the_weight_and_the_day_known_of_a_paper_count_wherever_they_are_written(
    exporter: Exporter,
) -> None:
    typed = exporter.prepare(25 * KG, "ES-3", limit_g=20 * KG)
    [(code, facts)] = exporter.why_not(typed)
    assert (code, facts["limit_g"]) == ("paper-for-less", 20 * KG)
    exporter.permit("ES-4", limit_g=None, valid_until=date(2025, 6, 1))
    [(code, _)] = exporter.why_not(exporter.prepare(25 * KG, "ES-4"))
    assert code == "paper-missing"


def test_two_that_leave_at_once_do_not_share_the_rest(exporter: Exporter) -> None:
    exporter.permit("ES-5", several_shipments=True)
    trucks = [exporter.prepare(30 * KG, "ES-5") for _ in range(4)]
    ready = Barrier(len(trucks))
    with ThreadPoolExecutor(len(trucks)) as pool:
        left = list(pool.map(_leaving(exporter, ready), trucks))
    assert sorted(left) == ["left", *["paper-partly-used"] * 3]


def _leaving(exporter: Exporter, ready: Barrier) -> Callable[[UUID], str]:
    def leave(consignment_id: UUID) -> str:
        ready.wait()
        try:
            exporter.dispatch(consignment_id)
        except Refused as refused:
            [said] = refused.obstacles
            return str(said.code)
        return "left"

    return leave


def test_a_permit_lists_what_went_under_it_with_its_running_rest(exporter: Exporter) -> None:
    exporter.permit("ES-6", several_shipments=True)
    assert exporter.travelled("ES-6")[0] == queries.UnderPermit(Page([]), 0, 0)
    first = exporter.dispatch(exporter.prepare(20 * KG, "ES-6"))
    _, asked_for_one = exporter.travelled("ES-6")
    called = exporter.prepare(5 * KG, "es-6 ")
    exporter.dispatch(called)
    with exporter.world.work(exporter.operator) as work:
        operations.call_back(work, consignment_id=called, reason="no truck")
    second = exporter.dispatch(exporter.prepare(10 * KG, "ES-6"))
    exporter.dispatch(exporter.prepare(10 * KG, "ES-60"))
    exporter.prepare(15 * KG, "ES-6")
    found, asked = exporter.travelled("ES-6")
    went = {
        one.consignment.number: (one.mass_g, one.left_g)
        for one in found.page.rows
        if one.mass_g is not None
    }
    assert went == {first: (20 * KG, 30 * KG), second: (10 * KG, 20 * KG)}
    assert (len(found.page.rows), found.used_g, found.times) == (4, 30 * KG, 2)
    assert asked == asked_for_one
    [latest] = exporter.travelled("ES-6", limit=1)[0].page.rows
    assert latest.mass_g is None


def test_a_blend_needs_the_papers_of_where_its_plants_grew(world: World) -> None:
    stage = stage_on(world.store)
    buyer = stage.houses[COMPANY].field
    came = [carry(stage, code, COMPANY, stage.houses[code].field.lot(60).id) for code in OPERATORS]
    with world.store.writing() as session:
        session.get_one(Organisation, stage.houses[OPERATORS[0]].id).country = "NP"
        session.get_one(Species, buyer.species_id).cites_appendix = "II"
        session.commit()
    blend = buyer.does(blend_lots, inputs=[(one, 50 * KG) for one in came])
    shop_id = world.organisation(OrganisationKind.COMPANY, country="GB")
    sides = {"sender_id": home(buyer.manager), "receiver_id": shop_id}
    prepared = buyer.does(operations.prepare_consignment, lines=[(blend.id, 80 * KG)], **sides)

    def wanted() -> list[tuple[str, int]]:
        with stage.world.reading(buyer.manager) as reading:
            seen = queries.get_consignment(reading, prepared.id)
            found = operations.obstacles_to_leaving(reading, seen)
        return sorted((str(one.facts["paper"]), one.facts["wanted_g"] // KG) for one in found)

    both = [(PermitKind.CITES_EXPORT.value, 80), (PermitKind.CITES_RE_EXPORT.value, 80)]
    assert wanted() == both
    with world.store.writing() as session:
        session.get_one(Organisation, stage.houses[OPERATORS[1]].id).country = "IN"
        session.commit()
    assert wanted() == both[1:]
