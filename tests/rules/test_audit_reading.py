"""Which part of an audit its reader reads, and from when on."""

import pytest

from fairwild.audits import rules
from fairwild.audits.states import AuditPart, AuditStatus

AT_ONCE = {AuditPart.NONCONFORMITIES}
LOCKED = AT_ONCE | {AuditPart.WORK}
TOLD = LOCKED | {AuditPart.RECOMMENDATION}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (AuditStatus.PLANNED, AT_ONCE),
        (AuditStatus.CONFIRMED, AT_ONCE),
        (AuditStatus.UNDER_WAY, AT_ONCE),
        (AuditStatus.FINISHED, LOCKED),
        (AuditStatus.EVALUATED, LOCKED),
        (AuditStatus.DECIDED, TOLD),
        (AuditStatus.CANCELLED, AT_ONCE),
    ],
)
def test_the_audited_party_reads_more_from_state_to_state(
    status: AuditStatus, expected: set[AuditPart]
) -> None:
    parts = rules.parts_read(status, by_the_body=False)
    assert parts == expected
    closed = [one.code for one in rules.obstacles_to_reading_work(parts)]
    assert closed == ([] if AuditPart.WORK in expected else ["audit-at-work"])


@pytest.mark.parametrize("status", list(AuditStatus))
def test_the_body_reads_everything_and_the_audited_nothing_inner(status: AuditStatus) -> None:
    everything = rules.parts_read(status, by_the_body=True)
    assert everything == set(AuditPart)
    assert list(rules.obstacles_to_reading_work(everything)) == []
    assert AuditPart.INNER not in rules.parts_read(status, by_the_body=False)
