"""Accounts of stock as a picture, a table for spreadsheets and a paper."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask_babel import gettext

from fairwild.documents.account import AccountLine, AccountPaper, render_account
from fairwild.drawing.balance import BalanceWords, Share, balance_bars
from fairwild.kernel.quantities import State, kilograms
from fairwild.lots.states import Flow
from fairwild.lots.stock.facts import Account, Goods
from fairwild.sheets import Cell, Linked, workbook_of, written
from fairwild.web.frame import language
from fairwild.wording import word
from fairwild.wording.figures import day, weight

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


def pictures_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Draw both sides of the accounts of every state, each with its name."""
    return [(word(one.goods.state), _picture(one)) for one in sheet.by_state]


def _picture(account: Account) -> str:
    def share(kind: str, mass_g: int, name: str) -> Share:
        return Share(kind, mass_g, f"{name} {weight(mass_g)}", f"{name}: {weight(mass_g)}")

    above = [
        share("opening", account.opening_g, gettext("opening")),
        share("in", account.in_g, gettext("in")),
    ]
    below = [
        share("out", account.out_g, gettext("out")),
        share("lost", account.loss_g, gettext("loss")),
        share("stock", account.stock_g, gettext("stock")),
    ]
    words = BalanceWords(
        title=gettext("Opening and in are as much as out, loss and stock"),
        description=gettext(
            "%(opening)s were there and %(came)s came in; %(went)s went out, %(lost)s were lost "
            "and %(left)s are left.",
            opening=weight(account.opening_g),
            came=weight(account.in_g),
            went=weight(account.out_g),
            lost=weight(account.loss_g),
            left=weight(account.stock_g),
        ),
        above=gettext("What there was and what came in"),
        below=gettext("What went out, what was lost, what is left"),
    )
    return balance_bars(above, below, words=words, key=f"balance-{account.goods.state}")


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


def as_paper(sheet: Sheet) -> bytes:
    """Write the accounts as PDF."""
    lines = tuple(
        AccountLine(
            goods=sheet.plant(one.goods),
            detail=_detail(sheet, one.goods),
            opening=weight(one.opening_g),
            came=weight(one.in_g),
            went=weight(one.out_g),
            lost=weight(one.loss_g),
            left=weight(one.stock_g),
            reasons=" · ".join(
                f"{word(flow)} {weight(mass_g)}" for flow, mass_g in one.flows.items()
            ),
        )
        for one in sheet.accounts
    )
    return render_account(
        AccountPaper(
            language=language(),
            holder=sheet.holder,
            period=gettext("%(first)s to %(last)s", first=day(sheet.first), last=day(sheet.last)),
            lines=lines,
            synthetic=sheet.synthetic,
        )
    )


def _detail(sheet: Sheet, goods: Goods) -> str:
    said = [
        *([word(goods.part)] if goods.part else []),
        word(goods.form),
        word(goods.state),
        gettext("certified") if goods.certified else gettext("not certified"),
        sheet.paper(goods),
        goods.site,
    ]
    return ", ".join(one for one in said if one)
