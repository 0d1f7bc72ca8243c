"""Certificates, their scope and the history of their status."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.organisations.records import Organisation
from fairwild.species.records import Species
from fairwild.store.base import Base, Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class Certificate(Row):
    """A certificate as it was issued; only its status moves, and that by new rows."""

    __tablename__ = "certificate"
    __see__ = Action.SEE_CERTIFICATE
    __parties__ = {Party.OPERATOR: "holder_id", Party.BODY: "body_id"}

    number: Mapped[str] = mapped_column(String(40), nullable=False, unique=True)
    code: Mapped[str] = mapped_column(String(16), nullable=False, unique=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    audit_id: Mapped[UUID | None] = mapped_column(ForeignKey("audit.id"))
    standard: Mapped[str] = mapped_column(String(40), nullable=False)
    standard_version: Mapped[str] = mapped_column(String(20), nullable=False)
    certification_year: Mapped[int] = mapped_column(nullable=False)
    status: Mapped[CertificateStatus] = mapped_column(words_of(CertificateStatus), nullable=False)
    issued_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_until: Mapped[date] = mapped_column(Date, nullable=False)
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    paper: Mapped[dict[str, Any]] = mapped_column(PlainJson, nullable=False)
    paper_digest: Mapped[str] = mapped_column(String(64), nullable=False)

    body: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[body_id])
    holder: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[holder_id])
    lines: Mapped[list["CertificateLine"]] = relationship(
        lazy="raise", order_by="CertificateLine.position"
    )
    changes: Mapped[list["StatusEntry"]] = relationship(lazy="raise", order_by="StatusEntry.at")

    __table_args__ = (
        CheckConstraint("valid_until > valid_from", name="period"),
        Index(None, "holder_id", "valid_from"),
        Index(None, "body_id"),
    )


class CertificateLine(Row):
    """One line of the scope annex: species, part, form, areas, risk class, quantity a year."""

    __tablename__ = "certificate_line"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), nullable=False)
    position: Mapped[int] = mapped_column(nullable=False)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), nullable=False)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), nullable=False)
    forms: Mapped[list[str]] = mapped_column(PlainJson, nullable=False)
    area_ids: Mapped[list[str]] = mapped_column(PlainJson, nullable=False)
    risk_class: Mapped[str] = mapped_column(String(20), nullable=False)
    maximum_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    state: Mapped[State] = mapped_column(words_of(State), nullable=False)

    species: Mapped[Species] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The certificate."""
        return self.certificate_id

    __table_args__ = (UniqueConstraint("certificate_id", "position"),)


class CertificateDraw(Base):
    """How much of a plant was collected under a holder's certificates of a standard in a year.

    A reissued or renewed certificate goes on counting where the one before it stopped.
    """

    __tablename__ = "certificate_draw"

    holder_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    standard: Mapped[str] = mapped_column(String(40), primary_key=True)
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), primary_key=True)
    part: Mapped[PlantPart] = mapped_column(words_of(PlantPart), primary_key=True)
    state: Mapped[State] = mapped_column(words_of(State), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    drawn_g: Mapped[int] = mapped_column(BigInteger, nullable=False)

    __table_args__ = (CheckConstraint("drawn_g >= 0", name="drawn"),)


class StatusEntry(Row):
    """A change of a certificate's status, with its moment and reason."""

    __tablename__ = "certificate_status_entry"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), nullable=False)
    status: Mapped[CertificateStatus] = mapped_column(words_of(CertificateStatus), nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    @property
    def ledger_subject(self) -> UUID:
        """The certificate."""
        return self.certificate_id

    __table_args__ = (Index(None, "certificate_id", "at"),)
