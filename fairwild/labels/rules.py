"""When labels may be made for a lot. Pure: facts in, obstacles out."""

from collections.abc import Iterator

from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.labels.facts import PrintOrder
from fairwild.lots.custody.facts import Composition
from fairwild.lots.facts import LotFacts
from fairwild.lots.states import LotStatus
from fairwild.trade.facts import CertificateStanding

MAX_LABELS = 10_000
MAX_COPIES = 100


def obstacles_to_labelling(lot: LotFacts, held: CertificateStanding | None) -> Iterator[Obstacle]:
    """Say everything that keeps labels off this lot now; `held` is its certificate (rule R11)."""
    facts = {"lot": lot.number}
    if Form.SAMPLE in {lot.form, lot.packed_form}:
        yield Obstacle("samples-are-not-labelled", facts)
    if lot.status is LotStatus.OPEN:
        yield Obstacle("label-lot-still-open", facts)
    elif lot.status is LotStatus.IN_TRANSIT:
        yield Obstacle("label-lot-under-way", facts)
    elif not lot.available_g:
        yield Obstacle("label-lot-used-up", facts)
    if lot.holds:
        yield Obstacle("lot-on-hold", facts)
    if lot.certified and held is not None and not held.in_force:
        named = {"certificate": held.number, "standing": held.standing, "since": held.since}
        yield Obstacle("certificate-not-in-force", {**facts, **named})


def obstacles_to_tier(
    lot: LotFacts, made: Composition | None, tier: int | None
) -> Iterator[Obstacle]:
    """Say why a label may not claim this tier: a share allows its own tier and those below."""
    if tier is None:
        return
    if made is None:
        yield Obstacle("tier-without-product", {"lot": lot.number}, at="tier")
    elif made.rank is None or tier < made.rank:
        facts = {"lot": lot.number, "tier": tier, "share": made.share, "rules": made.rules}
        yield Obstacle("tier-above-share", facts, at="tier")


def obstacles_to_printing(order: PrintOrder) -> Iterator[Obstacle]:
    """Say what is wrong with the numbers of an order."""
    if not 1 <= order.label_count <= MAX_LABELS:
        yield Obstacle("label-count-out-of-range", {"limit": MAX_LABELS}, at="label_count")
    if not 1 <= order.copies <= MAX_COPIES:
        yield Obstacle("copies-out-of-range", {"limit": MAX_COPIES}, at="copies")
    elif order.label_count * order.copies > MAX_LABELS:
        wanted = {"wanted": order.label_count * order.copies, "limit": MAX_LABELS}
        yield Obstacle("too-many-labels-at-once", wanted, at="copies")
    if not 1 <= order.start_position <= order.places:
        yield Obstacle("start-not-on-sheet", {"places": order.places}, at="start_position")
