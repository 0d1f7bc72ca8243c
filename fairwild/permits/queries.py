"""Questions about permits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from fairwild.areas.queries import area_facts
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.queries import subjects_told_of
from fairwild.permits import rules
from fairwild.permits.events import PermitDrawn
from fairwild.permits.facts import PaperNeed, PermitFacts
from fairwild.permits.records import Permit, PermitArea
from fairwild.permits.states import PermitKind
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


def _areas_of(reading: Reading, permit_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    query = select(PermitArea).where(PermitArea.permit_id.in_(set(permit_ids)))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in reading.session.scalars(query):
        found[row.permit_id].add(row.area_id)
    return {permit_id: frozenset(areas) for permit_id, areas in found.items()}


def _facts(row: Permit, area_ids: frozenset[UUID]) -> PermitFacts:
    return PermitFacts(
        id=row.id,
        number=row.number,
        kind=row.kind,
        authority=row.authority,
        species_id=row.species_id,
        part=row.part,
        state=row.state,
        valid=Period(row.valid_from, row.valid_until),
        area_ids=area_ids,
        limit_g=row.limit_g,
        drawn_g=row.drawn_g,
        ended=row.ended_at is not None,
        several_shipments=row.several_shipments,
    )


def facts_of(reading: Reading, rows: Collection[Permit]) -> list[PermitFacts]:
    """Give the facts of these permits, with their areas and whether anything was ever drawn."""
    areas = _areas_of(reading, [row.id for row in rows])
    undrawn = [row.id for row in rows if not row.drawn_g]
    before = subjects_told_of(reading.session, undrawn, PermitDrawn.kind())
    return [
        replace(_facts(row, areas.get(row.id, frozenset())), taken_back=row.id in before)
        for row in rows
    ]


def get_permit(reading: Reading, permit_id: UUID) -> Permit:
    """Give one permit with its species; raises NotFound."""
    query = reading.visible(Permit).where(Permit.id == permit_id)
    found = reading.session.scalar(query.options(joinedload(Permit.species)))
    if found is None:
        raise NotFound("permit")
    return found


def list_permits(reading: Reading, operator_id: UUID) -> list[Permit]:
    """List the permits of an operator with their species: those that end last come first."""
    query = reading.visible(Permit).where(Permit.operator_id == operator_id)
    ordered = query.order_by(Permit.ended_at.is_not(None), Permit.valid_until.desc(), Permit.number)
    return list(reading.session.scalars(ordered.options(joinedload(Permit.species))))


def page_of_permits(reading: Reading, cursor: Cursor) -> Page[Permit]:
    """Give one page of the permits the actor may see, those that end last first."""
    columns = [Permit.valid_until, Permit.id]
    return page_of(reading.session, reading.visible(Permit), columns, cursor)


def is_number_taken(
    reading: Reading,
    operator_id: UUID,
    kind: PermitKind,
    number: str,
    *,
    but: UUID | None = None,
) -> bool:
    """Tell whether an operator has already a permit of this kind and number."""
    same = select(Permit.id).where(
        Permit.operator_id == operator_id, Permit.kind == kind, Permit.number == number
    )
    if but is not None:
        same = same.where(Permit.id != but)
    return reading.session.scalar(same) is not None


def harvest_permits(
    reading: Reading, *, operator_id: UUID, species_id: UUID, part: PlantPart
) -> tuple[PermitFacts, ...]:
    """List the permits to harvest that matter for these plants; nobody is asked for permission."""
    query = select(Permit).where(
        Permit.operator_id == operator_id,
        Permit.species_id == species_id,
        Permit.part == part,
        Permit.kind == PermitKind.HARVEST,
    )
    facts = facts_of(reading, list(reading.session.scalars(query)))
    return rules.permits_concerned(facts, species_id=species_id, part=part)


def papers_of(
    reading: Reading, operator_id: UUID, species_ids: Iterable[UUID]
) -> list[PermitFacts]:
    """List the papers an operator has registered for these species; nobody is asked."""
    query = select(Permit).where(
        Permit.operator_id == operator_id, Permit.species_id.in_(set(species_ids))
    )
    return facts_of(reading, list(reading.session.scalars(query)))


def permits_serving(
    reading: Reading, needs: Sequence[PaperNeed], *, operator_id: UUID, on: date
) -> dict[tuple[PermitKind, UUID], tuple[PermitFacts, ...]]:
    """Give for every need, by its kind and species, the registered papers that would meet it."""
    papers = papers_of(reading, operator_id, [need.species_id for need in needs])
    return {
        (need.kind, need.species_id): rules.permits_serving(need, papers, on=on) for need in needs
    }


def area_names(reading: Reading, permit: PermitFacts) -> list[str]:
    """Give the codes and names of the areas a permit is good for, in their order."""
    found = area_facts(reading, permit.area_ids).values()
    return [f"{area.code} · {area.name}" for area in sorted(found, key=lambda area: area.code)]


def drawn_of_permits() -> Select[UUID, int]:
    """Select every permit with what is drawn of it, for `fairwild check`."""
    return select(Permit.id, Permit.drawn_g)
