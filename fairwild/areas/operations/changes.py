"""A body-approved change of a maximum quantity: asking, deciding, withdrawing."""

from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.areas import events, queries, rules
from fairwild.areas.facts import Wish
from fairwild.areas.letters import Writer, tell_body, tell_operator
from fairwild.areas.records import MaximumQuantity, QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.organisations.queries import find_organisation
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork

CertifiedBy = Callable[[Reading, UUID], Collection[UUID]]
"""Gives the bodies that certify an operator now, as the rooms above know them."""

OwnTies = Callable[[Reading, UUID, UUID], Collection[Obstacle]]
"""Says what ties the actor to an operator as a certifier of a body, as the rooms above know it."""


def ask_quantity_change(
    work: UnitOfWork,
    *,
    quantity_id: UUID,
    body_id: UUID,
    limit_g: int,
    reason: str,
    method: str = "",
    certified_by: CertifiedBy,
    write: Writer | None = None,
) -> QuantityChange:
    """Ask a certification body for more than a season's limit; only it may grant that.

    Whoever has a certificate asks a body that gave it one. Raises Invalid for a body that is
    none. With `write` its certifiers get a letter.
    """
    quantity = work.take(MaximumQuantity, quantity_id, to=Action.ASK_QUANTITY_CHANGE)
    body = find_organisation(work, body_id)
    if body is None or body.kind is not OrganisationKind.CERTIFICATION_BODY:
        raise Invalid({"body_id": "unknown"})
    waiting = queries.find_waiting_change(work, quantity.id)
    certifying = frozenset(certified_by(work, quantity.operator_id))
    wish, facts = Wish(body.id, body.name, limit_g, reason, certifying), queries.quantity_facts
    work.refuse_if(rules.obstacles_to_asking(facts(quantity), wish, waiting=waiting))
    change = QuantityChange(
        quantity_id=quantity.id,
        operator_id=quantity.operator_id,
        body_id=body_id,
        status=ChangeStatus.ASKED,
        limit_before_g=quantity.limit_g,
        limit_g=limit_g,
        reason=reason.strip(),
        method=method.strip(),
        asked_at=work.now,
        asked_by=work.actor.person_id,
    )
    work.add(change)
    work.record(
        events.QuantityChangeAsked(
            subject=quantity.id,
            change=change.id,
            body_id=body_id,
            limit_before_g=change.limit_before_g,
            limit_g=limit_g,
            reason=change.reason,
        )
    )
    if write is not None:
        tell_body(work, change, write)
    return change


def may_attach(reading: Reading, *, change_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    change = reading.get(QuantityChange, change_id)
    reading.may(Action.ASK_QUANTITY_CHANGE, on=change)


def attach_to_change(
    work: UnitOfWork, *, change_id: UUID, file_name: str, media_type: str, stored: StoredFile
) -> QuantityChange:
    """Lay the paper that supports a wish beside it while nobody has decided."""
    change = work.take(QuantityChange, change_id, to=Action.ASK_QUANTITY_CHANGE)
    work.refuse_if(rules.obstacles_to_deciding(change.status))
    change.file_name = clean_file_name(file_name, media_type, otherwise="estimate")
    change.media_type, change.sha256 = media_type, stored.sha256
    change.size_bytes = stored.size_bytes
    said = {"media_type": media_type, "sha256": stored.sha256, "size_bytes": stored.size_bytes}
    work.record(
        events.QuantityChangeSupported(subject=change.quantity_id, change=change.id, **said)  # type: ignore[arg-type]  # mixed values
    )
    work.session.flush()
    return change


def approve_quantity_change(
    work: UnitOfWork,
    *,
    change_id: UUID,
    reason: str,
    own_ties: OwnTies,
    write: Writer | None = None,
) -> QuantityChange:
    """Grant what was asked: the limit of the season changes in the same moment."""
    change, quantity = _for_decision(work, change_id)
    facts = queries.quantity_facts(quantity)
    work.refuse_if(
        [
            *_obstacles_to_deciding(work, change, own_ties),
            *rules.obstacles_to_approving(facts, change.limit_g, reason=reason),
        ]
    )
    change.limit_before_g, quantity.limit_g = quantity.limit_g, change.limit_g
    quantity.method = change.method or quantity.method
    _decide(work, change, ChangeStatus.APPROVED, reason)
    work.record(
        events.QuantityChangeApproved(
            subject=quantity.id,
            change=change.id,
            limit_g=quantity.limit_g,
            limit_before_g=change.limit_before_g,
            reason=change.decision_reason,
        )
    )
    if write is not None:
        tell_operator(work, change, write)
    return change


def refuse_quantity_change(
    work: UnitOfWork,
    *,
    change_id: UUID,
    reason: str,
    own_ties: OwnTies,
    write: Writer | None = None,
) -> QuantityChange:
    """Refuse what was asked, with the reason; the limit stays."""
    change, quantity = _for_decision(work, change_id)
    work.refuse_if(
        [*_obstacles_to_deciding(work, change, own_ties), *rules.obstacles_to_silence(reason)]
    )
    change.limit_before_g = quantity.limit_g
    _decide(work, change, ChangeStatus.REFUSED, reason)
    work.record(
        events.QuantityChangeRefused(
            subject=change.quantity_id, change=change.id, reason=change.decision_reason
        )
    )
    if write is not None:
        tell_operator(work, change, write)
    return change


def withdraw_quantity_change(work: UnitOfWork, *, change_id: UUID) -> QuantityChange:
    """Take a wish back before anybody has decided; another may be asked then."""
    change = work.take(QuantityChange, change_id, to=Action.ASK_QUANTITY_CHANGE)
    work.refuse_if(rules.obstacles_to_deciding(change.status))
    _decide(work, change, ChangeStatus.WITHDRAWN, "")
    work.record(events.QuantityChangeWithdrawn(subject=change.quantity_id, change=change.id))
    return change


def _obstacles_to_deciding(
    work: UnitOfWork, change: QuantityChange, own_ties: OwnTies
) -> Iterator[Obstacle]:
    """Say why the actor decides nothing here: it is decided, or they are tied to who asks."""
    yield from rules.obstacles_to_deciding(change.status)
    if change.body_id is not None:
        yield from own_ties(work, change.body_id, change.operator_id)


def _for_decision(work: UnitOfWork, change_id: UUID) -> tuple[QuantityChange, MaximumQuantity]:
    """Hold the wish of the body's own, then the limit it is about."""
    change = work.take(QuantityChange, change_id, to=Action.DECIDE_QUANTITY_CHANGE)
    quantity = work.session.get_one(
        MaximumQuantity, change.quantity_id, with_for_update=True, populate_existing=True
    )
    return change, quantity


def _decide(work: UnitOfWork, change: QuantityChange, status: ChangeStatus, reason: str) -> None:
    change.status, change.decision_reason = status, reason.strip()
    change.decided_at, change.decided_by = work.now, work.actor.person_id
    work.session.flush()
