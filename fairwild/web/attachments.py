"""Files that come with a form, and files handed out again."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request, send_file

from fairwild.http import house
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.store.attachments import keep_upload
from fairwild.store.files import StoredFile
from fairwild.web.forms import Form
from fairwild.wording import field_message


@dataclass(frozen=True)
class Chosen:
    """A file somebody chose, kept already."""

    file_name: str
    media_type: str
    stored: StoredFile


def chosen_file(form: Form, name: str = "file") -> Chosen | None:
    """Keep the file a form brought; None without one, or with `errors` set where it cannot be."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        return None
    try:
        stored, media_type = keep_upload(house().files, sent.stream, file_name=sent.filename)
    except Invalid as error:
        form.errors[name] = [field_message(error.errors["file"])]
        return None
    return Chosen(sent.filename, media_type, stored)


def asked_file(form: Form, name: str = "file") -> Chosen | None:
    """Keep the file a form must bring; None with `errors` set without one or where it cannot be."""
    found = chosen_file(form, name)
    if found is None and not form.errors[name]:
        form.errors[name] = [field_message("file-missing")]
    return found


def handed_out(thing: Any, what: str) -> Response:
    """Hand out the file of a thing; never shown in place; raises NotFound where there is none."""
    if thing.sha256 is None:
        raise NotFound(what)
    answer = send_file(
        house().files.open(thing.sha256),
        mimetype=thing.media_type,
        as_attachment=True,
        download_name=thing.file_name,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
