"""Questions about labels and the print runs they come from."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from fairwild.documents.label_sheet import CutGuides
from fairwild.kernel.codes import read_code
from fairwild.kernel.refusals import NotFound
from fairwild.labels.catalogue import find_sheet
from fairwild.labels.papers import from_kept, sheet_pdf
from fairwild.labels.records import Label, PrintRun, lot_and_species
from fairwild.store.paging import Cursor, Page, page_of, page_of_pieces
from fairwild.unit_of_work import Reading

PIECE = 500


def get_run(reading: Reading, run_id: UUID) -> PrintRun:
    """Give one print run with its lot; raises NotFound."""
    query = reading.visible(PrintRun).where(PrintRun.id == run_id).options(lot_and_species())
    found = reading.session.scalar(query)
    if found is None:
        raise NotFound("print_run")
    return found


def page_of_runs(reading: Reading, cursor: Cursor, *, lot_id: UUID | None = None) -> Page[PrintRun]:
    """Give one page of the print runs the actor may see, the latest first."""
    query = reading.visible(PrintRun).options(lot_and_species())
    if lot_id is not None:
        query = query.where(PrintRun.lot_id == lot_id)
    return page_of(reading.session, query, [PrintRun.ordered_at, PrintRun.id], cursor)


def codes_of(reading: Reading, run_id: UUID, *, limit: int | None = None) -> list[str]:
    """Give the codes of a print run the actor may see, in the order they are printed."""
    query = select(Label.code).where(Label.run_id == get_run(reading, run_id).id)
    return list(reading.session.scalars(query.order_by(Label.serial).limit(limit)))


def find_label(reading: Reading, code: str) -> Label | None:
    """Give the label of a code as people type it, with its print run; anybody may ask."""
    meant = read_code(code)
    if meant is None:
        return None
    query = select(Label).where(Label.code == meant).options(joinedload(Label.run))
    return reading.session.scalar(query)


def pdf_of_run(reading: Reading, run_id: UUID, *, guides: CutGuides = CutGuides.NONE) -> bytes:
    """Print a run of labels, the same bytes every time; raises NotFound."""
    run = get_run(reading, run_id)
    sheet = find_sheet(run.sheet)
    if sheet is None:
        raise NotFound("label_sheet")
    return sheet_pdf(
        sheet,
        from_kept(run.paper),
        codes_of(reading, run_id),
        start_position=run.start_position,
        copies=run.copies,
        guides=guides,
    )


def labels_on(reading: Reading, lot_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count the labels printed for each of these lots; nobody is asked for permission."""
    ids = sorted(set(lot_ids))
    found: dict[UUID, int] = {}
    for start in range(0, len(ids), PIECE):
        query = select(PrintRun.lot_id, func.sum(PrintRun.label_count)).group_by(PrintRun.lot_id)
        of_these = query.where(PrintRun.lot_id.in_(ids[start : start + PIECE]))
        found.update((lot_id, int(count)) for lot_id, count in reading.session.execute(of_these))
    return found


def label_codes_on(reading: Reading, lot_ids: Iterable[UUID]) -> Iterator[tuple[UUID, str, int]]:
    """Give lot, code and serial of every label printed for these lots; nobody is asked."""
    ids = sorted(set(lot_ids))
    for start in range(0, len(ids), PIECE):
        query = (
            select(PrintRun.lot_id, Label.code, Label.serial)
            .join(Label, Label.run_id == PrintRun.id)
            .where(PrintRun.lot_id.in_(ids[start : start + PIECE]))
            .order_by(PrintRun.lot_id, Label.serial)
        )
        yield from reading.session.execute(query)


def page_of_labels_on(reading: Reading, lot_ids: Iterable[UUID], cursor: Cursor) -> Page[Label]:
    """Give one page of the labels printed for these lots, with their run; nobody is asked."""
    ids, runs = sorted(set(lot_ids)), list[UUID]()
    for start in range(0, len(ids), PIECE):
        query = select(PrintRun.id).where(PrintRun.lot_id.in_(ids[start : start + PIECE]))
        runs += reading.session.scalars(query)
    runs.sort(reverse=True)
    pieces = (
        select(Label).where(Label.run_id.in_(runs[start : start + PIECE]))
        for start in range(0, len(runs), PIECE)
    )
    with_run = (piece.options(joinedload(Label.run)) for piece in pieces)
    return page_of_pieces(reading.session, with_run, [Label.run_id, Label.serial], cursor)


def labels_made() -> Select[UUID, int]:
    """Select every lot that labels were made for with their number, for who recounts them."""
    made = func.sum(PrintRun.label_count)
    return select(PrintRun.lot_id.label("lot_id"), made.label("made")).group_by(PrintRun.lot_id)
