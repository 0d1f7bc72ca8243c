"""Hundreds of pasted numbers and codes looked up at once."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.quantities import kilograms
from fairwild.kernel.refusals import Invalid
from fairwild.labels.finding import MOST_CODES, FoundCode, FoundCodes, FoundKind, find_codes
from fairwild.sheets import read, written
from fairwild.web.paging import Answer
from fairwild.wording import field_message, word

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
_BETWEEN = re.compile(r"[\n\r,;\t]+")
_ADDRESSES = {
    FoundKind.LOT: ("lots.show", "lot_id"),
    FoundKind.RECEIPT: ("buying.show_receipt", "receipt_id"),
    FoundKind.CONSIGNMENT: ("consignments.show", "consignment_id"),
}


def hang(blueprint: Blueprint) -> None:
    """Hang the page into the blueprint of provenance."""
    blueprint.add_url_rule("/provenance/codes", "codes", show, methods=["GET", "POST"])


def show() -> Answer:
    """Take pasted codes or a file of them, and say what each is and where it is now."""
    home_organisation_id()
    if request.method == "GET":
        return _page("", None, ())
    text = request.form.get("codes", "")
    try:
        typed = list(dict.fromkeys([*_pasted(text), *_from_file()]))
    except Invalid as error:
        return _page(text, None, [field_message(code) for code in error.errors.values()]), 422
    wrong = _wrong(typed)
    if wrong:
        return _page(text, None, wrong), 422
    with reading_for_request() as reading:
        answer = find_codes(reading, typed)
    if request.form.get("as") == "csv":
        return _sheet(answer)
    return _page("\n".join(typed), answer, ())


def _wrong(typed: list[str]) -> list[str]:
    if not typed:
        return [gettext("Paste at least one number or code, or choose a file.")]
    if len(typed) > MOST_CODES:
        return [
            gettext(
                "These are %(num)s; look up at most %(most)s at once.",
                num=len(typed),
                most=MOST_CODES,
            )
        ]
    return []


def _pasted(text: str) -> list[str]:
    return [cell for one in _BETWEEN.split(text) if (cell := one.strip().strip("\"'"))]


def _from_file() -> Iterator[str]:
    """Give every cell of the file that could be a number or a code: one with a digit in it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return
    for record in read(BytesIO(sent.read())):
        for cell in record:
            if any(sign.isdigit() for sign in cell):
                yield cell.strip()


def _page(text: str, answer: FoundCodes | None, wrong: list[str] | tuple[()]) -> str:
    return render_template(
        "pages/provenance/codes.html",
        text=text,
        answer=answer,
        wrong=wrong,
        most=MOST_CODES,
        address=address,
        status=status,
    )


def address(one: FoundCode) -> str:
    """Give where the thing is shown: its own page, or the public one of its code."""
    known = _ADDRESSES.get(one.kind)
    if known and one.subject_id:
        wanted: dict[str, Any] = {known[1]: one.subject_id}
        return url_for(known[0], **wanted)
    return url_for("trace.show", code=one.code) if one.code else ""


def status(one: FoundCode) -> str:
    """Say the status in words."""
    return word(one.status, one.status_kind) if one.status else ""


def _sheet(answer: FoundCodes) -> Response:
    found = [_record(one) for one in answer.found]
    unknown = [[typed, "unknown", *[""] * (len(COLUMNS) - 2)] for typed in answer.unknown]
    sheet = written(COLUMNS, [*found, *unknown])
    file = Response(sheet, content_type="text/csv; charset=utf-8")
    file.headers.set("Content-Disposition", "attachment", filename="codes.csv")
    return file


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
