"""Harvesters, what they may collect where, and imports waiting for confirmation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.harvesters.states import Sex
from fairwild.store.base import Base, Row
from fairwild.store.types import PlainJson, UtcMoment, words_of


class HarvesterArea(Base):
    """An area where a harvester may collect."""

    __tablename__ = "harvester_area"

    harvester_id: Mapped[UUID] = mapped_column(
        ForeignKey("harvester.id", ondelete="CASCADE"), primary_key=True
    )
    area_id: Mapped[UUID] = mapped_column(ForeignKey("collection_area.id"), primary_key=True)


class HarvesterSpecies(Base):
    """A species that a harvester may collect."""

    __tablename__ = "harvester_species"

    harvester_id: Mapped[UUID] = mapped_column(
        ForeignKey("harvester.id", ondelete="CASCADE"), primary_key=True
    )
    species_id: Mapped[UUID] = mapped_column(ForeignKey("species.id"), primary_key=True)


class Harvester(Row):
    """A person who harvests and sells to the operator; no account, no contact with the web."""

    __tablename__ = "harvester"
    __see__ = Action.SEE_HARVESTER
    __parties__ = {Party.OPERATOR: "operator_id"}

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    local_id: Mapped[str] = mapped_column(String(40), nullable=False)
    card_code: Mapped[str] = mapped_column(String(16), nullable=False, unique=True)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    search_name: Mapped[str] = mapped_column(String(200), nullable=False)
    sex: Mapped[Sex] = mapped_column(words_of(Sex), nullable=False)
    birth_year: Mapped[int] = mapped_column(nullable=False)
    village: Mapped[str] = mapped_column(String(200), nullable=False)
    phone: Mapped[str] = mapped_column(String(40), default="", nullable=False)
    other_ids: Mapped[list[dict[str, str]]] = mapped_column(PlainJson, default=list, nullable=False)
    registered_from: Mapped[date] = mapped_column(Date, nullable=False)
    registered_until: Mapped[date | None] = mapped_column(Date)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    areas: Mapped[list[HarvesterArea]] = relationship(lazy="raise", cascade="all, delete-orphan")
    species: Mapped[list[HarvesterSpecies]] = relationship(
        lazy="raise", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("operator_id", "local_id"),
        CheckConstraint("birth_year between 1900 and 2100", name="birth_year"),
        Index(None, "operator_id", "search_name"),
    )


class HarvesterImport(Row):
    """A file of harvesters that was read but not yet confirmed; it writes nothing else."""

    __tablename__ = "harvester_import"
    __see__ = Action.SEE_HARVESTER
    __parties__ = {Party.OPERATOR: "operator_id"}
    __ledgered__ = False

    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    content: Mapped[str] = mapped_column(Text, nullable=False)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[dict[str, Any]] = mapped_column(PlainJson, default=dict, nullable=False)
