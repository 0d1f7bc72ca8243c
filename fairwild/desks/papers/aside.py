"""What the office of the body set aside in an audit, as its papers say it: for whom, why, when."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fairwild.certificates.papers import day_on_paper, word_on_paper
from fairwild.competence.queries import overrides_in
from fairwild.desks.papers import wording
from fairwild.documents.audit_facts import AsideText
from fairwild.organisations.queries import people_by_id
from fairwild.unit_of_work import Reading

FOUND: Mapping[str, str] = {
    "competence-missing": "no competence as %(role)s for %(standard)s %(version)s",
    "competence-expired": "the competence as %(role)s for %(standard)s %(version)s ended on "
    "%(last_day)s",
    "competence-not-for-country": "the competence as %(role)s does not reach to %(country)s",
    "competence-not-for-risk": "the competence as %(role)s does not cover the risk class "
    "%(risk_class)s",
    "competence-not-for-language": "no language of the country (%(languages)s)",
    "interest-in-client": "an interest in %(client)s: %(kind)s",
    "witness-unsatisfactory": "work found not satisfactory by whoever went along on "
    "%(witnessed_on)s",
}
"""What can be set aside, on paper."""

_WORDS = frozenset({"role", "kind", "risk_class"})
_DAYS = frozenset({"last_day", "witnessed_on"})


def aside_in(reading: Reading, audit_id: UUID) -> tuple[AsideText, ...]:
    """Word what has been set aside in an audit until now."""
    rows = overrides_in(reading, audit_id)
    return _worded(
        reading,
        [
            {
                "person_id": row.person_id,
                "role": row.role,
                "found": row.obstacles,
                "reason": row.reason,
                "given_by": row.given_by,
                "given_at": row.given_at,
            }
            for row in rows
        ],
    )


def aside_then(reading: Reading, frozen: Mapping[str, Any]) -> tuple[AsideText, ...]:
    """Word what was set aside when it was decided; older decisions do not say why, and say nothing.

    `frozen` are the facts of the decision.
    """
    return _worded(
        reading,
        [
            {
                **one,
                "person_id": UUID(one["person_id"]),
                "given_by": UUID(one["given_by"]),
                "given_at": datetime.fromisoformat(one["given_at"]),
            }
            for one in frozen.get("overrides", [])
            if "reason" in one
        ],
    )


def _worded(reading: Reading, given: Iterable[Mapping[str, Any]]) -> tuple[AsideText, ...]:
    told = list(given)
    names = people_by_id(reading, {one[who] for one in told for who in ("person_id", "given_by")})
    return tuple(
        AsideText(
            person=names.get(one["person_id"], "–"),
            role=wording.capital(one["role"] or "expert or observer"),
            found="; ".join(_found(one["found"])),
            reason=one["reason"],
            given=wording.who_when(names, one["given_by"], one["given_at"]),
        )
        for one in told
    )


def _found(obstacles: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in obstacles:
        facts = {name: _said(name, value) for name, value in one["facts"].items()}
        yield FOUND[one["code"]] % facts


def _said(name: str, value: Any) -> str:
    if name in _WORDS:
        return word_on_paper(value)
    return day_on_paper(date.fromisoformat(value)) if name in _DAYS else str(value)
