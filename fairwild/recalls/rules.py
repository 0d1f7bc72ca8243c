"""When goods may be called back, answered for, and a recall be closed. Pure."""

from collections.abc import Iterator

from fairwild.kernel.refusals import Obstacle
from fairwild.recalls.facts import Asked, Basis, Held, Reach, RecallFacts
from fairwild.recalls.states import Finding, RecallStatus

_PLAIN = (Finding.ALL_HELD, Finding.NOT_ARRIVED)


def obstacles_to_searching(basis: Basis) -> Iterator[Obstacle]:
    """Say why nothing can be searched for."""
    if basis.is_empty:
        yield Obstacle("recall-without-basis", at="lots")
    if basis.since and basis.until and basis.until < basis.since:
        facts = {"since": basis.since, "until": basis.until}
        yield Obstacle("recall-days-turned-round", facts, at="until")


def obstacles_to_recalling(basis: Basis, reach: Reach, *, reason: str) -> Iterator[Obstacle]:
    """Say everything that stands between this search and a recall."""
    yield from obstacles_to_searching(basis)
    if not reason.strip():
        yield Obstacle("recall-reason-missing", at="reason")
    if not basis.is_empty and not reach.suspects:
        yield Obstacle("recall-finds-nothing", at="lots")


def obstacles_to_answering(
    recall: RecallFacts, asked: Asked, finding: Finding, *, held: Held, note: str
) -> Iterator[Obstacle]:
    """Say what stands against a holder's answer; less than expected needs a word."""
    if recall.status is RecallStatus.CLOSED:
        yield Obstacle("recall-closed", {"recall": recall.number})
    if held.undivided_g is not None and (held.by_state or len(asked.states) > 1):
        yield Obstacle("recall-states-added-up", at="held")
    for state, held_g in held.by_state.items():
        if held_g and asked.by_state is not None and state not in asked.states:
            yield Obstacle("recall-state-not-asked", {"state": state}, at=f"held_{state}")
    if finding is Finding.NOT_ARRIVED and not asked.under_way:
        yield Obstacle("recall-nothing-under-way", at="finding")
    if not note.strip():
        yield from _unexplained(asked, finding, held)


def _unexplained(asked: Asked, finding: Finding, held: Held) -> Iterator[Obstacle]:
    """Say what an answer without a word leaves open, state by state."""
    short = list(_short(asked, held, came=finding is Finding.ALL_HELD))
    yield from short
    if not short and finding not in _PLAIN:
        yield Obstacle("recall-finding-unexplained", at="note")


def _short(asked: Asked, held: Held, *, came: bool) -> Iterator[Obstacle]:
    """Say of what less is held than expected; what was under way counts only if it `came`."""
    if asked.by_state is None:
        if held.whole_g < asked.whole_g:
            facts: dict[str, object] = {"held_g": held.whole_g, "expected_g": asked.whole_g}
            yield Obstacle("recall-answer-unexplained", facts, at="note")
        return
    there = held.of(asked) or {}
    coming = asked.under_way if came else {}
    for state in asked.states:
        expected_g = asked.by_state.get(state, 0) + coming.get(state, 0)
        if there[state] < expected_g:
            facts = {"state": state, "held_g": there[state], "expected_g": expected_g}
            yield Obstacle("recall-state-unexplained", facts, at="note")


def obstacles_to_answering_for(
    holder: str, *, outside: bool, by_link: bool, note: str
) -> Iterator[Obstacle]:
    """Say why somebody else cannot write down a holder's answer."""
    if not outside:
        yield Obstacle("recall-holder-answers-itself", {"holder": holder})
    if by_link:
        yield Obstacle("recall-holder-answered-itself", {"holder": holder})
    if not note.strip():
        yield Obstacle("recall-answer-by-hearsay", {"holder": holder}, at="note")


def obstacles_to_mailing(recall: RecallFacts, holder: str, *, outside: bool) -> Iterator[Obstacle]:
    """Say why no link can be mailed by which a holder answers."""
    if recall.status is RecallStatus.CLOSED:
        yield Obstacle("recall-closed", {"recall": recall.number})
    if not outside:
        yield Obstacle("recall-holder-answers-itself", {"holder": holder})


def obstacles_to_closing(
    recall: RecallFacts, *, outcome: str, although: str = ""
) -> Iterator[Obstacle]:
    """Say what stands against closing a recall: all goods are accounted for, the end is told.

    Where nobody knows where goods are, a word on why it is closed all the same opens the way.
    """
    if recall.status is RecallStatus.CLOSED:
        yield Obstacle("recall-closed", {"recall": recall.number})
    if not although.strip():
        yield from obstacles_to_accounting(recall)
    if not outcome.strip():
        yield Obstacle("recall-outcome-missing", at="outcome")


def obstacles_to_accounting(recall: RecallFacts) -> Iterator[Obstacle]:
    """Say of which goods nobody knows where they are."""
    silent = [one.organisation for one in recall.unaccounted if one.is_silent]
    if silent:
        facts = {"organisations": ", ".join(sorted(silent))}
        yield Obstacle("recall-unanswered", facts, at="although")
    for one in recall.unaccounted:
        if one.is_missing_goods:
            said = {"organisation": one.organisation, "consignments": ", ".join(one.travelling)}
            yield Obstacle("recall-still-under-way", said, at="although")


def obstacles_to_releasing(recall: RecallFacts, *, kept: int, reason: str) -> Iterator[Obstacle]:
    """Say why what stayed on hold after a recall cannot be released."""
    if recall.status is RecallStatus.OPEN:
        yield Obstacle("recall-still-open", {"recall": recall.number})
    elif not kept:
        yield Obstacle("recall-nothing-kept", {"recall": recall.number})
    if not reason.strip():
        yield Obstacle("recall-release-unexplained", at="reason")
