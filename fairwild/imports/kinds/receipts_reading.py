"""Rows of files of receipts as purchases."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from fairwild.areas.queries import list_areas, shape_of
from fairwild.imports.cells import Cells, read_degrees, read_moment
from fairwild.imports.facts import FileRow, Named
from fairwild.imports.kinds.places import Box, obstacle_to_place, widened
from fairwild.imports.kinds.receipts_columns import BY_NAME
from fairwild.imports.states import Manner
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
from fairwild.lots.facts import Offer
from fairwild.lots.operations.collect_in_bulk import NOTHING_STATED, Purchase
from fairwild.lots.queries.deliveries import DeliveryBook
from fairwild.unit_of_work import Reading

MAX_AMOUNT_MINOR = 10**15


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


MOST_KNOWN = 50_000
QUICK = (
    *("harvester", "area", "species", "part", "state", "collected_at", "gross", "tare"),
    "buying_point",
)
"""Columns of which each text is read once; but for the last, in the order of an offer."""

T = TypeVar("T", bound=Hashable)


def _keep(known: dict[T, Any], key: T, found: Any) -> None:
    """Remember, but never without end."""
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[key] = found


class Known(dict[str, Any]):
    """What the texts of one column meant when they were read first; KeyError for bad ones."""

    def __init__(self, read: Callable[[str, str], Any], name: str) -> None:
        super().__init__()
        self._read, self._name = read, name

    def __missing__(self, text: str) -> Any:
        found = self._read(self._name, text)
        if found is None:
            raise KeyError(text)
        _keep(self, text, found)
        return found


class PurchaseReader:
    """Reads rows as purchases, by look-ups made once."""

    def __init__(self, reading: Reading, operator_id: UUID, manners: Mapping[str, Manner]) -> None:
        self.manners = manners
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
        self._readers: dict[str, tuple[Callable[[str], Any], str, Any]] = {
            "harvester": (self._harvester, "cell-no-harvester", operator_id),
            "area": (lambda one: self.areas[one.casefold()], "cell-no-area", operator_id),
            "species": (lambda one: self.plants[one.casefold()], "cell-no-species", operator_id),
            "part": (_part, "cell-not-a-part", PlantPart.ROOT),
            "state": (_state, "cell-not-a-state", State.FRESH),
            "collected_at": (self._moment, "cell-not-a-moment", reading.now),
            "gross": (_stated_grams, "cell-not-a-weight", 0),
            "tare": (_stated_grams, "cell-not-a-weight", 0),
        }
        self._known = [(name, Known(self._quickly, name)) for name in QUICK]
        self._prices: dict[tuple[str, str], Money] = {}

    def _moment(self, text: str) -> datetime:
        return read_moment(text, self.book.zone)

    def _harvester(self, text: str) -> UUID:
        found = self.harvesters.get(text.casefold())
        return found if found is not None else self.harvesters[read_code(text) or ""]

    def purchase(self, row: FileRow) -> tuple[Purchase | None, list[Obstacle]]:
        """Give what a row says was bought; None, with every reason, where it cannot be read.

        A row of which every cell has been read before is put together from what they meant.
        """
        quick = self._quick(row.cells)
        if quick is not None:
            return quick, []
        cells = Cells(row.cells, BY_NAME, self.manners)
        read = {name: self._read(cells, name) for name in self._readers}
        gross_g, tare_g = read.pop("gross"), read.pop("tare")
        price = self._price(cells)
        number, buying_point = cells.text("number"), cells.text("buying_point")
        stated = self._stated(cells, read["area"], gross_g, tare_g)
        if cells.problems:
            return None, cells.problems
        offer = Offer(self.book.operator.id, *(*read.values(), int(gross_g), int(tare_g)))
        return Purchase(offer, price, buying_point, number or None, stated or NOTHING_STATED), []

    def meant(self, row: FileRow) -> dict[str, object]:
        """Give what the cells of a row mean, records by their numbers and names."""
        cells = Cells(row.cells, BY_NAME, self.manners)
        for name in self._readers:
            self._read(cells, name)
        self._price(cells)
        for name in ("latitude", "longitude"):
            cells.read(name, read_degrees, "cell-not-degrees", None)
        return {name: self._named(name, value) for name, value in cells.meant.items()}

    def _named(self, column: str, value: object) -> object:
        if not isinstance(value, UUID):
            return value
        if column == "harvester":
            person = self.book.harvesters[value]
            return Named(person.local_id, person.name)
        one = self.book.areas[value] if column == "area" else self.book.plants[value]
        return Named(one.code, one.name)

    def _read(self, cells: Cells, name: str) -> Any:
        return cells.read(name, *self._readers[name])

    def _price(self, cells: Cells) -> Money:
        currency = cells.text("currency").upper() or self.book.operator.currency
        return cells.read(
            "price_per_kg", lambda one: _price(one, currency), "cell-not-a-price", Money(0, "")
        )

    def _quickly(self, name: str, text: str) -> Any:
        """Read one cell alone; None where it is not plainly good."""
        cells = Cells({name: text}, BY_NAME, self.manners)
        found = self._read(cells, name) if name in self._readers else cells.text(name)
        return None if cells.problems or isinstance(found, StatedGrams) else found

    def _priced(self, price: str, currency: str) -> Cells:
        return Cells({"price_per_kg": price, "currency": currency}, BY_NAME, self.manners)

    def _quick_price(self, texts: tuple[str, str]) -> Money:
        if texts not in self._prices:
            cells = self._priced(*texts)
            price = self._price(cells)
            if cells.problems:
                raise KeyError(texts)
            _keep(self._prices, texts, price)
        return self._prices[texts]

    def _quick(self, cells: Mapping[str, str]) -> Purchase | None:
        """Put a purchase together from what its cells meant before, if they were all good."""
        get, number = cells.get, cells.get("number", "")
        plain = number.isprintable() and len(number) <= BY_NAME["number"].longest
        if get("latitude") or get("longitude") or not plain:
            return None
        try:
            read = [known[get(name, "")] for name, known in self._known]
            price = self._quick_price((get("price_per_kg", ""), get("currency", "")))
        except KeyError:
            return None
        buying_point = read.pop()
        return Purchase(Offer(self.book.operator.id, *read), price, buying_point, number or None)

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
