"""What can be drawn for an audit, and what was."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import queries as audits
from fairwild.desks import rules
from fairwild.desks.facts import Candidate, Population, SampleTerms
from fairwild.desks.records import AuditSample, SampleItem
from fairwild.desks.states import Sampled, SampleRule
from fairwild.harvesters import registered as harvesters
from fairwild.kernel.parameters import ParameterTable
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries import audited
from fairwild.species import queries as species
from fairwild.standards.queries import numbers_of
from fairwild.unit_of_work import Reading

Drawables = Mapping[Sampled, list[Candidate]]


def sample_terms(table: ParameterTable, *, on: date) -> SampleTerms:
    """Give the numbers of a table by which samples are drawn on that day."""
    return SampleTerms(
        factors={
            one: table.in_force("sample_factor", on=on, what=str(one)).value for one in Sampled
        },
        least={one: table.in_force("sample_least", on=on, what=str(one)).whole for one in Sampled},
        weights={
            row.keys["class"]: row.whole for row in table.all_in_force("sample_weight", on=on)
        },
        version=table.version,
    )


@dataclass(frozen=True)
class Stretch:
    """The days a sample looks at, and the moment at which it looks."""

    since: date
    until: date
    known_at: datetime


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


@dataclass(frozen=True)
class _Weight:
    """How often a species counts, and by which risk class."""

    weight: int
    risk_class: str
    species_id: UUID


def _weights(scope: Iterable[Mapping[str, str]], terms: SampleTerms) -> dict[UUID, _Weight]:
    """Give the weight of each species of a scope by its risk class; the highest counts."""
    found: dict[UUID, _Weight] = {}
    for line in scope:
        risk_class, species_id = line["risk_class"], UUID(line["species_id"])
        one = _Weight(terms.weights.get(risk_class, 1), risk_class, species_id)
        known = found.get(species_id)
        if known is None or one.weight > known.weight:
            found[species_id] = one
    return found


def _in_register(
    reading: Reading, operator_id: UUID, known_at: datetime
) -> Iterator[Mapping[str, str]]:
    """Give what may be collected by the limits set so far, with its risk classes of that day."""
    goods: dict[str, set[tuple[UUID, PlantPart]]] = {}
    for one in areas.limits_of(reading, operator_id):
        if one.set_at <= known_at:
            goods.setdefault(one.area.country, set()).add((one.species_id, one.part))
    for country, wanted in sorted(goods.items()):
        found = species.risks_on(reading, wanted, country=country, on=known_at.date())
        for (species_id, _), facts in found.items():
            yield {"species_id": str(species_id), "risk_class": str(facts.risk_class)}


def drawables_of(
    reading: Reading, audit_id: UUID, stretch: Stretch, terms: SampleTerms, rule: SampleRule
) -> Drawables:
    """Give everything that can be drawn for an audit, with its weight by the risk of its species.

    By risk weight, what the operator may collect beside the scope weighs by the register's class
    of the day. Raises NotFound, and NotAllowed to those who may not see the operator's desk.
    """
    audit = audits.get_audit(reading, audit_id)
    reading.may(Action.SEE_DESK, on=audit)
    classed: list[Mapping[str, str]] = [*audit.scope]
    if rule is SampleRule.RISK_WEIGHT:
        classed += _in_register(reading, audit.operator_id, stretch.known_at)
    weights = _weights(classed, terms)
    within = audited.Within(
        audit.operator_id, _midnight(stretch.since), _midnight(stretch.until), stretch.known_at
    )
    people = harvesters.registered_within(
        reading, audit.operator_id, since=stretch.since, until=stretch.until
    )
    return {
        Sampled.HARVESTER: [
            _candidate(one.id, one.local_id, one.species_ids, weights) for one in people
        ],
        Sampled.AREA: _areas_in(reading, audit.scope, weights),
        Sampled.LOT: _weighed(audited.lots_within(reading, within), weights),
        Sampled.RECEIPT: _weighed(audited.receipts_within(reading, within), weights),
    }


def _candidate(
    thing_id: UUID,
    label: str,
    species_ids: Iterable[UUID | None],
    weights: Mapping[UUID, _Weight],
) -> Candidate:
    """Give a thing that can be drawn, which weighs as the heaviest of its species."""
    found = (weights[one] for one in species_ids if one and one in weights)
    heaviest = max(found, key=lambda one: one.weight, default=None)
    if heaviest is None:
        return Candidate(thing_id, label)
    return Candidate(thing_id, label, heaviest.weight, heaviest.species_id, heaviest.risk_class)


def _weighed(found: list[audited.Drawable], weights: Mapping[UUID, _Weight]) -> list[Candidate]:
    return [_candidate(one.id, one.number, [one.species_id], weights) for one in found]


def _areas_in(
    reading: Reading, scope: list[dict[str, str]], weights: Mapping[UUID, _Weight]
) -> list[Candidate]:
    named: dict[UUID, list[UUID | None]] = {}
    for line in scope:
        for area_id in line["area_ids"]:
            named.setdefault(UUID(area_id), []).append(UUID(line["species_id"]))
    found = areas.area_facts(reading, named).values()
    return [_candidate(one.id, one.code, named[one.id], weights) for one in found]


def samples_of(reading: Reading, audit_id: UUID) -> list[AuditSample]:
    """List the samples drawn for an audit, the latest first, without what is in them."""
    query = reading.visible(AuditSample).where(AuditSample.audit_id == audit_id)
    return list(reading.session.scalars(query.order_by(AuditSample.edition.desc())))


def latest_sample(reading: Reading, audit_id: UUID) -> AuditSample | None:
    """Give the last sample drawn for an audit with everything in it, once there is one."""
    query = reading.visible(AuditSample).where(AuditSample.audit_id == audit_id)
    ordered = query.order_by(AuditSample.edition.desc()).limit(1)
    loaded = ordered.options(selectinload(AuditSample.items))
    return reading.session.scalar(loaded.execution_options(populate_existing=True))


def get_sample(reading: Reading, sample_id: UUID) -> AuditSample:
    """Give one sample with everything in it; raises NotFound."""
    query = reading.visible(AuditSample).where(AuditSample.id == sample_id)
    loaded = query.options(selectinload(AuditSample.items))
    found = reading.session.scalar(loaded.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("audit_sample")
    return found


def kinds_drawn(sample: AuditSample) -> dict[Sampled, list[SampleItem]]:
    """Give what is in a sample by its kind, what was taken out included."""
    return {what: [one for one in sample.items if one.what is what] for what in Sampled}


@dataclass(frozen=True)
class Redraw:
    """A draw made again: whether there is still the same to draw from, and the same was drawn."""

    what: Sampled
    population: Population
    same_population: bool
    same_draw: bool


def redraw(reading: Reading, sample_id: UUID) -> list[Redraw]:
    """Draw a sample again from its stored seed and hold it against what was kept."""
    sample = get_sample(reading, sample_id)
    terms, found = drawn_from(reading, sample)
    return [_compared(sample, what, found[what], terms) for what in Sampled]


def drawn_from(reading: Reading, sample: AuditSample) -> tuple[SampleTerms, Drawables]:
    """Give the numbers a sample was drawn by, as kept then, and all that could be drawn now."""
    table = numbers_of(reading, sample.parameters_version)
    terms = sample_terms(table, on=sample.drawn_at.date())
    stretch = Stretch(sample.since, sample.until, sample.drawn_at)
    return terms, drawables_of(reading, sample.audit_id, stretch, terms, sample.rule)


def _compared(
    sample: AuditSample, what: Sampled, found: list[Candidate], terms: SampleTerms
) -> Redraw:
    population = rules.population_of(found)
    again = drawn_of(found, what, seed=sample.seed, rule=sample.rule, terms=terms)
    kept = [one.thing_id for one in sample.items if one.what is what and not one.by_hand]
    return Redraw(
        what=what,
        population=population,
        same_population=sample.populations[what]["sha256"] == population.sha256,
        same_draw=kept == [one.id for one in again],
    )


def drawn_of(
    found: list[Candidate], what: Sampled, *, seed: str, rule: SampleRule, terms: SampleTerms
) -> list[Candidate]:
    """Draw from what there is of one kind, by the numbers in force."""
    size = rules.size_of(found, rule, factor=terms.factors[what], least=terms.least[what])
    return rules.draw(found, size=size, seed=f"{seed}:{what}", rule=rule)


def find_thing(reading: Reading, audit_id: UUID, what: Sampled, label: str) -> Candidate | None:
    """Find something of the audited operator by the number people know it by."""
    audit = audits.get_audit(reading, audit_id)
    operator_id = audit.operator_id
    match what:
        case Sampled.RECEIPT:
            found = audited.find_receipt_numbered(reading, operator_id, label)
            return Candidate(found.id, found.number) if found else None
        case Sampled.LOT:
            lot = audited.find_lot_numbered(reading, operator_id, label)
            return Candidate(lot.id, lot.number) if lot else None
        case Sampled.HARVESTER:
            person = harvesters.find_registered(reading, operator_id, label)
            return Candidate(person.id, person.local_id) if person else None
    place = areas.find_coded(reading, operator_id, label)
    return Candidate(place.id, place.code) if place else None


def find_item(reading: Reading, item_id: UUID) -> SampleItem | None:
    """Give one thing of a sample; whoever asks holds its sample already."""
    return reading.session.scalar(select(SampleItem).where(SampleItem.id == item_id))
