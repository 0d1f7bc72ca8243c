"""Telling everybody who has suspect goods, or is to receive them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fairwild.access.secrets import digest
from fairwild.kernel.codes import new_secret
from fairwild.lots.operations.holding import lots_held_by
from fairwild.organisations.queries import email_of, get_organisation
from fairwild.recalls.events import HolderTold, RecallLinkSent
from fairwild.recalls.facts import Reach, Suspect, by_state
from fairwild.recalls.letters import (
    CalledBack,
    EndWriter,
    RecallEnded,
    RecallReleased,
    ReleaseWriter,
    Writer,
)
from fairwild.recalls.queries import kept_of, standing_links
from fairwild.recalls.records import Recall, RecallLink, RecallNotice
from fairwild.trade.letters import LINK_GOOD_FOR, emails_of
from fairwild.trade.queries.carrying import under_way_among
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
            post_notice(work, recall, notice, write, by=owner.name)


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


def post_notice(
    work: UnitOfWork, recall: Recall, notice: RecallNotice, write: Writer, *, by: str
) -> None:
    """Mail a holder what it is asked for; one without an account gets a new link to answer by."""
    for email, outside in _addresses(work, notice.organisation_id):
        secret, until = _make_link(work, notice, email) if outside else ("", None)
        told = CalledBack(
            to=email,
            number=recall.number,
            kind=recall.kind,
            by=by,
            reason=recall.reason,
            notice_id=notice.id,
            expected_by_state=notice.expected_by_state or {},
            under_way=notice.under_way or (),
            secret=secret,
            expires_at=until,
        )
        work.post(write(told))


def _make_link(work: UnitOfWork, notice: RecallNotice, email: str) -> tuple[str, datetime]:
    """Make a new link for a holder without an account; the ones before it open nothing more."""
    for old in standing_links(work, notice.id):
        old.withdrawn_at = work.now
    secret = new_secret()
    link = RecallLink(
        notice_id=notice.id,
        email=email,
        secret_digest=digest(secret),
        made_at=work.now,
        expires_at=work.now + LINK_GOOD_FOR,
    )
    work.add(link)
    sent = RecallLinkSent(subject=notice.id, recall=notice.recall_id, expires_at=link.expires_at)
    work.record(sent)
    return secret, link.expires_at


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


def holders_of(work: UnitOfWork, hold_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Give with whom goods are on which these holds stand, or to whom they are under way, and
    the lots of each.
    """
    lots = lots_held_by(work, hold_ids=hold_ids)
    travelling = under_way_among(work, [one.id for one in lots])
    found: dict[UUID, list[str]] = {}
    for lot in lots:
        sent = travelling.get(lot.id)
        found.setdefault(sent.receiver_id if sent else lot.holder_id, []).append(lot.number)
    return found


def tell_release(
    work: UnitOfWork,
    recall: Recall,
    held: Mapping[UUID, Sequence[str]],
    reason: str,
    write: ReleaseWriter,
) -> None:
    """Tell everybody else who holds some of what stayed on hold that it may move, and why."""
    notices = {one.organisation_id: one.id for one in recall.notices}
    for holder_id in sorted(held.keys() - {recall.organisation_id}):
        for email, outside in _addresses(work, holder_id):
            released = RecallReleased(
                to=email,
                number=recall.number,
                by=recall.organisation.name,
                reason=reason,
                lots=held[holder_id],
                notice_id=None if outside else notices.get(holder_id),
            )
            work.post(write(released))


def _addresses(work: UnitOfWork, organisation_id: UUID) -> list[tuple[str, bool]]:
    """List where a holder is reached, and whether it has no account to answer with."""
    holder = get_organisation(work, organisation_id)
    if holder.outside:
        return [(email_of(work, organisation_id), True)]
    return [(email, False) for email in emails_of(work, organisation_id)]
