"""Deeds on material: buying, closing, processing, packing, splitting and merging."""

from fairwild.lots.operations.collect import close_lot, record_receipt, reverse_receipt
from fairwild.lots.operations.pack import merge_lots, pack_lot, split_lot
from fairwild.lots.operations.process import cut_lots, dry_lots

__all__ = [
    "close_lot",
    "cut_lots",
    "dry_lots",
    "merge_lots",
    "pack_lot",
    "record_receipt",
    "reverse_receipt",
    "split_lot",
]
