"""The text of a standard comes in; audits stay on what they were planned under."""

from collections.abc import Iterator
from pathlib import Path

from fairwild.access.actions import Action
from fairwild.applications.queries import count_assessments_under
from fairwild.audits.queries.under import count_audits_under
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.standards.catalogue import standard_versions
from fairwild.standards.catalogue.keeping import digest_of, files_of, is_kept, keep, remove
from fairwild.standards.catalogue.tables import Draft
from fairwild.standards.events import StandardImported, StandardTakenBack
from fairwild.standards.naming import lock_of, subject_of
from fairwild.standards.rules import obstacles_in_text
from fairwild.standards.types import StandardVersion
from fairwild.store.holding import hold_alone
from fairwild.unit_of_work import Reading, UnitOfWork


def obstacles_to_importing(
    reading: Reading, draft: Draft, *, other_counts: bool
) -> Iterator[Obstacle]:
    """Say why a draft cannot become the text of its version.

    `other_counts` says that somebody has looked at how many principles and criteria it has.
    """
    head = draft.outline.standard
    if draft.faults:
        row, what = draft.faults[0]
        facts = {"count": len(draft.faults), "row": row, "what": what}
        yield Obstacle("standard-has-faults", facts, at="file")
    name, version = str(head["name"]), str(head["version"])
    yield from obstacles_in_use(reading, name, version)
    if not draft.faults:
        yield from obstacles_in_text(draft.standard, standard_versions(), other_counts)


def obstacles_in_use(reading: Reading, name: str, version: str) -> Iterator[Obstacle]:
    """Say that the text of a version stays as it is, because somebody relies on it."""
    named = f"{name} {version}"
    audits = count_audits_under(reading, name, version)
    if audits:
        yield Obstacle("standard-in-use", {"standard": named, "audits": audits})
    assessed = count_assessments_under(reading, name, version)
    if assessed:
        yield Obstacle("standard-assessed", {"standard": named, "applications": assessed})


def import_standard(
    work: UnitOfWork, *, draft: Draft, own: Path, other_counts: bool = False
) -> StandardVersion:
    """Make a draft the text of its version in the installation's own data.

    Refused while the draft has faults, where it calls samples confirmed or has other counts than
    are known and nobody said so, and once an audit or a self-assessment points at that version;
    nobody begins to use it meanwhile.
    """
    work.may(Action.IMPORT_STANDARD)
    head = draft.outline.standard
    hold_alone(work.session, lock_of(str(head["name"]), str(head["version"])))
    work.refuse_if(obstacles_to_importing(work, draft, other_counts=other_counts))
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


def take_back_standard(work: UnitOfWork, *, name: str, version: str, own: Path) -> None:
    """Take an imported text out of the installation's data again, while nobody relies on it.

    What the package itself says of the version then holds again. Raises NotFound where no text
    was imported.
    """
    work.may(Action.IMPORT_STANDARD)
    hold_alone(work.session, lock_of(name, version))
    if not is_kept(own, name=name, version=version):
        raise NotFound("standard")
    work.refuse_if(obstacles_in_use(work, name, version))
    work.record(
        StandardTakenBack(
            subject=subject_of(name, version), standard=name, standard_version=version
        )
    )
    remove(own, name=name, version=version)
