"""`fairwild demo`: a house filled with demonstration data."""

import os
from pathlib import Path

import click

from fairwild.cli.house import open_house
from fairwild.cli.serving import HOST, address_people_reach, port_option, refuse_busy, run
from fairwild.store.migrating import upgrade


@click.command()
@port_option
@click.option("--no-serve", is_flag=True, help="Load the data and end.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write a certificate, a label sheet and the trace of one label here.",
)
def demo(port: int, no_serve: bool, out: Path | None) -> None:
    """Load the demonstration data, say where to look and who can sign in, and serve."""
    from fairwild.demo import showing

    if not no_serve:
        refuse_busy(HOST, port)
    os.environ.setdefault("FAIRWILD_SYNTHETIC", "1")
    address_people_reach(HOST, port)
    house = open_house()
    upgrade(house.store)
    loaded = showing.load(house)
    click.echo(showing.welcome(house, loaded))
    if out is not None:
        for path in showing.write_papers(house, out):
            click.echo(f"wrote {path}")
    house.store.engine.dispose()
    if not no_serve:
        run(HOST, port, workers=1)
