"""What the audit before this one found."""

from dataclasses import dataclass
from datetime import date

from fairwild.audits.queries.rows import scores_of
from fairwild.audits.records import Audit, Score
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class LastAudit:
    """The scores of the audit before, by indicator."""

    number: str
    finished_on: date
    scores: dict[str, Score]


def find_last_audit(reading: Reading, audit: Audit) -> LastAudit | None:
    """Give the newest finished audit of the operator before this one, where one may see it.

    Another version of the standard may mean another thing by the same code, so only an audit
    under the same version counts.
    """
    wanted = reading.visible(Audit).where(
        Audit.operator_id == audit.operator_id,
        Audit.standard == audit.standard,
        Audit.standard_version == audit.standard_version,
        Audit.starts_on <= audit.starts_on,
        Audit.id != audit.id,
        Audit.finished_at.is_not(None),
    )
    newest = wanted.order_by(Audit.finished_at.desc(), Audit.id).limit(1)
    found = reading.session.scalar(newest)
    if found is None or found.finished_at is None:
        return None
    return LastAudit(found.number, found.finished_at.date(), scores_of(reading, found.id))
