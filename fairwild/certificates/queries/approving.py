"""Under which approval of its body a certificate is issued today."""

from collections.abc import Sequence
from typing import TypedDict, Unpack
from uuid import UUID

from fairwild.areas import queries as areas
from fairwild.audits.facts import ApprovalFacts
from fairwild.audits.queries import approvals_of_body
from fairwild.audits.rules import find_approval, obstacles_outside
from fairwild.certificates.facts import CertificateFacts, ScopeLine
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading


class Certified(TypedDict):
    """By which body whom, under which version of which standard, for what of which areas."""

    body_id: UUID
    holder_id: UUID
    standard: str
    version: str
    lines: Sequence[ScopeLine]


def approval_today(reading: Reading, **of: Unpack[Certified]) -> ApprovalFacts | None:
    """Find the approval that lets a body certify at the seat of this holder today, if any."""
    return find_approval(
        approvals_of_body(reading, of["body_id"]),
        standard=of["standard"],
        version=of["version"],
        country=organisations.get_organisation(reading, of["holder_id"]).country,
        on=reading.today,
    )


def obstacles_in_approval(reading: Reading, **of: Unpack[Certified]) -> list[Obstacle]:
    """Say in which countries a body may not certify today, be it only to correct a paper.

    The seat of the holder counts, and every country in which an area of the scope lies.
    """
    seat = organisations.get_organisation(reading, of["holder_id"]).country
    places = areas.area_facts(reading, {one for line in of["lines"] for one in line.area_ids})
    found = obstacles_outside(
        approvals_of_body(reading, of["body_id"]),
        standard=of["standard"],
        version=of["version"],
        countries={seat, *(place.country for place in places.values())},
        on=reading.today,
    )
    return list(found)


def obstacles_to_reissuing(reading: Reading, certificate: CertificateFacts) -> list[Obstacle]:
    """Say why a corrected certificate cannot take the place of this one today."""
    return obstacles_in_approval(
        reading,
        body_id=certificate.body_id,
        holder_id=certificate.holder_id,
        standard=certificate.standard,
        version=certificate.standard_version,
        lines=certificate.scope,
    )
