"""Numbers of lots and receipts: never reused, readable, traceable to the collection lot."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from fairwild.store.series import next_number, next_numbers, serial_text
from fairwild.unit_of_work import UnitOfWork

LOT_DIGITS, RECEIPT_DIGITS = 3, 5

_STEP = re.compile(r"(?:-[B-Z][0-9]+)+\Z")
"""What was done to a lot; `A` is no step, it leads long running numbers."""

DRIED, CUT, PACKED, SPLIT, MERGED, BY_PRODUCT = "D", "C", "P", "S", "M", "B"
PALLET, UNPACKED, UNCERTIFIED = "L", "U", "N"
SIFTED, MILLED, DISTILLED, MACERATED, GRADED, SAMPLED = "F", "G", "E", "X", "Q", "T"


def collection_number(
    work: UnitOfWork, *, operator: str, species: str, area: str, season: int
) -> str:
    """Give the next number of the pattern OPERATOR-SPECIES-AREA-YEAR-SEQ."""
    stem = f"{operator}-{species}-{area}-{season:04d}"
    serial = next_number(work.session, f"lot:{stem}")
    return f"{stem}-{serial_text(serial, width=LOT_DIGITS)}"


def receipt_number(work: UnitOfWork, *, operator: str, year: int) -> str:
    """Give the next number of the pattern OPERATOR-R-YEAR-SEQ."""
    stem = f"{operator}-R-{year:04d}"
    serial = next_number(work.session, f"receipt:{stem}")
    return f"{stem}-{serial_text(serial, width=RECEIPT_DIGITS)}"


def stem_of(number: str) -> str:
    """Give the number of the collection lot in which a derived number begins."""
    return _STEP.sub("", number)


def blend_number(work: UnitOfWork, *, holder: str, species: str, year: int) -> str:
    """Give the next number of the pattern HOLDER-SPECIES-BLEND-YEAR-SEQ."""
    stem = f"{holder}-{species}-BLEND-{year:04d}"
    serial = next_number(work.session, f"lot:{stem}")
    return f"{stem}-{serial_text(serial, width=LOT_DIGITS)}"


def product_number(work: UnitOfWork, *, holder: str, year: int) -> str:
    """Give the next number of the pattern HOLDER-PRODUCT-YEAR-SEQ."""
    stem = f"{holder}-PRODUCT-{year:04d}"
    serial = next_number(work.session, f"lot:{stem}")
    return f"{stem}-{serial_text(serial, width=LOT_DIGITS)}"


def derived_number(work: UnitOfWork, number: str, letter: str) -> str:
    """Give the next number after a lot's: its collection lot's number, a letter and a count.

    The count runs per collection lot and letter, so numbers stay short however often
    material is split and merged: `HDM-GLYGLA-B3-2026-001-D1`, then `…-001-P1`.
    """
    return derived_numbers(work, number, [letter])[0]


def derived_numbers(work: UnitOfWork, number: str, letters: Sequence[str]) -> list[str]:
    """Give the next numbers after a lot's, one for each letter, each letter counted in one go."""
    stem = stem_of(number)
    reserved = {
        letter: iter(next_numbers(work.session, f"lot:{stem}:{letter}", count))
        for letter, count in Counter(letters).items()
    }
    return [f"{stem}-{letter}{next(reserved[letter])}" for letter in letters]


def receipt_numbers(work: UnitOfWork, *, operator: str, year: int, count: int) -> Iterator[str]:
    """Give so many numbers of the pattern OPERATOR-R-YEAR-SEQ, reserved in one go."""
    stem = f"{operator}-R-{year:04d}"
    reserved = next_numbers(work.session, f"receipt:{stem}", count)
    return (f"{stem}-{serial_text(serial, width=RECEIPT_DIGITS)}" for serial in reserved)
