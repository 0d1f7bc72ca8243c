"""One consignment: its lines, its way, its papers, and what may be done with it now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.kernel.quantities import kilograms
from fairwild.kernel.refusals import Obstacle
from fairwild.ledger.queries import history_of
from fairwild.lots import queries as lots
from fairwild.schemas.trade import AnswerConsignmentSchema
from fairwild.trade import operations, queries, rules
from fairwild.trade.states import (
    AT_THE_SENDER,
    ConsignmentStatus,
    DifferenceOutcome,
    DifferenceStatus,
    PaperGap,
    PaperKind,
    ReversalStatus,
)
from fairwild.unit_of_work import Reading
from fairwild.web.consignments.routing import GOT, blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording import word
from fairwild.wording.figures import weight

NOT_AGREED = "difference-outcome-declined"


@dataclass(frozen=True)
class Step:
    """One thing that happened to a consignment, as its page tells it."""

    at: datetime
    icon: str
    what: str
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    """A reversal that one side has asked for."""

    reversal: Any
    is_ours: bool


@blueprint.get("/consignments/<uuid:consignment_id>")
def show(consignment_id: UUID) -> Answer:
    """Show one consignment to both sides; the receiver answers here."""
    return page_of(consignment_id, Form(AnswerConsignmentSchema()))


def page_of(consignment_id: UUID, form: Form, at: str = "") -> Answer:
    """Draw the page of a consignment; `at` names the form on it that was sent."""
    home_organisation_id()
    with reading_for_request() as reading:
        consignment = queries.get_consignment(reading, consignment_id)
        for line in consignment.lines:
            form.values.setdefault(f"{GOT}{line.id}", kilograms(line.shipped_g))
        page = render_template(
            "pages/consignments/show.html",
            consignment=consignment,
            form=form,
            at=at,
            **_possible(reading, consignment),
            **_named(reading, consignment),
        )
    return page, form.status


def _named(reading: Reading, consignment: Any) -> dict[str, Any]:
    """Gather what the page shows of the consignment beside its own row."""
    ids = [
        lot_id
        for line in consignment.lines
        for lot_id in (line.received_lot_id, line.returned_lot_id, line.taken_back_lot_id)
        if lot_id
    ]
    species = {
        line.from_lot.species.id: line.from_lot.species.scientific_name
        for line in consignment.lines
        if line.from_lot.species
    }
    return {
        "lots": lots.lot_facts(reading, ids),
        "steps": sorted(
            [*timeline(consignment), *_not_agreed(reading, consignment)], key=lambda step: step.at
        ),
        "species_choices": sorted((str(one), name) for one, name in species.items()),
        "paper_kinds": [(kind.value, word(kind)) for kind in PaperKind],
        "outcomes": [(one.value, word(one)) for one in DifferenceOutcome],
    }


def _possible(reading: Reading, consignment: Any) -> dict[str, Any]:
    """Ask the rules which deeds the page may offer, and why not the others."""
    side_id = operations.side_of(reading, consignment)
    standing = list(_leaving(reading, consignment))
    received = queries.received_lots(reading, consignment)
    asked = [one for one in consignment.reversals if one.status is ReversalStatus.ASKED]
    missing = [one for one in standing if one.code in set(PaperGap)]
    may_add = reading.allows(Action.ADD_CONSIGNMENT_PAPER, on=consignment)
    return {
        "is_sender": side_id == consignment.sender_id,
        "side_id": side_id,
        "may_answer": reading.allows(Action.ANSWER_CONSIGNMENT, on=consignment),
        "obstacles": list(rules.obstacles_to_answering(consignment.status)),
        "may_add": may_add,
        "at_hand": queries.papers_at_hand(reading, consignment) if missing and may_add else [],
        "today": reading.today,
        "may_reverse": reading.allows(Action.REVERSE_CONSIGNMENT, on=consignment),
        "missing": missing,
        "leaving": [one for one in standing if one.code not in set(PaperGap)],
        "reversing": list(rules.obstacles_to_reversing(consignment.status, received)),
        "waiting": Waiting(asked[0], asked[0].asked_for_id == side_id) if asked else None,
    }


def _leaving(reading: Reading, consignment: Any) -> Iterator[Obstacle]:
    if consignment.status is ConsignmentStatus.PREPARED:
        yield from operations.obstacles_to_leaving(reading, consignment)


def _not_agreed(reading: Reading, consignment: Any) -> Iterator[Step]:
    """Tell what one side said of a difference and the other did not agree to."""
    for entry in history_of(reading.session, [consignment.id]):
        if entry.kind == NOT_AGREED:
            said = entry.data
            outcome = word(DifferenceOutcome(said["outcome"]))
            named = {"missing": weight(said["missing_g"]), "lot": said["lot"], "outcome": outcome}
            what = gettext("%(missing)s of %(lot)s: not agreed that it was “%(outcome)s”", **named)
            yield Step(entry.at, "ban", what, said.get("reason", ""))


def timeline(consignment: Any) -> Iterator[Step]:
    """Tell what happened, in no order yet."""
    if consignment.prepared_at is not None:
        yield Step(consignment.prepared_at, "clipboard-list", gettext("Prepared"))
    if consignment.status not in AT_THE_SENDER:
        left = gettext("Left %(name)s", name=consignment.sender.name)
        yield Step(consignment.shipped_at, "truck-delivery", left)
    if consignment.answered_at is not None:
        yield _answered(consignment)
    if consignment.ended_at is not None:
        ended = word(consignment.status).capitalize()
        yield Step(consignment.ended_at, "refresh", ended, consignment.end_reason)
    for line in consignment.lines:
        yield from _of_difference(line)
    for one in consignment.reversals:
        yield from _of_reversal(one)


def _of_reversal(reversal: Any) -> Iterator[Step]:
    yield Step(reversal.asked_at, "refresh", gettext("Reversal asked for"), reversal.reason)
    if reversal.status is ReversalStatus.DECLINED:
        declined = gettext("Reversal declined")
        yield Step(reversal.answered_at, "ban", declined, reversal.answer_reason)
    if reversal.withdrawn_at is not None:
        yield Step(reversal.withdrawn_at, "x", gettext("Request for a reversal withdrawn"))


def _answered(consignment: Any) -> Step:
    came_g = sum(line.received_g or 0 for line in consignment.lines)
    sent_g = sum(line.shipped_g for line in consignment.lines)
    named = {"name": consignment.receiver.name, "came": weight(came_g), "sent": weight(sent_g)}
    what = gettext("%(name)s confirmed %(came)s of %(sent)s", **named)
    return Step(consignment.answered_at, "circle-check", what, consignment.answer_reason)


def _of_difference(line: Any) -> Iterator[Step]:
    found = line.difference
    if found is None or found.outcome is None:
        return
    named = {"missing": weight(found.missing_g), "lot": line.from_lot.number}
    said = {**named, "outcome": word(found.outcome)}
    what = gettext("%(missing)s of %(lot)s: %(outcome)s", **said)
    yield Step(found.proposed_at, "note", what, found.note)
    if found.status is DifferenceStatus.SETTLED:
        settled = gettext("%(missing)s of %(lot)s: both sides agree", **named)
        yield Step(found.settled_at, "circle-check", settled)
