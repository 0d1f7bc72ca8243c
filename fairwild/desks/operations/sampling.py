"""Drawing a sample for an audit, and changing it by hand with a reason."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import queries as audits
from fairwild.audits.operations.acting import acting_person
from fairwild.desks import rules
from fairwild.desks.events import SampleDrawn, SampleItemAdded, SampleItemRemoved
from fairwild.desks.facts import Candidate, SampleFacts
from fairwild.desks.queries.desk import first_day
from fairwild.desks.queries.sampling import (
    Stretch,
    drawables_of,
    drawn_of,
    find_item,
    find_thing,
    get_sample,
    sample_terms,
    samples_of,
)
from fairwild.desks.records import AuditSample, SampleItem
from fairwild.desks.states import Sampled, SampleRule
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import Conflict, Invalid, NotFound
from fairwild.standards.operations import keep_numbers
from fairwild.unit_of_work import UnitOfWork


def draw_sample(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    rule: SampleRule,
    since: date | None = None,
    seed: str = "",
    reason: str = "",
) -> AuditSample:
    """Draw harvesters, areas, lots and receipts for an audit; the seed is kept with the draw.

    A second draw needs a reason, and leaves the first one where it is.
    """
    audit = audits.get_audit(work, audit_id)
    work.may(Action.DRAW_SAMPLE, on=audit)
    before = samples_of(work, audit_id)
    work.refuse_if(
        rules.obstacles_to_drawing(audit.status, audit.kind, drawn=len(before), reason=reason)
    )
    terms = sample_terms(keep_numbers(work), on=work.today)
    stretch = Stretch(since or first_day(work, audit)[0], work.today + timedelta(days=1), work.now)
    if stretch.since >= stretch.until:
        raise Invalid({"since": "end-before-start"})
    seed = seed.strip() or secrets.token_hex(16)
    found = drawables_of(work, audit_id, stretch, terms, rule)
    drawn = {
        what: drawn_of(found[what], what, seed=seed, rule=rule, terms=terms) for what in Sampled
    }
    sample = AuditSample(
        audit_id=audit_id,
        body_id=audit.body_id,
        operator_id=audit.operator_id,
        edition=len(before) + 1,
        rule=rule,
        seed=seed,
        since=stretch.since,
        until=stretch.until,
        populations={what: vars(rules.population_of(found[what])) for what in Sampled},
        parameters_version=terms.version,
        reason=reason.strip(),
        drawn_at=work.now,
        drawn_by=acting_person(work),
    )
    work.add(sample)
    work.session.add_all(_items(sample, drawn))
    work.session.flush()
    work.record(_drawn(sample, drawn))
    return get_sample(work, sample.id)


def _items(sample: AuditSample, drawn: Mapping[Sampled, list[Candidate]]) -> list[SampleItem]:
    things = [(what, one) for what in Sampled for one in drawn[what]]
    return [
        SampleItem(
            sample_id=sample.id,
            place=place,
            what=what,
            thing_id=one.id,
            label=one.label,
            by_hand=False,
        )
        for place, (what, one) in enumerate(things, start=1)
    ]


def _drawn(sample: AuditSample, drawn: Mapping[Sampled, list[Candidate]]) -> SampleDrawn:
    return SampleDrawn(
        subject=sample.id,
        audit=sample.audit_id,
        edition=sample.edition,
        rule=sample.rule,
        seed=sample.seed,
        since=sample.since,
        until=sample.until,
        populations=sample.populations,
        drawn={what: [one.label for one in drawn[what]] for what in Sampled},
        parameters_version=sample.parameters_version,
        reason_sha256=text_digest(sample.reason),
    )


def add_to_sample(
    work: UnitOfWork, *, sample_id: UUID, what: Sampled, label: str, reason: str
) -> SampleItem:
    """Put something of the operator into the sample by hand, with a reason."""
    work.take(AuditSample, sample_id, to=Action.DRAW_SAMPLE)
    sample = get_sample(work, sample_id)
    found = find_thing(work, sample.audit_id, what, label)
    facts = _facts(work, sample)
    work.refuse_if(rules.obstacles_to_adding(facts, what, found, label=label, reason=reason))
    if found is None:
        raise NotFound("audit_sample_item")
    item = SampleItem(
        sample_id=sample.id,
        place=len(sample.items) + 1,
        what=what,
        thing_id=found.id,
        label=found.label,
        by_hand=True,
        added_reason=reason.strip(),
    )
    work.add(item)
    work.record(
        SampleItemAdded(
            subject=sample.id,
            audit=sample.audit_id,
            what=what,
            label=item.label,
            reason_sha256=text_digest(reason),
        )
    )
    return item


def remove_from_sample(
    work: UnitOfWork, *, sample_id: UUID, item_id: UUID, reason: str
) -> SampleItem:
    """Take something out of the sample by hand; it stays to be seen, with the reason."""
    work.take(AuditSample, sample_id, to=Action.DRAW_SAMPLE)
    sample = get_sample(work, sample_id)
    item = find_item(work, item_id)
    if item is None or item.sample_id != sample_id:
        raise NotFound("audit_sample_item")
    work.refuse_if(rules.obstacles_to_changing(_facts(work, sample), reason=reason))
    if item.removed_at is not None:
        raise Conflict("audit_sample_item")
    item.removed_at, item.removed_by = work.now, acting_person(work)
    item.removed_reason = reason.strip()
    work.session.flush()
    work.record(
        SampleItemRemoved(
            subject=sample.id,
            audit=sample.audit_id,
            what=item.what,
            label=item.label,
            reason_sha256=text_digest(reason),
        )
    )
    return item


def _facts(work: UnitOfWork, sample: AuditSample) -> SampleFacts:
    newest = samples_of(work, sample.audit_id)[0]
    return SampleFacts(
        id=sample.id,
        audit_status=audits.get_audit(work, sample.audit_id).status,
        latest=newest.id == sample.id,
        things=frozenset((one.what, one.thing_id) for one in sample.items),
    )
