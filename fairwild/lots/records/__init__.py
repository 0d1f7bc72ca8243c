"""Movements as hyper-edges between lots, and what stands beside them; private to the room."""

from fairwild.lots.records.holds import LotHold
from fairwild.lots.records.material import (
    Lot,
    LotCertificate,
    Movement,
    MovementBefore,
    MovementInput,
    MovementReturn,
)
from fairwild.lots.records.receipts import Receipt

__all__ = [
    "Lot",
    "LotCertificate",
    "LotHold",
    "Movement",
    "MovementBefore",
    "MovementInput",
    "MovementReturn",
    "Receipt",
]
