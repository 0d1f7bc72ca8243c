"""Recipes of finished products."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.plants import PlantPart
from fairwild.species.records import Species
from fairwild.store.base import Row
from fairwild.store.types import UtcMoment, words_of


class Recipe(Row):
    """What a product is made of, stated once; another edition takes its place, by a new row."""

    __tablename__ = "recipe"
    __see__ = Action.BLEND_LOTS
    __parties__ = {Party.HOLDER: "organisation_id"}

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    product: Mapped[str] = mapped_column(String(200), nullable=False)
    edition: Mapped[int] = mapped_column(nullable=False)
    stated_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    stated_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("recipe.id"), unique=True)
    note: Mapped[str] = mapped_column(Text, default="", nullable=False)

    lines: Mapped[list["RecipeLineRow"]] = relationship(
        lazy="raise", order_by="RecipeLineRow.position"
    )

    __table_args__ = (
        CheckConstraint("edition > 0", name="edition"),
        UniqueConstraint("organisation_id", "product", "edition"),
    )


class RecipeLineRow(Row):
    """One line of a recipe; `parts` is an exact number or fraction in text, as it was typed."""

    __tablename__ = "recipe_line"

    recipe_id: Mapped[UUID] = mapped_column(ForeignKey("recipe.id"), nullable=False)
    position: Mapped[int] = mapped_column(nullable=False)
    species_id: Mapped[UUID | None] = mapped_column(ForeignKey("species.id"))
    part: Mapped[PlantPart | None] = mapped_column(words_of(PlantPart))
    ingredient: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    certified: Mapped[bool] = mapped_column(nullable=False)
    excluded: Mapped[bool] = mapped_column(nullable=False)
    parts: Mapped[str] = mapped_column(String(40), nullable=False)

    species: Mapped[Species | None] = relationship(lazy="raise")

    @property
    def ledger_subject(self) -> UUID:
        """The recipe."""
        return self.recipe_id

    __table_args__ = (
        CheckConstraint(
            "(species_id is null) = (part is null) and (species_id is null) = (ingredient <> '')",
            name="what",
        ),
        Index(None, "recipe_id", "position", unique=True),
    )
