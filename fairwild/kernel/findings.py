"""Numbers as laboratories write them: `0.12`, `< 0.01`, `at most 5 mg/kg`, `12,5 %`. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

_WRITTEN = re.compile(
    r"(?P<sign>≤|<=|<|≥|>=|>|max\.?|min\.?|at most|at least)?\s*"
    r"(?P<number>[0-9]{1,12}(?:[.,][0-9]{1,12})*)\s*(?P<unit>[^0-9]*)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
UPWARDS = frozenset({"≥", ">=", ">", "min", "min.", "at least"})
DOWNWARDS = frozenset({"≤", "<=", "<", "max", "max.", "at most"})


@dataclass(frozen=True)
class Finding:
    """A number with its sign in small letters and its unit, where they are written beside it."""

    number: Decimal
    sign: str = ""
    unit: str = ""

    @property
    def low(self) -> Decimal | None:
        """The least it can be; None where nothing says so."""
        return None if self.sign in DOWNWARDS else self.number

    @property
    def high(self) -> Decimal | None:
        """The most it can be; None where nothing says so."""
        return None if self.sign in UPWARDS else self.number


def read_finding(text: str) -> Finding | None:
    """Read one number; None for anything that is none, is several, or can be read in two ways.

    `10,000` may be ten or ten thousand, depending on where the laboratory stands.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or _GROUPED.fullmatch(found["number"]):
        return None
    whole = found["number"].replace(",", ".")
    if whole.count(".") > 1:
        return None
    return Finding(Decimal(whole), (found["sign"] or "").lower(), found["unit"].strip())
