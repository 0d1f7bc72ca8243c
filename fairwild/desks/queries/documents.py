"""Documents of an audited party as they are pinned: each with what it is, its label and figures.

The caller has asked whether the actor audits the organisation.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from fairwild.applications.queries.assessed import (
    OwnAnswer,
    find_own_answer,
    find_own_answer_numbered,
)
from fairwild.applications.queries.papers import Paper, papers_of
from fairwild.areas.queries.change_papers import (
    SeenChangePaper,
    change_papers_numbered,
    find_change_paper,
)
from fairwild.audits.operations import Pinned
from fairwild.audits.states import Pinnable
from fairwild.desks.states import DocumentKind
from fairwild.kernel.events import plain
from fairwild.lots.queries.audited_papers import (
    SeenCount,
    SeenTest,
    find_count,
    find_count_numbered,
    find_test,
    tests_of_lot,
)
from fairwild.permits.audited import SeenPermit, permits_seen
from fairwild.trade.queries.papers_seen import (
    SeenTransportPaper,
    find_transport_paper,
    transport_papers_numbered,
)
from fairwild.unit_of_work import Reading

LONGEST = 200


def find_document(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    """Give the document of an audited party with this id, if it has such a one."""
    ways: tuple[Callable[[Reading, UUID, UUID], Pinned | None], ...] = (
        _found_permit,
        _found_paper,
        _found_elsewhere,
    )
    found = (way(reading, operator_id, thing_id) for way in ways)
    return next((one for one in found if one is not None), None)


def documents_numbered(reading: Reading, operator_id: UUID, number: str) -> Iterator[Pinned]:
    """List the documents that somebody means by a number: of the file first, the newest of them.

    A laboratory report is meant by the number of its lot, a transport paper by its own or that of
    its consignment, the paper of a quantity change by the code of its area.
    """
    yield from _of_file(reading, operator_id, number)
    yield from map(_test, tests_of_lot(reading, operator_id, number))
    yield from map(_transport, transport_papers_numbered(reading, operator_id, number))
    yield from map(_change, change_papers_numbered(reading, operator_id, number))
    counted = find_count_numbered(reading, operator_id, number)
    if counted is not None:
        yield _count(counted)


def _of_file(reading: Reading, operator_id: UUID, number: str) -> Iterator[Pinned]:
    """Give the one document of the file with this number: a permit, a paper or an own answer."""
    typed = number.strip().upper()
    permits = permits_seen(reading, operator_id)
    for permit in (one for one in permits if one.facts.number.upper() == typed):
        yield _permit(permit)
        return
    for paper in (one for one in papers_of(reading, operator_id) if one.answers_to(number)):
        yield _paper(paper)
        return
    own = find_own_answer_numbered(reading, operator_id, number)
    if own is not None:
        yield _own_answer(own)


def _found_permit(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    found = {one.facts.id: one for one in permits_seen(reading, operator_id)}.get(thing_id)
    return _permit(found) if found else None


def _found_paper(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    found = {one.id: one for one in papers_of(reading, operator_id)}.get(thing_id)
    if found is not None:
        return _paper(found)
    own = find_own_answer(reading, operator_id, thing_id)
    return _own_answer(own) if own else None


def _found_elsewhere(reading: Reading, operator_id: UUID, thing_id: UUID) -> Pinned | None:
    asked = (reading, operator_id, thing_id)
    if (test := find_test(*asked)) is not None:
        return _test(test)
    if (transport := find_transport_paper(*asked)) is not None:
        return _transport(transport)
    if (change := find_change_paper(*asked)) is not None:
        return _change(change)
    counted = find_count(*asked)
    return _count(counted) if counted else None


def _permit(one: SeenPermit) -> Pinned:
    """A permit stands with its number for its file."""
    figures = _figures(one.facts, "kind", "limit_g", "drawn_g")
    return _pinned(DocumentKind.PERMIT, one.facts.id, one.facts.number, figures)


def _paper(one: Paper) -> Pinned:
    label = " ".join(part for part in (one.number, one.title) if part)
    figures = _figures(one, "file_name", "sha256")
    return _pinned(DocumentKind.CERTIFICATION_PAPER, one.id, label, figures)


def _own_answer(one: OwnAnswer) -> Pinned:
    """What an operator said of itself at an indicator, with its note as it stood."""
    figures = _figures(one, "said", "note", "answered_at")
    return _pinned(DocumentKind.OWN_ANSWER, one.id, f"{one.number}: {one.said}", figures)


def _test(one: SeenTest) -> Pinned:
    names = ("laboratory", "result", "verdict", "tested_on", "withdrawn", "file_name", "sha256")
    label = f"{one.lot}: {one.tested_for}"
    return _pinned(DocumentKind.LABORATORY_REPORT, one.id, label, _figures(one, *names))


def _transport(one: SeenTransportPaper) -> Pinned:
    names = ("kind", "issuer", "issued_on", "consignment", "file_name", "sha256")
    label = f"{one.number} ({one.consignment})"
    return _pinned(DocumentKind.TRANSPORT_PAPER, one.id, label, _figures(one, *names))


def _change(one: SeenChangePaper) -> Pinned:
    names = ("status", "limit_before_g", "limit_g", "file_name", "sha256")
    return _pinned(DocumentKind.QUANTITY_CHANGE, one.id, one.number, _figures(one, *names))


def _count(one: SeenCount) -> Pinned:
    names = ("counted_at", "site", "lots", "missing_g", "surplus_g")
    return _pinned(DocumentKind.STOCK_COUNT, one.id, one.number, _figures(one, *names))


def _pinned(kind: DocumentKind, thing_id: UUID, label: str, figures: dict[str, Any]) -> Pinned:
    told = {"document": kind.value, **figures}
    return Pinned(Pinnable.DOCUMENT, thing_id, label[:LONGEST], told)


def _figures(thing: Any, *names: str) -> dict[str, Any]:
    return {name: plain(getattr(thing, name)) for name in names}
