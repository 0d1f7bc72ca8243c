"""How fast a file of receipts goes in, against its bare rows under the same constraints."""

import io
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from fairwild.bench.chains import ENGINES, Bench, must, sizes
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure, pace_of
from fairwild.bench.graph import supply_chain, takers_of
from fairwild.bench.growth import growth_of
from fairwild.bench.loading import AREAS, HARVESTERS, load
from fairwild.bench.rows import BEGAN
from fairwild.imports import operations
from fairwild.imports.progress import Progress
from fairwild.sheets import written
from fairwild.store.files import FolderStorage
from fairwild.tables import metadata
from fairwild.unit_of_work import begin, moment

GOAL = 1.4
FEW = 1_000
AGAINST = "its receipts and ledger rows by executemany or COPY"
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[20.0, 42.0], [20.1, 42.0], [20.1, 42.1], [20.0, 42.1], [20.0, 42.0]]],
}
HEADING = (
    *("number", "harvester", "collected_at", "area", "species", "part", "state"),
    *("gross", "tare", "price_per_kg"),
)


def bulk_import() -> Iterator[Figure]:
    """Check and confirm a CSV of every size up to 10^5 on both engines."""
    figures: list[Figure] = []
    for engine in ENGINES:
        for size in (one for one in sizes() if one <= 10**5):
            with empty_store(engine) as store:
                loaded = load(store, supply_chain(FEW))
                draw = random.Random(5)  # noqa: S311 - a repeatable draw, no secret
                bench = Bench(store, engine, loaded, takers_of(loaded.graph), draw)
                _permit_everything(bench)
                for figure in _imported(bench, size):
                    figures.append(figure)
                    yield figure
    yield from growth_of(figures)


def _permit_everything(bench: Bench) -> None:
    """Let every harvester of the chain collect everywhere, as a register would say."""
    loaded = bench.loaded
    tables = metadata.tables
    links = [
        {"harvester_id": one, "area_id": area}
        for one in loaded.harvester_ids
        for area in loaded.area_ids
    ]
    plants = [
        {"harvester_id": one, "species_id": loaded.species_id} for one in loaded.harvester_ids
    ]
    target = {"operator_id": loaded.operator_id, "species_id": loaded.species_id, "part": "root"}
    with bench.store.writing() as session:
        session.execute(tables["collection_area"].update().values(geometry=OUTLINE))
        session.execute(tables["harvester_area"].insert(), links)
        session.execute(tables["harvester_species"].insert(), plants)
        row = {**target, "id": uuid4(), "version": 1, "local_name": "", "chosen_at": BEGAN}
        session.execute(tables["target_species"].insert(), [row])
        session.commit()


def _file(bench: Bench, size: int) -> bytes:
    def rows() -> Iterator[Sequence[str]]:
        for number in range(size):
            at = BEGAN + timedelta(minutes=number % 100_000)
            yield (
                *(f"R{number}", f"H{bench.draw.randrange(HARVESTERS)}", f"{at:%Y-%m-%d %H:%M}"),
                *(f"B{bench.draw.randrange(AREAS)}", "GLYGLA", "root", "fresh"),
                *(f"{bench.draw.randrange(10, 60)}.{bench.draw.randrange(10)}", "0.5", "0.90"),
            )

    return written(HEADING, rows()).encode()


def _imported(bench: Bench, size: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="fairwild-bench-") as folder:
        files, progress = FolderStorage(Path(folder) / "files"), Progress(Path(folder) / "runs")
        stream = io.BytesIO(_file(bench, size))
        upload = operations.read_upload(files, stream, what="receipts")
        began = perf_counter()
        with begin(bench.store, bench.actor) as work:
            run = operations.stage_import(
                work,
                organisation_id=bench.loaded.operator_id,
                what="receipts",
                file_name="bench.csv",
                upload=upload,
            )
            operations.check_if_mapped(work, run, files=files)
            must(run.counts.get("new") == size, f"rows of the check: {run.counts}")
            run_id = run.id
        checked = perf_counter() - began
        began = perf_counter()
        with progress.hold(run_id):
            operations.carry_out_import(
                bench.store, files, progress, actor=bench.actor, run_id=run_id, clock=moment
            )
        confirmed = perf_counter() - began
    base = _by_hand(bench, run_id, size)
    for name, seconds in (("check", checked), ("confirm", confirmed)):
        yield _figure(bench, f"import-{name}", seconds, base, size=size)
    yield _figure(bench, "import-csv", checked + confirmed, base, size=size, limit=GOAL)


def _figure(
    bench: Bench, name: str, seconds: float, base: float, *, size: int, limit: float | None = None
) -> Figure:
    ratio = round(seconds / base, 3)
    goal = f"<= {limit:g}" if limit is not None else ""
    holds = limit is None or ratio <= limit
    taken, pace = round(seconds, 4), pace_of()
    return Figure(name, bench.engine, size, taken, ratio, AGAINST, goal, holds, pace=pace)


def _by_hand(bench: Bench, run_id: UUID, size: int) -> float:
    """Write the same rows again with other ids, by the driver alone; nothing of it is kept."""
    mark = "?" if bench.engine == "sqlite" else "%s"
    bought = f"SELECT * FROM receipt WHERE import_id = {mark}"  # noqa: S608 - no value in it
    said = "SELECT * FROM ledger_entry WHERE kind = 'receipt-recorded' ORDER BY seq DESC"
    with bench.store.engine.connect() as connection:
        connection.execution_options(writes=True)
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor()
        key = run_id.hex if bench.engine == "sqlite" else run_id
        receipts = _renamed(cursor.execute(bought, (key,)), {"id": _new_id, "number": _new_number})
        entries = _renamed(cursor.execute(said), {"subject_id": _new_id}, leave="seq")
        must(len(receipts[1]) == len(entries[1]) == size, "rows by hand")
        began = perf_counter()
        _put(cursor, "receipt", *receipts)
        _put(cursor, "ledger_entry", *entries)
        seconds = perf_counter() - began
        connection.rollback()
    return seconds


def _new_id(old: object) -> str:
    return uuid4().hex if isinstance(old, str) else str(uuid4())


def _new_number(old: object) -> str:
    return f"again-{old}"


def _renamed(cursor: Any, fresh: dict[str, Any], leave: str = "") -> tuple[list[str], list[Any]]:
    """Give the names and rows of a query, with what must be new in them made new."""
    names = [one[0] for one in cursor.description]
    kept = [place for place, name in enumerate(names) if name != leave]
    change = [fresh.get(names[place], _as_text) for place in kept]
    rows = [[made(row[place]) for made, place in zip(change, kept, strict=True)] for row in cursor]
    return [names[place] for place in kept], rows


def _as_text(value: object) -> object:
    """Give what a document of JSON was read from; anything else stays as it is."""
    return json.dumps(value) if isinstance(value, dict) else value


def _put(cursor: Any, table: str, names: Sequence[str], rows: Sequence[Any]) -> None:
    listed = ", ".join(names)
    if hasattr(cursor, "copy"):
        with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _ in names)
    cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608 - names of our own
