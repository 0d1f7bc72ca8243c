"""Files that come with a request: kept with the deed they came for, or not at all."""

from pathlib import Path
from typing import BinaryIO

from flask import g, has_request_context

from fairwild.store.files import FolderStorage, StagedFile, StoredFile


class IncomingFiles:
    """Keeps files in a folder; one that a request brings waits there until its deed is written.

    It is settled with the last step before the commit, so that no row names a file that is not
    there; whatever has waited in vain is dropped with the refusal, or at the end of the request.
    """

    def __init__(self, storage: FolderStorage) -> None:
        self.storage = storage

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.storage.folder

    def keep(self, stream: BinaryIO, *, limit_bytes: int) -> StoredFile:
        """Keep the whole stream or nothing; raises FileTooLarge."""
        if not has_request_context():
            return self.storage.keep(stream, limit_bytes=limit_bytes)
        staged = self.storage.stage(stream, limit_bytes=limit_bytes)
        g.setdefault("staged_files", []).append(staged)
        return staged.stored

    def open(self, sha256: str) -> BinaryIO:
        """Open a file that is kept, or that waits; raises FileNotFoundError."""
        for one in _waiting():
            if one.stored.sha256 == sha256:
                return one.open()
        return self.storage.open(sha256)

    def settle(self) -> None:
        """Put what waits among the kept files."""
        for one in _taken():
            self.storage.settle(one)

    def drop(self) -> None:
        """Forget what waits."""
        for one in _taken():
            one.drop()


def _waiting() -> list[StagedFile]:
    found: list[StagedFile] = g.get("staged_files", []) if has_request_context() else []
    return found


def _taken() -> list[StagedFile]:
    """Give what waits; from now on nothing does."""
    found: list[StagedFile] = g.pop("staged_files", []) if has_request_context() else []
    return found
