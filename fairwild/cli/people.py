"""`fairwild admin`: the first person of a house."""

import sys

import click

from fairwild.cli.house import with_house
from fairwild.http import House
from fairwild.kernel.actors import NOBODY
from fairwild.unit_of_work import begin


@click.group()
def admin() -> None:
    """Administrators of the system."""


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


@admin.command()
@click.option("--name", required=True, help="Name of the person.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--scheme", default="Scheme owner", show_default=True, help="Name of the scheme owner."
)
@click.option("--scheme-code", default="SCHEME", show_default=True, help="Its short code.")
@click.option("--scheme-country", default="CH", show_default=True, help="Its country (ISO 3166).")
@with_house
def create(
    house: House,
    *,
    name: str,
    email: str,
    password_stdin: bool,
    scheme: str,
    scheme_code: str,
    scheme_country: str,
) -> None:
    """Found the scheme owner with the first person, who administers the system; asks a password."""
    from fairwild.accounts.operations import create_administrator

    password = _password(password_stdin)
    with begin(house.store, NOBODY) as work:
        create_administrator(
            work,
            name=name,
            email=email,
            password=password,
            scheme_owner_name=scheme,
            scheme_owner_code=scheme_code,
            scheme_owner_country=scheme_country,
        )
    click.echo(f"{email} can sign in at {house.settings.base_url}/sign-in")
