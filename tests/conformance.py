"""Where other people's test vectors lie: beside a whole checkout, and always under CI.

A lone clone goes without them and skips what needs them; under CI a folder that is missing fails.
"""

import os
from pathlib import Path

import pytest

CONFORMANCE = Path(
    os.environ.get(
        "FAIRWILD_CONFORMANCE", Path(__file__).resolve().parents[2] / "shared/conformance"
    )
)

needs_conformance = pytest.mark.skipif(
    not CONFORMANCE.is_dir() and not os.environ.get("CI"),
    reason="the conformance files do not lie beside this clone",
)
