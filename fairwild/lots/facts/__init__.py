"""What rules about material need to know, without a row in sight."""

from fairwild.lots.facts.buying import (
    DeliveryFacts,
    Offer,
    QuotaFacts,
    QuotaOutlook,
)
from fairwild.lots.facts.material import (
    Draw,
    LotFacts,
    NewLot,
    RatioBand,
)
from fairwild.lots.facts.tracing import (
    BalanceFault,
    JourneyStep,
    Origin,
    Trace,
    TracedMovement,
)

__all__ = (
    "BalanceFault",
    "DeliveryFacts",
    "Draw",
    "JourneyStep",
    "LotFacts",
    "NewLot",
    "Offer",
    "Origin",
    "QuotaFacts",
    "QuotaOutlook",
    "RatioBand",
    "Trace",
    "TracedMovement",
)
