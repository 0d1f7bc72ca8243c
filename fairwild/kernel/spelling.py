"""Names as they are compared: what looks alike to a reader is alike."""

import unicodedata

_KEPT = ("L", "M", "N")


def spelt(text: str) -> str:
    """Give the words of a text without case, accents and signs, with one space between them.

    Signs that are not seen vanish: `N.\u200b  Jatamansi` is `n jatamansi`.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = (sign for sign in plain if not _is_unseen(sign))
    kept = (sign if unicodedata.category(sign)[0] in _KEPT else " " for sign in seen)
    return " ".join("".join(kept).split())


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or unicodedata.combining(sign) != 0
