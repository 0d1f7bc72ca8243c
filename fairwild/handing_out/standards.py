"""A version of a standard as the table that an import reads."""

import io

from flask import Response
from flask_babel import gettext

from fairwild.handing_out.sending import XLSX, named
from fairwild.sheets import workbook_of
from fairwild.standards.catalogue.tables import TABLE_COLUMNS, table_of
from fairwild.standards.types import StandardVersion
from fairwild.wording.standards import column_notes


def standard_answer(standard: StandardVersion) -> Response:
    """Answer with a version as a workbook, with a note on every column."""
    page = io.BytesIO()
    notes = (gettext("Columns"), column_notes())
    workbook_of(page, TABLE_COLUMNS, table_of(standard), name=standard.version, notes=notes)
    answer = Response(page.getvalue(), content_type=XLSX)
    return named(answer, f"{standard.name}-{standard.version}.xlsx")
