"""Whether an audit may begin under a version of a standard. Pure."""

from collections.abc import Iterator
from datetime import date

from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import StandardVersion


def obstacles_to_using(standard: StandardVersion, *, on: date) -> Iterator[Obstacle]:
    """Say why no audit that begins on that day can be planned under this version."""
    named = {"standard": standard.full_title}
    if on < standard.valid_from:
        facts = {**named, "valid_from": standard.valid_from}
        yield Obstacle("standard-not-yet-valid", facts, at="starts_on")
    elif not standard.is_open_on(on):
        facts = {**named, "until": standard.transition_until}
        yield Obstacle("standard-transition-over", facts, at="starts_on")
    if not standard.indicators:
        yield Obstacle("standard-without-indicators", named, at="standard")
