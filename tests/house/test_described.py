"""What the documents say of states and permissions is what the code does."""

from collections.abc import Callable

import pytest

from tools.describe import DOCS, permissions, states


@pytest.mark.parametrize(("name", "made"), [("states", states), ("permissions", permissions)])
def test_the_pages_made_from_the_code_are_as_the_code(name: str, made: Callable[[], str]) -> None:
    written = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert written == made(), "run: python tools/describe.py"
