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
    return hashlib.sha256(b"\x00" + canonical(entry)).hexdigest()


_FLAT = frozenset({str, bool, type(None)})
_EXACT = 2**53


def _is_flat(facts: Mapping[str, Json]) -> bool:
    """Tell whether these are texts and whole numbers by ASCII names, none too large for JSON."""
    return all(
        name.isascii()
        and (type(value) in _FLAT or (type(value) is int and -_EXACT < value < _EXACT))
        for name, value in facts.items()
    )


def canonical(entry: dict[str, Any]) -> bytes:
    """Give the canonical JSON of an entry (RFC 8785).

    Flat facts take the C encoder, which writes them alike and ten times faster: it sorts ASCII
    names as UTF-16 does and escapes the same signs in the same way.
    """
    if not _is_flat(entry["data"]):
        return rfc8785.dumps(entry)
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
