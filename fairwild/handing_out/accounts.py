"""Accounts of stock for spreadsheets, every figure with the address of what it is made of."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, url_for
from flask_babel import gettext

from fairwild.certificates.queries import certificate_facts
from fairwild.handing_out.sending import CSV, XLSX, named
from fairwild.http import house
from fairwild.kernel.quantities import State, kilograms
from fairwild.lots.states import Flow
from fairwild.lots.stock.facts import Account, Goods
from fairwild.lots.stock.queries import Wanted, reconciliation_of
from fairwild.organisations.queries import get_organisation
from fairwild.sheets import Cell, Linked, workbook_of, written
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading

HEADINGS = (
    "site",
    "species",
    "part",
    "form",
    "state",
    "certified",
    "certificate",
    "opening_kg",
    *(f"{flow.value}_kg" for flow in Flow),
    "stock_kg",
)
FIGURES: tuple[Flow | str, ...] = ("opening", *Flow, "stock")
ADDRESSES = tuple(f"{figure}_address" for figure in FIGURES)
"""Beside every figure of a text file, at its end: where its movements or lots are listed."""

Address = Callable[[Goods, Flow | str], str]
"""Where the movements of a flow, or the lots of opening and stock, are listed."""


@dataclass(frozen=True)
class Sheet:
    """The accounts of one holder over some days, with the names they need."""

    holder: str
    first: date
    last: date
    accounts: tuple[Account, ...]
    species: Mapping[UUID, str]
    certificates: Mapping[UUID, str]
    synthetic: bool

    @property
    def file_name(self) -> str:
        """The name of its files without their ending."""
        return f"reconciliation-{self.first}-{self.last}"

    def plant(self, goods: Goods) -> str:
        """Name what it is: a species, or a finished product."""
        known = self.species.get(goods.species_id, "") if goods.species_id else ""
        return known or goods.product

    def paper(self, goods: Goods) -> str:
        """Name the certificate, where there is one."""
        return self.certificates.get(goods.certificate_id, "") if goods.certificate_id else ""

    @property
    def by_state(self) -> list[Account]:
        """Everything together, apart for fresh, dry and liquid goods: they are never added up."""
        return [
            Account(
                replace(accounts[0].goods, state=state),
                sum(one.opening_g for one in accounts),
                {
                    flow: sum(one.flows.get(flow, 0) for one in accounts)
                    for flow in Flow
                    if any(flow in one.flows for one in accounts)
                },
            )
            for state in State
            if (accounts := [one for one in self.accounts if one.goods.state is state])
        ]


def sheet_of(reading: Reading, wanted: Wanted, accounts: Sequence[Account] | None = None) -> Sheet:
    """Put the names of species and certificates beside the accounts that are wanted."""
    found = reconciliation_of(reading, wanted) if accounts is None else accounts
    all_goods = [one.goods for one in found]
    species = species_by_id(reading, {one.species_id for one in all_goods if one.species_id})
    claimed = {one.certificate_id for one in all_goods if one.certificate_id}
    held = certificate_facts(reading, claimed)
    holder = get_organisation(reading, wanted.holder_id)
    zone = ZoneInfo(holder.time_zone)
    return Sheet(
        holder=holder.name,
        first=wanted.start.astimezone(zone).date(),
        last=(wanted.until - timedelta(minutes=1)).astimezone(zone).date(),
        accounts=tuple(found),
        species={key: one.scientific_name for key, one in species.items()},
        certificates={key: one.number for key, one in held.items()},
        synthetic=holder.synthetic,
    )


def sheet_answer(sheet: Sheet, form: str, typed: Mapping[str, str]) -> Response:
    """Answer with the accounts as `csv` or `xlsx`; `typed` is what they were narrowed to."""
    address = _addresses(sheet, typed)
    if form == "xlsx":
        answer = Response(as_workbook(sheet, address), content_type=XLSX)
    else:
        answer = Response(as_csv(sheet, address), content_type=CSV)
    return named(answer, f"{sheet.file_name}.{form}")


def _addresses(sheet: Sheet, typed: Mapping[str, str]) -> Address:
    """Give a function that makes the address of what a figure of a file is made of.

    The days stand in it: a file is opened later than the page it was taken from.
    """
    days = {"since": sheet.first.isoformat(), "until": sheet.last.isoformat()}
    base_url = house().settings.base_url

    def address(goods: Goods, name: Flow | str) -> str:
        asked = {**typed, **days, **goods_named(goods)}
        if isinstance(name, Flow):
            return f"{base_url}{url_for('stock.figure', flow=name.value, **asked)}"
        return f"{base_url}{url_for('stock.lying', side=name, **asked)}"

    return address


def goods_named(goods: Goods) -> dict[str, Any]:
    """Say in an address which goods are meant."""
    told = {name: value for name, value in vars(goods).items() if value not in {None, ""}}
    return {f"goods_{name}": str(value) for name, value in told.items()}


def records(sheet: Sheet) -> Iterator[list[Cell]]:
    """Say of each account what kind of goods it is of."""
    for one in sheet.accounts:
        goods = one.goods
        yield [
            goods.site,
            sheet.plant(goods),
            goods.part.value if goods.part else "",
            goods.form.value,
            goods.state.value,
            "yes" if goods.certified else "no",
            sheet.paper(goods),
        ]


def _figures(account: Account) -> list[int]:
    """Give opening, every flow and stock in the order of the file, in grams."""
    flows = (account.flows.get(flow, 0) for flow in Flow)
    return [account.opening_g, *flows, account.stock_g]


def as_csv(sheet: Sheet, address: Address) -> bytes:
    """Write the accounts as a file every spreadsheet opens, with the address of every figure."""
    rows = (
        [
            *goods,
            *map(kilograms, _figures(one)),
            *(address(one.goods, name) if g else "" for name, g in _named(one)),
        ]
        for one, goods in zip(sheet.accounts, records(sheet), strict=True)
    )
    return written((*HEADINGS, *ADDRESSES), rows).encode()


def _named(account: Account) -> Iterator[tuple[Flow | str, int]]:
    return zip(FIGURES, _figures(account), strict=True)


def as_workbook(sheet: Sheet, address: Address) -> bytes:
    """Write the accounts as a workbook; kilograms are numbers there and lead to their movements."""
    made = io.BytesIO()
    rows = (
        [*goods, *(_linked(address, one.goods, name, g) for name, g in _named(one))]
        for one, goods in zip(sheet.accounts, records(sheet), strict=True)
    )
    workbook_of(made, HEADINGS, rows, name=gettext("Stock account"))
    return made.getvalue()


def _linked(address: Address, goods: Goods, name: Flow | str, mass_g: int) -> Cell | Linked:
    """Give kilograms as a number; nothing is made of nothing, so it leads nowhere."""
    number = Decimal(kilograms(mass_g))
    return Linked(number, address(goods, name)) if mass_g else number
