"""Species known to the scheme."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from fairwild.access.actions import Action
from fairwild.store.base import Row
from fairwild.store.types import PlainJson


class Species(Row):
    """A taxon under its accepted name; the code stands in lot numbers."""

    __tablename__ = "species"
    __see__ = Action.SEE_SPECIES

    code: Mapped[str] = mapped_column(String(12), nullable=False, unique=True)
    scientific_name: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    author: Mapped[str] = mapped_column(String(200), default="", nullable=False)
    family: Mapped[str] = mapped_column(String(100), default="", nullable=False)
    synonyms: Mapped[list[str]] = mapped_column(PlainJson, default=list, nullable=False)
    common_names: Mapped[dict[str, str]] = mapped_column(PlainJson, default=dict, nullable=False)
    cites_appendix: Mapped[str] = mapped_column(String(3), default="", nullable=False)
    threatened: Mapped[bool] = mapped_column(default=False, nullable=False)
