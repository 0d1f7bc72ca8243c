"""Holders without an account: what they answer by a mailed link, once."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.accounts.rules import obstacles_to_link
from fairwild.recalls import rules
from fairwild.recalls.events import RecallLinkUsed
from fairwild.recalls.facts import Held, RecallFacts
from fairwild.recalls.letters import Writer
from fairwild.recalls.operations.answering import answer_recall
from fairwild.recalls.queries import find_link, get_notice
from fairwild.recalls.records import RecallLink, RecallNotice
from fairwild.recalls.states import Finding
from fairwild.recalls.telling import post_notice
from fairwild.trade.queries import receiver_actor
from fairwild.unit_of_work import UnitOfWork


def send_recall_link(work: UnitOfWork, *, notice_id: UUID, write: Writer) -> RecallNotice:
    """Mail a holder without an account a new link; the ones before open nothing more.

    Refused for a holder that has an account, and once the recall is closed.
    """
    work.take(RecallNotice, notice_id, to=Action.START_RECALL)
    notice = get_notice(work, notice_id)
    recall, holder = notice.recall, notice.organisation
    facts = RecallFacts(recall.number, recall.status)
    work.refuse_if(rules.obstacles_to_mailing(facts, holder.name, outside=holder.outside))
    post_notice(work, recall, notice, write, by=recall.organisation.name)
    return notice


def answer_recall_by_link(
    work: UnitOfWork, *, secret: str, finding: Finding, held: Held, note: str = ""
) -> RecallNotice:
    """Say what is still there of goods by a mailed link; the link is spent with it.

    It is the holder's own answer, by the same rules as with an account.
    """
    link, as_holder = _opened(work, secret)
    return answer_recall(as_holder, notice_id=link.notice_id, finding=finding, held=held, note=note)


def _opened(work: UnitOfWork, secret: str) -> tuple[RecallLink, UnitOfWork]:
    """Spend a link that is still good; gives who acts by it."""
    sight = find_link(work, secret, for_update=True)
    link = sight.link
    found = obstacles_to_link(
        used=link.used_at is not None,
        withdrawn=link.withdrawn_at is not None,
        expires_at=link.expires_at,
        at=work.now,
    )
    work.refuse_if(found)
    link.used_at = work.now
    work.record(RecallLinkUsed(subject=link.notice_id, recall=sight.recall_id))
    return link, work.acting_as(receiver_actor(sight.holder_id), at=work.now)
