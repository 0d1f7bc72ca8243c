"""Builds files and imports for tests."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from fairwild.imports import operations, queries
from fairwild.imports.kinds import KINDS
from fairwild.imports.problems import unpacked
from fairwild.imports.progress import Progress
from fairwild.imports.records import ImportRow, ImportRun
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import Obstacle
from fairwild.store.files import FolderStorage
from tests.builders import World
from tests.lots_builders import Field

RECEIPTS = "number,harvester,collected_at,area,species,part,state,gross,tare,price_per_kg\n"


class Desk:
    """Somebody who reads files in for an organisation."""

    def __init__(self, world: World, actor: Actor) -> None:
        folder = Path(tempfile.mkdtemp(prefix="imports-"))
        self.world, self.actor = world, actor
        self.files, self.progress = FolderStorage(folder / "files"), Progress(folder / "imports")
        assert actor.organisation_id is not None
        self.organisation_id = actor.organisation_id

    def stage(self, what: str, content: bytes | str, name: str = "list.csv") -> UUID:
        """Send a file and read its columns as they are guessed."""
        stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
        upload = operations.read_upload(self.files, stream, what=what)
        with self.world.work(self.actor) as work:
            run = operations.stage_import(
                work,
                organisation_id=self.organisation_id,
                what=what,
                file_name=name,
                upload=upload,
            )
            return run.id

    def check(self, what: str, content: bytes | str, *, save_as: str = "") -> UUID:
        """Send a file and check every row."""
        run_id = self.stage(what, content)
        mapping = {int(place): name for place, name in self.run(run_id).mapping.items()}
        with self.world.work(self.actor) as work:
            operations.map_columns(
                work, run_id=run_id, mapping=mapping, save_as=save_as, **self.kept()
            )
        return run_id

    def kept(self) -> Mapping[str, object]:
        """Where files and leases are kept."""
        return {"files": self.files, "progress": self.progress}

    def confirm(self, run_id: UUID, actor: Actor | None = None) -> None:
        """Write a file."""
        doer = actor or self.actor
        with self.world.work(doer) as work:
            operations.begin_import(work, run_id=run_id)
        with self.progress.hold(run_id):
            operations.carry_out_import(
                self.world.store,
                self.files,
                self.progress,
                actor=doer,
                run_id=run_id,
                clock=lambda: self.world.now,
            )

    def undo(self, run_id: UUID, reason: str = "Wrong file.") -> None:
        """Undo an import."""
        with self.world.work(self.actor) as work:
            operations.undo_import(work, run_id=run_id, reason=reason)

    def run(self, run_id: UUID) -> ImportRun:
        """Give an import as it stands."""
        with self.world.reading(self.actor) as reading:
            return queries.get_import(reading, run_id)

    def counts(self, run_id: UUID) -> dict[str, int]:
        """Give the counts of rows that are not nought."""
        told = self.run(run_id).counts
        return {name: count for name, count in told.items() if name != "remembered" and count}

    def rows(self, run_id: UUID) -> list[ImportRow]:
        """Give the rows to look at."""
        with self.world.reading(self.actor) as reading:
            return queries.page_of_rows(reading, run_id)

    def problems(self, run_id: UUID) -> list[tuple[int, str | None, str]]:
        """Give row, column and code of everything that is wrong."""
        return [
            (row.number, one.at, one.code)
            for row in sorted(self.rows(run_id), key=lambda row: row.number)
            for one in map(unpacked, row.problems)
        ]

    def undoing(self, run_id: UUID) -> list[Obstacle]:
        """Give what stands against undoing."""
        with self.world.reading(self.actor) as reading:
            run = queries.get_import(reading, run_id)
            return list(KINDS[run.what].obstacles_to_undoing(reading, run))


def receipt_line(number: str = "", **changes: str) -> str:
    """Give a good line of a file of receipts in the field of the builders."""
    said = {
        "number": number,
        "harvester": "H0001",
        "collected_at": "2026-03-01 09:30",
        "area": "B3",
        "species": "GLYGLA",
        "part": "root",
        "state": "fresh",
        "gross": "102",
        "tare": "2",
        "price_per_kg": "0.90",
    } | changes
    return ",".join(said.values()) + "\n"


def desk_of(field: Field) -> Desk:
    """Let the manager of a field read files in."""
    return Desk(field.world, field.manager)
