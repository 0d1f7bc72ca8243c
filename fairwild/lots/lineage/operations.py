"""Deeds on who sees a lineage."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.refusals import Invalid
from fairwild.lots.lineage import rules
from fairwild.lots.lineage.events import LineageShared, LineageShareEnded
from fairwild.lots.lineage.queries import facts_of_share, shares_of
from fairwild.lots.records import LineageShare
from fairwild.organisations.queries import find_organisation
from fairwild.unit_of_work import UnitOfWork


def share_lineage(work: UnitOfWork, *, owner_id: UUID, with_id: UUID | None = None) -> LineageShare:
    """Show an organisation's lots to another one from now on, or to all its buyers.

    Raises Invalid where there is no such organisation.
    """
    work.may(Action.SHARE_LINEAGE, on=Of(Party.HOLDER, owner_id))
    if with_id is not None and find_organisation(work, with_id) is None:
        raise Invalid({"with_id": "unknown"})
    standing = shares_of(work, owner_id)
    work.refuse_if(rules.obstacles_to_sharing(owner_id, with_id, standing=standing))
    share = LineageShare(
        owner_id=owner_id, with_id=with_id, since=work.now, shared_by=work.actor.person_id
    )
    work.add(share)
    work.record(LineageShared(subject=share.id, owner=owner_id, with_organisation=with_id))
    return share


def end_lineage_share(work: UnitOfWork, *, share_id: UUID) -> LineageShare:
    """Show the lots no longer beyond one step; that they were shown stays known."""
    share = work.take(LineageShare, share_id, to=Action.SHARE_LINEAGE)
    work.refuse_if(rules.obstacles_to_ending(facts_of_share(share)))
    share.ended_at, share.ended_by = work.now, work.actor.person_id
    work.record(
        LineageShareEnded(subject=share.id, owner=share.owner_id, with_organisation=share.with_id)
    )
    return share
