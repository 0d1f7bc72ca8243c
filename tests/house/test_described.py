"""What the documents say of states and permissions is what the code does."""

import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT


def test_the_pages_made_from_the_code_are_as_the_code(tmp_path: Path) -> None:
    making = [sys.executable, str(ROOT / "tools" / "describe.py"), str(tmp_path)]
    subprocess.run(making, check=True, cwd=ROOT, timeout=60)
    for name in ("states.md", "permissions.md"):
        written = (ROOT / "docs" / name).read_text(encoding="utf-8")
        made = (tmp_path / name).read_text(encoding="utf-8")
        assert written == made, "run: python tools/describe.py"
