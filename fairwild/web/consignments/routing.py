"""The blueprint of the pages of consignments, and how their forms carry lines."""

from flask import Blueprint

from fairwild.kernel.quantities import read_mass
from fairwild.web.forms import Form
from fairwild.wording import field_message

blueprint = Blueprint("consignments", __name__)

TAKE, GOT, WHY = "take-", "got-", "why-"
SAID = "said-"
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


def said_differences(form: Form) -> list[dict[str, str]]:
    """Give what was said of every difference: agreed or not, and why."""
    said = {name: one for name, one in form.values.items() if name.startswith(SAID)}
    return [
        {
            "difference_id": name.removeprefix(SAID),
            "decision": decision,
            "reason": form.values.get(WHY + name.removeprefix(SAID), ""),
        }
        for name, decision in said.items()
    ]


def note_unread_weights(form: Form) -> None:
    """Set a message at every weight that cannot be read, unless nothing is accepted anyway."""
    if not form.submitted or form.values.get("outcome") == REFUSE:
        return
    for field, value in form.values.items():
        if field.startswith(GOT) and not _is_read(value):
            form.errors[field] = [field_message("not-a-weight")]


def _is_read(text: str) -> bool:
    try:
        read_mass(text)
    except ValueError:
        return False
    return True
