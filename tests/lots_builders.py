"""Builds an operator with everything a receipt needs, certificates, and lots, for tests."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from fairwild.certificates.events import CertificateIssued
from fairwild.certificates.records import Certificate, CertificateLine, StatusEntry
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.codes import new_code
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.queries import labels_made
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.operations import close_lot, record_receipt
from fairwild.lots.queries import check_balances, check_records
from fairwild.lots.records import Lot, Movement, MovementInput, Receipt
from tests.areas_builders import area, home_of, quantity, target
from tests.builders import World
from tests.harvesters_builders import harvester

KG = 1000
D1_RECEIPTS_KG = (352, 318, 341, 296, 377, 330, 305, 362, 288, 349, 334, 308)


@dataclass
class Field:
    """An operator at work: one species and part, one area with a limit, one harvester."""

    world: World
    manager: Actor
    operator_id: UUID
    species_id: UUID
    area_id: UUID
    quantity_id: UUID
    harvester_id: UUID
    more: dict[str, UUID] = field(default_factory=dict)

    def order(self, net_kg: int = 100, **changes: Any) -> dict[str, Any]:
        """Give the keywords of a good receipt of this net weight, changed as told."""
        return {
            "operator_id": self.operator_id,
            "harvester_id": self.harvester_id,
            "area_id": self.area_id,
            "species_id": self.species_id,
            "part": PlantPart.ROOT,
            "state": State.FRESH,
            "collected_at": self.world.now,
            "gross_g": (net_kg + 2) * KG,
            "tare_g": 2 * KG,
            "price_per_kg": "0.90",
            "currency": "EUR",
            "buying_point": "Old mill",
        } | changes

    def buy(self, net_kg: int = 100, **changes: Any) -> Receipt:
        """Record a receipt."""
        with self.world.work(self.manager) as work:
            return record_receipt(work, **self.order(net_kg, **changes))

    def lot(self, *net_kg: int, **changes: Any) -> Lot:
        """Record receipts of these weights and close their lot."""
        bought = [self.buy(one, **changes) for one in net_kg or (100,)]
        with self.world.work(self.manager) as work:
            return close_lot(work, lot_id=bought[0].lot_id)

    def does(self, deed: Any, **order: Any) -> Any:
        """Do a deed as the manager at the world's moment."""
        with self.world.work(self.manager) as work:
            return deed(work, **order)


def field_of(world: World, *, limit_g: int = 16_800_000, part: PlantPart = PlantPart.ROOT) -> Field:
    """Register an operator EBR with area B3, liquorice, a limit for 2026 and a harvester."""
    operator_id = world.organisation(OrganisationKind.OPERATOR, code="EBR")
    manager = world.person((operator_id, Role.OPERATOR_MANAGER))
    species_id = world.species()
    area_id = area(world, manager)
    target(world, manager, species_id, part)
    quantity_id = quantity(world, manager, area_id, species_id, limit_g=limit_g, part=part)
    harvester_id = harvester(world, manager, area_ids=(area_id,), species_ids=(species_id,))
    assert home_of(manager) == operator_id
    return Field(world, manager, operator_id, species_id, area_id, quantity_id, harvester_id)


def certify(
    field: Field,
    *,
    area_ids: tuple[UUID, ...] = (),
    number: str = "CB-2026-00001",
    maximum_g: int = 16_800_000,
    state: State = State.FRESH,
    forms: tuple[Form, ...] = (),
) -> UUID:
    """Give the operator a certificate in force from today for its species, part and areas.

    Without forms it covers every form.
    """
    world = field.world
    body_id = world.organisation(OrganisationKind.CERTIFICATION_BODY)
    certificate = Certificate(
        number=number,
        body_id=body_id,
        holder_id=field.operator_id,
        standard="fairwild",
        standard_version="2.0",
        certification_year=1,
        status=CertificateStatus.ISSUED,
        issued_at=world.now,
        valid_from=world.now.date(),
        valid_until=world.now.date() + timedelta(days=456),
        **bare_paper(number),
    )
    line = CertificateLine(
        certificate_id=certificate.id,
        position=1,
        species_id=field.species_id,
        part=PlantPart.ROOT,
        forms=list(forms),
        area_ids=[str(one) for one in area_ids or (field.area_id,)],
        risk_class="low",
        maximum_g=maximum_g,
        state=state,
    )
    world.keep(certificate, line)
    world.tell(issued(certificate, line))
    set_status(world, certificate.id, CertificateStatus.ISSUED)
    return certificate.id


def bare_paper(number: str) -> dict[str, Any]:
    """Give a paper that says no more than a certificate's number and code, with its digest."""
    code = new_code()
    paper = {"number": number, "verification_code": code}
    return {"code": code, "paper": paper, "paper_digest": facts_digest(paper)}


def issued(certificate: Certificate, line: CertificateLine) -> CertificateIssued:
    """Say what the ledger would know of a certificate that was issued by its deed."""
    told = ("number", "body_id", "holder_id", "audit_id", "standard", "standard_version")
    days = ("certification_year", "valid_from", "valid_until")
    scope = ("part", "forms", "area_ids", "risk_class", "maximum_g", "state")
    return CertificateIssued(
        subject=certificate.id,
        body="",
        holder="",
        **{name: getattr(certificate, name) for name in (*told, *days)},
        scope=[{name: getattr(line, name) for name in scope}],
        supersedes=None,
        paper_sha256=certificate.paper_digest,
    )


def set_status(world: World, certificate_id: UUID, status: CertificateStatus) -> None:
    """Give a certificate another status from now on."""
    row = StatusEntry(certificate_id=certificate_id, status=status, at=world.now, reason="As told.")
    world.keep(row)


def second_area(field: Field, code: str = "B4", *, limit_g: int = 16_800_000) -> UUID:
    """Register another area of the operator, with a limit and a harvester of its own."""
    area_id = area(field.world, field.manager, code)
    quantity(field.world, field.manager, area_id, field.species_id, limit_g=limit_g)
    field.more[f"harvester-{code}"] = harvester(
        field.world,
        field.manager,
        name=f"Harvester of {code}",
        area_ids=(area_id,),
        species_ids=(field.species_id,),
    )
    return area_id


def ledger_length(world: World) -> int:
    """Count the entries of the ledger."""
    with world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def rows_of_material(world: World) -> tuple[int, ...]:
    """Count lots, movements, inputs and receipts."""
    with world.store.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Lot, Movement, MovementInput, Receipt)
        )


def faults(world: World) -> list[str]:
    """Give the codes of everything that `fairwild check` would find about balances."""
    with world.store.reading() as session:
        return [fault.code for fault in check_balances(session)]


def told_faults(world: World) -> list[str]:
    """Give every sentence in which `fairwild check` would hold rows against the ledger."""
    with world.store.reading() as session:
        return [fault.sentence for fault in check_records(session, labels_made())]


def balance(world: World, lot_id: UUID) -> tuple[int, int]:
    """Give what a lot was made of and what was taken from it, in grams."""
    with world.store.reading() as session:
        lot = session.get_one(Lot, lot_id)
        return lot.made_g, lot.taken_g


def moment(day: date, hour: int = 9) -> datetime:
    """Give an hour of a day in UTC."""
    from datetime import UTC, time

    return datetime.combine(day, time(hour), tzinfo=UTC)
