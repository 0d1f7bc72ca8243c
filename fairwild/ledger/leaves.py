"""The hash of one ledger entry: RFC 6962 leaf hash over canonical JSON (RFC 8785)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785

from fairwild.kernel.events import Json, plain


def leaf_hash(
    *,
    subject_id: UUID,
    version: int,
    kind: str,
    actor_id: UUID | None,
    at: datetime,
    facts: Mapping[str, Json],
) -> str:
    """Give SHA-256(0x00 || canonical JSON of the entry) in hex (RFC 6962, section 2.1)."""
    entry: dict[str, Any] = {
        "subject": str(subject_id),
        "version": version,
        "kind": kind,
        "actor": str(actor_id) if actor_id else None,
        "at": plain(at),
        "data": dict(facts),
    }
    return hashed(canonical(entry))


def hashed(entry: bytes) -> str:
    """Give the leaf hash of an entry that is canonical JSON already."""
    return hashlib.sha256(b"\x00" + entry).hexdigest()


EXACT = 2**53
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _is_plain(value: Json) -> bool:
    """Tell whether the C encoder writes this as RFC 8785 asks.

    It does so where names are ASCII and whole numbers are none too large for JSON.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -EXACT < value < EXACT  # type: ignore[operator]  # just asked
    if isinstance(value, dict):
        return all(name.isascii() and _is_plain(inner) for name, inner in value.items())
    return isinstance(value, list) and all(map(_is_plain, value))


def canonical(entry: dict[str, Any]) -> bytes:
    """Give the canonical JSON of an entry (RFC 8785).

    Plain facts take the C encoder, which writes them alike and ten times faster: it sorts ASCII
    names as UTF-16 does and escapes the same signs in the same way.
    """
    if not _is_plain(entry["data"]):
        return rfc8785.dumps(entry)
    return _ENCODER.encode(entry).encode()


def canonical_text(value: Json) -> str:
    """Give the canonical JSON of a single fact as text."""
    return _ENCODER.encode(value) if _is_plain(value) else rfc8785.dumps(value).decode()
