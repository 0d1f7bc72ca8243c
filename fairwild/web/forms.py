"""A form on a page: what was typed, what is wrong with it, and the deed it orders."""

import hashlib
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import uuid4

from flask import Response, request
from marshmallow import Schema, ValidationError

from fairwild.http import (
    MAX_KEY_LENGTH,
    KeyReused,
    find_answer,
    keep_answer,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import Conflict, Invalid, Obstacle, Refused
from fairwild.unit_of_work import UnitOfWork
from fairwild.wording import field_message

T = TypeVar("T")

DEED_KEY = "deed_key"
"""The hidden field by which a form sent twice is known as one deed."""


def typed_values() -> dict[str, Any]:
    """Give the request's form as a mapping; names ending in `[]` carry lists."""
    values: dict[str, Any] = {}
    for name in request.form:
        if name in {"csrf_token", DEED_KEY}:
            continue
        if name.endswith("[]"):
            values[name[:-2]] = [value for value in request.form.getlist(name) if value]
        else:
            values[name] = request.form[name].strip()
    return values


def _sentences(messages: Any) -> list[str]:
    """Flatten what marshmallow says about one field to sentences."""
    if isinstance(messages, Mapping):
        return [one for inner in messages.values() for one in _sentences(inner)]
    if isinstance(messages, list):
        return [one for inner in messages for one in _sentences(inner)]
    return [field_message(str(messages))]


class FieldErrors(dict[str, list[str]]):
    """Sentences by field; a field without any gives an empty list."""

    def __missing__(self, name: str) -> list[str]:
        return []

    def __getattr__(self, name: str) -> list[str]:
        return self[name]


class Form:
    """One form. `values` is what stands in the fields, `errors` what is wrong by field,
    `obstacles` why the deed was refused, `status` the HTTP status its page is shown with.
    """

    def __init__(self, schema: Schema, initial: Mapping[str, Any] | None = None) -> None:
        self.schema = schema
        self.values: dict[str, Any] = dict.fromkeys(schema.load_fields, "")
        self.values.update(initial or {})
        self.errors = FieldErrors()
        self.obstacles: tuple[Obstacle, ...] = ()
        self.conflict = False
        self.submitted = request.method == "POST"
        self.deed_key = str(uuid4())
        if self.submitted:
            self.values.update(typed_values())
            self.deed_key = request.form.get(DEED_KEY, "")[:MAX_KEY_LENGTH] or self.deed_key

    @property
    def status(self) -> int:
        """422 with wrong fields, 409 when refused, 200 otherwise."""
        if self.errors:
            return 422
        return 409 if self.obstacles or self.conflict else 200

    def order(self) -> dict[str, Any] | None:
        """Read what was typed; None, with `errors` set, where it cannot be understood.

        An empty field counts as left out.
        """
        known = self.schema.load_fields
        typed = {
            name: value for name, value in self.values.items() if name in known and value != ""
        }
        try:
            loaded: dict[str, Any] = self.schema.load(typed)
        except ValidationError as error:
            messages = error.normalized_messages()
            self.errors.update({name: _sentences(said) for name, said in messages.items()})
            return None
        return loaded

    def note_errors(self, messages: Mapping[str, Any]) -> None:
        """Keep what another schema found wrong with fields of this form."""
        self.errors.update({name: _sentences(said) for name, said in messages.items()})

    def attempt(self, deed: Callable[[UnitOfWork, dict[str, Any]], T]) -> T | None:
        """Do the deed with what was typed; None, with the reasons set, where it cannot be done."""
        order = self.order()
        if order is None:
            return None
        try:
            with unit_of_work_for_request() as work:
                return deed(work, order)
        except Invalid as error:
            self.errors.update({name: [field_message(code)] for name, code in error.errors.items()})
        except Refused as error:
            self.obstacles = error.obstacles
        except Conflict:
            self.conflict = True
        return None

    def attempt_once(
        self, deed: Callable[[UnitOfWork, dict[str, Any]], T], where: Callable[[T], str]
    ) -> str | None:
        """Do the deed once per `deed_key` and give the address to go to; None, with the reasons
        set, where it cannot be done. The same form sent again leads to the same address and does
        nothing; the same key with other content is refused and gets a new key.
        """
        fingerprint = self._fingerprint()

        def once(work: UnitOfWork, order: dict[str, Any]) -> str:
            kept = find_answer(work, self.deed_key, fingerprint)
            if kept is not None:
                return kept.headers["Location"]
            goal = where(deed(work, order))
            answer = Response(status=HTTPStatus.SEE_OTHER, headers={"Location": goal})
            keep_answer(work, self.deed_key, fingerprint, answer)
            return goal

        try:
            return self.attempt(once) or self._done_by_a_twin(fingerprint)
        except KeyReused:
            self.obstacles = (Obstacle("form-already-sent"),)
            self.deed_key = str(uuid4())
            return None

    def _done_by_a_twin(self, fingerprint: str) -> str | None:
        """Give the address of the same form that another request has just carried out."""
        if not self.conflict:
            return None
        with reading_for_request() as reading:
            kept = find_answer(reading, self.deed_key, fingerprint)
        self.conflict = kept is None
        return kept.headers["Location"] if kept is not None else None

    def _fingerprint(self) -> str:
        content = json.dumps(typed_values(), sort_keys=True)
        return hashlib.sha256(f"{request.path}\n{content}".encode()).hexdigest()
