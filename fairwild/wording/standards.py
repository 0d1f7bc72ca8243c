"""The words of standards and the scheme's numbers."""

from flask_babel import LazyString

OBSTACLES: dict[str, LazyString] = {}

EVENTS: dict[str, LazyString] = {}

WORDS: dict[str, LazyString] = {}
