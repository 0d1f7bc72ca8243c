"""From a code to everything anybody may know of the goods behind it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.areas.queries import area_facts
from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.queries import certificate_facts
from fairwild.certificates.rules import status_of
from fairwild.kernel.geometry import Place
from fairwild.labels.queries import find_label
from fairwild.labels.tracing.facts import (
    TraceCertificate,
    TraceFacts,
    TracePlace,
    TracePlant,
    TraceStep,
)
from fairwild.labels.tracing.rules import blurred, claims, told_shortly
from fairwild.lots import queries as lots
from fairwild.lots.facts import JourneyStep, LotFacts, Origin
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.species.queries import species_by_id
from fairwild.standards.catalogue import standard_version
from fairwild.unit_of_work import Reading

_JUDGING = frozenset({MovementKind.SHIP, MovementKind.BLEND})
"""The deeds at which goods are last judged by themselves: their sale, or their blend."""

Known = Mapping[UUID, OrganisationFacts]


def public_trace(reading: Reading, code: str) -> TraceFacts | None:
    """Give the public facts of the goods behind a label, a pack or a lot; anybody may ask."""
    label = find_label(reading, code)
    if label is not None:
        lot = lots.get_lot_facts(reading, label.run.lot_id)
        return _trace(reading, lot, code=label.code, serial=label.serial)
    unit = lots.find_unit(reading, code)
    if unit is not None:
        lot = lots.get_lot_facts(reading, unit.lot_id)
        return _trace(reading, lot, code=unit.code, serial=None)
    found = lots.find_lot_facts_by_code(reading, code)
    return _trace(reading, found, code=found.code, serial=None) if found else None


def _trace(reading: Reading, lot: LotFacts, *, code: str, serial: int | None) -> TraceFacts:
    journey, origin = lots.journey_of(reading, lot.id), lots.origin_of(reading, lot.id)
    sold = next((one for one in reversed(journey) if one.kind in _JUDGING), journey[-1])
    held = _certificates_of(reading, lot)
    made = lots.composition_of(reading, lot)
    known = organisations_by_id(reading, _parties(lot, journey, origin, held))
    zone = ZoneInfo(known[lot.operator_id].time_zone)
    steps = told_shortly([_step(one, known, zone) for one in journey])
    operators = tuple(known[one].name for one in origin.operator_ids or (lot.operator_id,))
    papers = tuple(
        _paper(one, known, then=_sold_at(one, journey, sold), now=reading.now) for one in held
    )
    return TraceFacts(
        code=code,
        lot_number=lot.number,
        label_serial=serial,
        plants=_plants(reading, lot, origin),
        form=lot.form,
        state=lot.state,
        made_g=lot.made_g,
        units=lot.units,
        unit_g=lot.unit_g,
        certified=bool(papers),
        judged_on=_day(sold.at, zone),
        judged_at=sold.kind,
        judgement=sold.judgement,
        certificates=papers,
        product=made,
        operators=operators,
        holder=known[lot.holder_id].name,
        harvester_count=origin.harvester_count,
        receipt_count=origin.receipt_count,
        collected_g=origin.net_g,
        collected_from=origin.first_day,
        collected_until=origin.last_day,
        places=_places(reading, origin.area_ids),
        steps=steps,
        claims=tuple(
            claims(
                certificates=papers,
                product=made,
                operators=operators,
                steps=steps,
                receipt_count=origin.receipt_count,
            )
        ),
        synthetic=any(one.synthetic for one in known.values()),
        as_of=reading.today,
        undone=lot.status is LotStatus.UNDONE,
    )


def _certificates_of(reading: Reading, lot: LotFacts) -> list[CertificateFacts]:
    """Give every certificate of goods by number; none where they are undone or claim nothing."""
    if not lot.certified or lot.status is LotStatus.UNDONE:
        return []
    found = certificate_facts(reading, lot.certificate_ids)
    return sorted(found.values(), key=lambda one: one.number)


def _sold_at(
    certificate: CertificateFacts, journey: Iterable[JourneyStep], sold: JourneyStep
) -> datetime:
    """Give when the holder of a certificate last sold goods of it, or when they were made."""
    moments = [
        one.at
        for one in journey
        if one.kind is MovementKind.SHIP and one.organisation_id == certificate.holder_id
    ]
    return max(moments, default=sold.at)


def _parties(
    lot: LotFacts,
    journey: Iterable[JourneyStep],
    origin: Origin,
    held: Iterable[CertificateFacts],
) -> set[UUID]:
    parties = {lot.operator_id, lot.holder_id, *origin.operator_ids}
    parties |= {one.organisation_id for one in journey}
    return parties.union(*({one.body_id, one.holder_id} for one in held))


def _day(moment: datetime, zone: ZoneInfo) -> date:
    """Give the day of a moment where the goods come from."""
    return moment.astimezone(zone).date()


def _step(one: JourneyStep, known: Known, zone: ZoneInfo) -> TraceStep:
    return TraceStep(
        kind=one.kind,
        on=_day(one.at, zone),
        until=None,
        by=known[one.organisation_id].name,
        taken_g=one.in_g,
        made_g=one.out_g,
        by_product_g=one.by_product_g,
        loss_g=one.loss_g,
        state=one.state,
        units=one.units if one.kind is MovementKind.PACK else None,
        unit_g=one.unit_g if one.kind is MovementKind.PACK else None,
        ratio=Fraction(one.ratio) if one.ratio else None,
        receipt_count=one.receipt_count,
        certified=one.certified,
    )


def _plants(reading: Reading, lot: LotFacts, origin: Origin) -> tuple[TracePlant, ...]:
    """Give the plant of a lot, or those that were collected for a product; its part is its own."""
    named = [(lot.plant[0], lot.part)] if not lot.is_product else []
    named += [(one, None) for one in origin.species_ids if lot.is_product]
    found = species_by_id(reading, [species_id for species_id, _ in named])
    return tuple(
        TracePlant(
            found[species_id].scientific_name,
            found[species_id].author,
            dict(found[species_id].common_names),
            part,
        )
        for species_id, part in named
    )


def _places(reading: Reading, area_ids: Iterable[UUID]) -> tuple[TracePlace, ...]:
    """Give the areas blurred; those that look alike then are told once."""
    areas = sorted(area_facts(reading, area_ids).values(), key=lambda area: (area.code, area.id))
    places = (
        blurred(
            country=area.country,
            admin_unit=area.admin_unit,
            name=area.name,
            sensitive=area.sensitive,
            middle=Place(area.centre_lat_e6, area.centre_lon_e6),
        )
        for area in areas
    )
    return tuple(dict.fromkeys(places))


def _paper(
    certificate: CertificateFacts, known: Known, *, then: datetime, now: datetime
) -> TraceCertificate:
    today = status_of(certificate, at=now)
    standard = standard_version(certificate.standard, certificate.standard_version)
    issued = min(change.at for change in certificate.changes)
    return TraceCertificate(
        number=certificate.number,
        body=known[certificate.body_id].name,
        holder=known[certificate.holder_id].name,
        standard=standard.title,
        standard_version=certificate.standard_version,
        issued_on=issued.astimezone(UTC).date(),
        last_valid_day=certificate.last_valid_day,
        then=status_of(certificate, at=then).standing,
        now=today.standing,
        now_since=today.since.astimezone(UTC).date() if today.since else None,
    )
