"""Questions about organisations, their people and approvals."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import NotFound
from fairwild.organisations.records import Organisation
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class OrganisationFacts:
    """What other rooms may know of an organisation; all of it is public."""

    id: UUID
    kind: OrganisationKind
    code: str
    name: str
    country: str
    address: str
    time_zone: str
    currency: str
    synthetic: bool


def _facts(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        id=row.id,
        kind=row.kind,
        code=row.code,
        name=row.name,
        country=row.country,
        address=row.address,
        time_zone=row.time_zone,
        currency=row.currency,
        synthetic=row.synthetic,
    )


def organisations_by_id(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, OrganisationFacts]:
    """Give the public facts of these organisations."""
    found = reading.session.scalars(select(Organisation).where(Organisation.id.in_(set(ids))))
    return {row.id: _facts(row) for row in found}


def find_organisation(reading: Reading, organisation_id: UUID) -> OrganisationFacts | None:
    """Give the public facts of an organisation, if there is one."""
    return organisations_by_id(reading, [organisation_id]).get(organisation_id)


def get_organisation(reading: Reading, organisation_id: UUID) -> OrganisationFacts:
    """Give the public facts of an organisation; raises NotFound."""
    found = find_organisation(reading, organisation_id)
    if found is None:
        raise NotFound("organisation")
    return found
