"""The tables of a lineage: its stages with the lots that are opened, and all lots page by page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fairwild.drawing.lineage import Mark, NodeStatus
from fairwild.lots.facts import LotFacts
from fairwild.lots.lineage.facts import Side
from fairwild.lots.lineage.stages import STEP_LOTS, Stage
from fairwild.web.lineage.picture import Sitting
from fairwild.web.lineage.sight import Told, deeds, period, status_of, what, what_all
from fairwild.wording.figures import day, weight

PAGE_LOTS = 25


@dataclass(frozen=True)
class LotRow:
    """One lot of a table: what it is, who holds it, and what it was made from."""

    number: str
    href: str
    near: str
    what: str
    holder: str
    deed: str
    when: str
    made: str
    taken: list[tuple[str, str]]
    certified: bool
    is_focus: bool
    is_found: bool
    sight: str
    mark: Mark | None
    belongs: str


@dataclass(frozen=True)
class StageRow:
    """One stage: how many lots, what they weighed together, and those that are opened."""

    id: str
    deed: str
    what: str
    holder: str
    when: str
    made: str
    lot_count: int
    certified_count: int
    found_count: int
    status: NodeStatus
    is_focus: bool
    mark: Mark | None
    belongs: str
    open_href: str
    close_href: str
    next_count: int
    only_lot: LotRow | None
    lots: list[LotRow]


@dataclass(frozen=True)
class LotTable:
    """One page of the lots of a lineage."""

    rows: list[LotRow]
    lot_count: int
    page: int
    page_count: int


def stage_rows(sitting: Sitting) -> list[StageRow]:
    """Give the stages, the earliest first."""
    return [_stage_row(sitting, stage) for stage in sitting.staged.stages]


def _stage_row(sitting: Sitting, stage: Stage) -> StageRow:
    asked, lots = sitting.asked, stage.lots
    shown = stage.opened if len(lots) > 1 else ()
    left = len(lots) - len(shown) if len(lots) > 1 else 0
    return StageRow(
        id=stage.id,
        deed=deeds(stage),
        what=what_all(lots),
        holder=sitting.told.holders(lots),
        when=period(lots),
        made=weight(stage.made_g),
        lot_count=len(lots),
        certified_count=sum(lot.certified for lot in lots),
        found_count=sum(lot.id in sitting.found for lot in lots),
        status=status_of(lots),
        is_focus=stage.side is None,
        mark=sitting.colouring.mark(lots),
        belongs=sitting.colouring.names_of(lots),
        open_href=asked.opened(stage.id) if left else "",
        close_href=asked.closed(stage.id) if stage.id in asked.steps else "",
        next_count=min(left, STEP_LOTS),
        only_lot=_lot_row(sitting, lots[0]) if len(lots) == 1 else None,
        lots=[_lot_row(sitting, lot) for lot in shown],
    )


def _lot_row(sitting: Sitting, lot: LotFacts) -> LotRow:
    told, lineage = sitting.told, sitting.told.lineage
    movement = told.made_by.get(lot.made_by)
    taken = [
        (lineage.lots[lot_id].number, weight(mass_g))
        for lot_id, mass_g in (movement.inputs if movement else ())
        if lot_id in lineage.lots
    ]
    return LotRow(
        number=lot.number,
        href=told.href(lot),
        near=sitting.asked.address("stages", near=lot.id, reach=1, open=None, page=None, q=None),
        what=what(lot),
        holder=told.name(lot.holder_id),
        deed=told.deed(lot),
        when=day(lot.made_at),
        made=weight(lot.made_g),
        taken=taken,
        certified=lot.certified,
        is_focus=lot.id == sitting.asked.lot_id,
        is_found=lot.id in sitting.found,
        sight=lineage.sights[lot.id],
        mark=sitting.colouring.mark([lot]),
        belongs=sitting.colouring.names_of([lot]),
    )


def lot_table(sitting: Sitting) -> LotTable:
    """Give one page of all lots that are asked for, in the order that is asked for."""
    asked = sitting.asked
    lots = [lot for lot in sitting.told.lineage.lots.values() if _is_wanted(lot, sitting)]
    order = _orders(sitting.told)[asked.sort.lstrip("-")]
    lots.sort(key=lambda lot: (order(lot), lot.made_by, lot.number))
    if asked.sort.startswith("-"):
        lots.reverse()
    page_count = max(1, -(-len(lots) // PAGE_LOTS))
    page = min(asked.page, page_count)
    shown = lots[(page - 1) * PAGE_LOTS : page * PAGE_LOTS]
    return LotTable([_lot_row(sitting, lot) for lot in shown], len(lots), page, page_count)


def _is_wanted(lot: LotFacts, sitting: Sitting) -> bool:
    asked, focus = sitting.asked, sitting.told.lineage.focus
    if asked.text and lot.id not in sitting.found:
        return False
    if asked.certified is not None and lot.certified is not asked.certified:
        return False
    if asked.side is None:
        return True
    upstream = lot.made_by < focus.made_by
    return lot.id != focus.id and upstream is (asked.side is Side.UPSTREAM)


def _orders(told: Told) -> Mapping[str, Callable[[LotFacts], Any]]:
    return {
        "when": lambda lot: lot.made_at,
        "number": lambda lot: lot.number,
        "weight": lambda lot: lot.made_g,
        "holder": lambda lot: told.name(lot.holder_id).casefold(),
    }
