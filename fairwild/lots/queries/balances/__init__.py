"""Everything that is stored about material, recomputed from its movements and receipts.

Every question is one set-based statement that gives only what differs: a database of a million
lots is read a few times over and nothing is loaded but the faults.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.edges import faults_of_edges
from fairwild.lots.queries.balances.limits import faults_of_limits
from fairwild.lots.queries.balances.lots import faults_of_lots
from fairwild.lots.queries.balances.mass import faults_of_mass

__all__ = ["check_balances"]


def check_balances(session: Session) -> Iterator[BalanceFault]:
    """Give every place where what is stored and the movements disagree; nothing where all is well.

    Balances, statuses, holds and certified status of lots; mass over every movement; corrections
    against what they take back; the walk of traces; limits and permits against receipts.
    """
    yield from faults_of_lots(session)
    yield from faults_of_mass(session)
    yield from faults_of_edges(session)
    yield from faults_of_limits(session)
