"""What an auditor lays beside the ledger: how the operator sees itself, and receipts to look at."""

from typing import Any

from fairwild.applications.queries.assessed import OwnAssessment, find_own_assessment
from fairwild.desks.records import AuditSample
from fairwild.desks.states import Sampled
from fairwild.lots.queries.audited import SeenReceipt, receipts_seen
from fairwild.unit_of_work import Reading


def own_assessment_for(reading: Reading, audit: Any) -> OwnAssessment | None:
    """Give what the operator said of itself under the standard of an audit, before its report."""
    return find_own_assessment(
        reading,
        audit.operator_id,
        standard=audit.standard,
        version=audit.standard_version,
        before=audit.finished_at or reading.now,
    )


def receipts_drawn(reading: Reading, sample: AuditSample | None, *, most: int) -> list[SeenReceipt]:
    """Give the receipts that stand in a sample, as far as they were not taken out of it."""
    drawn = [
        one.thing_id
        for one in (sample.items if sample else ())
        if one.what is Sampled.RECEIPT and one.removed_at is None
    ]
    return receipts_seen(reading, drawn[:most])
