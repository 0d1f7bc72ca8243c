"""How fast a file of receipts goes in, against its bare rows under the same constraints."""

import io
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from fairwild.bench.chains import ENGINES, Bench, must, sizes
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure, pace_of
from fairwild.bench.graph import supply_chain, takers_of
from fairwild.bench.growth import growth_of
from fairwild.bench.loading import AREAS, HARVESTERS, load
from fairwild.bench.rows import BEGAN
from fairwild.imports import operations
from fairwild.imports.progress import Progress
from fairwild.sheets import workbook_of, written
from fairwild.store.files import FolderStorage
from fairwild.tables import metadata
from fairwild.unit_of_work import begin, moment

GOALS = {"csv": 1.4, "xlsx": 2.0}
FEW = 1_000
ROWS = "its receipts and ledger rows by executemany or COPY"
AGAINST = {"csv": ROWS, "xlsx": f"{ROWS}, and its cells parsed"}
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[20.0, 42.0], [20.1, 42.0], [20.1, 42.1], [20.0, 42.1], [20.0, 42.0]]],
}
HEADING = (
    *("number", "harvester", "collected_at", "area", "species", "part", "state"),
    *("gross", "tare", "price_per_kg"),
)


def bulk_import() -> Iterator[Figure]:
    """Check and confirm a CSV and an XLSX of every size up to 10^5, undo the CSV; both engines."""
    figures: list[Figure] = []
    below = [one for one in sizes() if one <= 10**5]
    for engine, size, form in product(ENGINES, below, GOALS):
        with empty_store(engine) as store:
            loaded = load(store, supply_chain(FEW))
            draw = random.Random(5)  # noqa: S311 - a repeatable draw, no secret
            bench = Bench(store, engine, loaded, takers_of(loaded.graph), draw)
            _permit_everything(bench)
            for figure in _imported(bench, size, form):
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


def _file(bench: Bench, size: int, form: str) -> bytes:
    def rows() -> Iterator[Sequence[str]]:
        for number in range(size):
            at = BEGAN + timedelta(minutes=number % 100_000)
            yield (
                *(f"R{number}", f"H{bench.draw.randrange(HARVESTERS)}", f"{at:%Y-%m-%d %H:%M}"),
                *(f"B{bench.draw.randrange(AREAS)}", "GLYGLA", "root", "fresh"),
                *(f"{bench.draw.randrange(10, 60)}.{bench.draw.randrange(10)}", "0.5", "0.90"),
            )

    if form == "csv":
        return written(HEADING, rows()).encode()
    stream = io.BytesIO()
    workbook_of(stream, HEADING, rows(), name="Receipts")
    return stream.getvalue()


def _parsed(workbook: bytes) -> float:
    """Read every cell of a workbook and do nothing with it."""
    began = perf_counter()
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    must(len(book.get_sheet_by_index(0).to_python()) > 1, "cells")
    return perf_counter() - began


def _imported(bench: Bench, size: int, form: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="fairwild-bench-") as folder:
        files, progress = FolderStorage(Path(folder) / "files"), Progress(Path(folder) / "runs")
        content = _file(bench, size, form)
        upload = operations.read_upload(files, io.BytesIO(content), what="receipts")
        began = perf_counter()
        with begin(bench.store, bench.actor) as work:
            run = operations.stage_import(
                work,
                organisation_id=bench.loaded.operator_id,
                what="receipts",
                file_name=f"bench.{form}",
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
    base = _by_hand(bench, run_id, size) + (_parsed(content) if form == "xlsx" else 0)
    steps = {"check": checked, "confirm": confirmed} if form == "csv" else {}
    if steps:
        steps["undo"] = _undone(bench, run_id, size)
    for name, seconds in steps.items():
        yield _figure(bench, f"import-{name}", seconds / base, seconds, size)
    ratio, limit = (checked + confirmed) / base, GOALS[form]
    whole = _figure(bench, f"import-{form}", ratio, checked + confirmed, size)
    yield replace(whole, against=AGAINST[form], goal=f"<= {limit:g}", holds=ratio <= limit)


def _undone(bench: Bench, run_id: UUID, size: int) -> float:
    """Take every receipt of the file back, as whoever sent the wrong file does."""
    began = perf_counter()
    with begin(bench.store, bench.actor) as work:
        operations.undo_import(work, run_id=run_id, reason="The file of last year.")
    seconds = perf_counter() - began
    with bench.store.reading() as session:
        receipts = metadata.tables["receipt"]
        stands = receipts.c.import_id == run_id, receipts.c.reversed_at.is_(None)
        left = session.scalar(select(func.count()).select_from(receipts).where(*stands))
        must(left == 0, f"{left} of {size} receipts still stand")
    return seconds


def _figure(bench: Bench, name: str, ratio: float, seconds: float, size: int) -> Figure:
    taken, told = round(seconds, 4), round(ratio, 3)
    return Figure(name, bench.engine, size, taken, told, ROWS, "", holds=True, pace=pace_of())


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
