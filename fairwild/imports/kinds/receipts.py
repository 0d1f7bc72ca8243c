"""Files of receipts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.facts import CheckedRow, FileRow, SeenRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.receipts_columns import COLUMNS
from fairwild.imports.kinds.receipts_reading import PurchaseReader
from fairwild.imports.records import ImportRun
from fairwild.imports.states import Choice, ImportKind, RowState
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.operations.collect_in_bulk import Bought, Purchase, write_receipts
from fairwild.lots.operations.reverse_in_bulk import obstacles_to_reversing, reverse_receipts
from fairwild.lots.queries.deliveries import Taken
from fairwild.lots.queries.imported import receipts_like, receipts_numbered
from fairwild.unit_of_work import Reading, UnitOfWork

Like = tuple[int, datetime, int]
"""Harvester, moment and net weight."""


class _Checker(Checker):
    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.work, self.run = work, run
        self.reader = PurchaseReader(work, run.organisation_id, run.manners)
        self.numbers: dict[str, int] = {}
        self.likes: dict[Like, int] = {}

    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        read = [(row, *self.reader.purchase(row)) for row in rows]
        bought = [purchase for _, purchase, _ in read if purchase is not None]
        there = receipts_like(
            self.work,
            self.run.organisation_id,
            ((one.offer.harvester_id, one.offer.collected_at) for one in bought),
        )
        theirs = (one.their_number for one in bought if one.their_number)
        numbered = receipts_numbered(self.work, self.run.organisation_id, theirs)
        for row, purchase, problems in read:
            if purchase is None:
                yield CheckedRow(row, RowState.WRONG, tuple(problems))
            else:
                yield self._held(row, purchase, there, numbered)

    def _held(
        self, row: FileRow, purchase: Purchase, there: dict[Like, str], numbered: dict[str, str]
    ) -> CheckedRow:
        """Hold a purchase against receipts there already, the file so far, and the rules."""
        offer, number = purchase.offer, purchase.their_number
        like = (offer.harvester_id.int, offer.collected_at, offer.gross_g - offer.tare_g)
        if number and number in numbered and there.get(like) == numbered[number]:
            return CheckedRow(row, RowState.SAME, entry=purchase)
        twice = self._twice(row, number, like, there, numbered)
        if twice is not None and row.choice is not Choice.ADD:
            return CheckedRow(row, RowState.ALIKE, (twice,), purchase)
        taken = self.reader.book.take(offer)
        if isinstance(taken, Taken):
            return CheckedRow(row, RowState.NEW, entry=Bought(purchase, taken))
        return CheckedRow(row, RowState.WRONG, tuple(map(_placed, taken)), purchase)

    def _twice(
        self,
        row: FileRow,
        number: str | None,
        like: Like,
        there: dict[Like, str],
        numbered: dict[str, str],
    ) -> Obstacle | None:
        """Remember the row; say which receipt or row is the same as far as one can tell."""
        if number:
            first = self.numbers.setdefault(number, row.number)
            if first != row.number:
                return Obstacle("row-repeats-number", {"other_row": first}, at="number")
            if number in numbered:
                return Obstacle("receipt-number-there", {"receipt": numbered[number]}, at="number")
        first = self.likes.setdefault(like, row.number)
        if first != row.number:
            return Obstacle("row-repeats-receipt", {"other_row": first}, at="harvester")
        if there and like in there:
            return Obstacle("receipt-there", {"receipt": there[like]}, at="harvester")
        return None

    def remembered(self) -> dict[str, Any]:
        return {"drawn_g": self.reader.book.drawn()}

    def recall(self, remembered: Mapping[str, Any]) -> None:
        self.reader.book.count_drawn(remembered.get("drawn_g", {}))


_COLUMN_OF = {
    "harvester_id": "harvester",
    "area_id": "area",
    "species_id": "species",
    "gross_g": "gross",
}


def _placed(obstacle: Obstacle) -> Obstacle:
    """Say an obstacle of the rules at the column it speaks of."""
    return replace(obstacle, at=_COLUMN_OF.get(obstacle.at or "", obstacle.at))


class Receipts(Kind):
    """What harvesters sold, from the list of a buying point."""

    what = ImportKind.RECEIPTS
    columns = COLUMNS
    action = Action.RECORD_RECEIPT
    party = Party.OPERATOR
    most_rows = 2_000

    def checker(self, work: UnitOfWork, run: ImportRun) -> Checker:
        """Give what checks receipts: harvester, place, season, limits, permits, duplicates."""
        return _Checker(work, run)

    def understood(
        self, reading: Reading, run: ImportRun, rows: Sequence[FileRow]
    ) -> Iterator[SeenRow]:
        """Give receipts with the people, areas and plants they name, and weights in kilograms."""
        reader = PurchaseReader(reading, run.organisation_id, run.manners)
        return (SeenRow(row, reader.meant(row)) for row in rows)

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Buy everything in one go."""
        bought = [row.entry for row in rows]
        return write_receipts(
            work, bought, operator_id=run.organisation_id, import_id=run.id, tell=tell
        )

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """Only while every lot is open."""
        yield from obstacles_to_reversing(reading, run.id)

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Take every receipt back."""
        return reverse_receipts(work, import_id=run.id, reason=reason, tell=tell)
