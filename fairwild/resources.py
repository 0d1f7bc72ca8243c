"""Where the files that are not Python lie: templates, migrations and certs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

FolderName = Literal["templates", "migrations", "certs"]


@lru_cache
def folder(name: FolderName) -> Path:
    """The folder of this name: inside the installed package, in a checkout beside it."""
    package = Path(__file__).resolve().parent
    for place in (package / name, package.parent / name):
        if place.is_dir():
            return place
    message = f"the folder {name} is neither inside nor beside the package"
    raise FileNotFoundError(message)
