"""Questions about lineages: what somebody may see of one, and who shows theirs to whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from sqlalchemy import or_, select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import Trace
from fairwild.lots.lineage.facts import Lineage, ShareFacts, Viewer
from fairwild.lots.lineage.rules import disclosed
from fairwild.lots.queries.stock import find_lot_id
from fairwild.lots.queries.trace import trace_of_any
from fairwild.lots.records import LineageShare, Lot
from fairwild.unit_of_work import Reading


def facts_of_share(share: LineageShare) -> ShareFacts:
    """Give the plain facts of a share."""
    return ShareFacts(share.id, share.owner_id, share.with_id, share.since, share.ended_at)


def find_traceable(reading: Reading, text: str) -> UUID | None:
    """Give the lot of a number or code, if the actor may see anything of its lineage."""
    lot_id = find_lot_id(reading, text)
    if lot_id is None:
        return None
    return lot_id if find_lineage(reading, lot_id) is not None else None


def find_lineage(reading: Reading, lot_id: UUID) -> Lineage | None:
    """Give the lineage of a lot as far as the actor may see it; None where not at all."""
    lot = reading.session.get(Lot, lot_id)
    if lot is None:
        return None
    trace = trace_of_any(reading, lot)
    return disclosed(trace, _viewer(reading, trace))


def lineage_of(reading: Reading, lot_id: UUID) -> Lineage:
    """Give the lineage of a lot as far as the actor may see it; raises NotFound."""
    found = find_lineage(reading, lot_id)
    if found is None:
        raise NotFound("lot")
    return found


def _viewer(reading: Reading, trace: Trace) -> Viewer:
    own = frozenset(post.organisation_id for post in reading.actor.posts)
    named, open_to_buyers = _sharing(reading, own)
    return Viewer(_own_among(reading, trace), own, named, open_to_buyers)


@dataclass(frozen=True)
class _Parties:
    """The parties of lots, by the columns in which the row of a lot names them."""

    named: tuple[tuple[Party, UUID | None], ...]

    def party(self, party: Party) -> UUID | None:
        """Name the organisation that is this party."""
        return dict(self.named).get(party)


def _named(parties: Iterable[UUID | None]) -> _Parties:
    return _Parties(tuple(zip(Lot.__parties__, parties, strict=True)))


def _own_among(reading: Reading, trace: Trace) -> frozenset[UUID]:
    """Give the lots of a trace that the actor may trace by right; the table is asked once for
    lots of the same parties."""
    parties_of = attrgetter(*Lot.__parties__.values())
    by_parties: dict[tuple[UUID | None, ...], list[UUID]] = defaultdict(list)
    for lot in trace.lots.values():
        by_parties[parties_of(lot)].append(lot.id)
    return frozenset(
        lot_id
        for parties, lot_ids in by_parties.items()
        if reading.allows(
            Action.TRACE_LOT, _Parties(tuple(zip(Lot.__parties__, parties, strict=True)))
        )
        for lot_id in lot_ids
    )


def _sharing(
    reading: Reading, organisation_ids: Iterable[UUID]
) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Give who shares with these organisations by name, and who shares with all buyers."""
    query = select(LineageShare.owner_id, LineageShare.with_id).where(
        LineageShare.ended_at.is_(None),
        or_(LineageShare.with_id.is_(None), LineageShare.with_id.in_(set(organisation_ids))),
    )
    rows = reading.session.execute(query).all()
    return (
        frozenset(owner_id for owner_id, with_id in rows if with_id is not None),
        frozenset(owner_id for owner_id, with_id in rows if with_id is None),
    )


def shares_of(reading: Reading, owner_id: UUID) -> list[ShareFacts]:
    """List with whom an organisation shares or shared its lineage, the latest first."""
    query = reading.visible(LineageShare).where(LineageShare.owner_id == owner_id)
    newest = query.order_by(LineageShare.since.desc(), LineageShare.id)
    return [facts_of_share(share) for share in reading.session.scalars(newest)]


def shares_with(reading: Reading, organisation_id: UUID) -> list[ShareFacts]:
    """List who shows their lineage to this organisation by name now."""
    query = select(LineageShare).where(
        LineageShare.with_id == organisation_id, LineageShare.ended_at.is_(None)
    )
    newest = query.order_by(LineageShare.since.desc(), LineageShare.id)
    return [facts_of_share(share) for share in reading.session.scalars(newest)]
