"""Whether an audit is older than what became of the certificate since. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.refusals import Obstacle


@dataclass(frozen=True)
class HeldBefore:
    """A certificate the audited party had: when it was withdrawn, and on which audit it rests."""

    certificate: str
    withdrawn_on: date | None = None
    audit_id: UUID | None = None
    audit: str = ""
    audited_until: date | None = None


def obstacles_in_age(last_day: date, held: Iterable[HeldBefore]) -> Iterator[Obstacle]:
    """Say what happened since the last day on the spot that makes an audit too old to certify.

    It saw nothing of what led to a withdrawal, and a later audit of the whole has taken its place.
    """
    known, said = tuple(held), {"last_day": last_day}
    for one in known:
        if one.withdrawn_on is not None and last_day < one.withdrawn_on:
            facts = {"certificate": one.certificate, "withdrawn_on": one.withdrawn_on}
            yield Obstacle("audit-before-withdrawal", said | facts)
    later = [(one.audited_until, one) for one in known if one.audited_until is not None]
    newest_day, newest = max(later, key=lambda pair: pair[0], default=(last_day, None))
    if newest is not None and last_day < newest_day:
        facts = {"certificate": newest.certificate, "audit": newest.audit}
        told = {"audited_until": newest_day, "audit_id": newest.audit_id}
        yield Obstacle("audit-before-the-certified-one", said | facts | told)
