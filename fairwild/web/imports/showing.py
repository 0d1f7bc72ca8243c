"""One import: what its rows would do, or have done, and how far the writing is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, render_template, request

from fairwild.handing_out.imports import wrong_answer
from fairwild.http import house, reading_for_request
from fairwild.imports import queries
from fairwild.imports.checking import mapping_of
from fairwild.imports.columns import Column
from fairwild.imports.kinds import KINDS
from fairwild.imports.kinds.written import records_of
from fairwild.imports.problems import unpacked
from fairwild.imports.queries import ImportRow, ImportRun
from fairwild.imports.states import ImportKind, RowState, RunState
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.queries.imported import receipts_of_import
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.imports.routing import blueprint
from fairwild.web.paging import Answer
from fairwild.wording import obstacle_sentence
from fairwild.wording.meaning import understood_text

AT_WORK = frozenset({RunState.RUNNING, RunState.UNDOING})
MOST_RECORDS = 200


@blueprint.get("/imports/<uuid:run_id>")
def show(run_id: UUID) -> Answer:
    """Show an import as far as it is."""
    return page_of_import(run_id)


def page_of_import(run_id: UUID, obstacles: tuple[Obstacle, ...] = ()) -> Answer:
    """Draw the page of an import; with obstacles, that of a deed that was refused."""
    with reading_for_request() as reading:
        run, state = queries.seen_import(reading, house().progress, run_id)
        shown: dict[str, Any] = {"run": run, "state": state, "kind": KINDS[run.what]}
        shown["refused"] = obstacles
        if state in {RunState.CONFIRMED, RunState.UNDONE}:
            page = render_template("pages/imports/written.html", **shown, **_written(reading, run))
        elif state in AT_WORK:
            stage = house().progress.stage_of(run_id)
            page = render_template("pages/imports/running.html", **shown, stage=stage)
        else:
            page = render_template("pages/imports/check.html", **shown, **_checked(reading, run))
    return page, 409 if obstacles else 200


def columns_shown(run: ImportRun, rows: Sequence[ImportRow]) -> list[Column]:
    """List the columns of a file, and those typed or asked about though the file lacks them."""
    names = set(mapping_of(run).values())
    for row in rows:
        names.update(row.cells, (str(kept["at"]) for kept in row.problems))
    return [one for one in KINDS[run.what].columns if one.name in names]


def row_facts(row: ImportRow, columns: Sequence[Column]) -> dict[str, Any]:
    """Give a row with its problems as sentences, by column."""
    problems: dict[str, list[str]] = {}
    for kept in row.problems:
        obstacle = unpacked(kept)
        problems.setdefault(obstacle.at or "", []).append(obstacle_sentence(obstacle))
    changes: dict[str, list[str]] = {}
    if row.state is RowState.CHANGED:
        problems, changes = changes, problems
    return {
        "row": row,
        "problems": problems,
        "changes": changes,
        "elsewhere": _elsewhere(problems, {one.name for one in columns}),
    }


def _elsewhere(problems: dict[str, list[str]], names: set[str]) -> list[str]:
    """Give what is wrong with no cell of the row alone."""
    return [one for at, said in problems.items() if at not in names for one in said]


def _page_asked() -> int:
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), 100_000) if asked.isascii() and asked.isdigit() else 1


def _checked(reading: Reading, run: ImportRun) -> dict[str, Any]:
    page, count = _page_asked(), queries.count_rows(reading, run.id)
    rows = queries.page_of_rows(reading, run.id, page=page)
    columns = columns_shown(run, rows)
    return {
        "rows": [row_facts(row, columns) for row in rows],
        "count": count,
        "page": page,
        "pages": -(-count // queries.ROWS_OF_A_PAGE),
        "columns": columns,
        "obstacles": queries.obstacles_to_confirming(run),
        "first": _first(reading, run) if page == 1 and run.checked_at else [],
    }


def _first(reading: Reading, run: ImportRun) -> list[dict[str, Any]]:
    """Give the first rows cell by cell: what stands there, and what is understood of it."""
    columns = {one.name: one for one in KINDS[run.what].columns}
    return [
        {
            "number": row.number,
            "cells": row.cells,
            "understood": {
                name: understood_text(columns[name], row.cells.get(name, ""), value)
                for name, value in meant.items()
            },
        }
        for row, meant in queries.first_rows(reading, run, house().files)
    ]


def _written(reading: Reading, run: ImportRun) -> dict[str, Any]:
    cursor = Cursor(after=request.args.get("cursor", ""))
    is_receipts = run.what == ImportKind.RECEIPTS
    receipts = receipts_of_import(reading, run.id, cursor) if is_receipts else None
    records = [] if is_receipts else records_of(reading, run.id)
    standing = run.undone_at is None
    return {
        "receipts": receipts,
        "records": records[:MOST_RECORDS],
        "more": len(records) - MOST_RECORDS,
        "obstacles": tuple(queries.obstacles_to_undoing(reading, run)) if standing else (),
    }


@blueprint.get("/imports/<uuid:run_id>/progress")
def progress(run_id: UUID) -> Answer:
    """Give the part of the page that says how far the writing is; asked for again and again.

    At the end it asks once more, and only then is the page told to load anew: who goes on
    asking would break off the new page and begin it again, for as long as that is slow.
    """
    with reading_for_request() as reading:
        run, state = queries.seen_import(reading, house().progress, run_id)
        stage = house().progress.stage_of(run_id)
        page = render_template("pages/imports/progress.html", run=run, state=state, stage=stage)
    answer = Response(page)
    if state not in AT_WORK and "ended" in request.args:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.get("/imports/<uuid:run_id>/wrong.csv")
def wrong(run_id: UUID) -> Answer:
    """Give every wrong cell with its sentence as a file."""
    with reading_for_request() as reading:
        return wrong_answer(reading, run_id)
