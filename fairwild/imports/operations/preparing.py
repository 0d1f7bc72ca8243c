"""From a file that somebody sends to rows that are checked; nothing of the trade is written."""

import io
from collections.abc import Mapping, Sequence
from typing import BinaryIO, NamedTuple
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.imports import columns, rules
from fairwild.imports.checking import check_whole, heading_of, mapping_of
from fairwild.imports.kinds import KINDS
from fairwild.imports.progress import Progress
from fairwild.imports.queries import find_mapping_for
from fairwild.imports.records import ImportMapping, ImportRun
from fairwild.kernel.refusals import Invalid
from fairwild.sheets import MAX_FILE_BYTES, written
from fairwild.store.files import FileStorage, FileTooLarge, StoredFile
from fairwild.unit_of_work import UnitOfWork

LONGEST_HEADING = 120


class Upload(NamedTuple):
    """A file that was kept, and its headings."""

    stored: StoredFile
    headings: list[str]
    sheet: str = ""


def read_upload(files: FileStorage, stream: BinaryIO, *, what: str, sheet: str = "") -> Upload:
    """Keep the bytes of a file that is a table, and read its headings.

    Raises Invalid, with the reason, for what is none; the bytes of it are forgotten by nobody's
    reference.
    """
    if what not in KINDS:
        raise Invalid({"kind": "unknown"})
    headings = heading_of(stream, what, sheet)
    stream.seek(0)
    try:
        stored = files.keep(stream, limit_bytes=MAX_FILE_BYTES)
    except FileTooLarge as error:
        raise Invalid({"file": "file-too-large"}) from error
    return Upload(stored, [one.strip()[:LONGEST_HEADING] for one in headings], sheet)


def file_of_rows(rows: Sequence[Mapping[str, str | None]], *, what: str) -> BinaryIO:
    """Write rows as the file they could have been sent as, its columns in the template's order.

    Columns that are needed are there even where no row names them, so that their absence is
    said of every row. Raises Invalid for a column that the template does not have.
    """
    if what not in KINDS:
        raise Invalid({"kind": "unknown"})
    named = {name for row in rows for name in row}
    known = {column.name for column in KINDS[what].columns}
    if named - known:
        raise Invalid({f"rows.{name}": "unknown-column" for name in sorted(named - known)[:10]})
    heading = [one.name for one in KINDS[what].columns if one.needed or one.name in named]
    places = columns.number_places(dict(enumerate(heading)), KINDS[what].columns)
    plain = ([row.get(name) or "" for name in heading] for row in rows)
    records = (columns.with_sure_numbers(record, places) for record in plain)
    return io.BytesIO(written(heading, records).encode())


def plain_file_name(name: str) -> str:
    """Give the last part of a name without any path or unprintable sign."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200] or "file"


def stage_import(
    work: UnitOfWork, *, organisation_id: UUID, what: str, file_name: str, upload: Upload
) -> ImportRun:
    """Begin an import of a kept file; its columns are read as they were for the same headings."""
    work.may(Action.RUN_IMPORT, on=Of(Party.HOLDER, organisation_id))
    KINDS[what].may(work, organisation_id)
    saved = find_mapping_for(work, organisation_id, what, upload.headings)
    mapping = (
        columns.recalled(upload.headings, saved.columns)
        if saved is not None
        else columns.guessed(upload.headings, KINDS[what].columns)
    )
    run = ImportRun(
        organisation_id=organisation_id,
        what=what,
        file_name=plain_file_name(file_name),
        sha256=upload.stored.sha256,
        sheet=upload.sheet,
        headings=upload.headings,
        mapping={str(place): name for place, name in mapping.items()},
        uploaded_at=work.now,
        uploaded_by=work.actor.person_id,
    )
    work.add(run)
    return run


def check_if_mapped(work: UnitOfWork, run: ImportRun, *, files: FileStorage) -> None:
    """Check every row of a file whose columns all have known headings; leave others as they are."""
    found = columns.obstacles_to_mapping(mapping_of(run), run.headings, KINDS[run.what].columns)
    if not any(found):
        check_whole(work, run, files)
        work.session.flush()


def take_open(work: UnitOfWork, progress: Progress, run_id: UUID) -> ImportRun:
    """Hold an import that is not carried out yet; refused where it is, or is being."""
    run = work.take(ImportRun, run_id, to=Action.RUN_IMPORT)
    KINDS[run.what].may(work, run.organisation_id)
    work.refuse_if(
        rules.obstacles_to_changing(
            started_at=run.started_at,
            confirmed_at=run.confirmed_at,
            is_held=progress.is_held(run.id),
        )
    )
    return run


def map_columns(
    work: UnitOfWork,
    *,
    run_id: UUID,
    mapping: Mapping[int, str],
    files: FileStorage,
    progress: Progress,
    save_as: str = "",
) -> ImportRun:
    """Say what the columns of a file mean and check every row by it.

    With `save_as` the mapping is kept by that name for the next file with these headings.
    """
    run = take_open(work, progress, run_id)
    work.refuse_if(columns.obstacles_to_mapping(mapping, run.headings, KINDS[run.what].columns))
    run.mapping = {str(place): name for place, name in mapping.items()}
    run.started_at = None
    if save_as.strip():
        _save(work, run, mapping, save_as.strip()[:80])
    check_whole(work, run, files)
    return run


def _save(work: UnitOfWork, run: ImportRun, mapping: Mapping[int, str], name: str) -> None:
    same = {"organisation_id": run.organisation_id, "what": run.what, "name": name}
    found = work.session.scalar(select(ImportMapping).filter_by(**same))
    said = columns.to_save(run.headings, mapping)
    digest = columns.digest_of(run.headings)
    if found is None:
        found = ImportMapping(**same, columns=said, headings_digest=digest, saved_at=work.now)
        work.add(found)
    found.columns, found.headings_digest, found.saved_at = said, digest, work.now


def check_again(
    work: UnitOfWork, *, run_id: UUID, files: FileStorage, progress: Progress
) -> ImportRun:
    """Check every row anew, as things stand now."""
    run = take_open(work, progress, run_id)
    check_whole(work, run, files)
    return run
