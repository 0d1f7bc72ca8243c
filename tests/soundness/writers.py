"""One of several processes that draw on the same goods at once; each is told what to do."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from fairwild import tables  # noqa: F401 - a fresh process has to know every table
from fairwild.kernel.refusals import Conflict, Refused
from fairwild.lots.operations import close_lot, dry_lots, record_receipt, split_lot
from fairwild.store.engine import open_store
from fairwild.trade.operations import ship
from tests.builders import World
from tests.lots_builders import KG, Field

PATIENCE = 60
"""So often a writer tries again where somebody else was faster, as a client would."""


@dataclass(frozen=True)
class Order:
    """What a process is to do, from when on, over which database, for whom."""

    url: str
    field: Field
    seed: int
    start_at: float
    deeds: int
    lot_ids: tuple[UUID, ...] = ()
    receiver_id: UUID | None = None


@dataclass
class Done:
    """What a process was told: grams taken of each lot, kilograms bought, refusals, retries."""

    taken_g: Counter[UUID] = field(default_factory=Counter)
    bought_g: int = 0
    ended: Counter[str] = field(default_factory=Counter)


class Writer:
    """Does deeds one after the other and remembers what was acknowledged."""

    def __init__(self, order: Order) -> None:
        self.order, self.done = order, Done()
        self.world = World(open_store(order.url))
        self.world.now = order.field.world.now
        self.field = replace(order.field, world=self.world)
        self.chance = random.Random(order.seed)

    def run(self, turn: Callable[[], None]) -> Done:
        """Begin with the others, then do every deed until it is done or refused."""
        time.sleep(max(0.0, self.order.start_at - time.time()))
        for _ in range(self.order.deeds):
            self.patiently(turn)
        self.world.store.engine.dispose()
        return self.done

    def patiently(self, turn: Callable[[], None]) -> None:
        """Try again where somebody was faster."""
        for _ in range(PATIENCE):
            try:
                turn()
            except Refused as refused:
                self.done.ended[refused.obstacles[0].code] += 1
                return
            except Conflict:
                self.done.ended["conflict"] += 1
                time.sleep(self.chance.random() / 50)
            else:
                self.done.ended["done"] += 1
                return
        self.done.ended["given-up"] += 1

    def draw(self) -> None:
        """Split, dry or ship some of the lots everybody draws on."""
        first, second = self.chance.sample(self.order.lot_ids, 2)
        mass_g = self.chance.randrange(8, 25) * KG
        deed = self.chance.choice(["split", "dry", "ship"])
        taken = {first: mass_g} if deed != "dry" else {first: mass_g, second: mass_g}
        with self.world.work(self.field.manager) as work:
            if deed == "split":
                split_lot(work, lot_id=first, parts_g=[mass_g])
            elif deed == "dry":
                dry_lots(work, inputs=list(taken.items()), output_g=mass_g * 2 // 3)
            else:
                sides = {"sender_id": self.field.operator_id, "receiver_id": self.order.receiver_id}
                ship(work, lines=[(first, mass_g)], **sides)  # type: ignore[arg-type]  # a dict of mixed values
        self.done.taken_g.update(taken)

    def buy(self) -> None:
        """Buy ten kilograms, and close the open lot now and then."""
        with self.world.work(self.field.manager) as work:
            receipt = record_receipt(work, **self.field.order(10))
            if self.chance.randrange(6) == 0:
                close_lot(work, lot_id=receipt.lot_id)
        self.done.bought_g += 10 * KG


def awake(_: int) -> bool:
    """Be there, with everything read in."""
    time.sleep(0.2)
    return True


def draw_on_lots(order: Order) -> Done:
    """Draw on the same lots as everybody else."""
    writer = Writer(order)
    return writer.run(writer.draw)


def buy_at_once(order: Order) -> Done:
    """Buy against the same limits as everybody else."""
    writer = Writer(order)
    return writer.run(writer.buy)
