"""Imports as pages and the API ask for them and answer them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from fairwild.imports.states import Choice, ImportKind, RowState, RunState
from fairwild.schemas.base import MISSING, Moment, Order, Word, line, text
from fairwild.sheets import Figure

MAX_COLUMNS, LONGEST_CELL, MOST_ROWS = 52, 4_000, 10_000


class UploadFormSchema(Order):
    """Which kind of file is sent, and which sheet of a workbook is meant."""

    kind = Word(ImportKind, required=True)
    sheet = line(required=False, longest=100)


class UploadFilesSchema(Order):
    """The file itself; left out only where rows are sent as JSON."""

    file = fields.Raw(
        metadata={"type": "string", "format": "binary"},
    )


class CellField(fields.Field[str]):
    """A cell of a row as it would stand in a file: text, a number, or nothing."""

    def __init__(self) -> None:
        types = ["string", "number"]  # nothing is added as `allow_none`
        metadata: dict[str, Any] = {"type": types, "maxLength": LONGEST_CELL}
        super().__init__(allow_none=True, metadata=metadata)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            message = "not-a-cell"
            raise ValidationError(message)
        text = value if isinstance(value, str) else Figure(value)
        if len(text) > LONGEST_CELL:
            message = "too-long"
            raise ValidationError(message)
        return text


class UploadRowsSchema(Order):
    """Rows instead of a file: objects with the columns of the template of their kind."""

    rows = fields.List(
        fields.Dict(keys=line(longest=40), values=CellField()),
        required=True,
        validate=[
            validate.Length(min=1, error="missing"),
            validate.Length(max=MOST_ROWS, error="too-many-rows"),
        ],
        error_messages=MISSING,
    )
    file_name = line(longest=200, load_default="rows.csv", required=False)


class MappingSchema(Order):
    """What each column means, by its place from 0; columns that are left out are not read.

    Where days or numbers could be read in two ways, a colon and the manner follow the name:
    `collected_at:day-first` or `month-first`, `gross:decimal-point` or `decimal-comma`.
    """

    mapping = fields.Dict(
        keys=fields.Integer(validate=validate.Range(min=0, max=MAX_COLUMNS - 1)),
        values=line(longest=60),
        required=True,
        error_messages=MISSING,
    )
    save_as = line(required=False, longest=80)


class RowOrderSchema(Order):
    """Cells typed over, or what is decided about a row that resembles another."""

    cells = fields.Dict(keys=line(longest=40), values=line(required=False, longest=4000))
    choice = Word(Choice)


class UndoSchema(Order):
    """Why an import is undone."""

    reason = text(required=True, longest=1000)


class RowProblemSchema(Schema):
    """One thing that is wrong with a row, or that stands in the register and would change."""

    column = fields.String(allow_none=True)
    code = fields.String()
    detail = fields.String()


class RowSchema(Schema):
    """A row to look at; the heading is row 1."""

    number = fields.Integer()
    state = Word(RowState)
    choice = Word(Choice)
    cells = fields.Dict(keys=fields.String(), values=fields.String())
    problems = fields.List(fields.Nested(RowProblemSchema()))


class ImportSchema(Schema):
    """An import: how far it is, its columns, what a confirmation would do, what it did."""

    id = fields.UUID()
    organisation_id = fields.UUID()
    kind = fields.String(metadata={"enum": [one.value for one in ImportKind]})
    file_name = fields.String()
    sha256 = fields.String()
    state = Word(RunState)
    headings = fields.List(fields.String())
    mapping = fields.Dict(keys=fields.String(), values=fields.String())
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    done = fields.Integer(metadata={"description": "Rows done, while it is being written."})
    uploaded_at = Moment()
    confirmed_at = Moment(allow_none=True)
    undone_at = Moment(allow_none=True)
    rows = fields.List(fields.Nested(RowSchema()))
