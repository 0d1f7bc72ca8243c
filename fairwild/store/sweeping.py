"""Files that no row names: a crash left them between the file and its row, or nobody confirmed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwild.store.base import Base
from fairwild.store.files import PART, FolderStorage

_ENDING = "sha256"
_ASIDE = ".aside"


def sweep_files(session: Session, storage: FolderStorage, *, before: datetime) -> Iterator[str]:
    """Delete what was written before a moment and no row names, and give its name.

    A file is put aside before the rows are asked, and back where one names it: whoever brings the
    same bytes meanwhile writes the file anew.
    """
    for path in sorted(storage.folder.rglob("*")):
        if not path.is_file() or path.stat().st_mtime >= before.timestamp():
            continue
        if path.suffix == PART:
            path.unlink(missing_ok=True)
            yield path.name
        elif _swept(session, path, path.name.removesuffix(_ASIDE)):
            yield path.name.removesuffix(_ASIDE)


def _swept(session: Session, path: Path, sha256: str) -> bool:
    aside, kept = path.with_name(f"{sha256}{_ASIDE}"), path.with_name(sha256)
    if is_named(session, sha256):
        if path == aside:
            path.replace(kept)
        return False
    path.replace(aside)
    session.rollback()  # what others wrote until now is seen
    if is_named(session, sha256):
        aside.replace(kept)
        return False
    aside.unlink()
    return True


def is_named(session: Session, sha256: str) -> bool:
    """Tell whether any row names a file by this digest."""
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(_ENDING)
    ]
    return any(
        session.scalar(select(column).where(column == sha256).limit(1)) is not None
        for column in columns
    )
