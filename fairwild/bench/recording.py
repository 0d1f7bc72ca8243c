"""How fast movements are recorded: through the deed, against the same rows written by hand."""

from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

from fairwild.bench.chains import Bench, figure_of
from fairwild.bench.figures import Figure
from fairwild.lots.operations import merge_lots
from fairwild.tables import metadata
from fairwild.unit_of_work import begin

WIDTHS, ROUNDS = (3, 150), 5
AGAINST = "as many rows by hand, nothing asked"


def recording(bench: Bench) -> Iterator[Figure]:
    """Merge collection lots into one; a bare transaction changes and writes as many rows."""
    for width in WIDTHS:
        ours: list[float] = []
        hand: list[float] = []
        for _ in range(ROUNDS):
            lots = _stock(bench, width)
            began = perf_counter()
            with begin(bench.store, bench.actor) as work:
                merge_lots(work, lot_ids=lots)
            ours.append(perf_counter() - began)
            hand.append(_by_hand(bench, lots))
        name = f"record-{width}-in"
        yield figure_of(bench, name, median(ours), median(hand), 1, None, width, AGAINST)


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
        "INSERT INTO ledger_entry (subject_id, version, kind, actor_id, at, data, leaf_hash)"  # noqa: S608
        f" SELECT {mark}, 1000000, kind, actor_id, at, data, leaf_hash"
        " FROM ledger_entry ORDER BY seq DESC LIMIT 1"
    )
    began = perf_counter()
    with bench.store.engine.connect() as connection:
        connection.execution_options(writes=True)
        connection.exec_driver_sql(f"SELECT id, made_g, taken_g FROM lot {among}", keys).all()  # noqa: S608
        connection.exec_driver_sql(f"UPDATE lot SET version = version + 1 {among}", keys)  # noqa: S608
        connection.exec_driver_sql(said, [(one,) for one in keys])
        connection.commit()
    return perf_counter() - began
