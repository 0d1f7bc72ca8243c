"""Movements as hyper-edges between lots, and the receipts a collection lot is made of.

A lot is made by exactly one movement; movements take from lots. Lot-to-lot edges are
never stored (house.md section 6).
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.species.records import Species
from fairwild.store.base import Base, Ledgered, Row
from fairwild.store.types import Counter, PlainJson, UtcMoment, words_of

_OPEN_KEY = ("operator_id", "area_id", "species_id", "part", "state", "season")
"""Of these only one collection lot may be open at a time, per certificate."""


class Movement(Ledgered, Base):
    """One thing that happened to material, at a place and a moment, by an organisation.

    `seq` grows with every movement, so a movement only ever takes what an earlier one made.
    `certified` is the judgement at the movement's moment, `judgement` the code of its reason.
    `added_g` is what was put in that is no lot, as the oil of a macerate. A correction names in
    `reverses_seq` the movement it takes back.
    """

    __tablename__ = "movement"

    seq: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(Uuid, unique=True, nullable=False)
    kind: Mapped[MovementKind] = mapped_column(words_of(MovementKind), nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    site: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)
    loss_g: Mapped[int] = mapped_column(BigInteger, default=0, nullable=False)
    loss_reason: Mapped[str] = mapped_column(Text, default="", nullable=False)
    added_g: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0", nullable=False)
    added_what: Mapped[str] = mapped_column(
        String(200), default="", server_default="", nullable=False
    )
    reason: Mapped[str] = mapped_column(Text, default="", server_default="", nullable=False)
    reverses_seq: Mapped[int | None] = mapped_column(ForeignKey("movement.seq"), unique=True)
    certified: Mapped[bool] = mapped_column(nullable=False)
    judgement: Mapped[str] = mapped_column(String(60), default="", nullable=False)
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(PlainJson, default=dict, nullable=False)

    def __init__(self, **columns: Any) -> None:
        columns.setdefault("id", uuid4())
        super().__init__(**columns)

    __table_args__ = (
        CheckConstraint("loss_g >= 0", name="loss"),
        CheckConstraint("added_g >= 0", name="added"),
        CheckConstraint("reverses_seq is null or reverses_seq < seq", name="reverses"),
        Index(None, "organisation_id", "at"),
    )


class Lot(Row):
    """One species, part, form and state of material, held by one organisation.

    A finished product has a name and a recipe in place of one species and part. `holds` counts
    the holds that stand on the lot, `labels` the labels made for it; `packed_form` says what is
    in the packs. Certified goods of
    several certificates name them in `lot_certificate` and none in `certificate_id`.
    """

    __tablename__ = "lot"
    __see__ = Action.SEE_LOT
    __parties__ = {Party.OPERATOR: "operator_id", Party.HOLDER: "holder_id", Party.BODY: "body_id"}

    number: Mapped[str] = mapped_column(String(80), nullable=False, unique=True)
    code: Mapped[str] = mapped_column(String(16), nullable=False, unique=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("movement.seq"), nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    body_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    species_id: Mapped[UUID | None] = mapped_column(ForeignKey("species.id"))
    part: Mapped[PlantPart | None] = mapped_column(words_of(PlantPart))
    form: Mapped[Form] = mapped_column(words_of(Form), nullable=False)
    packed_form: Mapped[Form | None] = mapped_column(words_of(Form, name="packed_form"))
    product: Mapped[str] = mapped_column(String(200), default="", server_default="", nullable=False)
    grade: Mapped[str] = mapped_column(String(40), default="", server_default="", nullable=False)
    site: Mapped[str] = mapped_column(String(200), default="", server_default="", nullable=False)
    state: Mapped[State] = mapped_column(words_of(State), nullable=False)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("collection_area.id"))
    season: Mapped[int | None] = mapped_column()
    status: Mapped[LotStatus] = mapped_column(words_of(LotStatus), nullable=False)
    made_g: Mapped[int] = mapped_column(BigInteger, nullable=False)
    taken_g: Mapped[int] = mapped_column(BigInteger, default=0, nullable=False)
    holds: Mapped[int] = mapped_column(default=0, server_default="0", nullable=False)
    labels: Mapped[int] = mapped_column(default=0, server_default="0", nullable=False)
    units: Mapped[int | None] = mapped_column()
    unit_g: Mapped[int | None] = mapped_column(BigInteger)
    certified: Mapped[bool] = mapped_column(nullable=False)
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificate.id"))

    movement: Mapped[Movement] = relationship(lazy="raise")
    species: Mapped[Species | None] = relationship(lazy="raise")

    @property
    def available_g(self) -> int:
        """What is left to draw, in grams."""
        return self.made_g - self.taken_g

    @property
    def name(self) -> str:
        """The scientific name of the species, or the name of a finished product."""
        return self.species.scientific_name if self.species else self.product

    __table_args__ = (
        CheckConstraint("made_g >= 0", name="made"),
        CheckConstraint("taken_g between 0 and made_g", name="balance"),
        CheckConstraint("holds >= 0", name="holds"),
        CheckConstraint("labels >= 0", name="labels"),
        CheckConstraint(
            "product <> '' or (species_id is not null and part is not null)",
            name="kind",
        ),
        Index(None, "made_by"),
        Index(None, "holder_id", "status"),
        Index(None, "operator_id", "made_at"),
        Index("ix_lot_number_begins", "number", postgresql_ops={"number": "text_pattern_ops"}),
        Index(None, "area_id", "species_id", "season"),
        Index(
            "ix_lot_one_open_uncertified",
            *_OPEN_KEY,
            unique=True,
            sqlite_where=text("status = 'open' and certificate_id is null"),
            postgresql_where=text("status = 'open' and certificate_id is null"),
        ),
        Index(
            "ix_lot_one_open_certified",
            *_OPEN_KEY,
            "certificate_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )


class MovementInput(Ledgered, Base):
    """How much a movement took from a lot."""

    __tablename__ = "movement_input"

    movement_seq: Mapped[int] = mapped_column(ForeignKey("movement.seq"), primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    taken_g: Mapped[int] = mapped_column(BigInteger, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The lot, whose balance it changed."""
        return self.lot_id

    __table_args__ = (CheckConstraint("taken_g > 0", name="taken"), Index(None, "lot_id"))


class MovementBefore(Base):
    """Which earlier movement made what a movement took; derived, and free of cycles by CHECK."""

    __tablename__ = "movement_before"

    movement_seq: Mapped[int] = mapped_column(ForeignKey("movement.seq"), primary_key=True)
    earlier_seq: Mapped[int] = mapped_column(ForeignKey("movement.seq"), primary_key=True)

    __table_args__ = (
        CheckConstraint("earlier_seq < movement_seq", name="order"),
        Index(None, "earlier_seq", "movement_seq"),
    )


class MovementReturn(Ledgered, Base):
    """How much a correction gave back to a lot from which the wrong movement had taken."""

    __tablename__ = "movement_return"

    movement_seq: Mapped[int] = mapped_column(ForeignKey("movement.seq"), primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    returned_g: Mapped[int] = mapped_column(BigInteger, nullable=False)

    @property
    def ledger_subject(self) -> UUID:
        """The lot, whose balance it changed."""
        return self.lot_id

    __table_args__ = (CheckConstraint("returned_g > 0", name="returned"), Index(None, "lot_id"))


class LotCertificate(Base):
    """One of several certificates under which the goods of a blend are certified."""

    __tablename__ = "lot_certificate"

    lot_id: Mapped[UUID] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)

    __table_args__ = (Index(None, "certificate_id"),)
