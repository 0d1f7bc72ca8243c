"""How fast balances are checked and accounts are made, against SQL that does the same by hand."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from fairwild.areas.queries import quantities_of
from fairwild.bench.by_hand_audit import ACCOUNTED, AUDITED, WATER
from fairwild.bench.chains import Bench, figure_of, in_turns, must
from fairwild.bench.figures import Figure
from fairwild.lots.queries import check_balances
from fairwild.lots.records import Lot
from fairwild.lots.states import Flow
from fairwild.lots.stock.queries import Wanted, reconciliation_of
from fairwild.unit_of_work import begin_reading

LIMIT = 1.2
NEARLY = 0.9
SAME = "SQL by hand that checks the same"


def auditing(bench: Bench) -> Iterator[Figure]:
    """Recompute every balance, account for all goods, ask for one balance and for breaches."""
    both = [partial(_checked, bench), partial(_checked_by_hand, bench)]
    ours, hand = in_turns(both, rounds=bench.rounds)
    yield figure_of(bench, "audit-all", ours, hand, 1, LIMIT, 0, SAME)
    wanted = Wanted(bench.loaded.operator_id, bench.began, bench.began + timedelta(days=36500))
    accounts = [partial(_accounted, bench, wanted), partial(_accounted_by_hand, bench, wanted)]
    ours, hand = in_turns(accounts, rounds=bench.rounds)
    yield figure_of(bench, "reconciliation", ours, hand, 1, LIMIT)
    yield from _keys(bench)


def _checked(bench: Bench) -> None:
    with bench.store.reading() as session:
        must(not list(check_balances(session)), "balances of made rows")


def _checked_by_hand(bench: Bench) -> None:
    with bench.store.engine.connect() as connection:
        for text in AUDITED:
            said = text.replace("{water}", WATER[bench.engine])
            must(not connection.exec_driver_sql(said).all(), "balances by hand")


def _accounted(bench: Bench, wanted: Wanted) -> None:
    with begin_reading(bench.store, bench.actor) as reading:
        found = reconciliation_of(reading, wanted)
    collected_g = sum(one.flows.get(Flow.COLLECTED, 0) for one in found)
    must(collected_g == bench.collected_g, "reconciliation")


def _accounted_by_hand(bench: Bench, wanted: Wanted) -> None:
    marks = {"holder": ":holder", "until": ":until"}
    if bench.engine != "sqlite":
        marks = {"holder": "%(holder)s", "until": "%(until)s"}
    keys = {"holder": wanted.holder_id.hex, "until": f"{wanted.until:%Y-%m-%d %H:%M:%S}.000000"}
    with bench.store.engine.connect() as connection:
        collected, *_ = [
            connection.exec_driver_sql(text.format(**marks), keys).all() for text in ACCOUNTED
        ]
    must(sum(row[-1] for row in collected) == bench.collected_g, "reconciliation by hand")


def _keys(bench: Bench) -> Iterator[Figure]:
    """Ask for the balance of one lot, and for the limits that are nearly drawn or over."""
    lot = bench.loaded.ids[bench.of_kind("pack", 1)[0]]

    def balance() -> None:
        with begin_reading(bench.store, bench.actor) as reading:
            balances = select(Lot.made_g - Lot.taken_g).where(Lot.id == lot)
            must(reading.session.scalar(balances) is not None, "balance")

    def breaches() -> None:
        with begin_reading(bench.store, bench.actor) as reading:
            limits = quantities_of(reading, bench.loaded.operator_id)
            must(not [one for one in limits if one.drawn_g > NEARLY * one.limit_g], "breaches")

    by_hand = [
        partial(bench.by_hand, "one-balance", lot=lot.hex),
        partial(bench.by_hand, "breaches", holder=bench.loaded.operator_id.hex),
    ]
    one, one_by_hand, all_, all_by_hand = in_turns([balance, by_hand[0], breaches, by_hand[1]])
    yield figure_of(bench, "balance-of-one-lot", one, one_by_hand, 1, None, 1)
    yield figure_of(bench, "breaches", all_, all_by_hand, 1, None, 1)
