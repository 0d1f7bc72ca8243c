"""Whether permits are what the ledger was told of them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwild.ledger.queries import last_told, unlike_told
from fairwild.permits.events import PermitChanged, PermitRegistered
from fairwild.permits.records import Permit

AT_ONCE = 1000
_SAME = (
    *("operator_id", "number", "authority", "species_id", "part", "state", "limit_g"),
    *("valid_from", "valid_until", "several_shipments"),
)
_FACTS = {"kind": "permit_kind", **{name: name for name in _SAME}}


def check_permits(session: Session) -> Iterator[str]:
    """Name every permit that is not what was last written down of it, or that is gone."""
    told = last_told(session, PermitRegistered.kind(), PermitChanged.kind())
    ordered = select(Permit).order_by(Permit.registered_at, Permit.id)
    for row in session.scalars(ordered.execution_options(yield_per=AT_ONCE)):
        unlike = unlike_told(row, told.pop(row.id, None), _FACTS)
        yield from (f"permit {row.number} {one}" for one in unlike)
    yield from (f"permit {said['number']} is gone" for said in told.values())
