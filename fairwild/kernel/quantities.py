"""Mass in whole grams, money in minor units, and the state a plant is weighed in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

GRAMS_PER_KG = 1000
MAX_MASS_G = 10**12
_KILOGRAMS = re.compile(r"(?P<whole>[0-9]{1,9})(?:[.,](?P<part>[0-9]{1,3}))?")
_MASS = re.compile(
    r"(?P<whole>[0-9]{1,12})(?:[.,](?P<part>[0-9]{1,6}))?\s*(?P<unit>kg|g|t|lb)?", re.IGNORECASE
)
_READ_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}\D*")
"""A comma before exactly three digits marks thousands for some and decimals for others."""
_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,12})(?:[.,](?P<part>[0-9]{1,3}))?")

MINOR_DIGITS: dict[str, int] = {"VND": 0, "JPY": 0, "KRW": 0, "TND": 3}
"""Digits after the point for the currencies that do not have two (ISO 4217)."""


class State(StrEnum):
    """Whether plants were weighed fresh or dry; no quantity goes without it."""

    FRESH = "fresh"
    DRY = "dry"
    LIQUID = "liquid"


WEIGHED_FROM_HARVESTERS = (State.FRESH, State.DRY)
"""The states in which plants come to the buying point and in which areas are limited."""


def grams(kilograms: str) -> int:
    """Read kilograms with at most three decimals (`12.5`, `12,5`) as whole grams.

    Raises ValueError for anything else: a sign, an exponent, a fourth decimal.
    """
    found = _KILOGRAMS.fullmatch(kilograms.strip())
    if not found:
        message = f"not a weight in kilograms: {kilograms!r}"
        raise ValueError(message)
    return int(found["whole"]) * GRAMS_PER_KG + int((found["part"] or "").ljust(3, "0"))


@dataclass(frozen=True)
class Unit:
    """A unit in which a mass may be stated, with its exact grams and the decimals it may have."""

    grams: Fraction
    decimals: int


UNITS: Mapping[str, Unit] = {
    "kg": Unit(Fraction(GRAMS_PER_KG), 3),
    "g": Unit(Fraction(1), 0),
    "t": Unit(Fraction(1_000_000), 6),
    "lb": Unit(Fraction(45_359_237, 100_000), 4),
}
"""Kilograms, grams, tonnes and pounds (the pound is 453.59237 g by international agreement)."""


@dataclass(frozen=True)
class Mass:
    """A mass as it was stated, and the whole grams it is counted as."""

    grams: int
    unit: str
    text: str


class StatedGrams(int):
    """Whole grams that were stated in another unit than kilograms; `mass` says how.

    It counts as any other number of grams; a sum of it is a plain number again.
    """

    mass: Mass

    def __new__(cls, mass: Mass) -> "StatedGrams":
        """Give the grams of a mass, which remember how it was stated."""
        made = super().__new__(cls, mass.grams)
        made.mass = mass
        return made

    def __getnewargs__(self) -> tuple[Mass]:  # type: ignore[override]  # we are made of a mass, not of a number
        """Let copies be made of the mass, too."""
        return (self.mass,)


def read_mass(text: str) -> Mass:
    """Read `12.5`, `12.5 kg`, `300 g`, `1.2 t` or `27.5 lb` as whole grams.

    A plain number is kilograms. Pounds are exact and rounded half up to the gram. Raises
    ValueError for a sign, another unit, more decimals than make whole grams, or `1,200`, which
    is twelve hundred to one reader and one and a fifth to another.
    """
    found = None if _READ_TWO_WAYS.fullmatch(text.strip()) else _MASS.fullmatch(text.strip())
    name = (found["unit"] or "kg").lower() if found else "kg"
    unit, part = UNITS[name], (found["part"] or "") if found else ""
    if not found or len(part) > unit.decimals:
        message = f"not a weight: {text!r}"
        raise ValueError(message)
    exact = Fraction(int(found["whole"] + part), 10 ** len(part)) * unit.grams
    grams_read = int(exact + Fraction(1, 2))
    if grams_read >= MAX_MASS_G:
        message = f"too heavy to be true: {text!r}"
        raise ValueError(message)
    return Mass(grams_read, name, text.strip())


def stated_of(masses: Mapping[str, int]) -> dict[str, dict[str, str | int]]:
    """Say how those of these masses were stated that were not given in kilograms, by their names.

    This is what a movement keeps in `facts["stated"]` and a receipt in `stated`.
    """
    return {
        name: {"text": mass.mass.text, "unit": mass.mass.unit, "grams": int(mass)}
        for name, mass in masses.items()
        if isinstance(mass, StatedGrams)
    }


def kilograms(mass_g: int) -> str:
    """Write grams as kilograms with up to three decimals: 3960500 is `3960.5`."""
    sign = "-" if mass_g < 0 else ""
    whole, part = divmod(abs(mass_g), GRAMS_PER_KG)
    decimals = f"{part:03d}".rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


@dataclass(frozen=True)
class Money:
    """An amount in the smallest unit of its currency (ISO 4217)."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """Read `0.90` in a currency; raises ValueError where it has too many decimals."""
        digits = MINOR_DIGITS.get(currency, 2)
        found = _AMOUNT.fullmatch(amount.strip())
        part = (found["part"] or "").rstrip("0") if found else ""
        if not found or len(part) > digits:
            message = f"not an amount in {currency}: {amount!r}"
            raise ValueError(message)
        return cls(int(found["whole"]) * 10**digits + int(part.ljust(digits, "0") or 0), currency)

    def text(self) -> str:
        """Write the amount with the decimals of its currency: `3564.00`."""
        digits = MINOR_DIGITS.get(self.currency, 2)
        if not digits:
            return str(self.minor)
        return f"{self.minor // 10**digits}.{self.minor % 10**digits:0{digits}d}"


def price_of(net_g: int, price_per_kg: Money) -> Money:
    """Price a net weight: grams times price per kilogram, half a minor unit rounded up."""
    minor = (net_g * price_per_kg.minor + GRAMS_PER_KG // 2) // GRAMS_PER_KG
    return Money(minor, price_per_kg.currency)
