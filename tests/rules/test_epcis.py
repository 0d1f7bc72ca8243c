"""A consignment as EPCIS 2.0: every document fits the official schema, formats checked."""

import copy
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft7Validator, FormatChecker

from fairwild.exchange.epcis import document_of
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.trade.states import ConsignmentStatus, PaperKind
from tests.conformance import CONFORMANCE, needs_conformance

SCHEMA = CONFORMANCE / "epcis/gs1-EPCIS/EPCIS-JSON-Schema.json"
LEFT = datetime(2026, 5, 12, 14, 40, tzinfo=UTC)

pytestmark = needs_conformance


def line(shipped_g: int, received_g: int | None, *, product: str = "") -> Any:
    """Make a line of a consignment."""
    species = None if product else SimpleNamespace(scientific_name="Glycyrrhiza glabra")
    lot = SimpleNamespace(
        number=f"HDM-GLYGLA-B3-2026-00{shipped_g % 7}-P1",
        species=species,
        product=product,
        part=None if product else PlantPart.ROOT,
        form=Form.FINISHED_PRODUCT if product else Form.PACKED,
        state=State.DRY,
    )
    reason = "wet" if received_g != shipped_g else ""
    more = {"received_g": received_g, "reason": reason, "certified": not product}
    return SimpleNamespace(from_lot=lot, shipped_g=shipped_g, **more)


def consignment(status: ConsignmentStatus, *lines: Any) -> Any:
    """Make a consignment of this status."""
    answered = any(one.received_g is not None for one in lines)
    ended = status in {ConsignmentStatus.CALLED_BACK, ConsignmentStatus.TAKEN_BACK}
    paper = SimpleNamespace(kind=PaperKind.CITES_EXPORT, number="ES/77 á")
    return SimpleNamespace(
        id=uuid4(),
        number="HDM-SH-2026-00012",
        sender_id=uuid4(),
        receiver_id=uuid4(),
        status=status,
        shipped_at=LEFT,
        answered_at=LEFT + timedelta(days=2) if answered else None,
        answer_reason="",
        ended_at=LEFT + timedelta(days=3) if ended else None,
        end_reason="mix-up" if ended else "",
        invoice_number="F-31",
        waybill_number="",
        standing_papers=[paper],
        lines=list(lines),
    )


CASES = {
    "shipped": (consignment(ConsignmentStatus.SHIPPED, line(1500, None)), 2),
    "received": (consignment(ConsignmentStatus.RECEIVED, line(1500, 1500)), 3),
    "in part": (
        consignment(
            ConsignmentStatus.RECEIVED_IN_PART,
            line(1500, 1250),
            line(1000, 0),
            line(2000, 2000, product="Night tea"),
        ),
        4,
    ),
    "refused": (consignment(ConsignmentStatus.REFUSED, line(1500, 0)), 3),
    "called back": (consignment(ConsignmentStatus.CALLED_BACK, line(1500, None)), 3),
    "taken back": (consignment(ConsignmentStatus.TAKEN_BACK, line(1500, 1500)), 4),
}


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    """The official schema, formats on."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return Draft7Validator(schema, format_checker=FormatChecker())


def test_a_key_without_a_namespace_would_be_refused(validator: Draft7Validator) -> None:
    found = CASES["shipped"][0]
    document = document_of(found, base_url="https://trace.example")
    assert not list(validator.iter_errors(document))
    wrong = copy.deepcopy(document)
    wrong["epcisBody"]["eventList"][0]["lotNumber"] = "1"
    assert list(validator.iter_errors(wrong))


@pytest.mark.parametrize("name", CASES)
def test_every_state_of_a_consignment_fits_the_official_schema(
    validator: Draft7Validator, name: str
) -> None:
    found, count = CASES[name]
    document = document_of(found, base_url="https://trace.example/")
    assert [one.message for one in validator.iter_errors(document)] == []
    events = document["epcisBody"]["eventList"]
    assert len(events) == count
    assert [one["bizStep"] for one in events[:2]] == ["packing", "shipping"]
    assert len({one["eventID"] for one in events}) == count
    assert document == document_of(found, base_url="https://trace.example/")
    assert all(one["uom"] == "KGM" for one in events[0]["childQuantityList"])


def test_what_came_and_what_went_back_are_all_that_left() -> None:
    events = document_of(CASES["in part"][0], base_url="https://trace.example")["epcisBody"]
    packed, _, received, returned = events["eventList"]
    left = sum(one["quantity"] for one in packed["childQuantityList"])
    came, back = (
        sum(one["quantity"] for one in event["quantityList"]) for event in (received, returned)
    )
    assert (left, came, back) == (4.5, 3.25, 1.25)
    assert returned["disposition"] == "returned"
    assert returned["sourceList"][0]["source"].endswith(str(CASES["in part"][0].receiver_id))
