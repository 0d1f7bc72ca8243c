"""One large file of receipts through the pages, the API and the command line of a served house."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from click.testing import CliRunner
from sqlalchemy import func, select

from fairwild.cli import main
from fairwild.lots.records import Lot, Receipt
from fairwild.organisations.records import Person
from fairwild.store.engine import open_store
from tests.builders import World
from tests.imports_builders import RECEIPTS, receipt_line
from tests.lots_builders import KG, Field
from tests.soundness.crashing import field_today
from tests.soundness.passing import PATIENCE_S, Passage, forget_peaks, looks, peak_mb, timed
from tests.soundness.served_pages import SignedIn
from tests.soundness.serving import ACCEPTED, CREATED, Server, api_token, new_key

DOORS = ("pages", "api", "command")
LAST = DOORS[-1]
"""Once this file is written, and before it is undone, `fairwild check` looks at everything."""
WEIGHTS = 50
"""So many different weights stand in a file."""


def file_of(world: World, stem: str, rows: int) -> bytes:
    """Write a file of receipts, every minute one, numbered under a stem of their own."""
    until = world.now - timedelta(days=1)
    lines = (
        receipt_line(
            f"{stem}-{row}",
            collected_at=f"{until - timedelta(minutes=row):%Y-%m-%d %H:%M}",
            gross=f"{3 + row % WEIGHTS}",
        )
        for row in range(rows)
    )
    return (RECEIPTS + "".join(lines)).encode()


def weight_of(rows: int) -> int:
    """Give what the receipts of a file weigh together, in grams."""
    return sum(1 + row % WEIGHTS for row in range(rows)) * KG


class Served:
    """A served house with one operator, and its manager at each of the three doors."""

    def __init__(self, instance: Path, url: str, rows: int) -> None:
        instance.mkdir(exist_ok=True)
        self.instance, self.rows = instance, rows
        self.world = World(open_store(url))
        self.field: Field = field_today(self.world)
        self.server = Server(instance, url, api_token(self.world, self.field.manager.person_id))
        self.server.patience_s = PATIENCE_S
        self.pages = SignedIn(self.world, self.field.manager, self.server)
        self.world.store.engine.dispose()

    def through(self, door: str) -> Passage:
        """Send a file through a door, have it written and undone, and examine it in between."""
        passage = Passage(door)
        content, name = file_of(self.world, door, self.rows), f"{door}.csv"
        forget_peaks(self.server.pid)
        send: Callable[[Passage, bytes, str], UUID] = {
            "pages": self._by_pages,
            "api": self._by_api,
            "command": self._by_command,
        }[door]
        run_id = send(passage, content, name)
        self._examine(run_id, name, state="confirmed", standing=self.rows)
        if door == LAST:
            self.check()
        with timed(passage, "undo"):
            undo = self._undo_by_pages if door == "pages" else self._undo_by_api
            undo(passage, run_id)
        self._examine(run_id, name, state="undone", standing=0)
        passage.peak_mb = max(passage.peak_mb, peak_mb(self.server.pid))
        return passage

    # -- the pages

    def _by_pages(self, passage: Passage, content: bytes, name: str) -> UUID:
        """Choose a file, keep the columns as they are guessed, confirm, and look until the end."""
        form = self.pages.show("/imports/new?kind=receipts")
        with timed(passage, "check"):
            fields = {"kind": "receipts"}
            columns = self.pages.upload(form, "/imports/new", fields, content, name)
            checked = self.pages.send(columns, columns.path, columns.selected)
        run_id = UUID(checked.path.rpartition("/")[2])
        with timed(passage, "write"):
            self.pages.send(checked, f"/imports/{run_id}/confirm", {})
            self._watch(passage, run_id, "running")
        assert "What it wrote" in self.pages.show(f"/imports/{run_id}").text
        return run_id

    def _undo_by_pages(self, passage: Passage, run_id: UUID) -> None:
        page = self.pages.show(f"/imports/{run_id}")
        self.pages.send(page, f"/imports/{run_id}/undo", {"reason": "Sent twice."})
        self._watch(passage, run_id, "undoing")
        assert "Undone on" in self.pages.show(f"/imports/{run_id}").text

    def _watch(self, passage: Passage, run_id: UUID, state: str) -> None:
        """Look at how far it is as the page does, until there is nothing more to wait for."""
        for page in looks(lambda: self.pages.show(f"/imports/{run_id}/progress")):
            bar = re.search(r'<progress max="\d+"(?: value="(\d+)")?', page.text)
            if bar is None:
                return
            if bar[1]:
                passage.seen.append((state, int(bar[1])))

    # -- the API

    def _by_api(self, passage: Passage, content: bytes, name: str) -> UUID:
        with timed(passage, "check"):
            sent = self.server.upload("/imports?kind=receipts", content, new_key(), name=name)
            assert (sent.status, sent.body["counts"]["new"]) == (CREATED, self.rows), sent
        run_id = UUID(sent.body["id"])
        with timed(passage, "write"):
            asked = self.server.ask("POST", f"/imports/{run_id}/confirm")
            assert asked.status == ACCEPTED, asked
            self._wait(passage, run_id, "confirmed")
        return run_id

    def _undo_by_api(self, passage: Passage, run_id: UUID) -> None:
        asked = self.server.post(f"/imports/{run_id}/undo", {"reason": "Sent twice."}, new_key())
        assert asked.status == ACCEPTED, asked
        self._wait(passage, run_id, "undone")

    def _wait(self, passage: Passage, run_id: UUID, state: str) -> None:
        """Look again and again until an import stands so, and keep what was seen meanwhile."""
        for told in looks(lambda: self.server.ask("GET", f"/imports/{run_id}").body):
            if told["state"] == state:
                return
            assert told["state"] in {"running", "undoing"}, told
            passage.seen.append((told["state"], told["done"]))

    # -- the command line

    def _by_command(self, passage: Passage, content: bytes, name: str) -> UUID:
        """Read the file in beside the server, and look through the API how far that is."""
        path = self.instance / name
        path.write_bytes(content)
        with self.world.store.reading() as session:
            email = session.get_one(Person, self.field.manager.person_id).email
        words = ("import", "receipts", str(path), "--operator", "EBR", "--as", email, "--confirm")
        with timed(passage, "check and write"):
            process = subprocess.Popen(
                [sys.executable, "-m", "fairwild", *words],
                env=self.server.environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            for told in looks(lambda: self._listed(name)):
                passage.peak_mb = max(passage.peak_mb, peak_mb(process.pid))
                if process.poll() is not None:
                    break
                if told and told["state"] == "running":
                    passage.seen.append((told["state"], told["done"]))
        said = process.communicate()[0]
        assert (process.returncode, said.splitlines()[-1]) == (0, "written"), said
        return UUID(self._listed(name)["id"])

    def _listed(self, name: str) -> Any:
        """Give the import of a file as the list tells it."""
        found = [one for one in self.server.ask("GET", "/imports").body if one["file_name"] == name]
        assert len(found) <= 1
        return found[0] if found else None

    # -- examining

    def check(self) -> None:
        """`fairwild check` finds nothing."""
        answer = CliRunner().invoke(main, ["check"], env=self.server.environment)
        assert answer.exit_code == 0, answer.output

    def _examine(self, run_id: UUID, name: str, *, state: str, standing: int) -> None:
        """One import is listed; its receipts stand or none does; its lots weigh what they say."""
        listed = self._listed(name)
        assert (listed["id"], listed["state"]) == (str(run_id), state)
        assert listed["counts"]["written"] == self.rows
        with self.world.store.reading() as session:
            of_file = Receipt.import_id == run_id
            stands = of_file, Receipt.reversed_at.is_(None)
            bought = select(func.count(), func.coalesce(func.sum(Receipt.net_g), 0)).where(*stands)
            lots = select(Receipt.lot_id).where(of_file)
            made = select(func.coalesce(func.sum(Lot.made_g), 0)).where(Lot.id.in_(lots))
            all_rows = session.scalar(select(func.count()).select_from(Receipt).where(of_file))
            found = (*session.execute(bought).one(), session.scalar(made))
        weight_g = weight_of(standing)
        assert (all_rows, *map(int, found)) == (self.rows, standing, weight_g, weight_g)
        self.world.store.engine.dispose()
