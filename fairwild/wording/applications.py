"""The words of applications and agreements."""

from flask_babel import LazyString

OBSTACLES: dict[str, LazyString] = {}

EVENTS: dict[str, LazyString] = {}

WORDS: dict[str, LazyString] = {}
