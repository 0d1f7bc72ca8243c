"""`fairwild bench`: how fast the house is, in figures."""

from pathlib import Path

import click


@click.command()
@click.option("--only", default="", help="Run one figure by its name.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("build/bench.json"),
    show_default=True,
)
@click.pass_context
def bench(context: click.Context, only: str, out: Path) -> None:
    """Measure, print a line a figure, write them as JSON; exit 1 where a goal is missed."""
    from fairwild.bench.running import as_json, measured

    try:
        figures = measured(only, say=click.echo)
    except LookupError as error:
        raise click.BadParameter(str(error), param_hint="--only") from error
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(as_json(figures), encoding="utf-8")
    if not all(figure.holds for figure in figures):
        context.exit(1)
