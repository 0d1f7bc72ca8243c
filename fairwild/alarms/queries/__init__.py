"""The alarms of an organisation, computed from what is recorded; nothing of them is stored."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.alarms.facts import Alarm, Thresholds, Whose
from fairwild.alarms.queries.watched import (
    GATHER,
    OF_BODIES,
    OF_HOLDERS,
    OF_MATERIAL,
    watched_of,
)
from fairwild.alarms.records import AlarmDismissal
from fairwild.alarms.rules import alarms_in
from fairwild.alarms.states import About
from fairwild.kernel.actors import Actor, OrganisationKind, Post, Role
from fairwild.organisations.queries import get_organisation
from fairwild.standards.catalogue import parameters
from fairwild.unit_of_work import Reading

PARTS: Mapping[About, tuple[str, ...]] = {
    About.HARVESTER: ("days", "people"),
    About.LOT: ("batches", "sales", "strays", "delayed", "surpluses", "flows"),
    About.MOVEMENT: ("batches",),
    About.CONSIGNMENT: ("sales",),
    About.CERTIFICATE: ("sales", "covered", "late"),
    About.AREA: ("days", "quantities"),
    About.PERMIT: ("permits", "strays"),
    About.COUNT: ("surpluses",),
    About.AUDIT: ("critical", "overdue", "late", "conflicts"),
}
"""In which parts of what is watched an alarm about each kind of thing can be found."""


def thresholds_on(day: date) -> Thresholds:
    """Give from where on something stands out, in force on that day."""
    table = parameters()
    return Thresholds(
        sigmas=table.in_force("alarm_sigmas", on=day).whole,
        least_days=table.in_force("alarm_least_days", on=day).whole,
        distance_km=table.in_force("alarm_distance_km", on=day).whole,
        warning_share=table.in_force("quota_warning_share", on=day).value,
        late_days=table.in_force("alarm_late_days", on=day).whole,
        version=table.version,
    )


def alarms_of(reading: Reading, organisation_id: UUID) -> list[Alarm]:
    """Compute every alarm of an organisation, the gravest first; those put aside are among them.

    Raises NotAllowed to those who may not see its alarms.
    """
    return _computed(reading, organisation_id, GATHER.keys())


def alarms_of_material(
    reading: Reading, organisation_id: UUID
) -> tuple[list[Alarm], dict[str, AlarmDismissal]]:
    """Compute the alarms of an organisation's material as its own people see them.

    And give what they put aside, by key. The caller has asked whether the actor may see them;
    what concerns its audits stays out, for another body may have made them.
    """
    kind = get_organisation(reading, organisation_id).kind
    post = Post(organisation_id, OWN_EYES[kind])
    own = Reading(reading.session, Actor(None, frozenset({post}), organisation_id), reading.now)
    watched = watched_of(own, organisation_id, sorted(OF_MATERIAL))
    found = alarms_in(watched, thresholds_on(reading.today))
    return found, dismissals_of(own, organisation_id)


OWN_EYES = {
    OrganisationKind.OPERATOR: Role.OPERATOR_MANAGER,
    OrganisationKind.COMPANY: Role.COMPANY_MEMBER,
}
"""Who sees everything of an organisation's own material."""


def alarms_about(
    reading: Reading, organisation_id: UUID, what: About, thing_id: UUID
) -> list[Alarm]:
    """Compute the alarms of an organisation about one thing that are not put aside.

    Only what such alarms are found in is read. Raises NotAllowed as `alarms_of`.
    """
    found = _computed(reading, organisation_id, PARTS[what])
    about = [one for one in found if (what, thing_id) in {(to.what, to.id) for to in one.about}]
    aside = dismissals_of(reading, organisation_id) if about else {}
    return [one for one in about if one.key not in aside]


def is_of_body(reading: Reading, organisation_id: UUID) -> bool:
    """Tell whether alarms are those of a certification body, which has no material."""
    kind = get_organisation(reading, organisation_id).kind
    return kind is OrganisationKind.CERTIFICATION_BODY


def _computed(reading: Reading, organisation_id: UUID, parts: Collection[str]) -> list[Alarm]:
    reading.may(Action.SEE_ALARM, on=Whose(organisation_id))
    own = OF_BODIES if is_of_body(reading, organisation_id) else OF_HOLDERS
    watched = watched_of(reading, organisation_id, [one for one in parts if one in own])
    return alarms_in(watched, thresholds_on(reading.today))


def dismissals_of(reading: Reading, organisation_id: UUID) -> dict[str, AlarmDismissal]:
    """Give what was put aside and still is, by the key of the alarm."""
    query = reading.visible(AlarmDismissal).where(
        AlarmDismissal.organisation_id == organisation_id, AlarmDismissal.restored_at.is_(None)
    )
    return {row.key: row for row in reading.session.scalars(query)}


def find_dismissal(reading: Reading, organisation_id: UUID, key: str) -> AlarmDismissal | None:
    """Give the row of an alarm that is or was put aside."""
    named = {"organisation_id": organisation_id, "key": key}
    return reading.session.scalar(select(AlarmDismissal).filter_by(**named))
