"""Questions about stock: accounts, what is behind a figure, and counts."""

from fairwild.lots.stock.queries.accounts import reconciliation_of
from fairwild.lots.stock.queries.choices import (
    certificates_held,
    period_of,
    sites_of,
    species_held,
)
from fairwild.lots.stock.queries.counts import find_count_of, get_count, page_of_counts
from fairwild.lots.stock.queries.entries import MOST_ENTRIES, Entry, entries_of
from fairwild.lots.stock.queries.lying import MOST_LOTS, Lying, lots_lying
from fairwild.lots.stock.queries.sources import Wanted

__all__ = [
    "MOST_ENTRIES",
    "MOST_LOTS",
    "Entry",
    "Lying",
    "Wanted",
    "certificates_held",
    "entries_of",
    "find_count_of",
    "get_count",
    "lots_lying",
    "page_of_counts",
    "period_of",
    "reconciliation_of",
    "sites_of",
    "species_held",
]
