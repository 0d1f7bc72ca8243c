"""What of one's stock a form offers: a few lots at once, and a search that keeps what was typed."""

from uuid import UUID

from fairwild.lots.facts import LotFacts
from fairwild.lots.queries import (
    MOST_OFFERED,
    Offer,
    StockWanted,
    Traits,
    offer_of_mates,
    offer_of_stock,
)
from fairwild.unit_of_work import Reading
from fairwild.web.forms import Form

TAKE, WHOLE = "take-", "whole-"
"""Fields of these prefixes say how much is taken of the lot whose id follows, or that all is."""

TEXT, SHOWN, FIND = "stock-text", "stock-shown", "stock-find"
"""The fields of the search: what is sought, how many are shown, and the button that was pressed."""

MORE, MOST_SHOWN, FACTOR = "more", 3000, 5
"""The button that shows so many times as many lots, up to so many."""


def is_searching(form: Form) -> bool:
    """Tell whether the form was sent to find other lots only: then nothing is done."""
    return form.submitted and bool(form.values.get(FIND))


def shown(form: Form) -> int:
    """Say how many lots are to be shown, more of them where that was asked for."""
    typed = str(form.values.get(SHOWN, ""))
    before = int(typed) if typed.isdecimal() and len(typed) < len(str(MOST_SHOWN * 10)) else 0
    wanted = max(before, MOST_OFFERED)
    return min(wanted * FACTOR if form.values.get(FIND) == MORE else wanted, MOST_SHOWN)


def text_of(form: Form) -> str:
    """Give what is sought among the lots, by its number, code, species, product or place."""
    return str(form.values.get(TEXT, ""))[:80]


def chosen(form: Form, *prefixes: str) -> frozenset[UUID]:
    """Give the lots of which something is typed in fields of these prefixes."""
    ids = set()
    for name, value in form.values.items():
        for prefix in prefixes:
            if value and name.startswith(prefix):
                ids |= _ids(name.removeprefix(prefix))
    return frozenset(ids)


def named(values: list[str]) -> frozenset[UUID]:
    """Give the lots that were ticked, as far as these are ids."""
    return frozenset(one for value in values for one in _ids(value))


def _ids(text: str) -> set[UUID]:
    try:
        return {UUID(text)}
    except ValueError:
        return set()


def offered(
    reading: Reading, form: Form, wanted: StockWanted, also: frozenset[UUID] = frozenset()
) -> Offer:
    """Offer what is in stock of what a form asks for, with the lots it names already."""
    taken = chosen(form, TAKE, WHOLE) | also
    return offer_of_stock(reading, wanted, chosen=taken, most=shown(form))


def mates(reading: Reading, form: Form, lot: LotFacts, same: Traits, wanted: StockWanted) -> Offer:
    """Offer the lots in stock that may go together with this one."""
    taken = chosen(form, TAKE, WHOLE)
    return offer_of_mates(reading, lot, same, wanted, chosen=taken, most=shown(form))
