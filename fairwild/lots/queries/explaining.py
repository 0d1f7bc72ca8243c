"""Why a lot is certified or not, as it was judged when it was made."""

from datetime import datetime
from uuid import UUID

from fairwild.certificates.facts import CertificateFacts, GoodsFacts
from fairwild.certificates.queries import Judgement, certificate_facts, judge_many
from fairwild.certificates.queries.judging import IN_FORCE
from fairwild.certificates.rules import status_of
from fairwild.lots.custody.facts import Custody, NamedCertificate
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.buying import UNCOVERED_WHEN_RECORDED
from fairwild.lots.queries.custody import areas_of, areas_told, held_certificates
from fairwild.lots.queries.recipes import composition_of
from fairwild.lots.records import Movement
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading


def custody_of(reading: Reading, lot: LotFacts) -> Custody:
    """Explain the status a lot was given: when, by what deed, under which certificates, or why not.

    Of what was collected uncertified the judgement is asked again at its moment: the history
    of certificates does not change, and the answer names the certificate that came nearest.
    """
    movement = reading.session.get_one(Movement, lot.made_by)
    held = held_certificates(reading, [lot])
    areas = areas_told(reading, areas_of(reading, [lot]).get(lot.id, []))
    code = movement.judgement or IN_FORCE
    if movement.certified and not lot.certified:
        code = "form-not-in-scope"
    nearest = _nearest(reading, lot, movement) if not lot.certified else None
    return Custody(
        certified=lot.certified,
        kind=movement.kind,
        at=movement.at,
        recorded_at=movement.recorded_at,
        code=code,
        certificates=tuple(
            sorted((_named(one, movement.at) for one in held.values()), key=lambda one: one.number)
        ),
        own=any(one.holder_id == lot.holder_id for one in held.values()),
        species=lot.species,
        part=lot.part,
        form=lot.packed_form or lot.form,
        areas=tuple(dict.fromkeys(area.code for area in areas)),
        nearest=nearest,
        composition=composition_of(reading, lot),
    )


def _named(certificate: CertificateFacts, at: datetime) -> NamedCertificate:
    status = status_of(certificate, at=at)
    return NamedCertificate(
        id=certificate.id,
        number=certificate.number,
        holder_id=certificate.holder_id,
        standing=status.standing,
        since=status.since,
        valid_from=certificate.valid_from,
        last_valid_day=certificate.last_valid_day,
    )


def _nearest(reading: Reading, lot: LotFacts, movement: Movement) -> NamedCertificate | None:
    """Give the certificate that did not cover what was collected, or not in this form."""
    by_movement = movement.certificate_id
    if by_movement is not None:
        return _find(reading, by_movement, movement.at)
    if movement.kind is not MovementKind.COLLECT or lot.area_id is None:
        return None
    at = movement.recorded_at if movement.judgement == UNCOVERED_WHEN_RECORDED else movement.at
    judged = _judged_again(reading, lot, lot.area_id, at)
    return _find(reading, judged.certificate_id, at) if judged.certificate_id else None


def _judged_again(reading: Reading, lot: LotFacts, area_id: UUID, at: datetime) -> Judgement:
    species_id, part = lot.plant
    goods = GoodsFacts(species_id, lot.species, part, area_id, "", state=lot.state)
    [judged] = judge_many(reading, holder_id=lot.operator_id, goods=[goods], at=at)
    return judged


def _find(reading: Reading, certificate_id: UUID, at: datetime) -> NamedCertificate | None:
    found = certificate_facts(reading, [certificate_id]).get(certificate_id)
    return _named(found, at) if found else None
