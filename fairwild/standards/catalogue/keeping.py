"""Writes a version of a standard into the installation's own data, whole or not at all."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fairwild.standards.catalogue.reading import INDICATORS_FILE, STANDARD_FILE, Sheet
from fairwild.standards.catalogue.tables import Draft

CHANGED_FILE = ".changed"
"""Touched in the installation's folder with every change, so that each process reads anew."""

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,18}[0-9A-Za-z])?")


def files_of(draft: Draft) -> dict[str, str]:
    """Write a draft without faults as the files of a version, by their names."""
    wording = {f"wording.{one}.csv": _csv(sheet) for one, sheet in draft.wordings.items()}
    return {
        STANDARD_FILE: _toml(draft),
        INDICATORS_FILE: _csv(draft.sheet),
        **wording,
    }


def digest_of(files: Mapping[str, str]) -> str:
    """Name these very files."""
    hashed = hashlib.sha256()
    for name in sorted(files):
        hashed.update(f"{name}\0{files[name]}\0".encode())
    return hashed.hexdigest()


def keep(files: Mapping[str, str], own: Path, *, name: str, version: str) -> None:
    """Put the files of a version into its place, instead of those that were there."""
    if not NAME.fullmatch(name) or not VERSION.fullmatch(version):
        message = f"not the name of a standard and its version: {name} {version}"
        raise ValueError(message)
    place = own / name / version
    place.parent.mkdir(parents=True, exist_ok=True)
    incoming = Path(tempfile.mkdtemp(dir=own, prefix=".incoming-"))
    before = incoming.with_suffix(".before")
    try:
        for file_name, text in files.items():
            _write(incoming / file_name, text)
        incoming.chmod(0o755)
        if place.exists():
            place.rename(before)
        incoming.rename(place)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)
    (own / CHANGED_FILE).touch()


def is_kept(own: Path, *, name: str, version: str) -> bool:
    """Tell whether the installation's own data has a text of this version."""
    known = NAME.fullmatch(name) and VERSION.fullmatch(version)
    return bool(known) and (own / name / version / STANDARD_FILE).exists()


def remove(own: Path, *, name: str, version: str) -> None:
    """Take the files of a version out of the installation's own data."""
    away = Path(tempfile.mkdtemp(dir=own, prefix=".incoming-"))
    try:
        (own / name / version).rename(away / version)
    finally:
        shutil.rmtree(away, ignore_errors=True)
    (own / CHANGED_FILE).touch()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _csv(sheet: Sheet) -> str:
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(sheet.header)
    writer.writerows(cells for _, cells in sheet.rows)
    return page.getvalue()


def _toml(draft: Draft) -> str:
    outline = draft.outline
    parts = ["[standard]\n" + _pairs(outline.standard)]
    for name, tables in (
        ("theme", outline.themes),
        ("principle", outline.principles),
        ("criterion", outline.criteria),
    ):
        parts += [f"[[{name}]]\n" + _pairs(row) for _, row in tables]
    return "\n".join(parts)


def _pairs(row: Mapping[str, object]) -> str:
    said = ((name, value) for name, value in row.items() if value is not None and value != "")
    return "".join(f"{name} = {_value(value)}\n" for name, value in said)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
