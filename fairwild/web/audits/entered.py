"""What was entered in an audit form, and what the operator and the audit before said there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.applications.queries.assessed import find_own_assessment
from fairwild.audits.queries import AuditView, find_last_audit, terms_of
from fairwild.organisations.queries import people_by_id
from fairwild.unit_of_work import Reading
from fairwild.web.audits.showing import typed_value
from fairwild.wording.figures import time_of_day


def told_score(score: Any, names: Mapping[UUID, str]) -> dict[str, Any]:
    """Give a score with who entered it and when, for whoever must choose between two."""
    return {
        "indicator": score.indicator,
        "version": score.version,
        "value": typed_value(score),
        "note": score.note,
        "person": str(score.scored_by),
        "by": names.get(score.scored_by, "–"),
        "at": time_of_day(score.scored_at),
    }


def form_facts(reading: Reading, view: AuditView) -> dict[str, Any]:
    """Give what every page of the audit form shows besides."""
    audit = view.audit
    names = people_by_id(reading, {one.scored_by for one in view.scores.values()})
    last = find_last_audit(reading, audit)
    own = find_own_assessment(
        reading,
        audit.operator_id,
        standard=audit.standard,
        version=audit.standard_version,
        before=audit.finished_at or reading.now,
    )

    def assessed(score: Any) -> str:
        if score is None:
            return ""
        name = names.get(score.scored_by, "–")
        when = time_of_day(score.scored_at)
        said: str = gettext("Assessed by %(name)s, %(when)s.", name=name, when=when)
        return said

    def last_typed(code: str) -> str:
        return typed_value(last.scores.get(code)) if last else ""

    return {
        "assessed": assessed,
        "last": last,
        "last_typed": last_typed,
        "own": own,
        "terms": terms_of(audit),
    }
