"""Samples and mock recalls of audits."""

from fairwild.desks.records.rehearsals import AuditRehearsal
from fairwild.desks.records.samples import AuditSample, SampleItem

__all__ = ["AuditRehearsal", "AuditSample", "SampleItem"]
