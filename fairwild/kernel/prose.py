"""Whether a text says something: words, not a dash. Pure."""

REASON = 3
"""How many words a reason has at the least; our own design, the scheme names no number."""

UNSPACED = 8
"""How many letters do as well, in writing that puts no space between words."""


def words_in(text: str) -> int:
    """Count the words of a text; dashes, dots and bare numbers are none."""
    return sum(any(sign.isalpha() for sign in part) for part in text.split())


def says_something(text: str) -> bool:
    """Tell whether there is any word in a text."""
    return words_in(text) > 0


def gives_reason(text: str) -> bool:
    """Tell whether a text is long enough to be a reason."""
    unspaced = sum(sign.isalpha() and _is_unspaced(sign) for sign in text)
    return words_in(text) >= REASON or unspaced >= UNSPACED


def _is_unspaced(sign: str) -> bool:
    """Tell whether a letter belongs to a script like Thai, Khmer, Chinese or Japanese."""
    return "\u0e00" <= sign < "\u10a0" or "\u1780" <= sign < "\u1800" or sign >= "\u2e80"
