"""How fast material is traced, listed and checked, against SQL written by hand."""

import base64
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from fairwild.bench.auditing import auditing
from fairwild.bench.chains import (
    BIG,
    ENGINES,
    Asked,
    Bench,
    compared,
    figure_of,
    in_turns,
    must,
    sizes,
)
from fairwild.bench.databases import empty_store
from fairwild.bench.figures import Figure
from fairwild.bench.graph import (
    ADVERSARIES,
    Graph,
    downstream_of,
    supply_chain,
    takers_of,
    upstream_of,
)
from fairwild.bench.growth import growth_of
from fairwild.bench.loading import load
from fairwild.bench.recording import recording
from fairwild.lots.lineage.collected import collections_within_reach, grouped_collections
from fairwild.lots.queries import LotFilter, origin_of, page_of_lots
from fairwild.lots.queries.reached import reached_by
from fairwild.store.engine import Store
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading, begin_reading


def _questions(bench: Bench) -> Iterator[tuple[Asked, list[int]]]:
    """Give what is asked about lots, with the lots, and how it is answered by hand."""
    ids, packs = bench.loaded.ids, bench.of_kind("pack")
    expected = {lot: bench.collected(lot) for lot in packs}

    def key(lot: int) -> Any:
        return ids[lot].hex

    def rows(reading: Reading, lot: int) -> int:
        body = collections_within_reach(reading, ids[lot])
        must(body.count('"lot_id"') >= len(expected[lot]), "trace up")
        return len(expected[lot])

    def rows_by_hand(lot: int) -> object:
        found = bench.by_hand("up", lot=key(lot))
        must(len({row[0] for row in found}) == len(expected[lot]), "trace up by hand")
        return json.dumps([[str(one) for one in row] for row in found])

    for lot in packs:  # the whole set once, before anything is timed
        with begin_reading(bench.store, bench.actor) as reading:
            told = json.loads(collections_within_reach(reading, ids[lot]))
        must({row["lot_id"] for row in told} == expected[lot], "rows")
    yield Asked("trace-up-json", rows, rows_by_hand, 0.33), packs
    yield from _sums(bench, packs, {lot: len(found) for lot, found in expected.items()})
    yield _recall(bench, key)


def _sums(
    bench: Bench, packs: list[int], expected: dict[int, int]
) -> Iterator[tuple[Asked, list[int]]]:
    """Give the questions whose answer is a sum over all collections."""
    ids = bench.loaded.ids

    def grouped(reading: Reading, lot: int) -> int:
        groups = grouped_collections(reading, ids[lot])
        must(sum(one.receipts for one in groups) == expected[lot], "grouped")
        return len(groups)

    def origin(reading: Reading, lot: int) -> int:
        must(origin_of(reading, ids[lot]).receipt_count == expected[lot], "origin")
        return 1

    def grouped_by_hand(lot: int) -> object:
        return bench.by_hand("grouped", lot=ids[lot].hex)

    yield Asked("trace-up-grouped", grouped, grouped_by_hand, 0.6), packs
    yield Asked("label-origin", origin, grouped_by_hand, None), packs


def _recall(bench: Bench, key: Callable[[int], Any]) -> tuple[Asked, list[int]]:
    ids, collected = bench.loaded.ids, bench.of_kind("collect")
    later = {one: downstream_of(bench.graph, bench.takers, [one]) for one in collected}

    def down(reading: Reading, lot: int) -> int:
        found = reached_by(reading, [ids[lot]])
        must(found.lots == {ids[one] for one in later[lot]}, "recall")
        return len(found.lots)

    def by_hand(lot: int) -> object:
        found = bench.by_hand("down", lot=key(lot))
        must(len(found) == len(later[lot]), "recall by hand")
        return found

    return Asked("recall-down", down, by_hand, None), collected


def _lists(bench: Bench) -> Iterator[Figure]:
    """Read the first, a middle and the last page of all lots by cursor."""
    numbers = sorted(range(bench.graph.size), reverse=True)
    places = {"first": None, "middle": numbers[len(numbers) // 2], "last": numbers[-60]}
    wanted = LotFilter(holder_id=bench.loaded.operator_id)

    def page(after: str) -> None:
        with begin_reading(bench.store, bench.actor) as reading:
            found = page_of_lots(reading, Cursor(after=after), wanted, order="number")
            must(len(found.rows) == Cursor().limit, "a page")

    deeds: list[Callable[[], object]] = [
        partial(page, _cursor(bench, place)) for place in places.values()
    ]
    deeds.append(partial(bench.by_hand, "page", holder=bench.loaded.operator_id.hex))
    *ours, hand = in_turns(deeds)
    yield figure_of(bench, "list-first-page", ours[0], hand, 1, None, 50)
    for name, seconds in zip(("middle", "last"), ours[1:], strict=True):
        against = "the first page"
        yield figure_of(bench, f"list-{name}-page", seconds, ours[0], 1, 1.5, 50, against)
    offset: Callable[[], object] = partial(
        bench.by_hand, "offset", holder=bench.loaded.operator_id.hex, skip=bench.graph.size - 60
    )
    last, skipped = in_turns([deeds[2], offset])
    limit = AGAINST_OFFSET if bench.graph.size >= BIG else None
    yield figure_of(bench, "list-last-against-offset", last, skipped, 1, limit, 50, "OFFSET")


AGAINST_OFFSET = 0.1
"""What part of the time of OFFSET the last of a million may take; smaller lists have no goal."""


def _cursor(bench: Bench, lot: int | None) -> str:
    if lot is None:
        return ""
    parts = [f"BEN-GLYGLA-{lot:08d}", str(bench.loaded.ids[lot])]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _opened(store: Store, engine: str, graph: Graph) -> Bench:
    draw = random.Random(5)  # noqa: S311 - a repeatable draw, no secret
    return Bench(store, engine, load(store, graph), takers_of(graph), draw)


def _each(measure: Callable[[Bench], Iterator[Figure]]) -> Iterator[Figure]:
    """Measure at every size on both engines, then fit the growth."""
    figures: list[Figure] = []
    for engine in ENGINES:
        for size in sizes():
            with empty_store(engine) as store:
                for figure in measure(_opened(store, engine, supply_chain(size))):
                    figures.append(figure)
                    yield figure
    yield from growth_of(figures)


def _asked(bench: Bench) -> Iterator[Figure]:
    for asked, lots in _questions(bench):
        yield from compared(bench, asked, lots)


def _everything(bench: Bench) -> Iterator[Figure]:
    for measure in (_asked, _lists, auditing, recording):
        yield from measure(bench)


def material() -> Iterator[Figure]:
    """Measure all that is asked of a supply chain, each size loaded once."""
    yield from _each(_everything)


def adversaries() -> Iterator[Figure]:
    """Trace the last lot of each hostile graph against the same walk by hand."""
    for engine in ENGINES:
        for name, make in ADVERSARIES.items():
            graph = make()
            with empty_store(engine) as store:
                bench = _opened(store, engine, graph)
                expected = {str(bench.loaded.ids[one]) for one in _collected_of(graph)}

                def ours(
                    reading: Reading, lot: int, bench: Bench = bench, expected: set[str] = expected
                ) -> int:
                    told = json.loads(collections_within_reach(reading, bench.loaded.ids[lot]))
                    must({row["lot_id"] for row in told} == expected, "adversary")
                    return bench.graph.size

                asked = Asked(name, ours, partial(_walked_by_hand, bench), 1.5)
                for figure in compared(bench, asked, [graph.size - 1]):
                    yield replace(figure, name=name)


def _walked_by_hand(bench: Bench, lot: int) -> object:
    return bench.by_hand("up", lot=bench.loaded.ids[lot].hex)


def _collected_of(graph: Graph) -> set[int]:
    _, lots = upstream_of(graph, graph.size - 1)
    return {one for one in lots if graph.is_collected(one)}
