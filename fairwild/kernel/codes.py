"""Codes that cannot be guessed and can be typed from a label: Crockford base 32."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "U": "V"})
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")


def _check_character(body: str) -> str:
    """Give the character that catches one wrong and most swapped characters."""
    total = sum((position + 2) * ALPHABET.index(sign) for position, sign in enumerate(body))
    return ALPHABET[total % 31]


def new_code() -> str:
    """Make a code of 15 random characters (75 bits) and one check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return body + _check_character(body)


def read_code(typed: str) -> str | None:
    """Give the code a person meant (case, spaces, O for 0), or None where none fits."""
    code = typed.strip().upper().translate(_LOOK_ALIKES)
    if not _CODE.fullmatch(code) or _check_character(code[:-1]) != code[-1]:
        return None
    return code


def grouped(code: str) -> str:
    """Write a code in fours for people: `7KQ2-M4XW-…`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def new_secret() -> str:
    """Make a secret for a session, a token or a mailed link (256 bits, URL-safe)."""
    return secrets.token_urlsafe(32)
