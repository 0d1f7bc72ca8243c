"""Samples, mock recalls and kept papers of audits."""

from fairwild.desks.records.papers import AuditPaper
from fairwild.desks.records.rehearsals import AuditRehearsal
from fairwild.desks.records.samples import AuditSample, SampleItem

__all__ = ["AuditPaper", "AuditRehearsal", "AuditSample", "SampleItem"]
