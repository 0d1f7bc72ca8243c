"""Builds large lineages by direct rows: baskets dried by tens, cut, merged, and one blend."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput
from fairwild.lots.states import LotStatus, MovementKind
from tests.builders import World
from tests.lots_builders import Field

KG = 1000


class Large:
    """A pyramid of lots over one lot; `rows` of each table are kept to be compared with."""

    def __init__(
        self, world: World, *, collected: int = 4_500, field: Field | None = None, after: int = 0
    ) -> None:
        self.world = world
        self.field = field
        self.after = after
        self.holder = field.operator_id if field else world.organisation(OrganisationKind.OPERATOR)
        self.species = field.species_id if field else world.species()
        self.movements: list[dict[str, Any]] = []
        self.lots: list[dict[str, Any]] = []
        self.inputs: list[dict[str, Any]] = []
        self.before: set[tuple[int, int]] = set()
        baskets = [self.make(MovementKind.COLLECT, [], 40 * KG) for _ in range(collected)]
        dried = self.joined(MovementKind.DRY, baskets, 130 * KG)
        cut = [self.make(MovementKind.CUT, [one], 120 * KG) for one in dried]
        merged = self.joined(MovementKind.MERGE, cut, 1_200 * KG)
        self.top: UUID = self.make(MovementKind.MERGE, merged, 50_000 * KG)["id"]
        self.keep()

    def joined(
        self, kind: MovementKind, lots: list[dict[str, Any]], mass_g: int
    ) -> list[dict[str, Any]]:
        """Make one lot of every ten."""
        tens = range(0, len(lots), 10)
        return [self.make(kind, lots[start : start + 10], mass_g) for start in tens]

    def make(self, kind: MovementKind, taken: list[dict[str, Any]], mass_g: int) -> dict[str, Any]:
        """Make a lot by a movement of its own."""
        seq, now = self.after + len(self.movements) + 1, self.world.now
        words = {"site": "", "note": "", "loss_reason": "", "judgement": "", "loss_g": 0}
        stamps = {"at": now, "recorded_at": now, "organisation_id": self.holder, "facts": {}}
        self.movements.append(
            {"seq": seq, "id": uuid4(), "kind": kind, "certified": seq % 7 > 0} | words | stamps
        )
        for one in taken:
            self.inputs.append({"movement_seq": seq, "lot_id": one["id"], "taken_g": one["made_g"]})
            self.before.add((seq, one["made_by"]))
            one["taken_g"], one["status"] = one["made_g"], LotStatus.USED
        is_raw = kind is MovementKind.COLLECT
        lot = {
            "id": uuid4(),
            "version": 1,
            "number": f"LOT-{self.after + len(self.lots):06d}",
            "code": new_code(),
            "made_by": seq,
            "made_at": now,
            "operator_id": self.holder,
            "holder_id": self.holder,
            "species_id": self.species,
            "part": PlantPart.ROOT,
            "form": Form.RAW if is_raw else Form.DRIED,
            "state": State.FRESH if is_raw else State.DRY,
            "area_id": self.field.area_id if self.field and is_raw and seq % 2 else None,
            "status": LotStatus.CLOSED,
            "made_g": mass_g,
            "taken_g": 0,
            "certified": seq % 7 > 0,
        }
        self.lots.append(lot)
        return lot

    def keep(self) -> None:
        """Write every row."""
        with self.world.store.writing() as session:
            session.execute(insert(Movement), self.movements)
            session.execute(insert(Lot), self.lots)
            session.execute(insert(MovementInput), self.inputs)
            pairs = [{"movement_seq": seq, "earlier_seq": early} for seq, early in self.before]
            session.execute(insert(MovementBefore), pairs)
            session.commit()

    def manager(self) -> Actor:
        """Give somebody who manages the holder."""
        return self.world.person((self.holder, Role.OPERATOR_MANAGER))
