"""`fairwild db`: bring a database to the form the code expects."""

import click

from fairwild.cli.house import open_house
from fairwild.store.migrating import NoWayBack, downgrade, newest, present, upgrade


@click.group()
def db() -> None:
    """Make, bring up to date or look at the database."""


@db.command()
def init() -> None:
    """Make the tables in an empty database."""
    house = open_house()
    if present(house.store) is not None:
        message = (
            "The database has its tables already. To bring them up to date: fairwild db upgrade"
        )
        raise click.ClickException(message)
    upgrade(house.store)
    click.echo(f"The database is ready, at revision {present(house.store)}.")


@db.command("upgrade")
def bring_up() -> None:
    """Bring the database to the newest revision."""
    house = open_house()
    upgrade(house.store)
    click.echo(f"The database is at revision {present(house.store)}.")


@db.command("downgrade")
@click.argument("revision")
@click.confirmation_option(prompt="This removes what the undone revisions keep. Go on?")
def bring_down(revision: str) -> None:
    """Undo migrations down to REVISION (`base` undoes all)."""
    house = open_house()
    try:
        downgrade(house.store, revision)
    except NoWayBack as error:
        message = f"{error} Nothing was changed."
        raise click.ClickException(message) from None
    click.echo(f"The database is at revision {present(house.store) or 'none'}.")


@db.command()
def status() -> None:
    """Say at which revision the database is; exit 1 where it is not the newest."""
    house = open_house()
    here, wanted = present(house.store), newest()
    click.echo(f"revision {here or 'none'}, newest {wanted}")
    if here != wanted:
        raise click.ClickException("Run: fairwild db upgrade")
