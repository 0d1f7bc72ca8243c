"""Builds stock and certificates that trade and labels need to stand on."""

from datetime import date, datetime
from uuid import UUID

from fairwild.certificates.records import Certificate, CertificateLine, StatusEntry
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.species.records import Species
from tests.builders import World


def home(actor: Actor) -> UUID:
    """Give the organisation an actor works for."""
    assert actor.organisation_id is not None
    return actor.organisation_id


def company_member(world: World) -> Actor:
    """Register a company with one member."""
    return world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)


def clerk_of(world: World, organisation_id: UUID) -> Actor:
    """Register a buying clerk of an operator."""
    return world.person((organisation_id, Role.BUYING_CLERK))


def liquorice(world: World) -> UUID:
    """Make liquorice known under the names people use."""
    row = Species(
        code=f"GLY{world.number()}",
        scientific_name=f"Glycyrrhiza glabra {world.number()}",
        common_names={"en": "Liquorice", "es": "Regaliz"},
    )
    world.keep(row)
    return row.id


def certificate(
    world: World, holder_id: UUID, species_id: UUID, *, body_id: UUID | None = None
) -> UUID:
    """Issue a certificate to an operator without a deed, in force from the first of the month."""
    body_id = body_id or world.organisation(OrganisationKind.CERTIFICATION_BODY)
    row = Certificate(
        number=f"CB-2026-{world.number():05d}",
        code=new_code(),
        body_id=body_id,
        holder_id=holder_id,
        standard="fairwild",
        standard_version="2.0",
        certification_year=1,
        status=CertificateStatus.ISSUED,
        issued_at=world.now,
        valid_from=world.now.date(),
        valid_until=date(2027, 6, 2),
        paper={},
        paper_digest="0" * 64,
    )
    line = CertificateLine(
        certificate_id=row.id,
        position=1,
        species_id=species_id,
        part=PlantPart.ROOT,
        forms=[],
        area_ids=[],
        risk_class="low",
        maximum_g=10**9,
        state=State.FRESH,
    )
    world.keep(row, line)
    change_status(world, row.id, CertificateStatus.ISSUED, at=world.now)
    return row.id


def change_status(
    world: World, certificate_id: UUID, status: CertificateStatus, *, at: datetime
) -> None:
    """Give a certificate another status from that instant."""
    world.keep(StatusEntry(certificate_id=certificate_id, status=status, at=at, reason="checked"))


def stock(
    world: World,
    holder: Actor,
    mass_g: int,
    *,
    certificate_id: UUID | None = None,
    species_id: UUID | None = None,
    body_id: UUID | None = None,
    status: LotStatus = LotStatus.CLOSED,
    unit_g: int | None = None,
) -> UUID:
    """Put a lot of dried root into somebody's store."""
    holder_id, certified = home(holder), certificate_id is not None
    movement = Movement(
        kind=MovementKind.COLLECT,
        at=world.now,
        recorded_at=world.now,
        organisation_id=holder_id,
        certified=certified,
        certificate_id=certificate_id,
    )
    world.keep(movement)
    lot = Lot(
        number=f"HDM-GLYGLA-B3-2026-{world.number():03d}",
        code=new_code(),
        made_by=movement.seq,
        made_at=world.now,
        operator_id=holder_id,
        holder_id=holder_id,
        body_id=body_id,
        species_id=species_id or liquorice(world),
        part=PlantPart.ROOT,
        form=Form.PACKED if unit_g else Form.DRIED,
        state=State.DRY,
        season=2026,
        status=status,
        made_g=mass_g,
        units=mass_g // unit_g if unit_g else None,
        unit_g=unit_g,
        certified=certified,
        certificate_id=certificate_id,
    )
    world.keep(lot)
    return lot.id
