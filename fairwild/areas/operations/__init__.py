"""Deeds on areas, target species and maximum quantities."""

from fairwild.areas.operations.areas import Shape, close_area, edit_area, register_area
from fairwild.areas.operations.changes import (
    approve_quantity_change,
    ask_quantity_change,
    attach_to_change,
    may_attach,
    refuse_quantity_change,
    withdraw_quantity_change,
)
from fairwild.areas.operations.quantities import (
    change_maximum_quantity,
    draw_quantity,
    return_quantity,
    set_maximum_quantity,
)
from fairwild.areas.operations.targets import (
    choose_target_species,
    end_target_species,
    mark_target_species,
)

__all__ = [
    "Shape",
    "approve_quantity_change",
    "ask_quantity_change",
    "attach_to_change",
    "change_maximum_quantity",
    "choose_target_species",
    "close_area",
    "draw_quantity",
    "edit_area",
    "end_target_species",
    "mark_target_species",
    "may_attach",
    "refuse_quantity_change",
    "register_area",
    "return_quantity",
    "set_maximum_quantity",
    "withdraw_quantity_change",
]
