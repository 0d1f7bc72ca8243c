"""The dated numbers of the scheme and its kinds of processing, each with where it comes from."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import render_template, request

from fairwild.access.actions import Action
from fairwild.http import reading_for_request
from fairwild.kernel.parameters import Evidence, Parameter, ParameterTable
from fairwild.lots.processing.catalogue import process_rules
from fairwild.standards.catalogue import parameters
from fairwild.standards.queries import get_numbers, list_kept_numbers
from fairwild.standards.rules import NumberChanged, numbers_changed
from fairwild.web.paging import Answer
from fairwild.web.scheme.routing import blueprint
from fairwild.wording.standards import parameter_name, parameter_value

CONFIRMED = frozenset({Evidence.CONFIRMED})
"""What was read in a text of the scheme owner; everything else says that it was not."""


@dataclass(frozen=True)
class Number:
    """Every row of one number, and which of them hold today."""

    name: str
    title: str
    rows: tuple[tuple[Parameter, str, bool], ...]


@dataclass(frozen=True)
class Difference:
    """A row that is another one today, with its value then and now; empty where there is none."""

    rows: NumberChanged
    title: str
    then: str
    now: str


def _numbers(table: ParameterTable, *, on: date, unconfirmed: bool) -> list[Number]:
    ordered = sorted(table.rows, key=lambda row: row.name)
    wanted = [row for row in ordered if not unconfirmed or row.evidence not in CONFIRMED]
    return [
        Number(
            name,
            parameter_name(name),
            tuple((row, parameter_value(row), on in row.period) for row in rows),
        )
        for name, rows in groupby(wanted, key=lambda row: row.name)
    ]


@blueprint.get("/scheme")
def show_numbers() -> Answer:
    """Show the numbers of the scheme with days, source, approver and how far they are trusted."""
    unconfirmed = "unconfirmed" in request.args
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        table = parameters()
        return render_template(
            "pages/scheme/numbers.html",
            numbers=_numbers(table, on=reading.today, unconfirmed=unconfirmed),
            count=len(table.rows),
            open_count=sum(row.evidence not in CONFIRMED for row in table.rows),
            unconfirmed=unconfirmed,
            version=table.version,
            kept=list_kept_numbers(reading),
        )


@blueprint.get("/scheme/numbers/<numbers>")
def show_version(numbers: str) -> Answer:
    """Show a table of numbers that something rested on, and what differs from it today."""
    with reading_for_request() as reading:
        known = get_numbers(reading, numbers)
        return render_template(
            "pages/scheme/version.html",
            known=known,
            version=numbers,
            numbers=_numbers(known.table, on=reading.today, unconfirmed=False),
            differences=_differences(known.table),
        )


def _differences(table: ParameterTable) -> list[Difference]:
    return [
        Difference(one, parameter_name(one.row.name), _said(one.before), _said(one.after))
        for one in numbers_changed(table, parameters())
    ]


def _said(row: Parameter | None) -> str:
    return parameter_value(row) if row is not None else ""


@blueprint.get("/scheme/processes")
def show_processes() -> Answer:
    """Show what each kind of processing may take and give."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        return render_template(
            "pages/scheme/processes.html",
            rules=[(rule, reading.today in rule.period) for rule in process_rules()],
        )
