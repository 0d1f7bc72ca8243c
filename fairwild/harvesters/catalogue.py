"""The scheme's numbers that concern harvesters, read from `certs/parameters`."""

from datetime import date
from functools import cache

from fairwild.kernel.parameters import ParameterTable, read_parameters
from fairwild.resources import folder


@cache
def _parameters() -> ParameterTable:
    return read_parameters(folder("certs") / "parameters" / "scheme.toml")


def minimum_age_years(on: date) -> int:
    """Give the age from which a person may sell what they collect, in force on that day."""
    return _parameters().in_force("collector_minimum_age_years", on=on).whole
