"""Many events of one kind at once, written column by column instead of one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

from fairwild.kernel.events import Event, plain
from fairwild.ledger.leaves import EXACT, canonical_text, hashed


@dataclass(frozen=True)
class Alike:
    """What happened to many subjects, to each of them once.

    `facts` gives every field of the event but the subject, one value for each subject.
    """

    event: type[Event]
    subjects: Sequence[UUID]
    facts: Mapping[str, Sequence[Any]]
    actor_id: UUID | None
    at: datetime

    def columns(self, last: Mapping[UUID, int]) -> dict[str, Sequence[Any]]:
        """Give the entries column by column, the same as for single events.

        `last` says which version of a subject came last, where there was one; `data` is JSON
        already.
        """
        count, kind = len(self.subjects), self.event.kind()
        data = list(self._said())
        versions = [last.get(subject, 0) + 1 for subject in self.subjects]
        return {
            "subject_id": self.subjects,
            "version": versions,
            "kind": [kind] * count,
            "actor_id": [self.actor_id] * count,
            "at": [self.at] * count,
            "data": data,
            "leaf_hash": self._hashes(data, versions),
        }

    def _said(self) -> Iterator[str]:
        """Give the facts of each event as canonical JSON: names in order, nothing between."""
        names = sorted(self.facts)
        form = "{" + ",".join(f'"{name}":%s' for name in names) + "}"
        return map(form.__mod__, zip(*(_texts(self.facts[name]) for name in names), strict=True))

    def _hashes(self, data: Sequence[str], versions: Sequence[int]) -> list[str]:
        actor = canonical_text(plain(self.actor_id))
        before = f'{{"actor":{actor},"at":{canonical_text(plain(self.at))},"data":'
        between = f',"kind":{canonical_text(self.event.kind())},"subject":"'
        return [
            hashed(f'{before}{said}{between}{subject}","version":{version}}}'.encode())
            for subject, said, version in zip(self.subjects, data, versions, strict=True)
        ]


def _texts(values: Sequence[Any]) -> list[str]:
    """Give values as canonical JSON; one that is there many times is written once."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return list(map(encode_basestring, values))
    if kinds == {int} and min(values) > -EXACT and max(values) < EXACT:
        return list(map(str, values))
    known = {id(value): value for value in values}
    made = {key: canonical_text(plain(value)) for key, value in known.items()}
    return [made[id(value)] for value in values]
