"""The text of a standard comes in; audits stay on what they were planned under."""

from collections.abc import Iterator
from pathlib import Path

from fairwild.access.actions import Action
from fairwild.audits.queries.under import count_audits_under
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.catalogue import standard_versions
from fairwild.standards.catalogue.keeping import digest_of, files_of, keep
from fairwild.standards.catalogue.tables import Draft
from fairwild.standards.events import StandardImported
from fairwild.standards.naming import subject_of
from fairwild.standards.types import StandardVersion
from fairwild.unit_of_work import Reading, UnitOfWork


def obstacles_to_importing(reading: Reading, draft: Draft) -> Iterator[Obstacle]:
    """Say why a draft cannot become the text of its version."""
    head = draft.outline.standard
    if draft.faults:
        row, what = draft.faults[0]
        facts = {"count": len(draft.faults), "row": row, "what": what}
        yield Obstacle("standard-has-faults", facts, at="file")
    name, version = str(head["name"]), str(head["version"])
    audits = count_audits_under(reading, name, version)
    if audits:
        yield Obstacle("standard-in-use", {"standard": f"{name} {version}", "audits": audits})


def import_standard(work: UnitOfWork, *, draft: Draft, own: Path) -> StandardVersion:
    """Make a draft the text of its version in the installation's own data.

    Refused while the draft has faults, and once any audit points at that version.
    """
    work.may(Action.IMPORT_STANDARD)
    work.refuse_if(obstacles_to_importing(work, draft))
    standard, files = draft.standard, files_of(draft)
    name, version = standard.name, standard.version
    replaced = any((one.name, one.version) == (name, version) for one in standard_versions())
    work.record(
        StandardImported(
            subject=subject_of(name, version),
            standard=name,
            standard_version=version,
            principles=len(standard.principles),
            criteria=len(standard.criteria),
            indicators=len(standard.indicators),
            languages=standard.languages,
            replaced=replaced,
            sha256=digest_of(files),
        )
    )
    keep(files, own, name=name, version=version)
    return standard
