"""From a code to everything anybody may know of the goods behind it."""

from fairwild.labels.tracing.facts import TraceFacts
from fairwild.unit_of_work import Reading


def public_trace(reading: Reading, code: str) -> TraceFacts | None:
    """Give the public facts of the goods behind a label's or a lot's code; anybody may ask."""
    from fairwild.labels.tracing.telling import trace_facts  # replaced when the lots room is whole

    return trace_facts(reading, code)
