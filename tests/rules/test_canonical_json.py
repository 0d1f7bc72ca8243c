"""Digests rest on one way to write JSON (RFC 8785), byte for byte as others write it."""

import hashlib
import json

import pytest
import rfc8785

from fairwild.kernel.digests import facts_digest
from tests.conformance import CONFORMANCE, needs_conformance

FOLDER = CONFORMANCE / "web/jcs-rfc8785/testdata"
NAMES = ("arrays", "french", "structures", "unicode", "values", "weird")

pytestmark = needs_conformance


def test_the_cases_are_whole() -> None:
    assert sorted(path.stem for path in (FOLDER / "input").glob("*.json")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_digest_is_that_of_the_canonical_text(name: str) -> None:
    value = json.loads((FOLDER / "input" / f"{name}.json").read_text("utf-8"))
    expected = bytes.fromhex((FOLDER / "outhex" / f"{name}.txt").read_text("ascii"))
    assert rfc8785.dumps(value) == expected
    if isinstance(value, dict):
        assert facts_digest(value) == hashlib.sha256(expected).hexdigest()
