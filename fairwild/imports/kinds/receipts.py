"""Files of receipts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.areas.queries import list_areas, shape_of
from fairwild.imports.cells import Cells, read_degrees, read_moment
from fairwild.imports.facts import CheckedRow, FileRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell
from fairwild.imports.kinds.places import Box, obstacle_to_place, widened
from fairwild.imports.kinds.receipts_columns import BY_NAME, COLUMNS
from fairwild.imports.records import ImportRun
from fairwild.imports.states import Choice, ImportKind, RowState
from fairwild.kernel.codes import read_code
from fairwild.kernel.geometry import bounds
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import (
    WEIGHED_FROM_HARVESTERS,
    Mass,
    Money,
    State,
    StatedGrams,
    read_mass,
    stated_of,
)
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.facts import Offer
from fairwild.lots.operations.collect_in_bulk import Purchase, record_receipts
from fairwild.lots.operations.reverse_in_bulk import obstacles_to_reversing, reverse_receipts
from fairwild.lots.queries.deliveries import DeliveryBook
from fairwild.lots.queries.imported import receipts_like, receipts_numbered
from fairwild.unit_of_work import Reading, UnitOfWork

MAX_AMOUNT_MINOR = 10**15
Like = tuple[UUID, datetime, int]


@lru_cache(maxsize=4096)
def _mass(text: str) -> Mass:
    return read_mass(text)


@lru_cache(maxsize=4096)
def _price(text: str, currency: str) -> Money:
    money = Money.parse(text, currency)
    if money.minor > MAX_AMOUNT_MINOR // 10**6:
        raise ValueError(text)
    return money


def _stated_grams(text: str) -> int:
    mass = _mass(text)
    return mass.grams if mass.unit == "kg" else StatedGrams(mass)


def _state(text: str) -> State:
    found = State(text.casefold())
    if found not in WEIGHED_FROM_HARVESTERS:
        raise ValueError(text)
    return found


def _part(text: str) -> PlantPart:
    return PlantPart(text.casefold().replace(" ", "-"))


class _Reader:
    """Reads rows as purchases, by look-ups made once."""

    def __init__(self, reading: Reading, operator_id: UUID) -> None:
        self.book = DeliveryBook(reading, operator_id)
        people = self.book.harvesters.values()
        self.harvesters = {one.card_code: one.id for one in people}
        self.harvesters |= {one.local_id.casefold(): one.id for one in people}
        self.areas = {area.code.casefold(): area.id for area in self.book.areas.values()}
        plants = self.book.plants.values()
        self.plants = {plant.code.casefold(): plant.id for plant in plants}
        self.plants |= {plant.name.casefold(): plant.id for plant in plants}
        self.boxes: dict[UUID, Box] = {
            row.id: widened(bounds(shape_of(row))) for row in list_areas(reading, operator_id)
        }
        self._moments: dict[str, datetime] = {}

    def _moment(self, text: str) -> datetime:
        found = self._moments.get(text)
        if found is None:
            found = self._moments[text] = read_moment(text, self.book.zone)
        return found

    def _harvester(self, text: str) -> UUID:
        found = self.harvesters.get(text.casefold())
        return found if found is not None else self.harvesters[read_code(text) or ""]

    def purchase(self, row: FileRow) -> tuple[Purchase | None, list[Obstacle]]:
        """Give what a row says was bought; None, with every reason, where it cannot be read."""
        cells = Cells(row.cells, BY_NAME)
        nobody = self.book.operator.id
        harvester_id = cells.read("harvester", self._harvester, "cell-no-harvester", nobody)
        area_id = cells.read("area", lambda one: self.areas[one.casefold()], "cell-no-area", nobody)
        species_id = cells.read(
            "species", lambda one: self.plants[one.casefold()], "cell-no-species", nobody
        )
        part = cells.read("part", _part, "cell-not-a-part", PlantPart.ROOT)
        state = cells.read("state", _state, "cell-not-a-state", State.FRESH)
        now = self.book.reading.now
        at = cells.read("collected_at", self._moment, "cell-not-a-moment", now)
        gross_g = cells.read("gross", _stated_grams, "cell-not-a-weight", 0)
        tare_g = cells.read("tare", _stated_grams, "cell-not-a-weight", 0)
        currency = cells.text("currency").upper() or self.book.operator.currency
        price = cells.read(
            "price_per_kg", lambda one: _price(one, currency), "cell-not-a-price", Money(0, "")
        )
        number, buying_point = cells.text("number"), cells.text("buying_point")
        stated = self._stated(cells, area_id, gross_g, tare_g)
        if cells.problems:
            return None, cells.problems
        goods = (nobody, harvester_id, area_id, species_id, part, state)
        offer = Offer(*goods, at, int(gross_g), int(tare_g))
        return Purchase(offer, price, buying_point, number or None, stated), []

    def _stated(self, cells: Cells, area_id: UUID, gross_g: int, tare_g: int) -> dict[str, Any]:
        """Give what the row says besides: other units, and where it was."""
        stated: dict[str, Any] = stated_of({"gross": gross_g, "tare": tare_g})
        if not cells.cells.get("latitude") and not cells.cells.get("longitude"):
            return stated
        lat = cells.read("latitude", read_degrees, "cell-not-degrees", None)
        lon = cells.read("longitude", read_degrees, "cell-not-degrees", None)
        if lat is None or lon is None:
            cells.fault("latitude", "cell-half-a-place")
            return stated
        if area_id in self.boxes:
            wrong = obstacle_to_place(lat, lon, self.boxes[area_id])
            cells.problems += [wrong] if wrong else []
        return {**stated, "latitude": str(lat), "longitude": str(lon)}


class _Checker(Checker):
    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.work, self.run = work, run
        self.reader = _Reader(work, run.organisation_id)
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
        offer = purchase.offer
        like = (offer.harvester_id, offer.collected_at, offer.gross_g - offer.tare_g)
        number = purchase.their_number
        if number and number in numbered and there.get(like) == numbered[number]:
            return CheckedRow(row, RowState.SAME, entry=purchase)
        twice = self._twice(row, purchase, like, there, numbered)
        if twice is not None and row.choice is not Choice.ADD:
            return CheckedRow(row, RowState.ALIKE, (twice,), purchase)
        facts = self.reader.book.facts(offer)
        problems = tuple(map(_placed, rules.obstacles_to_receipt(facts)))
        if problems:
            return CheckedRow(row, RowState.WRONG, problems, purchase)
        self.reader.book.take(facts)
        return CheckedRow(row, RowState.NEW, entry=purchase)

    def _twice(
        self,
        row: FileRow,
        purchase: Purchase,
        like: Like,
        there: dict[Like, str],
        numbered: dict[str, str],
    ) -> Obstacle | None:
        """Remember the row; say which receipt or row is the same as far as one can tell."""
        number = purchase.their_number
        if number:
            first = self.numbers.setdefault(number, row.number)
            if first != row.number:
                return Obstacle("row-repeats-number", {"other_row": first}, at="number")
            if number in numbered:
                return Obstacle("receipt-number-there", {"receipt": numbered[number]}, at="number")
        first = self.likes.setdefault(like, row.number)
        if first != row.number:
            return Obstacle("row-repeats-receipt", {"other_row": first}, at="harvester")
        if like in there:
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

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Buy everything in one go."""
        purchases = [row.entry for row in rows]
        return record_receipts(
            work, purchases, operator_id=run.organisation_id, import_id=run.id, tell=tell
        )

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """Only while every lot is open."""
        yield from obstacles_to_reversing(reading, run.id)

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str) -> int:
        """Take every receipt back."""
        return reverse_receipts(work, import_id=run.id, reason=reason)
