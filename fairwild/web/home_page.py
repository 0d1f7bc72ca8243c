"""What each role needs today, gathered through the questions of the rooms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import format_date, gettext

from fairwild.applications.queries import ApplicationLine, list_applications
from fairwild.applications.queries.consenting import WaitingConsent, consents_to_answer
from fairwild.applications.states import ApplicationStatus
from fairwild.areas.queries import changes_to_decide, list_areas, quantities_of, target_species_of
from fairwild.audits.queries import (
    AuditLine,
    WaitingNonconformity,
    answers_to_read,
    list_audits,
    nonconformities_to_answer,
    overdue_nonconformities,
)
from fairwild.audits.queries.announced import AnnouncedAudit, announced_audits
from fairwild.audits.queries.declaring import declarations_to_give
from fairwild.audits.states import AuditStatus
from fairwild.certificates.queries import DirectoryLine, count_in_force, own_certificates
from fairwild.certificates.queries.suspending import SuspensionToDecide, suspensions_to_decide
from fairwild.certificates.states import Standing
from fairwild.drawing.bars import QuotaWords, WeekBar, quota_chart
from fairwild.harvesters.queries import count_harvesters
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.ledger.queries import count_entries
from fairwild.lots import queries as lots
from fairwild.organisations.queries import list_organisations
from fairwild.recalls.queries import notices_waiting
from fairwild.store.paging import Cursor
from fairwild.trade.queries import (
    open_differences,
    page_of_consignments,
    reversals_waiting,
)
from fairwild.trade.states import ConsignmentStatus
from fairwild.unit_of_work import Reading
from fairwild.wording import word
from fairwild.wording.figures import weight

FEW = 8
SOON_DAYS = 120
OPERATOR = frozenset({Role.OPERATOR_MANAGER, Role.BUYING_CLERK})
BODY = frozenset({Role.BODY_OFFICE, Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER})
SCHEME = frozenset({Role.SCHEME_STEWARD, Role.SYSTEM_ADMINISTRATOR})


@dataclass(frozen=True)
class Task:
    """One step of getting started, with where to do it."""

    title: str
    href: str
    done: bool


@dataclass(frozen=True)
class OperatorHome:
    """The day of a cooperative."""

    tasks: list[Task]
    quantities: list[Any]
    chart: str
    open_lots: list[Any]
    to_answer: list[Any]
    under_way: list[Any]
    prepared: list[Any]
    differences: list[Any]
    reversals: list[Any]
    recalls: list[Any]
    audits: list[AnnouncedAudit]
    nonconformities: list[WaitingNonconformity]
    overdue: list[WaitingNonconformity]
    certificates: list[DirectoryLine]
    consents: list[WaitingConsent]

    @property
    def is_starting(self) -> bool:
        """Whether something of the first steps is still to do."""
        return not all(task.done for task in self.tasks)


@dataclass(frozen=True)
class AuditStep:
    """The audits that wait at one step, for those who do that step."""

    title: str
    audits: list[AuditLine]


@dataclass(frozen=True)
class BodyHome:
    """The day of a certification body."""

    steps: list[AuditStep]
    expiring: list[DirectoryLine]
    changes: list[Any]
    to_declare: list[AuditLine]
    to_review: list[ApplicationLine]
    answers: list[WaitingNonconformity]
    overdue: list[WaitingNonconformity]
    suspensions: list[SuspensionToDecide]


@dataclass(frozen=True)
class CompanyHome:
    """The day of a company that buys."""

    to_answer: list[Any]
    under_way: list[Any]
    prepared: list[Any]
    differences: list[Any]
    reversals: list[Any]
    recalls: list[Any]
    held: list[Any]
    audits: list[AnnouncedAudit]
    nonconformities: list[WaitingNonconformity]
    overdue: list[WaitingNonconformity]


@dataclass(frozen=True)
class SchemeHome:
    """The state of the whole scheme."""

    counts: list[tuple[OrganisationKind, int]]
    in_force: int
    bodies: list[Any]
    ledger_count: int


def operator_home(reading: Reading, operator_id: UUID, zone: ZoneInfo) -> OperatorHome:
    """Gather the day of a cooperative."""
    today = reading.now.astimezone(zone).date()
    quantities = sorted(
        quantities_of(reading, operator_id, on=today),
        key=lambda one: (-one.drawn_g * 1000 // one.limit_g, one.area.code),
    )
    return OperatorHome(
        tasks=list(_tasks(reading, operator_id)),
        quantities=quantities,
        chart=_chart(reading, quantities, zone),
        open_lots=lots.open_lots(reading, operator_id),
        to_answer=_waiting(reading, receiver_id=operator_id),
        under_way=_waiting(reading, sender_id=operator_id),
        prepared=_waiting(reading, ConsignmentStatus.PREPARED, sender_id=operator_id),
        differences=open_differences(reading, operator_id),
        reversals=reversals_waiting(reading, operator_id),
        recalls=notices_waiting(reading, operator_id),
        audits=announced_audits(reading, operator_id),
        nonconformities=nonconformities_to_answer(reading),
        overdue=overdue_nonconformities(reading),
        certificates=_certificates(reading, SOON_DAYS * 10),
        consents=consents_to_answer(reading),
    )


def _tasks(reading: Reading, operator_id: UUID) -> Iterator[Task]:
    """List the first steps in the order they need one another."""
    areas = list_areas(reading, operator_id)
    yield Task(gettext("Register a collection area"), url_for("areas.list_all"), bool(areas))
    yield Task(
        gettext("Choose what you collect"),
        url_for("areas.target_species"),
        bool(target_species_of(reading, operator_id)),
    )
    yield Task(
        gettext("Set the quantity allowed for an area and season"),
        url_for("areas.list_all"),
        bool(quantities_of(reading, operator_id)),
    )
    yield Task(
        gettext("Register harvesters, one by one or from a file"),
        url_for("harvesters.list_all"),
        count_harvesters(reading, operator_id) > 0,
    )
    wanted = lots.ReceiptFilter(operator_id=operator_id)
    bought = lots.page_of_receipts(reading, Cursor(limit=1), wanted).rows
    yield Task(gettext("Record the first receipt"), url_for("buying.desk"), bool(bought))


def _chart(reading: Reading, quantities: Sequence[Any], zone: ZoneInfo) -> str:
    """Draw the season of the limit nearest to its end; empty before the first receipt."""
    if not quantities:
        return ""
    first = quantities[0]
    weeks = lots.collected_by_week(reading, first.id, zone=zone)
    if not weeks:
        return ""
    what = f"{first.species.scientific_name}, {word(first.part)}, {first.area.code}"
    words = QuotaWords(
        title=gettext("Collected week by week: %(what)s", what=what),
        description=gettext(
            "%(drawn)s of %(limit)s are collected.",
            drawn=weight(first.drawn_g),
            limit=weight(first.limit_g),
        ),
        quota_said=gettext("allowed: %(limit)s", limit=weight(first.limit_g)),
    )
    bars = [
        WeekBar(label=format_date(monday, "d MMM"), collected_g=mass_g, said=weight(mass_g))
        for monday, mass_g in weeks
    ]
    return quota_chart(bars, first.limit_g, words=words)


def _waiting(
    reading: Reading, status: ConsignmentStatus = ConsignmentStatus.SHIPPED, **side: Any
) -> list[Any]:
    return page_of_consignments(reading, Cursor(limit=FEW), status=status, **side).rows


def _certificates(reading: Reading, within_days: int) -> list[DirectoryLine]:
    """List certificates of the actor that still count, the next to end first."""
    counting = {Standing.ISSUED, Standing.SUSPENDED, Standing.NOT_YET_VALID}
    found = [
        line
        for line in own_certificates(reading, Cursor(limit=200)).rows
        if line.status.standing in counting and line.days_left(reading.today) <= within_days
    ]
    return sorted(found, key=lambda line: line.facts.valid_until)


def body_home(reading: Reading, actor: Actor) -> BodyHome:
    """Gather the day of a certification body."""
    steps = sorted(_steps(list_audits(reading), actor.roles), key=lambda step: not step.audits)
    return BodyHome(
        steps=steps,
        expiring=_certificates(reading, SOON_DAYS)[:FEW],
        changes=changes_to_decide(reading),
        to_declare=declarations_to_give(reading),
        to_review=_to_review(reading, actor),
        answers=answers_to_read(reading),
        overdue=overdue_nonconformities(reading),
        suspensions=suspensions_to_decide(reading),
    )


def _to_review(reading: Reading, actor: Actor) -> list[ApplicationLine]:
    """List the applications that wait for the office's answer."""
    if Role.BODY_OFFICE not in actor.roles:
        return []
    return list_applications(reading, ApplicationStatus.SUBMITTED)


def _steps(audits: Iterable[AuditLine], roles: frozenset[Role]) -> Iterator[AuditStep]:
    """Give the reader's steps, begun ones first; a team member neither evaluates nor decides."""
    by_status: dict[AuditStatus, list[AuditLine]] = {}
    for audit in audits:
        by_status.setdefault(audit.status, []).append(audit)
    team = roles & {Role.BODY_OFFICE, Role.AUDITOR}
    everything = Role.BODY_OFFICE in roles
    if team:
        for status, title in (
            (AuditStatus.UNDER_WAY, gettext("Under way")),
            (AuditStatus.CONFIRMED, gettext("To start")),
            (AuditStatus.PLANNED, gettext("To confirm")),
        ):
            found = by_status.get(status, [])
            yield AuditStep(title, [one for one in found if one.mine or everything])
    if Role.EVALUATOR in roles:
        found = by_status.get(AuditStatus.FINISHED, [])
        yield AuditStep(gettext("To evaluate"), [one for one in found if not one.mine])
    if Role.CERTIFIER in roles:
        found = by_status.get(AuditStatus.EVALUATED, [])
        yield AuditStep(gettext("To decide"), [one for one in found if not one.mine])


def company_home(reading: Reading, company_id: UUID) -> CompanyHome:
    """Gather the day of a company that buys."""
    held = lots.page_of_lots(reading, Cursor(limit=FEW), lots.LotFilter(holder_id=company_id))
    return CompanyHome(
        to_answer=_waiting(reading, receiver_id=company_id),
        under_way=_waiting(reading, sender_id=company_id),
        prepared=_waiting(reading, ConsignmentStatus.PREPARED, sender_id=company_id),
        differences=open_differences(reading, company_id),
        reversals=reversals_waiting(reading, company_id),
        recalls=notices_waiting(reading, company_id),
        held=held.rows,
        audits=announced_audits(reading, company_id),
        nonconformities=nonconformities_to_answer(reading),
        overdue=overdue_nonconformities(reading),
    )


def scheme_home(reading: Reading) -> SchemeHome:
    """Gather the state of the whole scheme."""
    organisations = list_organisations(reading)
    counts = [(kind, sum(one.kind is kind for one in organisations)) for kind in OrganisationKind]
    bodies = [one for one in organisations if one.kind is OrganisationKind.CERTIFICATION_BODY]
    return SchemeHome(counts, count_in_force(reading), bodies[:FEW], count_entries(reading.session))
