"""Telling everybody who has suspect goods, or is to receive them."""

from typing import Any
from uuid import UUID

from fairwild.organisations.queries import email_of, get_organisation
from fairwild.recalls.events import HolderTold
from fairwild.recalls.facts import Reach, Suspect, by_state
from fairwild.recalls.letters import CalledBack, EndWriter, RecallEnded, Writer
from fairwild.recalls.queries import kept_of
from fairwild.recalls.records import Recall, RecallNotice
from fairwild.trade.letters import emails_of
from fairwild.unit_of_work import UnitOfWork


def tell_holders(work: UnitOfWork, recall: Recall, reach: Reach, write: Writer | None) -> None:
    """Tell every other holder, and everybody who answers for it by mail.

    Who is to receive goods under way is told of the consignment, and not taken to have them.
    """
    owner = get_organisation(work, recall.organisation_id)
    for holder_id in reach.told_ids:
        if holder_id == recall.organisation_id:
            continue
        theirs = [one for one in reach.suspects if one.holder_id == holder_id]
        notice = _notice(work, recall, holder_id, theirs)
        if write is not None:
            _post(work, recall, notice, write, by=owner.name)


def _notice(
    work: UnitOfWork, recall: Recall, holder_id: UUID, theirs: list[Suspect]
) -> RecallNotice:
    here = by_state(one for one in theirs if not one.under_way)
    notice = RecallNotice(
        recall_id=recall.id,
        owner_id=recall.organisation_id,
        organisation_id=holder_id,
        sent_at=work.now,
        expected_g=sum(here.values()),
        expected_by_state={str(state): grams for state, grams in here.items()},
        under_way=_coming(theirs),
    )
    work.add(notice)
    work.record(
        HolderTold(
            subject=notice.id,
            recall=recall.id,
            holder=holder_id,
            expected_by_state=notice.expected_by_state or {},
            under_way=tuple(notice.under_way or ()),
        )
    )
    return notice


def _coming(theirs: list[Suspect]) -> list[dict[str, Any]]:
    """Give what is on its way to a holder, consignment by consignment."""
    travelling = {one.consignment_id: one.under_way for one in theirs if one.under_way}
    return [
        {
            "consignment_id": str(sent.consignment_id),
            "number": sent.number,
            "sender": sent.sender,
            "by_state": {
                str(state): grams
                for state, grams in by_state(
                    one for one in theirs if one.consignment_id == sent.consignment_id
                ).items()
            },
        }
        for sent in sorted(travelling.values(), key=lambda one: one.number)
    ]


def _post(
    work: UnitOfWork, recall: Recall, notice: RecallNotice, write: Writer, *, by: str
) -> None:
    for email, outside in _addresses(work, notice.organisation_id):
        told = CalledBack(
            to=email,
            number=recall.number,
            kind=recall.kind,
            by=by,
            reason=recall.reason,
            notice_id=notice.id,
            expected_by_state=notice.expected_by_state or {},
            under_way=notice.under_way or (),
            outside=outside,
        )
        work.post(write(told))


def tell_end(work: UnitOfWork, recall: Recall, write: EndWriter) -> None:
    """Tell everybody who was told of a recall how it ended, and what of it stays on hold."""
    for notice in recall.notices:
        for email, outside in _addresses(work, notice.organisation_id):
            ended = RecallEnded(
                to=email,
                number=recall.number,
                by=recall.organisation.name,
                outcome=recall.outcome,
                kept=kept_of(recall, notice.organisation_id),
                notice_id=notice.id,
                outside=outside,
            )
            work.post(write(ended))


def _addresses(work: UnitOfWork, organisation_id: UUID) -> list[tuple[str, bool]]:
    """List where a holder is reached, and whether it has no account to answer with."""
    holder = get_organisation(work, organisation_id)
    if holder.outside:
        return [(email_of(work, organisation_id), True)]
    return [(email, False) for email in emails_of(work, organisation_id)]
