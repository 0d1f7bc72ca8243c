"""When somebody may leave the team of an audit, and who may take over."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from fairwild.audits.facts import AuditFacts, TeamMemberFacts
from fairwild.audits.rules import obstacles_to_changing_team, obstacles_to_evaluating
from fairwild.audits.states import AuditStatus, TeamRole

LEADER, AUDITOR, OTHER = uuid4(), uuid4(), uuid4()
AUDIT = AuditFacts(
    id=uuid4(),
    operator_id=uuid4(),
    body_id=uuid4(),
    country="ES",
    standard="fairwild",
    standard_version="2.0",
    certification_year=1,
    status=AuditStatus.UNDER_WAY,
    team=(TeamMemberFacts(LEADER, TeamRole.LEADER), TeamMemberFacts(AUDITOR, TeamRole.AUDITOR)),
)


@pytest.mark.parametrize(
    ("left", "came", "reason", "expected"),
    [
        (AUDITOR, OTHER, "Ill.", []),
        (AUDITOR, None, "Ill.", []),
        (LEADER, OTHER, "Ill.", []),
        (LEADER, AUDITOR, "Ill.", []),
        (LEADER, None, "Ill.", ["team-leader-missing"]),
        (LEADER, LEADER, "Ill.", ["team-member-twice"]),
        (AUDITOR, LEADER, "Ill.", ["already-in-team"]),
        (OTHER, None, "Ill.", ["not-in-team"]),
        (AUDITOR, OTHER, " ", ["team-change-unexplained"]),
    ],
)
def test_a_team_keeps_a_leader_and_says_why_somebody_leaves(
    left: UUID, came: UUID | None, reason: str, expected: list[str]
) -> None:
    found = obstacles_to_changing_team(AUDIT, left_id=left, came_id=came, reason=reason)
    assert [one.code for one in found] == expected


@pytest.mark.parametrize("status", [one for one in AuditStatus if one != AuditStatus.UNDER_WAY])
def test_a_team_changes_only_while_the_audit_is_under_way(status: AuditStatus) -> None:
    audit = replace(AUDIT, status=status)
    found = obstacles_to_changing_team(audit, left_id=AUDITOR, came_id=OTHER, reason="Ill.")
    assert [one.code for one in found] == ["team-not-to-change"]


def test_whoever_left_the_team_does_not_evaluate_what_it_found() -> None:
    left = (TeamMemberFacts(OTHER, TeamRole.AUDITOR),)
    audit = replace(AUDIT, status=AuditStatus.FINISHED, left=left)
    found = obstacles_to_evaluating(audit, evaluator_id=OTHER)
    assert [one.code for one in found] == ["evaluator-in-audit-team"]
