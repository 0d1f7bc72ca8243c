"""The rooms whose refusals stand in the table; importing them fills it."""

from tests.refusals import (
    afterwards,
    applying,
    complaining,
    desks,
    findings,
    people,
    plans,
    scheming,
    teams,
    verdicts,
    writing,
)

ROOMS = (
    scheming,
    applying,
    complaining,
    plans,
    people,
    writing,
    desks,
    findings,
    teams,
    verdicts,
    afterwards,
)
