"""A sample as papers say it."""

from fairwild.certificates.papers import day_on_paper
from fairwild.desks.papers import wording
from fairwild.desks.queries.sampling import kinds_drawn
from fairwild.desks.records import AuditSample, SampleItem
from fairwild.documents.audit_facts import SampleChange, SampledKind, SampleText


def sample_text(sample: AuditSample | None) -> SampleText | None:
    """Word a sample: how it was drawn, what is in it, what was changed by hand."""
    if sample is None:
        return None
    drawn = f"{day_on_paper(sample.drawn_at.date())}, parameters {sample.parameters_version}"
    return SampleText(
        rule=wording.capital(sample.rule),
        seed=sample.seed,
        looked_at=f"{day_on_paper(sample.since)} – {day_on_paper(sample.until)}",
        drawn=drawn,
        reason=sample.reason,
        kinds=tuple(_kinds(sample)),
        changes=tuple(change for item in sample.items for change in _changes(item)),
    )


def _kinds(sample: AuditSample) -> list[SampledKind]:
    kinds = []
    for what, items in kinds_drawn(sample).items():
        within = [one.label for one in items if one.removed_at is None]
        whole = sample.populations.get(what, {}).get("count", 0)
        if within or whole:
            name = f"{wording.capital(what)}s"
            told = SampledKind(
                what=name, drawn=f"{len(within)} of {whole}", labels=", ".join(within) or "–"
            )
            kinds.append(told)
    return kinds


def _changes(item: SampleItem) -> list[SampleChange]:
    changes = []
    if item.by_hand:
        changes.append(SampleChange(label=item.label, change="put in", reason=item.added_reason))
    if item.removed_at is not None:
        told = SampleChange(label=item.label, change="taken out", reason=item.removed_reason)
        changes.append(told)
    return changes
