"""Accounts of stock as a picture and a paper."""

from flask_babel import gettext

from fairwild.documents.account import AccountLine, AccountPaper, render_account
from fairwild.drawing.balance import BalanceWords, Share, balance_bars
from fairwild.handing_out.accounts import Sheet
from fairwild.lots.stock.facts import Account, Goods
from fairwild.web.frame import language
from fairwild.wording import word
from fairwild.wording.figures import day, weight


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
