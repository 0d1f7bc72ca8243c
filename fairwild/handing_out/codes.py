"""What became of many codes at once, for spreadsheets."""

from typing import Any

from flask import Response, url_for

from fairwild.handing_out.sending import table_answer
from fairwild.kernel.quantities import kilograms
from fairwild.labels.finding import FoundCode, FoundCodes, FoundKind

_ADDRESSES = {
    FoundKind.LOT: ("lots.show", "lot_id"),
    FoundKind.RECEIPT: ("buying.show_receipt", "receipt_id"),
    FoundKind.CONSIGNMENT: ("consignments.show", "consignment_id"),
}
COLUMNS = (
    "typed",
    "what",
    "number",
    "code",
    "status",
    "where",
    "available_kg",
    "certified",
    "address",
)


def codes_found(answer: FoundCodes) -> Response:
    """Answer with what each code is and where it is now; what nobody knows stands at the end."""
    found = [_record(one) for one in answer.found]
    unknown = [[typed, "unknown", *[""] * (len(COLUMNS) - 2)] for typed in answer.unknown]
    return table_answer([COLUMNS, *found, *unknown], "codes.csv")


def address(one: FoundCode) -> str:
    """Give where the thing is shown: its own page, or the public one of its code."""
    known = _ADDRESSES.get(one.kind)
    if known and one.subject_id:
        wanted: dict[str, Any] = {known[1]: one.subject_id}
        return url_for(known[0], **wanted)
    return url_for("trace.show", code=one.code) if one.code else ""


def _record(one: FoundCode) -> list[str]:
    certified = {True: "yes", False: "no", None: ""}[one.certified]
    return [
        one.typed,
        one.kind,
        one.number,
        one.code,
        one.status,
        one.where,
        "" if one.available_g is None else kilograms(one.available_g),
        certified,
        address(one),
    ]
