"""Days and numbers as people write them, brought into one form; what is doubtful is asked. Pure."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import get_month_names

from fairwild.imports.states import Manner

GROUP = 3
"""So many figures stand in a group, and a number with so many decimals can be doubtful."""
LANGUAGES = ("en", "es", "de", "fr", "it", "pt")
"""Whose names of months are known."""
FIRST_SERIAL, LAST_SERIAL = 20_000, 73_050
"""Days as spreadsheets count them, from 1954 to 2099."""
BEFORE_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a number of a spreadsheet has no zone


class TwoWays(ValueError):
    """What stands there can be read in two ways; `code` says what to ask for."""

    def __init__(self, text: str, code: str) -> None:
        super().__init__(text)
        self.code = code


_ISO = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_FIGURES = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<sign>[-/.])(?P<two>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})"
)
_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})\.?[ -](?:de )?(?P<name>[^\W\d_]+)\.?,?[ -](?:de )?(?P<year>[0-9]{4})"
)
_NAME_FIRST = re.compile(r"(?P<name>[^\W\d_]+)\.? (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})")
_SERIAL = re.compile(r"(?P<days>[0-9]{5})(?:[.,](?P<part>[0-9]{1,12}))?")
_HALVES = re.compile(
    r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?) ?(?P<half>[AP])\.?M\.?", re.IGNORECASE
)
_CLOCK_BEGINS = re.compile(r"[T ,]\s*")


@lru_cache(maxsize=4096)
def plain_day(text: str, manner: Manner | None = None) -> str:
    """Give a day, with its time where there is one, as 2026-05-12 16:40.

    Raises TwoWays for 05/12/2026 while nobody said which is the month; ValueError for no day.
    """
    serial = _SERIAL.fullmatch(text)
    if serial:
        return _of_serial(serial)
    for form in (_ISO, _FIGURES, _NAMED, _NAME_FIRST):
        found = form.match(text)
        if found and _ends(text, found.end()):
            rest = text[found.end() :]
            return f"{_date_of(found, manner).isoformat()}{_clock(rest)}"
    raise ValueError(text)


def _ends(text: str, place: int) -> bool:
    return place == len(text) or bool(_CLOCK_BEGINS.match(text, place))


def _of_serial(found: re.Match[str]) -> str:
    days = int(found["days"])
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        raise ValueError(found[0])
    seconds = round(float(f"0.{found['part'] or 0}") * 86_400)
    moment = BEFORE_FIRST_DAY + timedelta(days=days, seconds=seconds)
    return f"{moment:%Y-%m-%d %H:%M:%S}" if found["part"] else f"{moment:%Y-%m-%d}"


def _date_of(found: re.Match[str], manner: Manner | None) -> date:
    said = found.groupdict()
    if "name" in said:
        month = _months().get(said["name"].casefold())
        if month is None:
            raise ValueError(found[0])
        return date(int(said["year"]), month, int(said["day"]))
    if "one" not in said:
        return date(int(said["year"]), int(said["month"]), int(said["day"]))
    one, two = int(said["one"]), int(said["two"])
    is_day_first = _is_day_first(found[0], one, two, said["sign"], manner)
    day, month = (one, two) if is_day_first else (two, one)
    return date(int(said["year"]), month, day)


def _is_day_first(text: str, one: int, two: int, sign: str, manner: Manner | None) -> bool:
    """Tell which figure is the day: as was said, as it must be, or as dots always mean it."""
    if manner is not None:
        return manner is Manner.DAY_FIRST
    if sign == "." or one == two or one > 12:  # noqa: PLR2004 - months of a year
        return True
    if two > 12:  # noqa: PLR2004 - months of a year
        return False
    raise TwoWays(text, "cell-day-two-ways")


def _clock(rest: str) -> str:
    """Give the time behind a day by 24 hours."""
    text = _CLOCK_BEGINS.sub("", rest, count=1) if rest else ""
    halves = _HALVES.fullmatch(text)
    if halves:
        hour, _, minutes = halves["clock"].partition(":")
        if not 1 <= int(hour) <= 12:  # noqa: PLR2004 - hours of half a day
            raise ValueError(rest)
        later = 12 if halves["half"].upper() == "P" else 0
        text = f"{int(hour) % 12 + later}:{minutes}"
    return f" {text}" if text else ""


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


_NUMBER = re.compile(r"(?P<number>[0-9](?:[0-9.,'’\u00a0\u202f ]*[0-9])?)(?P<rest>[^0-9].*)?")
_BLANKS = re.compile(r"(?<=[0-9])['’\u00a0\u202f ](?=[0-9]{3}(?![0-9]))")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})*|[0-9]+")
DECIMAL = {Manner.POINT: ".", Manner.COMMA: ","}


@lru_cache(maxsize=4096)
def plain_number(text: str, manner: Manner | None = None) -> str:
    """Give a number, with its unit where there is one, with a point and without groups.

    Raises TwoWays for 1,200 and 1.200 while nobody said which sign is the decimal one. What can
    be read in one way only is read so whatever was said; what is no number is given as it is.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return text
    number = _BLANKS.sub("", found["number"])
    decimal = _decimal_sign(number, manner)
    whole, _, part = number.rpartition(decimal) if decimal else (number, "", "")
    if not _GROUPS.fullmatch(whole) or (not part.isdigit() and decimal):
        return text
    plain = re.sub("[.,]", "", whole)
    if len(part) > GROUP:
        part = part.rstrip("0")
    return f"{plain}.{part}{found['rest'] or ''}" if part else f"{plain}{found['rest'] or ''}"


def sure_number(text: str) -> str:
    """Write a number with a point so that it can be read in one way, in whatever manner."""
    return f"{text}0" if _DOUBTFUL.fullmatch(text) else text


def _decimal_sign(number: str, manner: Manner | None) -> str:
    """Give the sign before the decimals; empty where there are none."""
    signs = re.sub("[^.,]", "", number)
    if not signs:
        return ""
    if len(signs) > 1:
        return signs[-1] if signs[-1] not in signs[:-1] else ""
    if not _DOUBTFUL.fullmatch(number):
        return signs
    if manner is None:
        raise TwoWays(number, "cell-number-two-ways")
    return signs if DECIMAL.get(manner) == signs else ""
