"""When what was written as a nonconformity may be taken back."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from fairwild.audits.facts import AuditFacts, NonconformityFacts, TeamMemberFacts
from fairwild.audits.rules import (
    involved_in,
    obstacles_to_withdrawing,
    repeated_by,
)
from fairwild.audits.states import AuditStatus, Grade, NonconformityStatus, TeamRole
from tests.rules.test_team_rules import AUDIT, AUDITOR, LEADER, OTHER

FOUND = NonconformityFacts(
    id=uuid4(),
    indicator="1.1.a",
    grade=Grade.MAJOR,
    status=NonconformityStatus.OPEN,
    due_on=date(2026, 6, 1),
    raised_by=AUDITOR,
    number=2,
)
TWIN = replace(FOUND, id=uuid4(), raised_by=LEADER, number=1)
WITHDRAWN = replace(FOUND, status=NonconformityStatus.WITHDRAWN)


def _codes(**changes: Any) -> list[str]:
    asked: dict[str, Any] = {"person_id": AUDITOR, "reason": "Twice."}
    asked |= {name: changes.pop(name) for name in ("person_id", "reason") if name in changes}
    facts: dict[str, Any] = {"audit": AUDIT, "nonconformity": FOUND, "twin": TWIN} | changes
    found = obstacles_to_withdrawing(facts["audit"], facts["nonconformity"], facts["twin"], **asked)
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"twin": None}, []),
        ({"person_id": LEADER}, []),
        ({"person_id": OTHER}, ["withdrawing-not-own"]),
        ({"reason": " "}, ["finding-reason-missing"]),
        ({"audit": replace(AUDIT, status=AuditStatus.FINISHED)}, ["audit-not-under-way"]),
        ({"nonconformity": WITHDRAWN}, ["nonconformity-settled"]),
        ({"twin": FOUND}, ["twin-does-not-stand"]),
        ({"twin": replace(WITHDRAWN, id=uuid4())}, ["twin-does-not-stand"]),
        ({"twin": replace(TWIN, indicator="1.1.b")}, ["twin-about-another"]),
        ({"twin": replace(TWIN, indicator="1.1.b", also=("1.1.a",))}, []),
        ({"twin": replace(TWIN, grade=Grade.MINOR)}, ["twin-milder"]),
        ({"twin": replace(TWIN, grade=Grade.CRITICAL)}, []),
    ],
)
def test_its_author_or_the_leader_takes_back_what_is_said_elsewhere(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert _codes(**changes) == expected


def test_an_author_who_left_the_team_takes_nothing_back() -> None:
    team = tuple(one for one in AUDIT.team if one.person_id != AUDITOR)
    left = (TeamMemberFacts(AUDITOR, TeamRole.AUDITOR),)
    audit: AuditFacts = replace(AUDIT, team=team, left=left)
    assert _codes(audit=audit) == ["withdrawing-not-own"]


def test_whoever_left_the_team_judges_no_objection_to_what_it_found() -> None:
    left = (TeamMemberFacts(OTHER, TeamRole.AUDITOR),)
    involved: frozenset[UUID] = involved_in(replace(AUDIT, left=left), FOUND)
    assert OTHER in involved


def test_what_is_withdrawn_is_repeated_by_nothing() -> None:
    assert repeated_by(["1.1.a"], [WITHDRAWN]) == ()
    assert repeated_by(["1.1.a"], [FOUND]) == (FOUND,)
