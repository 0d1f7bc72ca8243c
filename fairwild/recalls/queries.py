"""How far goods got, and what became of recalls."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.access.secrets import digest
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound
from fairwild.labels.queries import labels_on
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries import lot_facts, visible_among
from fairwild.lots.queries.lost import lost_under
from fairwild.lots.queries.reached import reached_by
from fairwild.lots.queries.sources import facts_of_many, lots_of_receipts
from fairwild.lots.queries.undone import given_back_to
from fairwild.organisations.queries import get_organisation
from fairwild.recalls.facts import Asked, Basis, Notified, Reach, RecallFacts, Suspect
from fairwild.recalls.records import Recall, RecallLink, RecallLot, RecallNotice
from fairwild.recalls.states import Finding
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.trade.facts import UnderWay
from fairwild.trade.queries.carrying import (
    carried_by,
    consignments_carrying,
    under_way_among,
)
from fairwild.trade.states import ConsignmentStatus
from fairwild.unit_of_work import Reading, moment

_CAME = frozenset({ConsignmentStatus.RECEIVED, ConsignmentStatus.RECEIVED_IN_PART})


def sources_of(reading: Reading, organisation_id: UUID, basis: Basis) -> frozenset[UUID]:
    """Give the lots a search starts from: those named that one may see, and those of receipts."""
    named = visible_among(reading, lot_facts(reading, basis.lot_ids))
    if not (basis.harvester_id or basis.area_id or basis.permit_id or basis.since or basis.until):
        return named
    zone = ZoneInfo(get_organisation(reading, organisation_id).time_zone)
    found = lots_of_receipts(
        reading,
        organisation_id,
        harvester_id=basis.harvester_id,
        area_id=basis.area_id,
        permit_id=basis.permit_id,
        start=_midnight(basis.since, zone),
        before=_midnight(basis.until, zone, days=1),
    )
    return named.union(found)


def _midnight(day: date | None, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    if day is None or day >= date.max - timedelta(days=1) or day <= date.min + timedelta(days=1):
        return None
    midnight = datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
    return midnight.astimezone(UTC)


def reach_of(reading: Reading, organisation_id: UUID, basis: Basis) -> Reach:
    """Trace suspect goods forward to every lot, holder, consignment and label.

    Raises NotAllowed to those who may not call goods back.
    """
    reading.may(Action.START_RECALL, on=Of(Party.HOLDER, organisation_id))
    reach = reach_from(reading, sources_of(reading, organisation_id, basis))
    return replace(reach, consignments=carried_by(reading, reach.consignment_ids))


def reach_from(reading: Reading, sources: frozenset[UUID]) -> Reach:
    """Trace these lots, and those their goods went back to, with a clock; nobody is asked."""
    began = moment()
    sources |= given_back_to(reading, sources)
    reached = reached_by(reading, sources)
    lots = facts_of_many(reading, sources | reached.lots)
    labels = labels_on(reading, [lot.id for lot in lots])
    travelling = under_way_among(reading, reached.shipped)
    took = moment() - began
    return Reach(
        suspects=tuple(
            _suspect(lot, under_way=travelling.get(lot.id), is_source=lot.id in sources)
            for lot in lots
        ),
        consignment_ids=consignments_carrying(reading, reached.shipped),
        labels=labels,
        seconds_ms=int(took / timedelta(milliseconds=1)),
    )


def _suspect(lot: LotFacts, *, under_way: UnderWay | None, is_source: bool) -> Suspect:
    """Tell of a lot; who is to receive goods under way answers for them once they came."""
    return Suspect(
        lot_id=lot.id,
        number=lot.number,
        holder_id=under_way.receiver_id if under_way else lot.holder_id,
        what=lot.species,
        form=lot.form,
        state=lot.state,
        status=lot.status,
        made_g=lot.made_g,
        available_g=lot.available_g,
        is_source=is_source,
        under_way=under_way,
    )


def get_recall(reading: Reading, recall_id: UUID) -> Recall:
    """Give a recall of one's own with its lots and notices; raises NotFound."""
    query = reading.visible(Recall).where(Recall.id == recall_id).options(*_whole())
    found = reading.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("recall")
    return found


def _whole() -> list[Any]:
    notices = selectinload(Recall.notices).joinedload(RecallNotice.organisation)
    return [joinedload(Recall.organisation), selectinload(Recall.lots), notices]


def page_of_recalls(reading: Reading, cursor: Cursor) -> Page[Recall]:
    """Give one page of one's recalls, the latest first."""
    query = reading.visible(Recall).options(selectinload(Recall.notices))
    return page_of(reading.session, query, [Recall.started_at, Recall.id], cursor)


def get_notice(reading: Reading, notice_id: UUID) -> RecallNotice:
    """Give what one was told about a recall, with the lots of it; raises NotFound."""
    query = reading.visible(RecallNotice).where(RecallNotice.id == notice_id)
    recall = joinedload(RecallNotice.recall)
    loaded = query.options(
        recall.joinedload(Recall.organisation),
        recall.selectinload(Recall.lots),
        joinedload(RecallNotice.organisation),
    )
    found = reading.session.scalar(loaded.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("recall_notice")
    return found


def notices_for(reading: Reading, organisation_id: UUID) -> list[RecallNotice]:
    """List what an organisation was told, what waits for its answer first."""
    query = reading.visible(RecallNotice).where(RecallNotice.organisation_id == organisation_id)
    recall = joinedload(RecallNotice.recall).joinedload(Recall.organisation)
    ordered = query.order_by(RecallNotice.answered_at.is_not(None), RecallNotice.sent_at.desc())
    return list(reading.session.scalars(ordered.options(recall)))


def notices_waiting(reading: Reading, organisation_id: UUID) -> list[RecallNotice]:
    """List the open recalls an organisation has to answer, or to answer anew as goods have come."""
    told = [one for one in notices_for(reading, organisation_id) if one.recall.closed_at is None]
    come = come_since(reading, told)
    return [one for one in told if one.answered_at is None or one.id in come]


def come_since(reading: Reading, notices: Iterable[RecallNotice]) -> dict[UUID, tuple[str, ...]]:
    """Give of each notice the consignments that came after its holder said they had not.

    Notices to which nothing came are not in it.
    """
    told = {one.id: _sent_to(one) for one in notices if one.finding is Finding.NOT_ARRIVED}
    sent = carried_by(reading, set().union(*told.values()))
    came = {one.id: one.number for one in sent if one.status in _CAME}
    found = {one: tuple(sorted(came[each] for each in told[one] & came.keys())) for one in told}
    return {one: numbers for one, numbers in found.items() if numbers}


def _sent_to(notice: RecallNotice) -> set[UUID]:
    """Give what was on its way to a holder when it was told."""
    return {UUID(one["consignment_id"]) for one in notice.under_way or ()}


@dataclass(frozen=True)
class LinkSight:
    """A mailed link, and the holder that answers by it."""

    link: RecallLink
    holder_id: UUID
    recall_id: UUID


def find_link(reading: Reading, secret: str, *, for_update: bool = False) -> LinkSight:
    """Give the link that this secret opens, good or not; raises NotFound for a wrong one."""
    query = select(RecallLink).where(RecallLink.secret_digest == digest(secret))
    link = reading.session.scalar(query.with_for_update() if for_update else query)
    if link is None:
        raise NotFound("recall_link")
    notice = reading.session.get_one(RecallNotice, link.notice_id)
    return LinkSight(link, notice.organisation_id, notice.recall_id)


def standing_links(reading: Reading, notice_id: UUID) -> list[RecallLink]:
    """List the links of a notice that are neither used nor withdrawn."""
    query = select(RecallLink).where(
        RecallLink.notice_id == notice_id,
        RecallLink.used_at.is_(None),
        RecallLink.withdrawn_at.is_(None),
    )
    return list(reading.session.scalars(query))


def kept_of(recall: Recall, organisation_id: UUID) -> list[str]:
    """Give the lots of a holder that stayed on hold when a recall was closed, by number."""
    left = recall.unaccounted or {}
    kept = set() if left.get("released_at") else set(left.get("kept", ()))
    theirs = [one for one in recall.lots if one.holder_id == organisation_id]
    return [one.number for one in theirs if one.number in kept]


def travelling_to(reading: Reading, recall: Recall) -> dict[UUID, dict[UUID, UnderWay]]:
    """Give to whom which lots of a recall are still under way."""
    sent = [one for one in recall.lots if one.consignment_id is not None]
    still = under_way_among(reading, [one.lot_id for one in sent])
    found: dict[UUID, dict[UUID, UnderWay]] = {}
    for one in sent:
        if one.lot_id in still:
            found.setdefault(one.holder_id, {})[one.lot_id] = still[one.lot_id]
    return found


def facts_of(reading: Reading, recall: Recall) -> RecallFacts:
    """Give a recall as rules know it; of what is on its way to its owner nobody else is asked."""
    travelling = travelling_to(reading, recall)

    def told(organisation_id: UUID, name: str, finding: Finding | None) -> Notified:
        coming = travelling.get(organisation_id, {}).values()
        return Notified(
            name, finding, tuple(sorted({one.number for one in coming})), organisation_id
        )

    notified = [
        told(one.organisation_id, one.organisation.name, one.finding) for one in recall.notices
    ]
    if recall.organisation_id in travelling:
        owner = recall.organisation
        notified.append(told(owner.id, owner.name, Finding.NOT_ARRIVED))
    return RecallFacts(recall.number, recall.status, tuple(notified))


def written_off_of(reading: Reading, recall: Recall) -> dict[UUID, int]:
    """Give by lot what was lost or destroyed of it while the recall held it, wherever it went."""
    placed = {one.hold_id: one.lot_id for one in recall.lots if one.hold_id is not None}
    lost = lost_under(reading, placed)
    return {placed[hold_id]: mass_g for hold_id, mass_g in lost.items()}


def lots_unaccounted(reading: Reading, recall: Recall, facts: RecallFacts) -> list[RecallLot]:
    """List the lots of which nobody knows where they are: of the silent, and on their way."""
    travelling = travelling_to(reading, recall)
    silent = {one.organisation_id for one in facts.unaccounted if one.is_silent}
    waiting = {one.organisation_id for one in facts.unaccounted if one.is_missing_goods}
    return [
        one
        for one in recall.lots
        if one.holder_id in silent
        or (one.holder_id in waiting and one.lot_id in travelling[one.holder_id])
    ]


def asked_of(notice: RecallNotice) -> Asked:
    """Give what a holder was asked for, as rules know it."""
    expected, coming = notice.expected_by_state, dict[State, int]()
    for one in notice.under_way or ():
        for state, grams in one["by_state"].items():
            coming[State(state)] = coming.get(State(state), 0) + grams
    by_state = None if expected is None else {State(one): expected[one] for one in expected}
    return Asked(by_state, under_way=coming, whole_g=notice.expected_g)
