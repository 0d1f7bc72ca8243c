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
from fairwild.lots.records.ratios import ProcessRatio
from fairwild.lots.records.receipts import Receipt
from fairwild.lots.records.recipes import Recipe, RecipeLineRow
from fairwild.lots.records.shares import LineageShare
from fairwild.lots.records.tests import LotTest
from fairwild.lots.records.units import PackedUnit

__all__ = [
    "LineageShare",
    "Lot",
    "LotCertificate",
    "LotHold",
    "LotTest",
    "Movement",
    "MovementBefore",
    "MovementFragment",
    "MovementInput",
    "MovementOrigin",
    "MovementReturn",
    "PackedUnit",
    "ProcessRatio",
    "Receipt",
    "Recipe",
    "RecipeLineRow",
    "StockCount",
    "StockCountLine",
]
