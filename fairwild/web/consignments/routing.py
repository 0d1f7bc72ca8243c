"""The blueprint of the pages of consignments, and how their forms carry lines."""

from flask import Blueprint

from fairwild.web.forms import Form

blueprint = Blueprint("consignments", __name__)

TAKE, GOT, WHY = "take-", "got-", "why-"
REFUSE = "refuse"


def pairs(form: Form, prefix: str, name: str) -> list[dict[str, str]]:
    """Give the lines typed in fields of this prefix as the schemas want them."""
    return [
        {name: field.removeprefix(prefix), "kg": value}
        for field, value in form.values.items()
        if field.startswith(prefix) and value != ""
    ]


def answered_lines(form: Form) -> list[dict[str, str]]:
    """Give what was typed of every line: how much came, and why not all of it."""
    lines = pairs(form, GOT, "line_id")
    if form.values.get("outcome") == REFUSE:
        lines = [{**line, "kg": "0"} for line in lines]
    return [{**line, "reason": form.values.get(WHY + line["line_id"], "")} for line in lines]
