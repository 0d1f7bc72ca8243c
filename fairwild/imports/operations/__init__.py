"""Deeds on imports: upload, map, put right, decide, carry out, undo."""

from fairwild.imports.operations.carrying import begin_import, carry_out_import
from fairwild.imports.operations.preparing import (
    check_again,
    check_if_mapped,
    file_of_rows,
    map_columns,
    read_upload,
    stage_import,
)
from fairwild.imports.operations.righting import decide, decide_all, put_row_right
from fairwild.imports.operations.undoing import hold_to_undo, undo_import

__all__ = [
    "begin_import",
    "carry_out_import",
    "check_again",
    "check_if_mapped",
    "decide",
    "decide_all",
    "file_of_rows",
    "hold_to_undo",
    "map_columns",
    "put_row_right",
    "read_upload",
    "stage_import",
    "undo_import",
]
