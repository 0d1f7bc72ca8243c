"""A house whose server is killed in the middle of its work, and what must be true after that."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from click.testing import CliRunner
from sqlalchemy import func, select

from fairwild.accounts.records import IdempotentAnswer
from fairwild.cli import main
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.lots.records import Lot, Movement, Receipt
from fairwild.lots.states import MovementKind
from fairwild.store.engine import open_store
from fairwild.unit_of_work import moment
from tests.areas_builders import area, quantity, target
from tests.builders import World
from tests.harvesters_builders import harvester
from tests.imports_builders import RECEIPTS, receipt_line
from tests.lots_builders import KG, Field, balance
from tests.soundness.serving import CREATED, OK, Sent, Server, api_token
from tests.soundness.trading import SOLD_KG, Sale, Trade

BIG_LOT_KG = 50_000
PART_G = 100
ROWS = 150


@dataclass
class Import:
    """A file of receipts, the import it became, and whether its writing was heard of."""

    content: bytes
    key: str
    run_id: str = ""
    heard: bool = False


@dataclass
class Asked:
    """Everything that was ever asked of the house."""

    receipts: list[Sent] = field(default_factory=list)
    splits: list[Sent] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)

    @property
    def deeds(self) -> tuple[Sent, ...]:
        """Every deed of one request."""
        traded = (deed for sale in self.sales for deed in sale.deeds)
        return (*self.receipts, *self.splits, *traded)


def field_today(world: World) -> Field:
    """Register an operator whose season is now, with one very large lot."""
    world.now = moment() - timedelta(minutes=5)
    operator_id = world.organisation(OrganisationKind.OPERATOR, code="EBR")
    manager = world.person((operator_id, Role.OPERATOR_MANAGER))
    species_id, today = world.species(), world.now.date()
    area_id = area(world, manager)
    target(world, manager, species_id)
    season = {
        "season_from": today - timedelta(days=150),
        "season_until": today + timedelta(days=150),
    }
    quantity_id = quantity(world, manager, area_id, species_id, limit_g=10**11, **season)
    allowed = {"area_ids": (area_id,), "species_ids": (species_id,)}
    registered = today - timedelta(days=150)
    harvester_id = harvester(world, manager, registered_from=registered, **allowed)
    ids = (operator_id, species_id, area_id, quantity_id, harvester_id)
    return Field(world, manager, *ids)


class Crashes:
    """Starts, loads, kills and examines one house again and again."""

    def __init__(self, instance: Path, url: str, seed: int) -> None:
        instance.mkdir(exist_ok=True)
        self.world = World(open_store(url))
        self.field = field_today(self.world)
        self.big_lot_id: UUID = self.field.lot(BIG_LOT_KG).id
        self.server = Server(instance, url, api_token(self.world, self.field.manager.person_id))
        self.asked, self.chance = Asked(), random.Random(seed)
        self.trade = Trade(self.field, self.server, self.asked.sales)
        self.world.store.engine.dispose()

    # -- asking

    def one_round(self) -> None:
        """Serve, finish what was left open before, work, and be killed in the middle of it."""
        self.server.start()
        try:
            self.ask_again()
            self.trade.lay_ready()
            self.examine(settled=True)
            stopping = threading.Event()
            works: list[Callable[[], bool]] = [self.buy, self.split, self.split, self.read_in]
            works += [self.trade.ship, self.trade.answer]
            threads = [threading.Thread(target=_until, args=(stopping, one)) for one in works]
            for thread in threads:
                thread.start()
            time.sleep(self.chance.uniform(0.05, 1.5))
        finally:
            self.server.kill()
        stopping.set()
        for thread in threads:
            thread.join()
        self.examine(settled=False)

    def last_round(self) -> None:
        """Serve once more, finish what was left open, and examine all of it."""
        self.server.start()
        try:
            self.ask_again()
            for one in (*self.asked.receipts[:5], *self.trade.deeds[:5]):
                again = self.server.send(one)
                assert (again.status, again.replayed) == (one.good, True)
        finally:
            self.server.kill()
        self.examine(settled=True)

    def buy(self) -> bool:
        """Record a receipt of one kilogram."""
        order = {
            "harvester_id": str(self.field.harvester_id),
            "area_id": str(self.field.area_id),
            "species_id": str(self.field.species_id),
            "part": "root",
            "state": "fresh",
            "collected_at": self.world.now.isoformat(),
            "gross_kg": "2",
            "tare_kg": "1",
            "price_per_kg": "0.90",
            "currency": "EUR",
        }
        return self._send(self.asked.receipts, "/receipts", order)

    def split(self) -> bool:
        """Take a hundred grams out of the large lot."""
        path, order = f"/lots/{self.big_lot_id}/split", {"parts_kg": ["0.1"]}
        return self._send(self.asked.splits, path, order)

    def _send(self, among: list[Sent], path: str, order: Any) -> bool:
        sent = Sent(path, order)
        among.append(sent)
        return self.server.hear(sent)

    def read_in(self) -> bool:
        """Send a file of receipts and have it written."""
        before = timedelta(days=1, minutes=len(self.asked.imports))  # or they look like the others
        at, stem = self.world.now - before, uuid4().hex[:8]
        lines = [
            receipt_line(f"{stem}-{row}", collected_at=f"{at:%Y-%m-%d %H:%M}", gross=f"{3 + row}")
            for row in range(ROWS)
        ]
        one = Import((RECEIPTS + "".join(lines)).encode(), str(uuid4()))
        self.asked.imports.append(one)
        return self._write(one)

    def _write(self, one: Import) -> bool:
        """Send the file, unless that was heard of, and have it written."""
        if not one.run_id:
            answer = self.server.upload("/imports?kind=receipts", one.content, one.key)
            if answer.status == 0:
                return False
            assert answer.status == CREATED, answer
            one.run_id = answer.body["id"]
        if self.server.ask("GET", f"/imports/{one.run_id}").body is None:
            return False
        answer = self.server.ask("POST", f"/imports/{one.run_id}/confirm")
        assert answer.status in {0, OK}, answer
        one.heard = answer.status == OK
        return one.heard

    def ask_again(self) -> None:
        """Send everything that was not heard of again, under the same key."""
        for sent in self.asked.deeds:
            assert sent.heard or self.server.hear(sent)
        for one in self.asked.imports:
            if not one.heard:
                self._finish(one)

    def _finish(self, one: Import) -> None:
        """Have a file written unless it is already; nobody was told."""
        if one.run_id:
            told = self.server.ask("GET", f"/imports/{one.run_id}").body
            if told["state"] == "confirmed":
                one.heard = True
                return
        assert self._write(one)

    # -- examining

    def examine(self, *, settled: bool) -> None:
        """The house holds; what was acknowledged is there, and nothing is there by half."""
        self._commands()
        with self.world.store.reading() as session:
            keys = set(session.scalars(select(IdempotentAnswer.key)))
            bought = session.execute(
                select(Receipt.import_id, func.count()).group_by(Receipt.import_id)
            )
            counts: dict[UUID | None, int] = dict(bought.all())
            is_split = Movement.kind == MovementKind.SPLIT
            parts = select(func.count()).join(Lot, Lot.made_by == Movement.seq).where(is_split)
            splits = session.scalar(parts.select_from(Movement)) or 0
        written = [one for one in self.asked.receipts if one.key in keys]
        parted = [one for one in self.asked.splits if one.key in keys]
        assert counts.pop(None) == 1 + len(SOLD_KG) + len(written)
        assert splits == len(parted)
        assert balance(self.world, self.big_lot_id) == (BIG_LOT_KG * KG, len(parted) * PART_G)
        assert set(counts.values()) <= {ROWS}
        heard = {UUID(one.run_id) for one in self.asked.imports if one.heard}
        assert heard <= set(counts)
        assert all(one.key in keys for one in self.asked.deeds if one.heard)
        self.trade.examine(keys)
        if settled:
            assert all(one.key in keys for one in self.asked.deeds)
            assert (len(written), len(parted)) == tuple(
                map(len, (self.asked.receipts, self.asked.splits))
            )
            assert set(counts) == heard
            assert len(heard) == len(self.asked.imports)
        self.world.store.engine.dispose()

    def _commands(self) -> None:
        """`fairwild check` and `fairwild ledger verify` find nothing."""
        for words in (["check"], ["ledger", "verify"]):
            answer = CliRunner().invoke(main, words, env=self.server.environment)
            assert answer.exit_code == 0, answer.output


def _until(stopping: threading.Event, work: Callable[[], bool]) -> None:
    """Work on until told to stop or nobody answers."""
    while not stopping.is_set() and work():
        pass
