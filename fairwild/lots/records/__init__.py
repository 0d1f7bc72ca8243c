"""Movements as hyper-edges between lots, and what stands beside them; private to the room."""

from fairwild.lots.records.counts import StockCount, StockCountLine
from fairwild.lots.records.fragments import MovementFragment, MovementOrigin
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
    "MovementFragment",
    "MovementInput",
    "MovementOrigin",
    "MovementReturn",
    "Receipt",
    "StockCount",
    "StockCountLine",
]
