"""Rows of a file of movements as deeds to lots, some of which rows before them make."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.imports.cells import Cells, read_moment
from fairwild.imports.facts import FileRow
from fairwild.imports.kinds.movements.columns import BY_NAME
from fairwild.imports.kinds.movements.deeds import Act, Ground, Made, Order, Source, read_grams
from fairwild.imports.kinds.movements.further import CARRIED, read_kind
from fairwild.imports.records import ImportRun
from fairwild.imports.states import HoldDeed
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.queries import find_lot_by_number_or_code, lot_facts
from fairwild.lots.states import MovementKind
from fairwild.organisations.queries import get_organisation
from fairwild.unit_of_work import Reading


class Reader:
    """Reads rows as deeds to lots of an organisation."""

    def __init__(self, reading: Reading, run: ImportRun) -> None:
        self.reading, self.organisation_id = reading, run.organisation_id
        self.manners = run.manners
        self.zone = ZoneInfo(get_organisation(reading, self.organisation_id).time_zone)
        self.named: dict[str, UUID] = {}

    def _sources(self, cells: Cells) -> list[Source]:
        """Read `NUMBER: 12.5 kg; NUMBER`; a lot may stand without a weight."""
        found = []
        for part in filter(None, (one.strip() for one in cells.text("inputs").split(";"))):
            number, _, mass = (one.strip() for one in part.partition(":"))
            lot = self._lot(number)
            if lot is None:
                cells.fault("inputs", "cell-no-lot", lot=number[:80])
                continue
            mass_g = cells.grams("inputs", mass) if mass else None
            found.append(Source(lot.id, lot.number, lot.available_g, mass_g))
        return found

    def _lot(self, number: str) -> Any:
        """Give the lot of the holder that a row of this file made under a name, or its own."""
        made = self.named.get(number.casefold())
        if made is not None:
            return lot_facts(self.reading, [made])[made]
        lot = find_lot_by_number_or_code(self.reading, number)
        return lot if lot is not None and lot.holder_id == self.organisation_id else None

    def name(self, cells: Cells, made: Sequence[Made]) -> list[Obstacle]:
        """Know the lots a row made by the names it gives them; say where those are not as many."""
        names, lots = names_of(cells), [lot for one in made for lot in one.lots]
        if not names or not lots:
            return []
        if len(names) != len(lots):
            counts = {"names": len(names), "lots": len(lots)}
            return [Obstacle("cell-names-differ", counts, at="outputs")]
        self.named.update(zip((one.casefold() for one in names), lots, strict=True))
        return []

    def meant(self, row: FileRow) -> dict[str, object]:
        """Give what the cells of a row mean, as things stand before the first row."""
        cells = Cells(row.cells, BY_NAME, self.manners)
        self.act(cells)
        return cells.meant

    def order(self, cells: Cells) -> Order:
        """Read what a row orders; what cannot be read is said of the cells."""
        unread: MovementKind | HoldDeed = MovementKind.DRY
        return Order(
            cells=cells,
            kind=cells.read("process", read_kind, "cell-not-a-process", unread),
            sources=self._sources(cells),
            loss_g=cells.read("loss", read_grams, "cell-not-a-weight", 0),
            reason=cells.text("loss_reason"),
            told={
                "site": cells.text("site"),
                "note": cells.text("note"),
                "at": cells.read(
                    "at", lambda one: read_moment(one, self.zone), "cell-not-a-moment", None
                ),
            },
            ground=Ground(self.reading, self.organisation_id),
        )

    def act(self, cells: Cells) -> Act:
        """Read one deed; what cannot be read is said of the cells."""
        order = self.order(cells)
        return CARRIED.get(order.kind, _nothing)(order)


def names_of(cells: Cells) -> list[str]:
    """Give the names under which later rows mean the lots of a row."""
    parts = (one.strip() for one in cells.text("outputs").split(";"))
    return [one for one in parts if one]


def _nothing(_order: Order) -> Act:
    """Do nothing: the row tells of what is written elsewhere."""
    return lambda _work: []
