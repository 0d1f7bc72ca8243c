"""The command line: the same deeds as the pages and the API, for who runs the house."""

from typing import Any

import click
from marshmallow import ValidationError

from fairwild import __version__
from fairwild.cli import bench, checking, database, demo, labels, people, registers, serving
from fairwild.cli.saying import sentences_of
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.settings import BadSettings

EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (ValidationError, 2),
    (Invalid, 2),
    (BadSettings, 2),
    (Refused, 3),
    (NotAllowed, 4),
    (NotFound, 4),
    (Conflict, 5),
)
"""What the shell is told; any other error is a traceback."""


class House(click.Group):
    """Turns every error of the house into its sentences and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that is nobody's bug ends in words."""
        try:
            return super().invoke(ctx)
        except tuple(kind for kind, _ in EXIT_CODES) as error:
            for sentence in sentences_of(error):
                click.echo(sentence, err=True)
            ctx.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fairwild")
def main() -> None:
    """Follow wild-collected plants from the basket to the label."""


for command in (
    serving.serve,
    demo.demo,
    database.db,
    people.admin,
    checking.check,
    checking.ledger,
    checking.sweep,
    serving.mail,
    serving.settings,
    labels.labels,
    registers.import_group,
    registers.export,
    bench.bench,
):
    main.add_command(command)
