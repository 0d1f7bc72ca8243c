"""`fairwild import`: registers from files, shown before anything is written."""

from pathlib import Path
from uuid import UUID

import click

from fairwild.cli.house import acting_as, actor_of, with_house
from fairwild.cli.saying import sentences_of
from fairwild.harvesters import sheets
from fairwild.harvesters.imports import (
    Preview,
    RowState,
    confirm_import,
    preview_of,
    stage_import,
)
from fairwild.http import House
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import NotFound, Refused
from fairwild.organisations.queries import list_organisations
from fairwild.unit_of_work import Reading, begin, begin_reading


@click.group("import")
def import_group() -> None:
    """Read registers from files."""


def _operator_id(reading: Reading, code: str) -> UUID:
    for operator in list_organisations(reading, OrganisationKind.OPERATOR):
        if operator.code == code:
            return operator.id
    raise NotFound("operator")


def _show(preview: Preview) -> None:
    reasons = sentences_of(Refused(cell.obstacle for cell in preview.wrong))
    for cell, reason in zip(preview.wrong, reasons, strict=True):
        click.echo(f"row {cell.row}, {cell.column} {cell.value!r}: {reason}")
    new, there = preview.count(RowState.NEW), preview.count(RowState.THERE)
    click.echo(f"{new} new, {there} there already, {len(preview.wrong)} wrong cells")


@import_group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--operator", required=True, help="Code of the operator.")
@click.option("--confirm", is_flag=True, help="Write the rows; without this nothing is kept.")
@acting_as
@click.pass_context
@with_house
def harvesters(
    house: House, context: click.Context, file: Path, operator: str, email: str, *, confirm: bool
) -> None:
    """Hold a CSV FILE of harvesters against the register; with --confirm write it."""
    actor, content = actor_of(house, email), file.read_bytes()
    with begin_reading(house.store, actor) as reading:
        operator_id = _operator_id(reading, operator)
        preview = preview_of(reading, operator_id, sheets.decoded(content))
    _show(preview)
    if not preview.may_be_confirmed:
        context.exit(1)
    if not confirm:
        click.echo("Nothing is written. To write it: --confirm")
        return
    with begin(house.store, actor) as work:
        staged = stage_import(work, operator_id=operator_id, file_name=file.name, content=content)
        confirm_import(work, import_id=staged.id)
    click.echo("written")
