"""The words of the auditor's desk."""

from flask_babel import LazyString

OBSTACLES: dict[str, LazyString] = {}

EVENTS: dict[str, LazyString] = {}

WORDS: dict[str, LazyString] = {}
