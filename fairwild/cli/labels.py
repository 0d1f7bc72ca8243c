"""`fairwild labels`: order labels for a lot and write their sheet."""

from pathlib import Path

import click

from fairwild.cli.house import acting_as, actor_of, with_house
from fairwild.http import House
from fairwild.kernel.refusals import NotFound
from fairwild.labels.operations import order_labels
from fairwild.labels.queries import pdf_of_run
from fairwild.lots.queries import find_lot_by_number_or_code
from fairwild.unit_of_work import begin, begin_reading


@click.command()
@click.argument("lot")
@click.option("--count", type=click.IntRange(1, 10_000), required=True, help="Labels wanted.")
@click.option("--sheet", default="a4-3x8", show_default=True, help="Format in certs/labels.")
@click.option("--start", default=1, show_default=True, help="First free place on the sheet.")
@click.option("--copies", default=1, show_default=True, help="Times each label is printed.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where the PDF is written.",
)
@acting_as
@with_house
def labels(house: House, lot: str, email: str, out: Path, **wish: int | str) -> None:
    """Order labels for the LOT of this number or code and write their sheet."""
    actor = actor_of(house, email)
    with begin(house.store, actor) as work:
        found = find_lot_by_number_or_code(work, lot)
        if found is None:
            raise NotFound("lot")
        run = order_labels(
            work,
            lot_id=found.id,
            sheet=str(wish["sheet"]),
            label_count=int(wish["count"]),
            start_position=int(wish["start"]),
            copies=int(wish["copies"]),
            base_url=house.settings.base_url,
        )
    with begin_reading(house.store, actor) as reading:
        out.write_bytes(pdf_of_run(reading, run.id))
    click.echo(f"wrote {out}")
