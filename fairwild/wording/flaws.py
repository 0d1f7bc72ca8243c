"""What is wrong in the table of a standard, in the language of who reads it."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from fairwild.standards.flaws import SENTENCES, Flaw

FLAWS: dict[str, LazyString] = {code: _l(sentence) for code, sentence in SENTENCES.items()}


def flaw_sentence(flaw: Flaw) -> str:
    """Say what is wrong, with what stands in the table."""
    return str(FLAWS[flaw.code]) % flaw.facts
