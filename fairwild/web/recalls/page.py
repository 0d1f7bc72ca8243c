"""A recall as its page and its report on paper say it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.documents.recall_report import RecallPaper, ReportTable
from fairwild.handing_out.recall_basis import searched_for
from fairwild.handing_out.recall_facts import (
    Known,
    consignments_of,
    goods_of,
    how_said,
    parties_of,
)
from fairwild.kernel.quantities import State
from fairwild.lots.facts import LotFacts
from fairwild.recalls.queries import written_off_of
from fairwild.trade.facts import Carried
from fairwild.unit_of_work import Reading
from fairwild.web.frame import language
from fairwild.wording import word
from fairwild.wording.figures import number, time_of_day, weight, weights_by_state
from fairwild.wording.goods import form_and_state
from fairwild.wording.recalls import coming_said, unaccounted_said

LOTS_SHOWN = 500


def kept_lots(recall: Any) -> list[Any]:
    """Give the lots that stayed on hold when a recall was closed, and still are."""
    left = recall.unaccounted or {}
    kept = set() if left.get("released_at") else set(left.get("kept", ()))
    return [one for one in recall.lots if one.number in kept]


def shown_of(recall: Any) -> list[UUID]:
    """Give the lots that the page of a recall names."""
    return [one.lot_id for one in (*recall.lots[:LOTS_SHOWN], *kept_lots(recall))]


def came_in(reading: Reading, notice: Any) -> list[Carried]:
    """Give the consignments in which the goods came to a holder."""
    theirs = notice.organisation_id
    return [one for one in consignments_of(reading, notice.recall) if one.receiver_id == theirs]


def in_stock(recall: Any) -> list[tuple[str, str]]:
    """Say what was in stock when it was found, fresh and dry apart, each with its words."""
    by_state = recall.reach.get("stock_by_state")
    coming = recall.reach.get("under_way_by_state") or {}
    if not by_state and not coming:
        alone_g = recall.reach.get("available_g", 0)
        return [(gettext("Still in stock when found"), weight(alone_g))]
    return [
        (gettext("Still in stock when found, %(state)s", state=word(State(state))), weight(grams))
        for state, grams in (by_state or {}).items()
    ] + [
        (gettext("Under way when found, %(state)s", state=word(State(state))), weight(grams))
        for state, grams in coming.items()
    ]


def duration(recall: Any) -> str:
    """Say how long finding everything took, in seconds."""
    said: str = gettext("%(seconds)s s", seconds=f"{recall.reach['search_ms'] / 1000:.2f}")
    return said


def expected_said(notice: Any) -> str:
    """Say what a holder was asked for, state by state, and what was on its way to it."""
    coming = [gettext("under way: %(what)s", what=coming_said(one)) for one in _coming(notice)]
    expected = weights_by_state(notice.expected_by_state, notice.expected_g)
    return "; ".join(coming if coming and not notice.expected_by_state else [expected, *coming])


def _coming(notice: Any) -> list[Any]:
    return notice.under_way or []


def places_of(recall: Any, known: Known, sent: Sequence[Carried]) -> dict[UUID, str]:
    """Say of each lot with whom it is, or from whom to whom it was under way."""
    travelling = {one.id: one for one in sent}
    return {
        one.lot_id: _under_way(travelling[one.consignment_id])
        if one.consignment_id in travelling
        else known[one.holder_id].name
        for one in recall.lots
    }


def _under_way(sent: Carried) -> str:
    said: str = gettext(
        "under way from %(sender)s to %(receiver)s, consignment %(number)s",
        sender=sent.sender,
        receiver=sent.receiver,
        number=sent.number,
    )
    return said


def report_of(reading: Reading, recall: Any) -> RecallPaper:
    """Put a recall into words, table by table."""
    known = parties_of(reading, recall)
    return RecallPaper(
        language=language(),
        number=recall.number,
        kind=word(recall.kind).capitalize(),
        owner=recall.organisation.name,
        reason=recall.reason,
        summary=_summary(reading, recall),
        tables=tuple(table for table in _tables(reading, recall, known) if table.rows),
        synthetic=recall.organisation.synthetic,
    )


def _summary(reading: Reading, recall: Any) -> tuple[tuple[str, str], ...]:
    closed = time_of_day(recall.closed_at) if recall.closed_at else gettext("still open")
    return (
        *((one.label, one.said) for one in searched_for(reading, recall)),
        (gettext("Started"), time_of_day(recall.started_at)),
        (gettext("Everything found in"), duration(recall)),
        (gettext("Lots"), number(recall.reach["lots"])),
        *in_stock(recall),
        (gettext("Consignments"), number(len(recall.reach["consignments"]))),
        (gettext("Labels"), number(recall.reach["labels"])),
        (gettext("Closed"), closed),
        (gettext("Outcome"), recall.outcome or "–"),
        *(_closed_without(recall.unaccounted) if recall.unaccounted else ()),
    )


def _closed_without(left: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what a recall was closed without, why, and what became of the lots kept on hold."""
    said = "; ".join(unaccounted_said(one) for one in left["parties"])
    yield gettext("Not accounted for when closed"), said
    yield gettext("Closed all the same because"), left["although"]
    if left["kept"]:
        yield gettext("Kept on hold"), ", ".join(left["kept"])
    if left["released_at"]:
        when = time_of_day(datetime.fromisoformat(left["released_at"]))
        yield gettext("Released since"), f"{when}: {left['release_reason']}"


def _tables(reading: Reading, recall: Any, known: Known) -> list[ReportTable]:
    goods = goods_of(reading, recall.lots)
    sent = consignments_of(reading, recall)
    lots = _lots(recall, goods, places_of(recall, known, sent), written_off_of(reading, recall))
    return [_answers(recall), lots, _consignments(sent)]


def _answers(recall: Any) -> ReportTable:
    return ReportTable(
        title=gettext("Who was told"),
        headings=(
            gettext("Holder"),
            gettext("Expected"),
            gettext("Answer"),
            gettext("Held"),
            gettext("Answered"),
        ),
        widths_mm=(38, 40, 50, 24, 26),
        aligned=("left", "left", "left", "left", "left"),
        rows=tuple(
            (
                one.organisation.name,
                expected_said(one),
                _answered(one),
                weights_by_state(one.held_by_state, one.held_g),
                time_of_day(one.answered_at) if one.answered_at else "–",
            )
            for one in recall.notices
        ),
    )


def _answered(notice: Any) -> str:
    """Say what somebody answered, and its word on it."""
    if notice.finding is None:
        return str(gettext("no answer yet"))
    said = f"{word(notice.finding)}: {notice.note}" if notice.note else word(notice.finding)
    return f"{said} ({how_said(notice)})" if how_said(notice) else said


def _lots(
    recall: Any,
    goods: Mapping[UUID, LotFacts],
    places: Mapping[UUID, str],
    gone: Mapping[UUID, int],
) -> ReportTable:
    return ReportTable(
        title=gettext("Lots"),
        headings=(
            gettext("Lot"),
            gettext("What it is"),
            gettext("Where it is"),
            gettext("Made"),
            gettext("Still there"),
            gettext("Written off since"),
            gettext("Labels"),
        ),
        widths_mm=(48, 30, 32, 18, 18, 20, 12),
        aligned=("left", "left", "left", "right", "right", "right", "right"),
        rows=tuple(
            (
                gettext("%(lot)s (suspect)", lot=one.number) if one.is_source else one.number,
                f"{one.what}, {form_and_state(goods[one.lot_id], ', ')}",
                places[one.lot_id],
                weight(one.made_g),
                weight(one.available_g),
                weight(gone[one.lot_id]) if one.lot_id in gone else "–",
                number(one.labels),
            )
            for one in recall.lots
        ),
    )


def _consignments(sent: Sequence[Carried]) -> ReportTable:
    return ReportTable(
        title=gettext("Consignments"),
        headings=(
            gettext("Number"),
            gettext("Left"),
            gettext("From"),
            gettext("To"),
            gettext("State now"),
        ),
        widths_mm=(42, 32, 40, 40, 24),
        aligned=("left", "left", "left", "left", "left"),
        rows=tuple(
            (one.number, time_of_day(one.shipped_at), one.sender, one.receiver, word(one.status))
            for one in sent
        ),
    )
