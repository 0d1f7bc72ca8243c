"""Questions about what travelled under a paper that a sender has registered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from fairwild.permits.facts import PermitFacts
from fairwild.permits.states import NAME_A_PLANT, TRAVEL_WITH_GOODS
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.trade.queries.consignments import ORDERS
from fairwild.trade.queries.needing import Load, goods_of_each, loads_of, needs_of_each
from fairwild.trade.records import Consignment, TransportPaper
from fairwild.trade.rules import same_paper
from fairwild.trade.states import NEVER_ACROSS, PaperKind
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Travelled:
    """A consignment that carries a registered paper, and what it used of that.

    `mass_g` is None where it did not leave, was called back, or crossed no border that asks for
    this paper; `left_g`, what was left after it, is None there and where no weight is stated.
    """

    consignment: Consignment
    mass_g: int | None = None
    left_g: int | None = None


@dataclass(frozen=True)
class UnderPermit:
    """One page of what travelled under a paper, and how much and how often in all."""

    page: Page[Travelled]
    used_g: int
    times: int


NOT_CARRIED = UnderPermit(Page([]), 0, 0)
"""What went under a permit that goes with no consignment."""


def travelled_under(
    reading: Reading, permit: PermitFacts, *, sender_id: UUID, cursor: Cursor
) -> UnderPermit:
    """Give one page of the consignments that carry this paper of a sender, the latest first."""
    if permit.kind not in TRAVEL_WITH_GOODS:
        return NOT_CARRIED
    ids = _carrying(reading, permit, sender_id)
    used = _used(reading, permit, ids)
    left = _left_after(permit, used)
    query = reading.visible(Consignment).where(Consignment.id.in_(ids))
    page = page_of(
        reading.session, query.options(joinedload(Consignment.receiver)), ORDERS["shipped"], cursor
    )
    rows = [Travelled(one, used.get(one.id), left.get(one.id)) for one in page.rows]
    return UnderPermit(Page(rows, page.following), sum(used.values()), len(used))


def _carrying(reading: Reading, permit: PermitFacts, sender_id: UUID) -> set[UUID]:
    """Give the consignments a paper stands with, by its kind, its plant and its number."""
    named = TransportPaper.species_id == permit.species_id
    if permit.kind not in NAME_A_PLANT:
        named = or_(named, TransportPaper.species_id.is_(None))
    query = (
        select(TransportPaper.consignment_id, TransportPaper.number)
        .join(Consignment, Consignment.id == TransportPaper.consignment_id)
        .where(
            Consignment.sender_id == sender_id,
            TransportPaper.kind == PaperKind(permit.kind),
            TransportPaper.removed_at.is_(None),
            named,
        )
    )
    wanted = same_paper(permit.number)
    found = reading.session.execute(query)
    return {consignment_id for consignment_id, number in found if same_paper(number) == wanted}


def _used(reading: Reading, permit: PermitFacts, ids: set[UUID]) -> dict[UUID, int]:
    """Give what each used that went, in grams, the earliest first."""
    query = (
        select(Consignment)
        .where(Consignment.id.in_(ids), Consignment.status.not_in(NEVER_ACROSS))
        .options(selectinload(Consignment.lines))
        .order_by(Consignment.shipped_at, Consignment.id)
    )
    loads = loads_of(reading, reading.session.scalars(query))
    masses = _asked_g(reading, permit, loads)
    return {one.id: mass_g for (one, _), mass_g in zip(loads, masses, strict=True) if mass_g}


def _asked_g(reading: Reading, permit: PermitFacts, loads: list[Load]) -> list[int]:
    """Give what a paper was needed for in every load; one that no border asks for, its plant."""
    if permit.kind not in NAME_A_PLANT:
        goods = goods_of_each(reading, loads)
        return [
            sum(one.mass_g for one in each if one.species_id == permit.species_id) for each in goods
        ]
    wanted = (permit.kind, permit.species_id)
    return [
        sum(one.mass_g for one in needs if (one.kind, one.species_id) == wanted)
        for needs in needs_of_each(reading, loads)
    ]


def _left_after(permit: PermitFacts, used: dict[UUID, int]) -> dict[UUID, int]:
    if permit.limit_g is None:
        return {}
    left_g, found = permit.limit_g, {}
    for consignment_id, mass_g in used.items():
        left_g -= mass_g
        found[consignment_id] = left_g
    return found
