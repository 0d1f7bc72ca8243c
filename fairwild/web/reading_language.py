"""In which of its languages a standard is read: what the address says, else the last choice."""

from flask import request, session

from fairwild.standards.types import StandardVersion

REMEMBERED = "standard_language"
TAKING_ALONG = "X-Taking-Along"


def language_read(standard: StandardVersion) -> str:
    """Give the language the address asks for, else the one chosen last, else the standard's own.

    What the script of the audit form takes along is no choice of the reader's.
    """
    asked = request.args.get("language", "")
    if asked not in standard.languages:
        chosen: str = session.get(REMEMBERED, "")
        return chosen if chosen in standard.languages else standard.language
    if TAKING_ALONG not in request.headers:
        session[REMEMBERED] = asked
    return asked
