"""Hundreds of pasted numbers and codes looked up at once."""

import re
from collections.abc import Iterator
from io import BytesIO

from flask import Blueprint, render_template, request
from flask_babel import gettext

from fairwild.handing_out.codes import address, codes_found
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.refusals import Invalid
from fairwild.labels.finding import MOST_CODES, FoundCode, FoundCodes, find_codes
from fairwild.sheets import read
from fairwild.web.paging import Answer
from fairwild.wording import field_message, word

_BETWEEN = re.compile(r"[\n\r,;\t]+")


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
        return codes_found(answer)
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


def status(one: FoundCode) -> str:
    """Say the status in words."""
    return word(one.status, one.status_kind) if one.status else ""
