"""The desk of a spot check: what a buyer's ledger says of certified goods, in few questions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.audits import queries as audits
from fairwild.audits.queries import history
from fairwild.complaints.queries import SeenComplaint, complaints_about
from fairwild.desks.queries.desk import first_day
from fairwild.kernel.actors import OrganisationKind
from fairwild.lots.states import Flow
from fairwild.lots.stock.facts import Account
from fairwild.lots.stock.queries.accounts import reconciled
from fairwild.lots.stock.queries.sources import Wanted
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.trade.queries.traded import (
    Declared,
    Side,
    Traded,
    TradedLine,
    count_bought_under,
    declared_of,
    lines_of,
)
from fairwild.unit_of_work import Reading

SHOWN_LINES = 100


@dataclass(frozen=True)
class BuyerDesk:
    """What an auditor finds at the desk of a spot check; every mass is of certified goods."""

    audit: Any
    since: date
    last_audit: bool
    purchases: list[Declared]
    sales: list[Declared]
    bought: list[TradedLine]
    sold: list[TradedLine]
    balances: list[Account]
    earlier: list[history.EarlierAudit]
    findings: list[history.EarlierFinding]
    complaints: list[SeenComplaint]

    @property
    def bought_g(self) -> int:
        """What the buyer declares as bought."""
        return sum(one.bought_g for one in self.purchases)

    @property
    def sold_g(self) -> int:
        """What the buyer declares as sold, under way included."""
        return sum(one.sold_g for one in self.sales)

    @property
    def open_g(self) -> int:
        """What one side declares and the other does not, and nobody accounts for yet."""
        return sum(one.open_g for one in (*self.purchases, *self.sales))

    @property
    def stock_g(self) -> int:
        """What is left in stock by the books."""
        return sum(one.stock_g for one in self.balances)

    @property
    def lines_in_all(self) -> int:
        """How many lines there are on both sides, shown or not."""
        return sum(one.lines for one in (*self.purchases, *self.sales))


def buyer_desk_of(reading: Reading, audit_id: UUID) -> BuyerDesk:
    """Gather the desk of a spot check.

    Raises NotFound, and NotAllowed to those who may not look into the buyer's ledger.
    """
    audit = audits.get_audit(reading, audit_id)
    reading.may(Action.SEE_DESK, on=audit)
    since, known = first_day(reading, audit)
    start = datetime.combine(since, time.min, tzinfo=UTC)
    until = max(reading.now, start) + timedelta(seconds=1)
    bought, sold = (Traded(audit.operator_id, side, start, until) for side in Side)
    earlier = history.earlier_audits(reading, audit)
    accounts = reconciled(reading, Wanted(audit.operator_id, start, until))
    return BuyerDesk(
        audit=audit,
        since=since,
        last_audit=known,
        purchases=declared_of(reading, bought),
        sales=declared_of(reading, sold),
        bought=lines_of(reading, bought, most=SHOWN_LINES),
        sold=lines_of(reading, sold, most=SHOWN_LINES),
        balances=[one for one in accounts if one.goods.certified],
        earlier=earlier,
        findings=history.earlier_findings(reading, earlier, on=reading.today),
        complaints=complaints_about(reading, audit.operator_id),
    )


def flow_of(account: Account, *flows: Flow) -> int:
    """Add up what went these ways in an account, in grams."""
    return sum(account.flows.get(flow, 0) for flow in flows)


def buyers_to_check(reading: Reading, body_id: UUID) -> list[tuple[OrganisationFacts, int]]:
    """List the companies that accepted goods certified by a body, with how often, by name.

    Raises NotAllowed to those who may not plan audits for the body.
    """
    reading.may(Action.PLAN_AUDIT, on=Of(Party.BODY, body_id))
    counts = count_bought_under(reading, body_id)
    found = organisations_by_id(reading, counts)
    companies = [one for one in found.values() if is_checkable(one)]
    return [(one, counts[one.id]) for one in sorted(companies, key=lambda one: one.name)]


def is_checkable(one: OrganisationFacts) -> bool:
    """Tell whether an organisation is a company of the scheme, with books in this house."""
    return one.kind is OrganisationKind.COMPANY and not one.outside
