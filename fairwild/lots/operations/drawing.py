"""Drawing on lots by guard: as many statements for five hundred lots as for one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Update,
    Uuid,
    bindparam,
    case,
    column,
    func,
    select,
    update,
)

from fairwild.kernel.refusals import Conflict
from fairwild.lots.facts import Draw
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus
from fairwild.unit_of_work import UnitOfWork


def draw_on(
    work: UnitOfWork, inputs: Sequence[Draw], status: LotStatus, free: ColumnElement[bool]
) -> None:
    """Draw on every lot that still has enough; raises Conflict where one has not."""
    rows = [{"drawn_id": draw.lot.id, "wanted_g": draw.wanted_g} for draw in inputs]
    if not rows:
        return
    work.note_bulk(Lot.__tablename__)
    connection = work.session.connection()
    if connection.dialect.name == "sqlite":
        drawn = connection.execute(_one_by_one(status, free), rows)
    else:
        lists = {key: [row[key] for row in rows] for key in ("drawn_id", "wanted_g")}
        drawn = connection.execute(_together(status, free), lists)
    if drawn.rowcount != len(rows):
        raise Conflict("lot")
    ids = [draw.lot.id for draw in inputs]
    fresh = select(Lot).where(Lot.id.in_(ids)).execution_options(populate_existing=True)
    work.session.scalars(fresh).all()


def _one_by_one(status: LotStatus, free: ColumnElement[bool]) -> Update:
    """Give the statement that SQLite runs for every row by itself."""
    lot_id, wanted_g = bindparam("drawn_id", type_=Uuid()), bindparam("wanted_g", type_=BigInteger)
    return _guarded(lot_id, wanted_g).where(Lot.status == status, free)


def _together(status: LotStatus, free: ColumnElement[bool]) -> Update:
    """Give the statement that PostgreSQL runs once for all rows, sent as two lists."""
    lists = func.unnest(
        bindparam("drawn_id", type_=ARRAY(Uuid)), bindparam("wanted_g", type_=ARRAY(BigInteger))
    )
    names = (column("drawn_id", Uuid), column("wanted_g", BigInteger))
    wanted = lists.table_valued(*names, name="wanted").render_derived()
    return _guarded(wanted.c.drawn_id, wanted.c.wanted_g).where(Lot.status == status, free)


def _guarded(lot_id: ColumnElement[UUID], wanted_g: ColumnElement[int]) -> Update:
    """Say that a lot is drawn on where it still has enough."""
    return (
        update(Lot)
        .where(Lot.id == lot_id, Lot.made_g - Lot.taken_g >= wanted_g)
        .values(
            taken_g=Lot.taken_g + wanted_g,
            status=case((Lot.made_g - Lot.taken_g == wanted_g, LotStatus.USED), else_=Lot.status),
            version=Lot.version + 1,
        )
    )
