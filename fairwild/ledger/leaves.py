"""The hash of one ledger entry: RFC 6962 leaf hash over canonical JSON (RFC 8785)."""

import hashlib
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
    return hashlib.sha256(b"\x00" + rfc8785.dumps(entry)).hexdigest()
