"""`fairwild import` and `fairwild export`: files in and out, shown before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from fairwild.carrying_out import carry_out
from fairwild.cli.house import acting_as, actor_of, with_house
from fairwild.cli.saying import sentences_of
from fairwild.http import House
from fairwild.imports import operations, queries
from fairwild.imports.columns import name_of, recalled
from fairwild.imports.exports import EXPORTS, export_to
from fairwild.imports.problems import unpacked
from fairwild.imports.queries import ImportRun
from fairwild.imports.states import ImportKind, RowState
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import NotFound, Refused
from fairwild.organisations.queries import get_organisation, list_organisations
from fairwild.unit_of_work import Reading, begin, begin_reading

ROWS_SAID = 20

of_organisation = click.option(
    "--organisation", "--operator", "code", required=True, help="Code of the organisation."
)


@click.group("import")
def import_group() -> None:
    """Read receipts, harvesters, movements or laboratory results from files."""


def _organisation_id(reading: Reading, code: str) -> UUID:
    for one in list_organisations(reading):
        if one.code == code:
            return one.id
    raise NotFound("organisation")


def _said(mapping: Mapping[int, str], written: Sequence[str]) -> dict[int, str]:
    """Put manners such as `collected_at:day-first` to their columns in a mapping."""
    manners = {name_of(one): one for one in written}
    return {place: manners.get(name_of(one), one) for place, one in mapping.items()}


def _stage(house: House, actor: Actor, file: Path, *, what: str, code: str, **said: Any) -> UUID:
    """Keep the file and check every row of it; `said` is a mapping's name, and manners."""
    mapping: str = said["mapping"]
    with file.open("rb") as stream:
        upload = operations.read_upload(house.files, stream, what=what)
    with begin(house.store, actor) as work:
        organisation_id = _organisation_id(work, code)
        run = operations.stage_import(
            work, organisation_id=organisation_id, what=what, file_name=file.name, upload=upload
        )
        named = {one.name: one for one in queries.list_mappings(work, organisation_id, what)}
        if mapping and mapping not in named:
            raise NotFound("import_mapping")
        saved = recalled(run.headings, named[mapping].columns) if mapping else None
        read = {int(place): str(name) for place, name in run.mapping.items()}
        operations.map_columns(
            work,
            run_id=run.id,
            mapping=_said(saved if saved is not None else read, said["written"]),
            files=house.files,
            progress=house.progress,
        )
        return run.id


def _show(reading: Reading, run: ImportRun) -> None:
    """Say what a confirmation would do, and what is wrong with the first rows."""
    zone = get_organisation(reading, run.organisation_id).time_zone
    for row in queries.page_of_rows(reading, run.id)[:ROWS_SAID]:
        for kept in row.problems:
            one = unpacked(kept)
            [reason] = sentences_of(Refused([one]), zone=zone)
            click.echo(f"row {row.number}, {one.at} {row.cells.get(one.at or '', '')!r}: {reason}")
    names = ("rows", RowState.NEW, RowState.CHANGED, RowState.SAME, RowState.ALIKE, RowState.WRONG)
    click.echo(", ".join(f"{run.counts.get(name, 0)} {name}" for name in names))


def _command(what: ImportKind) -> Callable[..., Any]:
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @of_organisation
    @click.option("--mapping", default="", help="Name of a saved mapping of the columns.")
    @click.option(
        "--written",
        multiple=True,
        help="How a column is written, like collected_at:day-first or gross:decimal-comma.",
    )
    @click.option("--confirm", is_flag=True, help="Write the rows; without this nothing is.")
    @acting_as
    @click.pass_context
    @with_house
    def command(
        house: House,
        context: click.Context,
        *,
        file: Path,
        code: str,
        mapping: str,
        written: tuple[str, ...],
        email: str,
        confirm: bool,
    ) -> None:
        actor = actor_of(house, email)
        said = {"mapping": mapping, "written": written}
        run_id = _stage(house, actor, file, what=what, code=code, **said)
        with begin_reading(house.store, actor) as reading:
            run = queries.get_import(reading, run_id)
            _show(reading, run)
            if queries.obstacles_to_confirming(run):
                for sentence in sentences_of(Refused(queries.obstacles_to_confirming(run))):
                    click.echo(sentence, err=True)
                context.exit(1)
        if not confirm:
            click.echo("Nothing is written. To write it: --confirm")
            return
        carry_out(house, actor, run_id)
        click.echo("written")

    return command


for _kind in ImportKind:
    import_group.command(
        _kind.value, help=f"Hold a CSV or XLSX FILE of {_kind.value} against what is there."
    )(_command(_kind))


@click.command("export")
@click.argument("what", type=click.Choice(sorted(EXPORTS)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@of_organisation
@acting_as
@with_house
def export(house: House, what: str, file: Path, code: str, email: str) -> None:
    """Write WHAT there is of an organisation into a CSV or XLSX FILE, by its ending."""
    with begin_reading(house.store, actor_of(house, email)) as reading, file.open("wb") as stream:
        organisation_id = _organisation_id(reading, code)
        form = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
        export_to(stream, EXPORTS[what](reading, organisation_id), form=form, name=what)
    click.echo(f"written: {file}")
