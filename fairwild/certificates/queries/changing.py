"""What a positive decision on an audit makes of the certificate in force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.audits.rules import obstacles_in_age, usual_kind
from fairwild.audits.states import RENEWING, AuditKind
from fairwild.certificates import rules
from fairwild.certificates.facts import ScopeLine
from fairwild.certificates.queries.aging import held_before
from fairwild.certificates.queries.holding import standing_of
from fairwild.certificates.queries.judging import certificate_facts
from fairwild.certificates.records import Certificate
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle
from fairwild.species import queries as species
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Change:
    """The scope there will be, beside that of the certificate in force, and what stands against it.

    `renews` says that the certificate begins a new term; otherwise the one in force stays until
    its day. `altered` are its lines beside the new ones where the maximum or the forms change,
    `audited` the areas the audit was planned for. `number`, `last_day` and `conditions` are those
    of the one in force, empty without one.
    """

    renews: bool
    scope: tuple[ScopeLine, ...]
    lost: tuple[ScopeLine, ...] = ()
    added: tuple[ScopeLine, ...] = ()
    altered: tuple[tuple[ScopeLine, ScopeLine], ...] = ()
    audited: frozenset[UUID] = frozenset()
    number: str = ""
    last_day: date | None = None
    conditions: str = ""
    amends: bool = False
    obstacles: tuple[Obstacle, ...] = ()


def change_on(reading: Reading, audit: Any) -> Change:
    """Tell what a positive decision today makes of the holder's certificate in force."""
    parties = {"holder_id": audit.operator_id, "body_id": audit.body_id}
    return change_by(reading, audit, standing_of(reading, **parties, standard=audit.standard))


def change_by(reading: Reading, audit: Any, lasting: Sequence[Certificate]) -> Change:
    """Tell what a positive decision makes of these certificates, the newest first."""
    known = certificate_facts(reading, [row.id for row in lasting])
    standing = [known[row.id] for row in lasting]
    kind = audit.kind or usual_kind(audit.certification_year)
    audited, held = scope_of(reading, audit.scope), standing[0].scope if standing else ()
    scope = _scope_by(kind, audited, held)
    renews = kind in RENEWING
    return Change(
        renews=renews,
        scope=scope,
        lost=rules.scope_beyond(held, scope),
        added=rules.scope_beyond(scope, held),
        altered=rules.lines_changed(held, scope),
        audited=frozenset(area_id for line in audited for area_id in line.area_ids),
        number=standing[0].number if standing else "",
        last_day=rules.day_before(standing[0].valid_until) if standing else None,
        conditions=lasting[0].paper.get("restrictions", "").strip() if lasting else "",
        amends=scope != held,
        obstacles=(
            *_obstacles(kind, audit.standard_version, lasting),
            *(
                rules.obstacles_to_issuing(scope, standing, at=reading.now)
                if scope or renews
                else ()
            ),
            *(_of_age(reading, audit) if renews or scope != held else ()),
        ),
    )


def _of_age(reading: Reading, audit: Any) -> Iterator[Obstacle]:
    return obstacles_in_age(audit.ends_on, held_before(reading, audit))


def _scope_by(
    kind: AuditKind, audited: tuple[ScopeLine, ...], held: tuple[ScopeLine, ...]
) -> tuple[ScopeLine, ...]:
    if kind in RENEWING:
        return audited
    return rules.extended_scope(held, audited) if kind is AuditKind.EXTENSION else held


def _obstacles(kind: AuditKind, version: str, lasting: Sequence[Certificate]) -> Iterator[Obstacle]:
    if kind not in RENEWING:
        found = lasting[0].standard_version if lasting else None
        yield from rules.obstacles_to_amending(found, kind=kind, version=version)


def scope_of(reading: Reading, written: Sequence[Mapping[str, Any]]) -> tuple[ScopeLine, ...]:
    """Read the scope an audit was planned for."""
    plants = species.species_by_id(reading, (UUID(line["species_id"]) for line in written))
    return tuple(
        ScopeLine(
            species_id=UUID(line["species_id"]),
            species=plants[UUID(line["species_id"])].scientific_name,
            part=PlantPart(line["part"]),
            area_ids=frozenset(UUID(area_id) for area_id in line["area_ids"]),
            forms=frozenset(Form(form) for form in line["forms"]),
            risk_class=line["risk_class"],
            maximum_g=line["maximum_g"],
            state=State(line["state"]),
        )
        for line in written
    )
