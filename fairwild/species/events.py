"""What can have happened to a species."""

from dataclasses import dataclass

from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SpeciesRegistered(Event):
    """A species became known to the scheme."""

    code: str
    scientific_name: str
    author: str
    cites_appendix: str


@dataclass(frozen=True, kw_only=True)
class SpeciesChanged(Event):
    """What law and science say of a species was put right."""

    author: str
    family: str
    cites_appendix: str
    threatened: bool
