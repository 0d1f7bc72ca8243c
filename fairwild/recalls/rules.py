"""When goods may be called back, answered for, and a recall be closed. Pure."""

from collections.abc import Iterator

from fairwild.kernel.refusals import Obstacle
from fairwild.recalls.facts import Basis, Reach, RecallFacts
from fairwild.recalls.states import Finding, RecallStatus


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
    recall: RecallFacts, finding: Finding, *, held_g: int, expected_g: int, note: str
) -> Iterator[Obstacle]:
    """Say what stands against a holder's answer; less than expected needs a word."""
    if recall.status is RecallStatus.CLOSED:
        yield Obstacle("recall-closed", {"recall": recall.number})
    short = finding is not Finding.ALL_HELD or held_g < expected_g
    if short and not note.strip():
        facts = {"held_g": held_g, "expected_g": expected_g}
        yield Obstacle("recall-answer-unexplained", facts, at="note")


def obstacles_to_answering_for(holder: str, *, outside: bool, note: str) -> Iterator[Obstacle]:
    """Say why somebody else cannot write down a holder's answer."""
    if not outside:
        yield Obstacle("recall-holder-answers-itself", {"holder": holder})
    if not note.strip():
        yield Obstacle("recall-answer-by-hearsay", {"holder": holder}, at="note")


def obstacles_to_closing(recall: RecallFacts, *, outcome: str) -> Iterator[Obstacle]:
    """Say what stands against closing a recall: everybody has answered, and the end is told."""
    if recall.status is RecallStatus.CLOSED:
        yield Obstacle("recall-closed", {"recall": recall.number})
    silent = [one.organisation for one in recall.notified if one.finding is None]
    if silent:
        yield Obstacle("recall-unanswered", {"organisations": ", ".join(sorted(silent))})
    if not outcome.strip():
        yield Obstacle("recall-outcome-missing", at="outcome")
