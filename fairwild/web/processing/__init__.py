"""The pages on which something is done to lots."""

from fairwild.web.processing import batches, quality, regrouping
from fairwild.web.processing.routing import blueprint
from fairwild.web.processing.steps import ProcessingStep, processing_steps

__all__ = [
    "ProcessingStep",
    "batches",
    "blueprint",
    "processing_steps",
    "quality",
    "regrouping",
]
