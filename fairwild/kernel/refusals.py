"""How the house says no: obstacles, and the errors that carry them to a door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Obstacle:
    """One reason why a deed cannot be done, as a code with the facts that explain it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    at: str | None = None


class HouseError(Exception):
    """Something a caller may be told about."""


class Refused(HouseError):
    """The state of the world stands against the deed; nothing was written."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles: tuple[Obstacle, ...] = tuple(obstacles)
        super().__init__(", ".join(obstacle.code for obstacle in self.obstacles))


class NotAllowed(HouseError):
    """The actor may not do this, and may know that the thing exists."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(action)


class NotFound(HouseError):
    """There is no such thing, or the actor may not know that there is."""

    def __init__(self, thing: str) -> None:
        self.thing = thing
        super().__init__(thing)


class Conflict(HouseError):
    """Somebody else was faster; the caller should look again."""

    def __init__(self, thing: str) -> None:
        self.thing = thing
        super().__init__(thing)


class Invalid(HouseError):
    """What was sent cannot be understood, field by field; nothing was written.

    Messages are codes of `fairwild.wording.FIELD_MESSAGES`, never sentences.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(", ".join(f"{name}: {code}" for name, code in self.errors.items()))
