"""Deeds on material: buying, closing, processing, packing, splitting and merging."""

from fairwild.lots.operations.collect import close_lot, record_receipt, reverse_receipt
from fairwild.lots.operations.correct import correct_movement
from fairwild.lots.operations.holding import hold_lots, release_hold
from fairwild.lots.operations.pack import merge_lots, pack_lot, split_lot
from fairwild.lots.operations.process import cut_lots, dry_lots

__all__ = [
    "close_lot",
    "correct_movement",
    "cut_lots",
    "dry_lots",
    "hold_lots",
    "merge_lots",
    "pack_lot",
    "record_receipt",
    "release_hold",
    "reverse_receipt",
    "split_lot",
]
