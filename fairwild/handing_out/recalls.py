"""The report of a recall for spreadsheets: plain kilograms and ISO moments, units in headings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.handing_out.recall_basis import searched_for
from fairwild.handing_out.recall_facts import (
    consignments_of,
    goods_of,
    how_said,
    labels_of,
    parties_of,
)
from fairwild.kernel.codes import grouped
from fairwild.kernel.quantities import State, kilograms
from fairwild.lots.facts import LotFacts
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.recalls.facts import Reach, Suspect
from fairwild.recalls.queries import written_off_of
from fairwild.trade.facts import Carried
from fairwild.unit_of_work import Reading
from fairwild.wording import word
from fairwild.wording.recalls import unaccounted_said

Rows = Iterator[list[str]]


def cells_of(reading: Reading, recall: Any) -> Rows:
    """Give the report as rows, table below table."""
    yield [word(recall.kind).capitalize(), recall.number]
    yield [recall.organisation.name, recall.reason]
    for searched in searched_for(reading, recall):
        names = [name for name, _address in searched.names]
        yield [searched.label, *([searched.on.isoformat()] if searched.on else names)]
    yield from _summary(recall)
    sent = consignments_of(reading, recall)
    tables = (_answers(recall), _lots(reading, recall, sent), consignment_cells(sent))
    for title, rows in zip(_titles(), tables, strict=True):
        heading, *records = rows
        if records:
            yield from ([], [title], heading, *records)


def _titles() -> tuple[str, ...]:
    return gettext("Who was told"), gettext("Lots"), gettext("Consignments")


def _summary(recall: Any) -> Rows:
    reach = recall.reach
    yield [gettext("Started"), _moment(recall.started_at)]
    yield [gettext("Everything found in (s)"), f"{reach['search_ms'] / 1000:.3f}"]
    yield [gettext("Lots"), str(reach["lots"])]
    stock = reach.get("stock_by_state")
    if stock is None:
        yield [gettext("Still in stock when found (kg)"), kilograms(reach["available_g"])]
    for state, grams in (stock or {}).items():
        label = gettext("Still in stock when found, %(state)s (kg)", state=word(State(state)))
        yield [label, kilograms(grams)]
    for state, grams in (reach.get("under_way_by_state") or {}).items():
        label = gettext("Under way when found, %(state)s (kg)", state=word(State(state)))
        yield [label, kilograms(grams)]
    yield [gettext("Consignments"), str(len(reach["consignments"]))]
    yield [gettext("Labels"), str(reach["labels"])]
    yield [gettext("Closed"), _moment(recall.closed_at)]
    yield [gettext("Outcome"), recall.outcome]
    left = recall.unaccounted
    if left:
        parties = [unaccounted_said(one) for one in left["parties"]]
        yield [gettext("Not accounted for when closed"), *parties]
        yield [gettext("Closed all the same because"), left["although"]]
        yield [gettext("Kept on hold"), *left["kept"]]
        released = datetime.fromisoformat(left["released_at"]) if left["released_at"] else None
        yield [gettext("Released since"), _moment(released), left["release_reason"]]


def _answers(recall: Any) -> Rows:
    """Give who was told: a row for each state it was asked for, never a sum of states."""
    yield [
        gettext("Holder"),
        gettext("State"),
        gettext("Expected (kg)"),
        gettext("Under way (kg)"),
        gettext("Consignments under way"),
        gettext("Answer"),
        gettext("Held (kg)"),
        gettext("Answered"),
        gettext("Note"),
        gettext("How they answered"),
    ]
    for one in recall.notices:
        answer = word(one.finding) if one.finding else gettext("no answer yet")
        for state, expected, coming, numbers, held in _figures(one):
            said = [answer, held, _moment(one.answered_at), one.note, how_said(one)]
            yield [one.organisation.name, state, expected, coming, numbers, *said]


def _figures(notice: Any) -> Iterator[tuple[str, str, str, str, str]]:
    """Give state, expected, under way, its consignments, and held of one who was told."""
    if notice.expected_by_state is None:
        state = gettext("not told apart")
        yield state, kilograms(notice.expected_g), "", "", _mass(notice.held_g)
        return
    held, travelling = notice.held_by_state or {}, notice.under_way or []
    for state in State:
        sent = [one for one in travelling if state in one["by_state"]]
        if state in notice.expected_by_state or sent:
            yield (
                word(state),
                kilograms(notice.expected_by_state.get(state, 0)),
                kilograms(sum(one["by_state"][state] for one in sent)),
                " ".join(one["number"] for one in sent),
                _mass(held.get(state)),
            )


def _lots(reading: Reading, recall: Any, sent: Sequence[Carried]) -> Rows:
    goods, known = goods_of(reading, recall.lots), parties_of(reading, recall)
    travelling = {one.id: one for one in sent}
    gone = written_off_of(reading, recall)
    yield [*_lot_headings(), gettext("Written off since (kg)")]
    for one in recall.lots:
        parcel, facts = travelling.get(one.consignment_id), goods[one.lot_id]
        where = ["", parcel.receiver, parcel.number] if parcel else _held(known, one)
        figures = [*_figures_of(one, one.labels), kilograms(gone.get(one.lot_id, 0))]
        yield [*_what(one, facts), *where, *figures]


def suspect_cells(reach: Reach, known: Mapping[UUID, OrganisationFacts]) -> Rows:
    """Give the lots a search finds, as the report of a recall gives them."""
    yield _lot_headings()
    for one in reach.suspects:
        sent = one.under_way
        where = ["", known[one.holder_id].name, sent.number] if sent else _held(known, one)
        yield [*_what(one, one), *where, *_figures_of(one, reach.labels.get(one.lot_id, 0))]


def _lot_headings() -> list[str]:
    return [
        gettext("Lot"),
        gettext("Suspect"),
        gettext("What it is"),
        gettext("Form"),
        gettext("State"),
        gettext("Holder"),
        gettext("Under way to"),
        gettext("Consignment"),
        gettext("Made (kg)"),
        gettext("Still there (kg)"),
        gettext("Labels"),
    ]


def _what(lot: Any, goods: LotFacts | Suspect) -> list[str]:
    is_source = gettext("yes") if lot.is_source else ""
    return [lot.number, is_source, lot.what, word(goods.form, "Form"), word(goods.state)]


def _held(known: Mapping[UUID, OrganisationFacts], lot: Any) -> list[str]:
    return [known[lot.holder_id].name, "", ""]


def _figures_of(lot: Any, labels: int) -> list[str]:
    return [kilograms(lot.made_g), kilograms(lot.available_g), str(labels)]


def consignment_cells(sent: Sequence[Carried]) -> Rows:
    """Give the consignments in which goods travelled, and how each stands now."""
    yield [
        gettext("Number"),
        gettext("Left"),
        gettext("From"),
        gettext("To"),
        gettext("State now"),
    ]
    for one in sent:
        yield [one.number, _moment(one.shipped_at), one.sender, one.receiver, word(one.status)]


def labels_in(reading: Reading, recall: Any) -> Rows:
    """Give lot, code and serial of every label that stands on the goods of a recall."""
    numbers = {one.lot_id: one.number for one in recall.lots}
    return label_cells(labels_of(reading, numbers))


def found_cells(reading: Reading, what: str, reach: Reach) -> Rows:
    """Give what a search finds: `lots`, `consignments` or `labels`."""
    if what == "labels":
        return label_cells(labels_of(reading, reach.lot_numbers))
    if what == "consignments":
        return consignment_cells(reach.consignments)
    return suspect_cells(reach, organisations_by_id(reading, reach.told_ids))


def label_cells(labels: Iterable[tuple[str, str, int]]) -> Rows:
    """Give lot, code and serial of labels."""
    yield [gettext("Lot"), gettext("Code"), gettext("Serial")]
    for number, code, serial in labels:
        yield [number, grouped(code), str(serial)]


def _mass(mass_g: int | None) -> str:
    return "" if mass_g is None else kilograms(mass_g)


def _moment(value: datetime | None) -> str:
    if value is None:
        return ""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
