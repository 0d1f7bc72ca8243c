"""Under which approval of its body a certificate is issued today."""

from typing import TypedDict, Unpack
from uuid import UUID

from fairwild.audits.facts import ApprovalFacts
from fairwild.audits.queries import approvals_of_body
from fairwild.audits.rules import find_approval
from fairwild.certificates.facts import CertificateFacts
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading


class Certified(TypedDict):
    """By which body whom, under which version of which standard."""

    body_id: UUID
    holder_id: UUID
    standard: str
    version: str


def approval_today(reading: Reading, **of: Unpack[Certified]) -> ApprovalFacts | None:
    """Find the approval that lets a body certify this holder today, if there is one."""
    return find_approval(
        approvals_of_body(reading, of["body_id"]),
        standard=of["standard"],
        version=of["version"],
        country=organisations.get_organisation(reading, of["holder_id"]).country,
        on=reading.today,
    )


def obstacles_in_approval(reading: Reading, **of: Unpack[Certified]) -> list[Obstacle]:
    """Say that a body may not certify this holder today, be it only to correct a paper."""
    if approval_today(reading, **of):
        return []
    country = organisations.get_organisation(reading, of["holder_id"]).country
    asked = {"standard": of["standard"], "version": of["version"]}
    return [Obstacle("body-not-approved", {**asked, "country": country, "on": reading.today})]


def obstacles_to_reissuing(reading: Reading, certificate: CertificateFacts) -> list[Obstacle]:
    """Say why a corrected certificate cannot take the place of this one today."""
    return obstacles_in_approval(
        reading,
        body_id=certificate.body_id,
        holder_id=certificate.holder_id,
        standard=certificate.standard,
        version=certificate.standard_version,
    )
