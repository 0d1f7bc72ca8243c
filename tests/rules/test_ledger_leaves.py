"""The fast way of writing canonical JSON gives what RFC 8785 asks, to the byte."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from fairwild.ledger.leaves import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=6))
def test_canonical_json_is_that_of_the_standard(facts: dict[str, object]) -> None:
    entry = {"subject": "x", "version": 1, "at": "2026", "data": facts}
    assert canonical(entry) == rfc8785.dumps(entry)
