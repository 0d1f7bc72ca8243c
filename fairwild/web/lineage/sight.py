"""Everything that is said about the lots of a lineage, in the words of its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from fairwild.drawing.lineage import NodeStatus
from fairwild.lots.facts import LotFacts, TracedMovement
from fairwild.lots.lineage.facts import Lineage, Sight
from fairwild.lots.lineage.stages import Stage
from fairwild.organisations.queries import OrganisationFacts
from fairwild.wording import word
from fairwild.wording.figures import day
from fairwild.wording.goods import form_and_state

MOST_NAMES = 2
LINKED = frozenset({Sight.OPEN, Sight.SHARED})


@dataclass(frozen=True)
class Told:
    """A lineage with the names of its holders and the movements by which its lots were made."""

    lineage: Lineage
    parties: Mapping[UUID, OrganisationFacts]
    made_by: Mapping[int, TracedMovement]

    def name(self, organisation_id: UUID) -> str:
        """Give the name of an organisation."""
        known = self.parties.get(organisation_id)
        return known.name if known else gettext("unknown")

    def holders(self, lots: Sequence[LotFacts]) -> str:
        """Name who holds these lots, or say how many they are."""
        names = sorted({self.name(one) for one in {lot.holder_id for lot in lots}})
        if len(names) <= MOST_NAMES:
            return ", ".join(names)
        return str(ngettext("%(num)s holder", "%(num)s holders", len(names)))

    def deed(self, lot: LotFacts) -> str:
        """Say how a lot came to be, if that is known."""
        movement = self.made_by.get(lot.made_by)
        return word(movement.kind, "MovementKind") if movement else deed_not_disclosed()

    def href(self, lot: LotFacts) -> str:
        """Give the address of the lineage of a lot that one may open."""
        if self.lineage.sights[lot.id] not in LINKED:
            return ""
        return url_for("provenance.lineage", lot_id=lot.id)


def told(lineage: Lineage, parties: Mapping[UUID, OrganisationFacts]) -> Told:
    """Put a lineage beside what is known of it by name."""
    return Told(lineage, parties, {movement.seq: movement for movement in lineage.movements})


def what(lot: LotFacts) -> str:
    """Say what goods a lot is of."""
    part = word(lot.part) if lot.part else ""
    return " · ".join(one for one in (lot.species, part, form_and_state(lot)) if one)


def what_all(lots: Sequence[LotFacts]) -> str:
    """Say what goods these lots are of together."""
    kinds = {(lot.species, lot.part, lot.form, lot.state): lot for lot in lots}
    if len(kinds) == 1:
        return what(lots[0])
    return str(ngettext("%(num)s kind of goods", "%(num)s kinds of goods", len(kinds)))


def deeds(stage: Stage) -> str:
    """Say by what the lots of a stage were made."""
    known = [word(kind, "MovementKind") for kind in stage.kinds if kind]
    return ", ".join(known) or deed_not_disclosed()


def deed_not_disclosed() -> str:
    """Say that lots are told, and only the way they were made is not."""
    said: str = gettext("How it was made: not disclosed to you")
    return said


def period(lots: Sequence[LotFacts]) -> str:
    """Say from when to when these lots were made."""
    first, last = day(min(lot.made_at for lot in lots)), day(max(lot.made_at for lot in lots))
    return first if first == last else f"{first} – {last}"


def status_of(lots: Sequence[LotFacts]) -> NodeStatus:
    """Say whether all, some or none of these lots were certified when they were made."""
    found = {lot.certified for lot in lots}
    if len(found) > 1:
        return NodeStatus.MIXED
    return NodeStatus.CERTIFIED if found.pop() else NodeStatus.UNCERTIFIED
