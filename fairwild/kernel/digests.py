"""What stands for a text or for facts where they may not stand themselves, or must not change."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785


def text_digest(*texts: str) -> str:
    """Give the SHA-256 of what was written: free text may name people, the ledger must not."""
    return hashlib.sha256("\x00".join(texts).encode()).hexdigest()


def facts_digest(facts: Mapping[str, Any]) -> str:
    """Give the SHA-256 of kept facts in canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(dict(facts))).hexdigest()
