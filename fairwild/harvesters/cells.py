"""Numbers that others gave to a harvester, as one line. Pure."""

import re
from collections.abc import Mapping, Sequence


def read_other_ids(text: str) -> tuple[dict[str, str], ...]:
    """Read `village book: 17; co-op: A-3`; raises ValueError for a number without its issuer."""
    found = []
    for part in re.split(r"[;\n]", text):
        issuer, colon, number = (piece.strip() for piece in part.partition(":"))
        if not part.strip():
            continue
        if not (issuer and colon and number):
            raise ValueError(part)
        found.append({"issuer": issuer[:80], "number": number[:80]})
    return tuple(found)


def write_other_ids(other_ids: Sequence[Mapping[str, str]]) -> str:
    """Write numbers given by others as one line."""
    return "; ".join(f"{one.get('issuer', '')}: {one.get('number', '')}" for one in other_ids)
