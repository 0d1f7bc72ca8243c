"""Running numbers without gaps inside a series, safe under concurrent writers."""

from sqlalchemy import String, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from fairwild.store.base import Base


class NumberSeries(Base):
    """The last number a series has given out."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int] = mapped_column(nullable=False)


def _ensure(session: Session, name: str) -> None:
    if session.scalar(select(NumberSeries.last).where(NumberSeries.name == name)) is not None:
        return
    try:
        with session.begin_nested():
            session.execute(insert(NumberSeries).values(name=name, last=0))
    except IntegrityError:
        return  # somebody else began the series at the same moment


def next_number(session: Session, name: str) -> int:
    """Give the next number of a series, from 1; the row stays locked until the commit."""
    return next_numbers(session, name, 1)[0]


def next_numbers(session: Session, name: str, count: int) -> range:
    """Give the next numbers of a series in one go; the row stays locked until the commit."""
    _ensure(session, name)
    counted = (
        update(NumberSeries)
        .where(NumberSeries.name == name)
        .values(last=NumberSeries.last + count)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    last = session.execute(counted).scalar_one()
    return range(last - count + 1, last + 1)
