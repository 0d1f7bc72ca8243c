"""Which certificates in force stand beside something critical, for those who decide on it.

Nothing is suspended by itself: a certifier decides, and until then it stands on their first page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import tuple_

from fairwild.access.actions import Action
from fairwild.audits.queries import WaitingNonconformity
from fairwild.audits.queries.waiting import CertifiedParty, critical_of
from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class SuspensionToDecide:
    """A certificate in force, and what is critical and not settled of its holder."""

    certificate_id: UUID
    number: str
    holder: str
    found: Sequence[WaitingNonconformity]


def suspensions_to_decide(reading: Reading) -> list[SuspensionToDecide]:
    """List the certificates in force that the actor may suspend and that something critical bars.

    The longest open comes first.
    """
    found = critical_of(reading)
    rows = _in_force(reading, found)
    holders = organisations.organisations_by_id(reading, {row.holder_id for row in rows})
    return [
        SuspensionToDecide(row.id, row.number, holders[row.holder_id].name, found[_party(row)])
        for row in rows
    ]


def _in_force(reading: Reading, found: Iterable[CertifiedParty]) -> list[Certificate]:
    asked = list(found)
    if not asked:
        return []
    columns = tuple_(Certificate.holder_id, Certificate.body_id, Certificate.standard)
    query = reading.visible(Certificate).where(
        visible_to(reading.actor, Certificate, Action.CHANGE_CERTIFICATE_STATUS),
        columns.in_([(one.operator_id, one.body_id, one.standard) for one in asked]),
        Certificate.status == CertificateStatus.ISSUED,
        Certificate.valid_until > reading.today,
    )
    order = {one: place for place, one in enumerate(asked)}
    rows = reading.session.scalars(query.order_by(Certificate.issued_at, Certificate.id))
    return sorted(rows, key=lambda row: order[_party(row)])


def _party(row: Certificate) -> CertifiedParty:
    return CertifiedParty(row.holder_id, row.body_id, row.standard)


def critical_beside(reading: Reading, facts: CertificateFacts) -> Sequence[WaitingNonconformity]:
    """Give what is critical, not settled, of the holder of a certificate, and the actor may see."""
    party = CertifiedParty(facts.holder_id, facts.body_id, facts.standard)
    return critical_of(reading, facts.holder_id).get(party, [])
