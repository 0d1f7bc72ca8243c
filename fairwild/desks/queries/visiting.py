"""Who and what of a sample is to be visited, and where."""

from collections.abc import Iterable
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import queries as audits
from fairwild.audits.queries.involvement import is_in_team
from fairwild.desks.records import AuditSample, SampleItem
from fairwild.desks.states import Sampled
from fairwild.harvesters.registered import people_to_visit
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries.audited import SeenReceipt, find_receipt
from fairwild.unit_of_work import Reading


def to_visit(reading: Reading, sample: AuditSample | None) -> dict[UUID, str]:
    """Say of harvesters and areas of a sample who and where they are.

    Names, villages and areas of people are for the team of the audit and nobody else.
    """
    if sample is None:
        return {}
    standing = [one for one in sample.items if one.removed_at is None]
    places = _things(standing, Sampled.AREA)
    drawn = _things(standing, Sampled.HARVESTER) if is_in_team(reading, sample.audit_id) else []
    people = people_to_visit(reading, drawn)
    collecting = {area_id for one in people.values() for area_id in one.area_ids}
    known = areas.area_facts(reading, {*places, *collecting})
    said = {one: f"{known[one].name}, {known[one].admin_unit}" for one in places if one in known}
    for person_id, one in people.items():
        codes = ", ".join(sorted(known[area_id].code for area_id in one.area_ids))
        said[person_id] = f"{one.name}, {one.village} ({codes})"
    return said


def _things(items: Iterable[SampleItem], what: Sampled) -> list[UUID]:
    return [one.thing_id for one in items if one.what is what]


def receipt_of_audited(reading: Reading, audit_id: UUID, receipt_id: UUID) -> SeenReceipt:
    """Give a receipt of the operator an audit is about, to whoever may see its desk.

    Raises NotFound for any other receipt.
    """
    audit = audits.get_audit(reading, audit_id)
    reading.may(Action.SEE_DESK, on=audit)
    found = find_receipt(reading, audit.operator_id, receipt_id)
    if found is None:
        raise NotFound("receipt")
    return found
