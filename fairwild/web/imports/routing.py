"""The blueprint of the wizard; its uploads may be as large as a list can be."""

from typing import Any

from flask import Blueprint, request

from fairwild.sheets import MAX_FILE_BYTES

FORM_BYTES = 100_000

blueprint = Blueprint("imports", __name__)


@blueprint.url_value_preprocessor
def _allow_large_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take larger bodies where a file is chosen, before anything reads the form."""
    if endpoint == "imports.start":
        request.max_content_length = MAX_FILE_BYTES + FORM_BYTES
