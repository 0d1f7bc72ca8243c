"""Files outside the database, named by the SHA-256 of their content."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 64 * 1024
PART = ".part"
"""How the name of a file ends that is being written, or waits for its deed."""


class FileTooLarge(Exception):
    """The file has more bytes than allowed; nothing of it is kept."""


@dataclass(frozen=True)
class StoredFile:
    """What is known of a file once it is kept."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class StagedFile:
    """A whole file that lies beside the kept ones until it is settled among them or dropped."""

    stored: StoredFile
    part: Path

    def open(self) -> BinaryIO:
        """Open it for reading."""
        return self.part.open("rb")

    def drop(self) -> None:
        """Forget it; one that is settled stays."""
        self.part.unlink(missing_ok=True)


class FileStorage(Protocol):
    """Where bytes are kept by their digest."""

    def keep(self, stream: BinaryIO, *, limit_bytes: int) -> StoredFile:
        """Keep the whole stream or nothing; raises FileTooLarge."""

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file for reading; raises FileNotFoundError."""


class FolderStorage:
    """Keeps files in a folder, two levels deep by their digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def keep(self, stream: BinaryIO, *, limit_bytes: int) -> StoredFile:
        """Write to a temporary file, then rename; a broken upload leaves nothing."""
        staged = self.stage(stream, limit_bytes=limit_bytes)
        self.settle(staged)
        return staged.stored

    def stage(self, stream: BinaryIO, *, limit_bytes: int) -> StagedFile:
        """Write the whole stream to a temporary file or nothing; raises FileTooLarge."""
        self.folder.mkdir(parents=True, exist_ok=True)
        hashed, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=PART)
        try:
            with os.fdopen(handle, "wb") as part:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > limit_bytes:
                        raise FileTooLarge
                    hashed.update(chunk)
                    part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return StagedFile(StoredFile(hashed.hexdigest(), size), Path(name))

    def settle(self, staged: StagedFile) -> None:
        """Put a staged file among the kept ones."""
        path = self._path(staged.stored.sha256)
        path.parent.mkdir(exist_ok=True)
        staged.part.replace(path)

    def open(self, sha256: str) -> BinaryIO:
        """Open a kept file for reading."""
        return self._path(sha256).open("rb")
