"""How a sample is drawn, and when it may be changed. Pure.

The draw needs no random numbers but those of SHA-256 over the seed and the id of each candidate,
so that anybody can do it again, on any machine and in any language.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import isqrt
from uuid import UUID

from fairwild.audits.states import AuditKind, AuditStatus
from fairwild.desks.facts import Candidate, Population, SampleFacts, Thrown
from fairwild.desks.states import Sampled, SampleRule
from fairwild.kernel.refusals import Obstacle

OPEN_STATES = frozenset({AuditStatus.PLANNED, AuditStatus.CONFIRMED, AuditStatus.UNDER_WAY})


def sample_size(total: int, *, factor: Fraction, least: int) -> int:
    """Give the smallest whole number that is at least `factor` times the root of `total`."""
    squared = factor * factor * total
    root = isqrt(squared.numerator // squared.denominator)
    return max(root if root * root >= squared else root + 1, least)


def size_of(
    candidates: Sequence[Candidate], rule: SampleRule, *, factor: Fraction, least: int
) -> int:
    """Say how many are drawn: by their number, or by the sum of their weights; never too many."""
    weighs = rule is SampleRule.RISK_WEIGHT
    total = sum(one.weight if weighs else 1 for one in candidates)
    return min(len(candidates), sample_size(total, factor=factor, least=least))


def draw(
    candidates: Iterable[Candidate], *, size: int, seed: str, rule: SampleRule
) -> list[Candidate]:
    """Draw so many without putting back, each as likely as its weight, in the order of the draw."""
    return [one.candidate for one in thrown(candidates, seed=seed, rule=rule)[:size]]


def thrown(candidates: Iterable[Candidate], *, seed: str, rule: SampleRule) -> list[Thrown]:
    """Give every candidate with its best throw, the highest first.

    A candidate of weight 3 throws three times and counts with its best throw.
    """
    weighs = rule is SampleRule.RISK_WEIGHT
    throws = (
        Thrown(one, max(_throw(seed, one.id, n) for n in range(one.weight if weighs else 1)))
        for one in candidates
    )
    return sorted(throws, key=lambda one: one.throw, reverse=True)


def _throw(seed: str, candidate_id: UUID, number: int) -> str:
    return hashlib.sha256(f"{seed}:{candidate_id}:{number}".encode()).hexdigest()


def population_of(candidates: Iterable[Candidate]) -> Population:
    """Count what can be drawn and give the fingerprint of all of it, weights included."""
    lines = sorted(f"{one.id} {one.weight}" for one in candidates)
    return Population(len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest())


def obstacles_to_drawing(
    status: AuditStatus, kind: AuditKind | None, *, drawn: int, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against drawing: a locked report, or a second draw without a reason.

    A buyer has neither harvesters nor areas nor receipts of its own: nothing is drawn there.
    """
    if kind is AuditKind.SPOT_CHECK:
        yield Obstacle("spot-check-draws-nothing")
    if status not in OPEN_STATES:
        yield Obstacle("sample-report-locked", {"status": status})
    if drawn and not reason.strip():
        yield Obstacle("sample-drawn-before", {"draws": drawn}, at="reason")


def obstacles_to_changing(sample: SampleFacts, *, reason: str) -> Iterator[Obstacle]:
    """Say what stands against a change of the sample by hand; every change has a reason."""
    if sample.audit_status not in OPEN_STATES:
        yield Obstacle("sample-report-locked", {"status": sample.audit_status})
    if not sample.latest:
        yield Obstacle("sample-superseded")
    if not reason.strip():
        yield Obstacle("sample-reason-missing", at="reason")


def obstacles_to_adding(
    sample: SampleFacts, what: Sampled, found: Candidate | None, *, label: str, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against putting something into the sample by hand."""
    yield from obstacles_to_changing(sample, reason=reason)
    if found is None:
        yield Obstacle("sample-thing-unknown", {"what": what, "label": label}, at="label")
    elif (what, found.id) in sample.things:
        yield Obstacle("sample-thing-twice", {"label": found.label}, at="label")


def obstacles_to_finding(found: bool, *, at: str = "thing_id") -> Iterator[Obstacle]:
    """Say that there is no such record to pin."""
    if not found:
        yield Obstacle("pin-thing-unknown", at=at)


def obstacles_to_choosing(meant: int, *, number: str) -> Iterator[Obstacle]:
    """Say that a number means several records, of which only one can be pinned."""
    if meant > 1:
        yield Obstacle("pin-number-of-several", {"number": number, "count": meant}, at="number")


def obstacles_to_rehearsing(status: AuditStatus, known: bool, *, lot: str) -> Iterator[Obstacle]:
    """Say what stands against rehearsing a recall of this lot."""
    if status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": status})
    if not known:
        yield Obstacle("rehearsal-lot-unknown", {"lot": lot}, at="lot")


def obstacles_to_stopping(
    status: AuditStatus, recall: str, *, stopped: bool, explained: bool
) -> Iterator[Obstacle]:
    """Say what stands against stopping the clock; papers that do not agree need a note."""
    if status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": status})
    if stopped:
        yield Obstacle("rehearsal-stopped", {"recall": recall})
    if not explained:
        yield Obstacle("rehearsal-note-missing", at="note")
