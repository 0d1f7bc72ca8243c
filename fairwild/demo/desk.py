"""An auditor's desk at work: a sample drawn by risk, a few records pinned as evidence."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fairwild.audits.states import Pinnable
from fairwild.demo.stage import Stage
from fairwild.desks.operations import draw_sample, pin_from_desk
from fairwild.desks.queries import kinds_drawn
from fairwild.desks.states import Sampled, SampleRule

PINNABLE = {Sampled.RECEIPT: Pinnable.RECEIPT, Sampled.LOT: Pinnable.LOT}
NOTES = {
    Sampled.RECEIPT: "Price, weight and day agree with the harvester's own book.",
    Sampled.LOT: "Mass balance followed from the receipts to the store; it adds up.",
}


def play(stage: Stage, audit_id: UUID, *, indicator: str, days_ago: int) -> None:
    """Draw the sample on the morning of the visit and pin the first records looked at."""
    sample = draw_sample(
        stage.acting("auditor", days_ago, 10),
        audit_id=audit_id,
        rule=SampleRule.RISK_WEIGHT,
        seed="western-ghats",
    )
    for number, (what, thing_id) in enumerate(_looked_at(kinds_drawn(sample))):
        pin_from_desk(
            stage.acting("auditor", days_ago, 300 + 10 * number),
            audit_id=audit_id,
            indicator=indicator,
            what=PINNABLE[what],
            thing_id=thing_id,
            note=NOTES[what],
        )


def _looked_at(drawn: Mapping[Sampled, Sequence[Any]]) -> list[tuple[Sampled, UUID]]:
    """Give the first lot and the first two receipts of a sample."""
    asked = [*drawn[Sampled.LOT][:1], *drawn[Sampled.RECEIPT][:2]]
    return [(one.what, one.thing_id) for one in asked]
