"""Pictures and PDFs that people attach: what they are by their content, and their names."""

import io
import re
import unicodedata
from typing import IO, BinaryIO

from fairwild.kernel.refusals import Invalid
from fairwild.store.files import FileStorage, FileTooLarge, StoredFile

HEAD_BYTES = 16
LIMIT_BYTES = 8 * 1024 * 1024
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
"""What may be attached, and how such a file ends."""

_PATH = re.compile(r"[/\\\0]|^\.{1,2}$|^[A-Za-z]:")
"""What makes a name the name of a place rather than of a file."""

_LONGEST_STEM = 120
_RIFF_HEAD_BYTES = 8
_PDF_TAIL_BYTES = 1024
_SCAN = b"\xda"
_UNSAFE = re.compile(r"[^\w .()+-]+")


def media_type_of(head: bytes) -> str | None:
    """Tell from its first bytes what a file is; None where it may not be attached."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return None


def clean_file_name(given: str, media_type: str, *, otherwise: str = "evidence") -> str:
    """Keep the last part of a name, printable and short, with the ending of what the file is."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    kept = _UNSAFE.sub("_", stem).strip(" ._")[:_LONGEST_STEM].strip(" ._")
    return f"{kept or otherwise}.{EXTENSIONS[media_type]}"


def keep_attachment(
    files: FileStorage, stream: BinaryIO, *, limit_bytes: int = LIMIT_BYTES
) -> tuple[StoredFile, str]:
    """Keep the bytes of a file that is what it must be, and tell its media type.

    Raises Invalid, having kept nothing, for an empty or too large file and for one that is
    neither picture nor PDF by its content, whatever its name says.
    """
    head = stream.read(HEAD_BYTES)
    if not head:
        raise Invalid({"file": "file-empty"})
    media_type = media_type_of(head)
    if media_type is None:
        raise Invalid({"file": "file-not-allowed"})
    stream.seek(0)
    try:
        return files.keep(stream, limit_bytes=limit_bytes), media_type
    except FileTooLarge as error:
        raise Invalid({"file": "file-too-large"}) from error


def keep_whole_attachment(files: FileStorage, stream: IO[bytes]) -> tuple[StoredFile, str]:
    """Keep a picture or PDF as `keep_attachment` does, and refuse one that was cut off."""
    content = stream.read(LIMIT_BYTES + 1)
    media_type = media_type_of(content[:HEAD_BYTES])
    if media_type is not None and len(content) <= LIMIT_BYTES and not is_whole(content, media_type):
        raise Invalid({"file": "file-cut-off"})
    return keep_attachment(files, io.BytesIO(content))


def check_file_name(given: str) -> None:
    """Refuse with Invalid a file that is named like a path."""
    if _PATH.search(given):
        raise Invalid({"file": "file-named-like-a-path"})


def keep_upload(files: FileStorage, stream: IO[bytes], *, file_name: str) -> tuple[StoredFile, str]:
    """Keep the bytes of a picture or PDF that somebody sent and tell its media type.

    Raises Invalid, having kept nothing, for a file that is named like a path, empty, too large,
    of another kind by its content, or cut off before its end.
    """
    check_file_name(file_name)
    return keep_whole_attachment(files, stream)


def is_whole(content: bytes, media_type: str) -> bool:
    """Tell whether a file of this kind has its end; some programs write more after it."""
    match media_type:
        case "image/jpeg":
            return _jpeg_ends(content)
        case "image/png":
            return b"IEND\xaeB`\x82" in content
        case "image/webp":
            return len(content) >= int.from_bytes(content[4:8], "little") + _RIFF_HEAD_BYTES
    return b"%%EOF" in content[-_PDF_TAIL_BYTES:]


def _jpeg_ends(content: bytes) -> bool:
    """Walk over the segments, of which one may hold a small picture with an end of its own."""
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != _SCAN:
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return content.find(b"\xff\xd9", at) >= 0
