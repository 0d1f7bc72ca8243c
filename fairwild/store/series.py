"""Running numbers without gaps inside a series, safe under concurrent writers."""

from sqlalchemy import String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from fairwild.store.base import Base


class NumberSeries(Base):
    """The last number a series has given out."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int] = mapped_column(nullable=False)


_COUNTED = text(
    "INSERT INTO number_series (name, last) VALUES (:name, :count)"
    " ON CONFLICT (name) DO UPDATE SET last = number_series.last + excluded.last RETURNING last"
)
"""Begins a series or goes on with it: two who begin it at once wait for one another."""


def next_number(session: Session, name: str) -> int:
    """Give the next number of a series, from 1; the row stays locked until the commit."""
    return next_numbers(session, name, 1)[0]


def next_numbers(session: Session, name: str, count: int) -> range:
    """Give the next numbers of a series in one go; the row stays locked until the commit."""
    last = session.execute(_COUNTED, {"name": name, "count": count}).scalar_one()
    return range(last - count + 1, last + 1)


def serial_text(serial: int, *, width: int) -> str:
    """Write a running number so that numbers sort as text in the order they were given.

    It is padded to `width` digits; one that has more is led by an `A` for each further digit:
    `99999` is followed by `A100000`, in lists, in spreadsheets and on paper alike.
    """
    digits = f"{serial:0{width}d}"
    return "A" * (len(digits) - width) + digits
