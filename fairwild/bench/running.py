"""The benchmarks there are, and running them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

from fairwild.bench import (
    audit_paper,
    bulk_import,
    buyers,
    desks,
    doors,
    lineage,
    material,
    papers,
    scoring,
)
from fairwild.bench.figures import Figure

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "labels": papers.labels,
    "certificates": papers.certificates,
    "audit-report": audit_paper.report,
    "desk": desks.desks,
    "buyers-desk": buyers.buyers,
    "saving": scoring.scoring,
    "receipts": doors.receipts,
    "trace": doors.trace,
    "lineage": lineage.lineage,
    "import": bulk_import.bulk_import,
    "material": material.material,
    "adversaries": material.adversaries,
}


def chosen(only: str) -> list[Callable[[], Iterator[Figure]]]:
    """Give the benchmarks of this name, or all; raises LookupError naming those there are."""
    if not only:
        return list(BENCHMARKS.values())
    if only not in BENCHMARKS:
        message = f"{only!r} is not one of {', '.join(sorted(BENCHMARKS))}"
        raise LookupError(message)
    return [BENCHMARKS[only]]


def measured(only: str, *, say: Callable[[str], object]) -> list[Figure]:
    """Run the benchmarks and say each figure as soon as it is known."""
    figures: list[Figure] = []
    for measure in chosen(only):
        for figure in measure():
            say(figure.line())
            figures.append(figure)
    return figures


def as_json(figures: list[Figure]) -> str:
    """Write figures as `build/bench.json` keeps them."""
    return json.dumps([asdict(figure) for figure in figures], indent=2) + "\n"
