"""A corrected or renewed certificate freezes no stock, and packs leave whole."""

from uuid import UUID

import pytest

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.refusals import Refused
from fairwild.labels.operations import order_labels
from fairwild.trade.operations import ship
from tests.builders import World
from tests.lots_builders import KG, certify, second_area, set_status
from tests.tracing_builders import Way, labels, sell, way_of
from tests.trade_builders import home


@pytest.fixture
def way(world: World) -> Way:
    """A packed lot of the operator, and a part of it at a buyer's."""
    return way_of(world)


def replaced(way: Way, area_id: UUID | None = None) -> UUID:
    """Put another certificate in the place of the first one, for its area or another."""
    assert way.certificate_id is not None
    way.world.pass_time(days=1)
    set_status(way.world, way.certificate_id, CertificateStatus.SUPERSEDED)
    return certify(way.field, area_ids=(area_id,) if area_id else (), number="CB-2026-00001-R1")


def sells(way: Way, mass_g: int) -> None:
    """Sell so much of the packed lot to the buyer."""
    sell(way, way.lots["packed"], mass_g, way.buyer)


def refusals(way: Way, mass_g: int) -> list[str]:
    """Give the reasons why so much of the packed lot cannot be sold."""
    with pytest.raises(Refused) as refused:
        sells(way, mass_g)
    return [one.code for one in refused.value.obstacles]


def test_stock_is_sold_under_the_certificate_that_replaced_its_own(way: Way) -> None:
    replaced(way)
    sells(way, 50 * KG)


def test_stock_of_an_expired_certificate_is_sold_under_the_next_one(way: Way) -> None:
    way.world.pass_time(days=500)
    assert refusals(way, 25 * KG) == ["certificate-not-in-force"]
    certify(way.field, number="CB-2027-00001")
    sells(way, 25 * KG)


def test_a_replacement_without_the_area_does_not_cover_its_stock(way: Way) -> None:
    replaced(way, second_area(way.field))
    assert refusals(way, 25 * KG) == ["certificate-not-in-force"]


def test_nothing_is_sold_while_the_replacement_is_suspended(way: Way) -> None:
    followed_by = replaced(way)
    way.world.pass_time(days=1)
    set_status(way.world, followed_by, CertificateStatus.SUSPENDED)
    assert refusals(way, 25 * KG) == ["certificate-not-in-force"]


def test_a_withdrawn_certificate_is_not_healed_by_a_new_one(way: Way) -> None:
    assert way.certificate_id is not None
    set_status(way.world, way.certificate_id, CertificateStatus.WITHDRAWN)
    way.world.pass_time(days=1)
    certify(way.field, number="CB-2026-00009")
    assert refusals(way, 25 * KG) == ["certificate-not-in-force"]


def test_labels_name_the_certificate_in_force(way: Way) -> None:
    replaced(way)
    assert len(labels(way, way.lots["received"], way.buyer)) == 24
    with way.world.work(way.buyer) as work:
        order = {"lot_id": way.lots["received"], "sheet": "a4-3x8", "label_count": 1}
        run = order_labels(work, base_url="https://fw.example", **order)
        assert "CB-2026-00001-R1" in run.paper["claim_line"]


def test_packs_are_shipped_whole_or_not_at_all(way: Way) -> None:
    assert refusals(way, 12 * KG) == ["not-whole-units"]
    sells(way, 50 * KG)


def test_a_broken_pack_leaves_with_everything_there_is(way: Way) -> None:
    sender_id, receiver_id = way.field.operator_id, home(way.buyer)
    sent = way.field.does(
        ship,
        sender_id=sender_id,
        receiver_id=receiver_id,
        lines=[(way.lots["packed"], way.lot("packed").made_g - 1000 * KG)],
    )
    assert sent.lines[0].shipped_g == 200 * KG
