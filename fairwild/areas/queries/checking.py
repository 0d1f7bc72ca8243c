"""Whether limits of seasons are what the ledger was told of them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwild.areas.events import (
    MaximumQuantityChanged,
    MaximumQuantitySet,
    QuantityChangeApproved,
)
from fairwild.areas.records import CollectionArea, MaximumQuantity
from fairwild.ledger.queries import last_told, unlike_told

AT_ONCE = 1000
_FACTS = ("area_id", "species_id", "part", "state", "season_from", "season_until", "limit_g")
_DEEDS = (MaximumQuantitySet, MaximumQuantityChanged, QuantityChangeApproved)

_CODES = select(CollectionArea.id, CollectionArea.code)


def check_quantities(session: Session) -> Iterator[str]:
    """Name every limit that is not what was last laid down or granted, or that is gone."""
    told = last_told(session, *(deed.kind() for deed in _DEEDS))
    codes = {row.id: row.code for row in session.execute(_CODES)}
    ordered = select(MaximumQuantity).order_by(MaximumQuantity.set_at, MaximumQuantity.id)
    for row in session.scalars(ordered.execution_options(yield_per=AT_ONCE)):
        name = f"limit of {codes[row.area_id]} from {row.season_from}"
        unlike = unlike_told(row, told.pop(row.id, None), {fact: fact for fact in _FACTS})
        yield from (f"{name} {one}" for one in unlike)
    yield from (f"limit {gone} is gone" for gone in sorted(map(str, told)))
