"""Builds the whole way of a lot: collected, dried, cut, packed, sold, received, labelled."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.certificates.operations import change_status
from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, Role
from fairwild.labels.operations import order_labels
from fairwild.labels.queries import codes_of
from fairwild.lots.operations import cut_lots, dry_lots, pack_lot
from fairwild.lots.records import Lot
from fairwild.trade.operations import answer_consignment, ship
from tests.builders import World
from tests.lots_builders import D1_RECEIPTS_KG, KG, Field, certify, field_of
from tests.trade_builders import company_member, home


@dataclass
class Way:
    """The chain of the liquorice example, with everybody who took part."""

    world: World
    field: Field
    buyer: Actor
    certificate_id: UUID | None
    lots: dict[str, UUID]
    label: str = ""

    def lot(self, name: str) -> Lot:
        """Give a lot of the way as it stands."""
        with self.world.store.reading() as session:
            found = session.scalars(select(Lot).where(Lot.id == self.lots[name])).one()
            session.expunge(found)
            return found

    def suspend(self, reason: str = "Records are missing.") -> None:
        """Let a certifier of the body suspend the certificate."""
        assert self.certificate_id is not None
        with self.world.store.reading() as session:
            body_id = session.get_one(Certificate, self.certificate_id).body_id
        certifier = self.world.person((body_id, Role.CERTIFIER))
        with self.world.work(certifier) as work:
            change_status(
                work,
                certificate_id=self.certificate_id,
                to=CertificateStatus.SUSPENDED,
                reason=reason,
            )


def way_of(world: World, *, certified: bool = True) -> Way:
    """Bring lot B3-001 of the liquorice example from twelve baskets to a label at its buyer."""
    field = field_of(world)
    certificate_id = certify(field) if certified else None
    buyer = company_member(world)
    raw = field.lot(*D1_RECEIPTS_KG)
    world.pass_time(days=10)
    drying = {"inputs": [(raw.id, 3960 * KG)], "output_g": 1290 * KG, "site": "Old mill"}
    dried = field.does(dry_lots, **drying)
    world.pass_time(days=5)
    cut = field.does(
        cut_lots,
        inputs=[(dried.id, 1290 * KG)],
        output_g=1213 * KG,
        by_product_g=51 * KG,
        loss_g=26 * KG,
        loss_reason="Dust",
    )
    world.pass_time(days=2)
    packed = field.does(pack_lot, lot_id=cut.id, units=48, unit_g=25 * KG)
    world.pass_time(days=20)
    lots = {"raw": raw.id, "dried": dried.id, "cut": cut.id, "packed": packed.id}
    way = Way(world, field, buyer, certificate_id, lots)
    lots["received"] = sell(way, packed.id, 1000 * KG, buyer)
    way.label = labels(way, lots["received"], buyer)[0]
    return way


def sell(way: Way, lot_id: UUID, mass_g: int, buyer: Actor) -> UUID:
    """Ship a part of a lot of the operator to a buyer, who confirms all of it three days later."""
    order: dict[str, Any] = {"sender_id": way.field.operator_id, "receiver_id": home(buyer)}
    sent = way.field.does(ship, lines=[(lot_id, mass_g)], **order)
    way.world.pass_time(days=3)
    with way.world.work(buyer) as work:
        received = {line.id: line.shipped_g for line in sent.lines}
        answered = answer_consignment(work, consignment_id=sent.id, received=received)
        found = answered.lines[0].received_lot_id
    assert found is not None
    return found


def labels(way: Way, lot_id: UUID, holder: Actor) -> list[str]:
    """Order labels for a lot and give their codes."""
    with way.world.work(holder) as work:
        run = order_labels(
            work, lot_id=lot_id, sheet="a4-3x8", label_count=24, base_url="https://fw.example"
        )
        run_id = run.id
    with way.world.reading(holder) as reading:
        return codes_of(reading, run_id)
