"""Which part of an audit its reader reads, and from when on. Pure."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from fairwild.audits.states import AuditPart, AuditStatus
from fairwild.kernel.refusals import Obstacle

_LOCKED = frozenset({AuditStatus.FINISHED, AuditStatus.EVALUATED, AuditStatus.DECIDED})
_DECIDED = frozenset({AuditStatus.DECIDED})

OPEN_TO_THE_AUDITED: Mapping[AuditPart, frozenset[AuditStatus]] = MappingProxyType(
    {
        AuditPart.NONCONFORMITIES: frozenset(AuditStatus),
        AuditPart.WORK: _LOCKED,
        AuditPart.RECOMMENDATION: _DECIDED,
        AuditPart.INNER: frozenset(),
    }
)
"""What the audited party reads, and at which states of the audit."""


def parts_read(status: AuditStatus, *, by_the_body: bool) -> frozenset[AuditPart]:
    """Say which parts of an audit are read by the body and the scheme owner, or by the audited.

    A team scores freely only while nobody it judges looks over its shoulder, and what it noted in
    the morning may be put right in the afternoon: the audited party reads the locked report. The
    evaluator advises the certifier, not the operator: it is read with the decision it led to. What
    stands against the steps of the body, like a missing declaration of interest, is between the
    body and the scheme owner. A nonconformity is read at once, because its last day counts.
    """
    if by_the_body:
        return frozenset(AuditPart)
    return frozenset(part for part, states in OPEN_TO_THE_AUDITED.items() if status in states)


def obstacles_to_reading_work(parts: frozenset[AuditPart]) -> Iterator[Obstacle]:
    """Say why whoever reads these parts of an audit does not read the work of its team."""
    if AuditPart.WORK not in parts:
        yield Obstacle("audit-at-work")
