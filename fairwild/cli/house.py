"""The house as the environment describes it, and who acts in it from a terminal."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from fairwild.accounts.queries import get_actor_of_email
from fairwild.app import house_of
from fairwild.http import House
from fairwild.kernel.actors import NOBODY, Actor
from fairwild.settings import from_environment
from fairwild.store.migrating import pending
from fairwild.unit_of_work import begin_reading

NOT_MIGRATED = "The database is not ready. Run: fairwild db upgrade"

acting_as = click.option("--as", "email", required=True, help="E-mail address of who acts.")


def open_house() -> House:
    """Open the house of the environment, whatever state its database is in."""
    return house_of(from_environment(os.environ))


def ready_house() -> House:
    """Open the house of the environment; ends in a sentence where its database is not migrated."""
    house = open_house()
    if pending(house.store):
        raise click.ClickException(NOT_MIGRATED)
    return house


def actor_of(house: House, email: str) -> Actor:
    """Give the actor behind an e-mail address; raises NotFound."""
    with begin_reading(house.store, NOBODY) as reading:
        return get_actor_of_email(reading, email)


def with_house(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a ready house to a command as its first argument and close it at the end."""

    @wraps(command)
    def opened(*args: Any, **options: Any) -> Any:
        house = ready_house()
        try:
            return command(house, *args, **options)
        finally:
            house.store.engine.dispose()

    return opened
