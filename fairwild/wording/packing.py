"""The words of packing."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "lot-on-hold": _l("Lot %(lot)s is on hold; release it first."),
    "open-lot-on-hold": _l(
        "These goods belong in lot %(lot)s, which is on hold and takes nothing in. Close that lot:"
        " then the next receipt opens a new one."
    ),
    "nothing-chosen": _l("Choose at least one lot."),
    "hold-reason-missing": _l("Say why the material is put on hold."),
    "nothing-to-hold": _l("Of lot %(lot)s nothing is left to hold: it is %(status)s."),
    "hold-already-released": _l("The hold on lot %(lot)s was released on %(since)s."),
    "release-reason-missing": _l("Say why lot %(lot)s may move again."),
    "release-reason-needed": _l("Say why the lot may move again."),
    "corrected-by-receipts": _l(
        "Buying is put right receipt by receipt: take the wrong receipt back."
    ),
    "corrected-by-trade": _l(
        "What was shipped or received is put right on its consignment, with both sides."
    ),
    "correction-stays": _l("A correction stays: record the right movement anew instead."),
    "already-corrected": _l("This movement was undone on %(since)s."),
    "correction-reason-missing": _l("Say why this movement is undone."),
    "labels-printed": _l("Labels were made for lot %(lot)s: %(count)s. It must stay as it is."),
    "undo-later-first": _l(
        "On %(at)s it went on: lot %(lots)s was %(kind)s. That must be undone first."
    ),
    "undo-still-more-first": _l("%(count)s more movements must be undone first."),
    "not-a-collection-lot": _l("Lot %(lot)s is no collection lot, so it cannot be opened again."),
    "lot-not-closed": _l("Lot %(lot)s cannot be opened again: it is %(status)s."),
    "already-drawn-on": _l("%(taken_g)s were taken out of lot %(lot)s already."),
    "another-lot-open": _l("Lot %(other)s takes the receipts of these goods now: close it first."),
    "packed-form-unknown": _l("What was packed in lot %(lot)s is not on record."),
    "reopening-reason-missing": _l("Say why lot %(lot)s is opened again."),
}

EVENTS: dict[str, LazyString] = {
    "lot-held": _l("Put on hold"),
    "lot-released": _l("Hold released"),
    "lot-reopened": _l("Collection lot opened again"),
    "lot-undone": _l("Lot undone"),
    "lot-restored": _l("Given back to the lot"),
    "movement-corrected": _l("Movement undone"),
    "correction-recorded": _l("Correction recorded"),
    "units-coded": _l("Units got codes of their own"),
}

WORDS: dict[str, LazyString] = {
    "LotStatus:undone": _l("undone"),
    "MovementKind:correct": _l("correction"),
    "MovementKind:uncertify": _l("declared uncertified"),
    "MovementKind:unpack": _l("unpacked"),
    "MovementKind:count": _l("counted"),
    "MovementKind:take-back": _l("taken back"),
}
