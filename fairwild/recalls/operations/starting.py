"""Calling goods back, or rehearsing it."""

from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.events import plain
from fairwild.lots.operations.holding import hold_found
from fairwild.lots.queries.lost import written_off_among
from fairwild.organisations.queries import get_organisation
from fairwild.recalls import rules
from fairwild.recalls.events import RecallStarted
from fairwild.recalls.facts import Basis, Reach, Suspect
from fairwild.recalls.letters import Writer
from fairwild.recalls.queries import get_recall, reach_from, reach_of
from fairwild.recalls.records import Recall, RecallLot
from fairwild.recalls.states import RecallKind, RecallStatus
from fairwild.recalls.telling import tell_holders
from fairwild.store.series import next_number, serial_text
from fairwild.unit_of_work import UnitOfWork


def start_recall(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    basis: Basis,
    reason: str,
    kind: RecallKind = RecallKind.REAL,
    write: Writer | None = None,
) -> Recall:
    """Call back everything made of suspect goods: found, put on hold and announced in one deed.

    A rehearsal records what would have been found, and touches nothing. Refused with every
    obstacle at once.
    """
    work.may(Action.START_RECALL, on=Of(Party.HOLDER, organisation_id))
    work.refuse_if(rules.obstacles_to_searching(basis))
    reach = reach_of(work, organisation_id, basis)
    work.refuse_if(rules.obstacles_to_recalling(basis, reach, reason=reason))
    recall = _start(work, organisation_id, basis, reach, kind=kind, reason=reason, write=write)
    return get_recall(work, recall.id)


def rehearse_for_audit(
    work: UnitOfWork, *, organisation_id: UUID, lot_id: UUID, reason: str
) -> Recall:
    """Rehearse a recall of one lot of an audited operator; nothing is held and nobody is told.

    The caller has asked whether the actor audits the operator.
    """
    basis = Basis(lot_ids=(lot_id,))
    reach = reach_from(work, frozenset(basis.lot_ids))
    work.refuse_if(rules.obstacles_to_recalling(basis, reach, reason=reason))
    kind = RecallKind.MOCK
    return _start(work, organisation_id, basis, reach, kind=kind, reason=reason, write=None)


def _start(
    work: UnitOfWork,
    organisation_id: UUID,
    basis: Basis,
    reach: Reach,
    *,
    kind: RecallKind,
    reason: str,
    write: Writer | None,
) -> Recall:
    recall = Recall(
        number=_number(work, organisation_id),
        organisation_id=organisation_id,
        kind=kind,
        status=RecallStatus.OPEN if kind is RecallKind.REAL else RecallStatus.CLOSED,
        reason=reason.strip(),
        basis={name: plain(value) for name, value in vars(basis).items() if value},
        reach=_summed_up(reach),
        started_at=work.now,
        started_by=work.actor.person_id,
        closed_at=None if kind is RecallKind.REAL else work.now,
    )
    work.add(recall)
    holds = _stop(work, recall, reach)
    work.session.add_all(_found(recall, reach, holds, one) for one in reach.suspects)
    work.session.flush()
    if kind is RecallKind.REAL:
        tell_holders(work, recall, reach, write)
    work.record(_said(recall, reach))
    return recall


def _number(work: UnitOfWork, organisation_id: UUID) -> str:
    """Give the next number of the pattern OWNER-RC-YEAR-SEQ."""
    stem = f"{get_organisation(work, organisation_id).code}-RC-{work.today.year:04d}"
    serial = next_number(work.session, f"recall:{stem}")
    return f"{stem}-{serial_text(serial, width=5)}"


def _summed_up(reach: Reach) -> dict[str, Any]:
    found = {
        "lots": len(reach.suspects),
        "holders": [str(one) for one in reach.holder_ids],
        "consignments": [str(one) for one in reach.consignment_ids],
        "labels": reach.label_count,
        "stock_by_state": plain(reach.stock_by_state),
        "under_way_by_state": plain(reach.under_way_by_state),
        "search_ms": reach.seconds_ms,
    }
    alone_g = reach.available_g
    return found if alone_g is None else found | {"available_g": alone_g}


def _stop(work: UnitOfWork, recall: Recall, reach: Reach) -> dict[UUID, UUID]:
    """Put on hold what is still there, and what may come back; a rehearsal stops nothing."""
    if recall.kind is RecallKind.MOCK:
        return {}
    gone = written_off_among(work, [one.lot_id for one in reach.used_up])
    return hold_found(
        work,
        lot_ids=gone.union(one.lot_id for one in reach.in_stock),
        by_id=recall.organisation_id,
        reason=f"{recall.number}: {recall.reason}",
    )


def _found(recall: Recall, reach: Reach, holds: dict[UUID, UUID], suspect: Suspect) -> RecallLot:
    return RecallLot(
        recall_id=recall.id,
        lot_id=suspect.lot_id,
        number=suspect.number,
        holder_id=suspect.holder_id,
        what=suspect.what,
        made_g=suspect.made_g,
        available_g=suspect.available_g,
        labels=reach.labels.get(suspect.lot_id, 0),
        is_source=suspect.is_source,
        hold_id=holds.get(suspect.lot_id),
        consignment_id=suspect.consignment_id,
    )


def _said(recall: Recall, reach: Reach) -> RecallStarted:
    return RecallStarted(
        subject=recall.id,
        number=recall.number,
        organisation=recall.organisation_id,
        kind_of_recall=recall.kind,
        reason=recall.reason,
        basis=recall.basis,
        lots_g={one.number: one.available_g for one in reach.suspects},
        holders=reach.told_ids,
        search_ms=reach.seconds_ms,
    )
