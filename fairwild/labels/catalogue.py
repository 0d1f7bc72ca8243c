"""The kinds of label sheets there are, read from `certs/labels`."""

from fairwild.documents.sheets import LabelSheet, label_sheets


def sheets() -> tuple[LabelSheet, ...]:
    """Give every kind of sheet, the one with most labels first."""
    return tuple(sorted(label_sheets().values(), key=lambda sheet: -sheet.labels_per_page))


def find_sheet(key: str) -> LabelSheet | None:
    """Give the kind of sheet of this key, if there is one."""
    return label_sheets().get(key)
