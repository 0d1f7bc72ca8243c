"""What stands against a certifier who decides outside an audit (rule R12)."""

from uuid import UUID

from fairwild.applications.queries import payers_with
from fairwild.areas import queries as areas
from fairwild.audits import rules as auditing
from fairwild.audits.queries.elsewhere import found_of
from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.queries.approving import obstacles_to_reissuing
from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.competence import queries as competence
from fairwild.competence.facts import Assignment
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading


def own_ties(reading: Reading, body_id: UUID, operator_id: UUID) -> list[Obstacle]:
    """Say what ties the actor to an operator, or to who pays for it, as a certifier of a body.

    It bars every decision, and nobody overrides it: another certifier decides. Asks no permission.
    """
    payers = payers_with(reading, [operator_id], body_id, on=reading.today)
    clients = {operator_id, *payers.values()}
    return competence.obstacles_of_office(
        reading, body_id=body_id, client_ids=clients, certifying=True
    )


def obstacles_to_upholding(reading: Reading, certificate: CertificateFacts) -> list[Obstacle]:
    """Say why the actor cannot let this certificate stand anew today, corrected or lifted.

    Asked is what is asked of who decides on an audit: no tie, the competence, and the approval.
    """
    return [
        *own_ties(reading, certificate.body_id, certificate.holder_id),
        *competence.obstacles_in_own_competence(reading, _asked(reading, certificate)),
        *obstacles_to_reissuing(reading, certificate),
    ]


def obstacles_to_lifting(reading: Reading, certificate: CertificateFacts) -> list[Obstacle]:
    """Say why the actor cannot lift the suspension of this certificate today."""
    parties = {"operator_id": certificate.holder_id, "body_id": certificate.body_id}
    found = auditing.obstacles_to_lifting(found_of(reading, **parties), on=reading.today)
    return [*obstacles_to_upholding(reading, certificate), *found]


def obstacles_to_giving(
    reading: Reading, certificate: CertificateFacts, standing: Standing, to: CertificateStatus
) -> list[Obstacle]:
    """Say why the actor cannot give a certificate this status today, whatever it leads to.

    Suspending and ending ask for no competence and no approval: they must not wait.
    """
    if standing is Standing.SUSPENDED and to is CertificateStatus.ISSUED:
        return obstacles_to_lifting(reading, certificate)
    return own_ties(reading, certificate.body_id, certificate.holder_id)


def _asked(reading: Reading, certificate: CertificateFacts) -> Assignment:
    places = areas.area_facts(reading, {one for line in certificate.scope for one in line.area_ids})
    seat = organisations.get_organisation(reading, certificate.holder_id).country
    return Assignment(
        body_id=certificate.body_id,
        operator_id=certificate.holder_id,
        standard=certificate.standard,
        standard_version=certificate.standard_version,
        risk_classes=frozenset(line.risk_class for line in certificate.scope if line.risk_class),
        countries=frozenset({seat, *(one.country for one in places.values())} - {""}),
    )
