"""Questions about the papers that travel with goods, and those a border asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.kernel.refusals import NotFound
from fairwild.permits.facts import PermitFacts
from fairwild.permits.queries import papers_of, permits_serving
from fairwild.trade.facts import CarriedPaper, PaperUse
from fairwild.trade.queries.consignments import get_consignment
from fairwild.trade.queries.needing import draws_of, loads_of, needs_of, needs_of_each
from fairwild.trade.records import Consignment, TransportPaper, whole_consignment
from fairwild.trade.rules import papers_that_count, papers_wanted, same_paper
from fairwild.trade.states import NAME_A_PLANT, NEVER_ACROSS
from fairwild.unit_of_work import Reading

PaperKey = tuple[str, UUID | None, str | None]
"""The direction, the plant and the number of a paper, as they are compared."""

Uses = tuple[PaperUse, ...]


def papers_carried(reading: Reading, consignment: Consignment) -> list[CarriedPaper]:
    """List the papers that stand with a consignment, with what went out under their numbers.

    What the sender has registered of a paper under its permits counts beside what was written
    down here: the smaller weight, the earlier day.
    """
    query = select(TransportPaper).where(
        TransportPaper.consignment_id == consignment.id, TransportPaper.removed_at.is_(None)
    )
    query = query.options(joinedload(TransportPaper.species)).order_by(TransportPaper.added_at)
    with reading.session.no_autoflush:
        found = list(reading.session.scalars(query))
    named = {one.species_id for one in found if one.species_id}
    registered = papers_of(reading, consignment.sender_id, named) if named else []
    uses = _uses(reading, consignment, found)
    return [_carried(one, registered, uses) for one in found]


def _carried(
    paper: TransportPaper, registered: Sequence[PermitFacts], uses: Mapping[PaperKey, Uses]
) -> CarriedPaper:
    known = next((one for one in registered if _key(one) == _key(paper)), None)
    last_days = [paper.valid_until, known.valid.last_day if known else None]
    limits_g = [paper.limit_g, known.limit_g if known else None]
    return CarriedPaper(
        kind=paper.kind,
        number=paper.number,
        species_id=paper.species_id,
        species=paper.species.scientific_name if paper.species else "",
        last_day=min((one for one in last_days if one), default=None),
        limit_g=min((one for one in limits_g if one), default=None),
        several_shipments=known is not None and known.several_shipments,
        uses=uses.get(_key(paper), ()),
    )


def _key(paper: PermitFacts | TransportPaper) -> PaperKey:
    """Say by what a paper is the same one: its direction, its plant and its number."""
    return str(paper.kind), paper.species_id, same_paper(paper.number)


def _uses(
    reading: Reading, consignment: Consignment, papers: Iterable[PermitFacts | TransportPaper]
) -> dict[PaperKey, Uses]:
    """Give what went over a border under the numbers of CITES papers, by consignment."""
    alike = papers_alike(reading, consignment, papers)
    ids = {one.consignment_id for one in alike}
    query = select(Consignment).where(
        Consignment.id.in_(ids), Consignment.status.not_in(NEVER_ACROSS)
    )
    whole = query.options(*whole_consignment()).order_by(Consignment.shipped_at)
    with reading.session.no_autoflush:
        left = list(reading.session.scalars(whole.execution_options(populate_existing=True)))
    found: dict[PaperKey, Uses] = {}
    for other, needs in zip(left, needs_of_each(reading, loads_of(reading, left)), strict=True):
        needed: dict[tuple[str, UUID | None], int] = {
            (str(one.kind), one.species_id): one.mass_g for one in needs
        }
        for key in {_key(one) for one in alike if one.consignment_id == other.id}:
            if key[:2] in needed:
                use = PaperUse(other.number, needed[key[:2]])
                found[key] = (*found.get(key, ()), use)
    return found


def papers_alike(
    reading: Reading, consignment: Consignment, papers: Iterable[PermitFacts | TransportPaper]
) -> list[TransportPaper]:
    """List the papers with a number of these that stand with other consignments of the sender."""
    keys = {_key(one) for one in papers if str(one.kind) in NAME_A_PLANT}
    if not keys:
        return []
    query = (
        select(TransportPaper)
        .join(Consignment, Consignment.id == TransportPaper.consignment_id)
        .where(
            Consignment.sender_id == consignment.sender_id,
            Consignment.id != consignment.id,
            TransportPaper.kind.in_(NAME_A_PLANT),
            TransportPaper.species_id.in_({species_id for _, species_id, _ in keys}),
            TransportPaper.removed_at.is_(None),
        )
    )
    with reading.session.no_autoflush:
        return [one for one in reading.session.scalars(query) if _key(one) in keys]


def papers_at_hand(reading: Reading, consignment: Consignment) -> list[PermitFacts]:
    """List the papers registered by the sender that would help with what is missing today.

    `drawn_g` of each is what went out under its number before; one that is used up is left out.
    """
    carried = papers_carried(reading, consignment)
    met = papers_that_count(carried, on=reading.today)
    needs = needs_of(reading, consignment, draws_of(reading, consignment))
    short = papers_wanted(needs, met)
    serving = permits_serving(reading, short, operator_id=consignment.sender_id, on=reading.today)
    found = [one for permits in serving.values() for one in permits]
    there = {same_paper(paper.number) for papers in met.values() for paper in papers}
    uses = _uses(reading, consignment, found)
    drawn = [replace(one, drawn_g=_used_g(uses, one)) for one in found]
    return [
        one
        for one in drawn
        if same_paper(one.number) not in there
        and (one.several_shipments or not one.drawn_g)
        and (one.left_g is None or one.left_g > 0)
    ]


def _used_g(uses: Mapping[PaperKey, Uses], permit: PermitFacts) -> int:
    return sum(one.mass_g for one in uses.get(_key(permit), ()))


def find_paper(reading: Reading, consignment_id: UUID, paper_id: UUID) -> TransportPaper:
    """Give a paper of a consignment to those who may see that; raises NotFound."""
    consignment = get_consignment(reading, consignment_id)
    for paper in consignment.papers:
        if paper.id == paper_id and paper.sha256:
            return paper
    raise NotFound("transport_paper")
