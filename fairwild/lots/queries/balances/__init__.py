"""Everything that is stored about material, recomputed from its movements and receipts.

Every question is one set-based statement that gives only what differs: a database of a million
lots is read a few times over and nothing is loaded but the faults.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.certificates import faults_of_certificates
from fairwild.lots.queries.balances.collecting import faults_of_collections
from fairwild.lots.queries.balances.counted import faults_of_labels
from fairwild.lots.queries.balances.custody import faults_of_custody
from fairwild.lots.queries.balances.edges import faults_of_edges
from fairwild.lots.queries.balances.holding import faults_of_holds
from fairwild.lots.queries.balances.limits import faults_of_limits
from fairwild.lots.queries.balances.lots import faults_of_lots
from fairwild.lots.queries.balances.mass import faults_of_mass
from fairwild.lots.queries.balances.telling import faults_of_lots_told
from fairwild.lots.queries.balances.telling_movements import faults_of_movements_told
from fairwild.lots.queries.balances.telling_receipts import faults_of_receipts_told

__all__ = ["check_balances", "check_records"]


def check_balances(session: Session) -> Iterator[BalanceFault]:
    """Give every place where what is stored and the movements disagree; nothing where all is well.

    Balances, statuses, holds and certified status of lots; holds on goods that were given back;
    mass over every movement; corrections against what they take back; the walk of traces; limits
    and permits against receipts; plant, holder, form, status and certificates of lots against
    those they were made of; collection lots against the certificates at the moments of their
    collections.
    """
    yield from faults_of_lots(session)
    yield from faults_of_holds(session)
    yield from faults_of_mass(session)
    yield from faults_of_edges(session)
    yield from faults_of_limits(session)
    yield from faults_of_certificates(session)
    yield from faults_of_custody(session)
    yield from faults_of_collections(session)


def check_records(session: Session, labels: Select[*tuple[Any, ...]]) -> Iterator[BalanceFault]:
    """Give every place where lots, movements and receipts are not what the ledger was told of them.

    `labels` selects lots with the number of labels that print runs made for them.
    """
    yield from faults_of_labels(session, labels)
    yield from faults_of_lots_told(session)
    yield from faults_of_movements_told(session)
    yield from faults_of_receipts_told(session)
