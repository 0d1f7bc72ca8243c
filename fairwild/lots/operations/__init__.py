"""Deeds on material: buying, closing, processing, packing, splitting and merging."""

from fairwild.lots.operations.blend import blend_lots
from fairwild.lots.operations.collect import close_lot, record_receipt, reverse_receipt
from fairwild.lots.operations.correct import correct_movement, obstacles_to_undoing
from fairwild.lots.operations.give_up import give_up_claim, obstacles_to_giving_up
from fairwild.lots.operations.grade import grade_lot
from fairwild.lots.operations.holding import hold_lots, release_hold
from fairwild.lots.operations.judging import foreseen, obstacles_to_handling_now
from fairwild.lots.operations.measure import measure_ratio
from fairwild.lots.operations.pack import merge_lots, pack_lot, split_lot
from fairwild.lots.operations.process import cut_lots, dry_lots, process_lots
from fairwild.lots.operations.recipes import Ingredient, state_recipe
from fairwild.lots.operations.reopen import obstacles_to_reopening, reopen_lot
from fairwild.lots.operations.sample import (
    Report,
    attach_report,
    may_attach_report,
    record_test,
    take_sample,
)
from fairwild.lots.operations.unpack import build_pallet, unpack_lot
from fairwild.lots.operations.write_off import write_off

__all__ = [
    "Ingredient",
    "Report",
    "attach_report",
    "blend_lots",
    "build_pallet",
    "close_lot",
    "correct_movement",
    "cut_lots",
    "dry_lots",
    "foreseen",
    "give_up_claim",
    "grade_lot",
    "hold_lots",
    "may_attach_report",
    "measure_ratio",
    "merge_lots",
    "obstacles_to_giving_up",
    "obstacles_to_handling_now",
    "obstacles_to_reopening",
    "obstacles_to_undoing",
    "pack_lot",
    "process_lots",
    "record_receipt",
    "record_test",
    "release_hold",
    "reopen_lot",
    "reverse_receipt",
    "split_lot",
    "state_recipe",
    "take_sample",
    "unpack_lot",
    "write_off",
]
