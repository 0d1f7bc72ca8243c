"""Whether every file that a row names is kept outside the database as it was when it came."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from fairwild.store.base import Base
from fairwild.store.files import CHUNK, FileStorage

NAMED_BY = ("file_name", "sha256")


def check_files(session: Session, files: FileStorage) -> Iterator[str]:
    """Name every row whose file is gone or is no longer what it was; a file is read once."""
    faults: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        if all(name in table.columns for name in NAMED_BY):
            yield from _faults_of(session, files, table, faults)


def _faults_of(
    session: Session, files: FileStorage, table: Table, faults: dict[str, str]
) -> Iterator[str]:
    columns: list[Any] = [table.c.id, *(table.c[name] for name in NAMED_BY)]
    query = select(*columns).where(table.c.sha256.is_not(None), table.c.sha256 != "")
    for row_id, file_name, sha256 in session.execute(query.order_by(table.c.id)):
        if sha256 not in faults:
            faults[sha256] = _fault_of(files, sha256)
        if faults[sha256]:
            named = table.name.replace("_", " ")
            yield f"{file_name!r}, {sha256[:12]}, of {named} {row_id} {faults[sha256]}"


def _fault_of(files: FileStorage, sha256: str) -> str:
    """Say what is wrong with the file of this digest; nothing where it is as it was."""
    hashed = hashlib.sha256()
    try:
        with files.open(sha256) as stream:
            while chunk := stream.read(CHUNK):
                hashed.update(chunk)
    except OSError as error:
        return "is gone" if isinstance(error, FileNotFoundError) else "cannot be read"
    return "" if hashed.hexdigest() == sha256 else "is not as it was kept"
