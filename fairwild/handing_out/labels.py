"""The codes of a print run for other label printers."""

from uuid import UUID

from flask import Response

from fairwild.handing_out.sending import CSV, named
from fairwild.labels import papers, queries
from fairwild.unit_of_work import Reading


def codes_answer(reading: Reading, run_id: UUID) -> Response:
    """Answer with every code of a print run and its address; raises NotFound."""
    text = papers.from_kept(queries.get_run(reading, run_id).paper)
    codes = queries.codes_of(reading, run_id)
    lines = ["code,url", *(f"{code},{papers.label(text, code).url}" for code in codes)]
    content = "\ufeff" + "\r\n".join(lines) + "\r\n"
    return named(Response(content, content_type=CSV), "codes.csv")
