"""`fairwild serve`, `mail` and `settings`: running the house."""

import errno
import os
import socket
from contextlib import closing

import click

from fairwild.cli.house import open_house, ready_house, with_house
from fairwild.http import House
from fairwild.settings import VARIABLES

HOST = "127.0.0.1"
PORT = 8000
BLOCKING_THREADS = 4
"""Between four and eight did best under load; the database pool holds as many and some more."""

port_option = click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="Port."
)


def refuse_busy(host: str, port: int) -> None:
    """End in a sentence where something listens at this address already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                message = f"Port {port} is in use. Choose another: --port {port + 1}"
            else:
                message = f"Cannot listen on {host} port {port}: {error.strerror}"
            raise click.ClickException(message) from error


def address_people_reach(host: str, port: int) -> None:
    """Print addresses of this server into QR codes unless the environment says otherwise."""
    shown = HOST if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    os.environ.setdefault("FAIRWILD_BASE_URL", f"http://{shown}:{port}")


def run(host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "fairwild.app:wsgi",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        factory=True,
    ).serve()


@click.command()
@port_option
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes."
)
def serve(port: int, host: str, workers: int) -> None:
    """Serve the pages and the API."""
    refuse_busy(host, port)
    address_people_reach(host, port)
    house = ready_house()
    house.store.engine.dispose()
    run(host, port, workers)


@click.group()
def mail() -> None:
    """Letters that wait to be sent."""


@mail.command()
@with_house
def send(house: House) -> None:
    """Send the letters that wait."""
    click.echo(f"{house.send_mail()} sent.")


@click.command()
def settings() -> None:
    """List every environment variable the house reads."""
    width = max(len(name) for name in VARIABLES)
    for name, meaning in VARIABLES.items():
        click.echo(f"{name:{width}}  {meaning}")
    click.echo(f"\nThe instance folder is {open_house().settings.instance}.")
