"""How fast movements are recorded: through the deed, against the same rows written by hand."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

from fairwild.bench.chains import Bench, figure_of
from fairwild.bench.figures import Figure
from fairwild.bench.naive import record_naively
from fairwild.lots.operations import merge_lots, process_lots
from fairwild.lots.processing.types import Output
from fairwild.lots.states import MovementKind
from fairwild.tables import metadata
from fairwild.unit_of_work import begin

ROUNDS = 5
AGAINST, NAIVELY = "as many rows by hand, nothing asked", "the same by entities, one by one"
CASES = ((3, 2, 0.2), (150, 1, 0.05))
"""How many lots go in and come out, and what part of the naive time may be taken."""


def recording(bench: Bench) -> Iterator[Figure]:
    """Make lots of collection lots, beside the same by entities and beside bare rows."""
    for width, made, limit in CASES:
        times: list[list[float]] = [[], [], []]
        for _ in range(ROUNDS + 1):
            lots = _stock(bench, width)
            times[0].append(_seconds(partial(_ours, bench, lots, made)))
            times[1].append(_by_hand(bench, lots))
            fresh = _stock(bench, width)
            times[2].append(_seconds(partial(record_naively, bench, fresh, made)))
        ours, hand, naive = (median(one[1:]) for one in times)
        name = f"record-{width}-in-{made}-out"
        yield figure_of(bench, name, ours, naive, 1, limit, width, NAIVELY)
        yield figure_of(bench, f"{name}-rows", ours, hand, 1, None, width, AGAINST)


def _seconds(deed: Callable[[], None]) -> float:
    began = perf_counter()
    deed()
    return perf_counter() - began


def _ours(bench: Bench, lots: Sequence[UUID], made: int) -> None:
    with begin(bench.store, bench.actor) as work:
        if made == 1:
            merge_lots(work, lot_ids=lots)
            return
        grams = bench.graph.mass_g[0]
        total_g = grams * len(lots)
        parts = [Output(total_g // made)] * (made - 1)
        rest = Output(total_g - sum(one.mass_g for one in parts))
        inputs = [(lot, grams) for lot in lots]
        process_lots(work, kind=MovementKind.SIFT, inputs=inputs, outputs=[*parts, rest])


def _stock(bench: Bench, count: int) -> list[UUID]:
    """Write so many collection lots with a receipt each, all alike, that can be merged."""
    ids = [uuid4() for _ in range(count)]
    lot, receipt = metadata.tables["lot"], metadata.tables["receipt"]
    first = bench.loaded.ids[0]
    with bench.store.writing() as session:
        one = dict(session.execute(lot.select().where(lot.c.id == first)).mappings().one())
        found = session.execute(receipt.select().where(receipt.c.lot_id == first))
        bought = dict(found.mappings().one())
        fresh = {"status": "closed", "taken_g": 0}
        named = [
            {"id": one_id, "number": f"S-{one_id.hex}", "code": one_id.hex[:16]} for one_id in ids
        ]
        session.execute(lot.insert(), [one | fresh | own for own in named])
        sold = [{"id": uuid4(), "number": f"R-{one_id.hex}", "lot_id": one_id} for one_id in ids]
        session.execute(receipt.insert(), [bought | own for own in sold])
        session.commit()
    return ids


def _by_hand(bench: Bench, lots: Sequence[UUID]) -> float:
    """Read and change the same lots, and write a row of the ledger for each."""
    keys = tuple(one.hex for one in lots)
    mark = "?" if bench.engine == "sqlite" else "%s"
    among = f"WHERE id IN ({', '.join(mark for _ in keys)})"
    said = (
        "INSERT INTO ledger_entry (subject_id, version, kind, actor_id, at, data, leaf_hash)"  # noqa: S608 - marks only
        f" SELECT {mark}, 1000000, kind, actor_id, at, data, leaf_hash"
        " FROM ledger_entry ORDER BY seq DESC LIMIT 1"
    )
    began = perf_counter()
    with bench.store.engine.connect() as connection:
        connection.execution_options(writes=True)
        connection.exec_driver_sql(f"SELECT id, made_g, taken_g FROM lot {among}", keys).all()  # noqa: S608 - marks only
        connection.exec_driver_sql(f"UPDATE lot SET version = version + 1 {among}", keys)  # noqa: S608 - marks only
        connection.exec_driver_sql(said, [(one,) for one in keys])
        connection.commit()
    return perf_counter() - began
