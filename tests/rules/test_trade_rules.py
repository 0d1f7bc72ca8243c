"""When goods may leave, how a receiver may answer, and when labels may be made."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.certificates.states import Standing
from fairwild.kernel.actors import OrganisationKind
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.facts import PrintOrder
from fairwild.labels.rules import obstacles_to_labelling, obstacles_to_printing
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.states import LotStatus
from fairwild.trade.facts import AnsweredLine, CertificateStanding, Parties, ReceivedLot
from fairwild.trade.rules import (
    obstacles_to_answer,
    obstacles_to_reversing,
    obstacles_to_shipping,
    outcome_of,
    same_paper,
)
from fairwild.trade.states import ConsignmentStatus

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
SENDER, RECEIVER, CERTIFICATE = uuid4(), uuid4(), uuid4()
PARTIES = Parties(SENDER, RECEIVER, OrganisationKind.COMPANY)
LOT = LotFacts(
    id=uuid4(),
    number="EBR-GLYGLA-B3-2026-001",
    code="0" * 16,
    made_by=1,
    made_at=AT,
    operator_id=SENDER,
    holder_id=SENDER,
    body_id=None,
    species_id=uuid4(),
    species="Glycyrrhiza glabra",
    part=PlantPart.ROOT,
    form=Form.DRIED,
    state=State.DRY,
    area_id=None,
    season=2026,
    status=LotStatus.CLOSED,
    made_g=1000,
    taken_g=100,
    units=None,
    unit_g=None,
    certified=True,
    certificate_id=CERTIFICATE,
)


def standings(standing: Standing) -> dict[UUID, CertificateStanding]:
    """Give the certificate with this standing."""
    return {CERTIFICATE: CertificateStanding("CB-2026-00001", standing, AT, SENDER)}


@pytest.mark.parametrize(
    ("change", "wanted_g", "standing", "expected"),
    [
        ({}, 900, Standing.ISSUED, []),
        ({"form": Form.SAMPLE}, 900, Standing.ISSUED, ["samples-are-not-sold"]),
        ({}, 901, Standing.ISSUED, ["more-than-available"]),
        ({}, 901, Standing.SUSPENDED, ["more-than-available", "certificate-not-in-force"]),
        ({"status": LotStatus.OPEN}, 1, Standing.ISSUED, ["lot-still-open"]),
        ({"status": LotStatus.IN_TRANSIT}, 1, Standing.ISSUED, ["lot-not-in-stock"]),
        ({}, 1, Standing.EXPIRED, ["certificate-not-in-force"]),
        ({}, 1, Standing.WITHDRAWN, ["certificate-not-in-force"]),
        ({"certified": False}, 1, Standing.EXPIRED, []),
        ({"holder_id": uuid4()}, 1, Standing.SUSPENDED, []),
    ],
)
def test_what_may_leave(
    change: dict[str, object], wanted_g: int, standing: Standing, expected: list[str]
) -> None:
    draw = Draw(replace(LOT, **change), wanted_g)
    found = obstacles_to_shipping(PARTIES, [draw], standings(standing), at=AT)
    assert [obstacle.code for obstacle in found] == expected


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        (replace(PARTIES, receiver_kind=None), ["receiver-unknown"]),
        (
            replace(PARTIES, receiver_kind=OrganisationKind.CERTIFICATION_BODY),
            ["receiver-unknown"],
        ),
        (replace(PARTIES, receiver_id=SENDER), ["same-organisation"]),
        (replace(PARTIES, receiver_kind=OrganisationKind.OPERATOR), []),
    ],
)
def test_who_may_receive(parties: Parties, expected: list[str]) -> None:
    found = obstacles_to_shipping(parties, [Draw(LOT, 1)], standings(Standing.ISSUED), at=AT)
    assert [obstacle.code for obstacle in found] == expected


def test_an_empty_consignment_is_none() -> None:
    found = obstacles_to_shipping(PARTIES, [], {}, at=AT)
    assert [obstacle.code for obstacle in found] == ["nothing-taken"]


lines = st.builds(
    lambda shipped_g, share: AnsweredLine("lot", shipped_g, shipped_g * share // 100),
    st.integers(1, 10**9),
    st.integers(0, 100),
)


@given(st.lists(lines, min_size=1, max_size=5))
def test_every_possible_answer_has_a_name_and_a_difference_a_reason(
    answered: list[AnsweredLine],
) -> None:
    came_g = sum(line.received_g for line in answered)
    whole = came_g == sum(line.shipped_g for line in answered)
    outcome = outcome_of(answered)
    assert (outcome is ConsignmentStatus.RECEIVED) == whole
    assert (outcome is ConsignmentStatus.REFUSED) == (came_g == 0)
    silent = list(obstacles_to_answer(ConsignmentStatus.SHIPPED, answered, reason=" "))
    assert [one.code for one in silent] == ([] if whole else ["difference-without-reason"])
    assert not list(obstacles_to_answer(ConsignmentStatus.SHIPPED, answered, reason="wet"))


@pytest.mark.parametrize(
    ("change", "standing", "expected"),
    [
        ({}, Standing.ISSUED, []),
        ({}, Standing.SUSPENDED, ["certificate-not-in-force"]),
        ({"status": LotStatus.OPEN}, Standing.ISSUED, ["label-lot-still-open"]),
        ({"status": LotStatus.IN_TRANSIT}, Standing.ISSUED, ["label-lot-under-way"]),
        (
            {"status": LotStatus.USED, "taken_g": 1000},
            Standing.EXPIRED,
            ["label-lot-used-up", "certificate-not-in-force"],
        ),
    ],
)
def test_what_may_be_labelled(
    change: dict[str, object], standing: Standing, expected: list[str]
) -> None:
    held = standings(standing)[CERTIFICATE]
    found = obstacles_to_labelling(replace(LOT, **change), held)
    assert [obstacle.code for obstacle in found] == expected


def test_a_lot_without_a_claim_needs_no_certificate() -> None:
    plain = replace(LOT, certified=False, certificate_id=None)
    assert not list(obstacles_to_labelling(plain, None))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (PrintOrder(1, 1, 1, 24), []),
        (PrintOrder(10_000, 24, 1, 24), []),
        (PrintOrder(0, 1, 1, 24), ["label-count-out-of-range"]),
        (PrintOrder(10_001, 1, 1, 24), ["label-count-out-of-range", "too-many-labels-at-once"]),
        (PrintOrder(200, 1, 51, 24), ["too-many-labels-at-once"]),
        (PrintOrder(1, 1, 101, 24), ["copies-out-of-range"]),
        (PrintOrder(1, 25, 1, 24), ["start-not-on-sheet"]),
        (PrintOrder(1, 0, 1, 24), ["start-not-on-sheet"]),
    ],
)
def test_what_may_be_printed(order: PrintOrder, expected: list[str]) -> None:
    assert [obstacle.code for obstacle in obstacles_to_printing(order)] == expected


@pytest.mark.parametrize(
    ("status", "change", "expected"),
    [
        (ConsignmentStatus.RECEIVED, {}, []),
        (ConsignmentStatus.REFUSED, {}, ["consignment-not-received"]),
        (ConsignmentStatus.RECEIVED, {"holds": 1}, ["received-lot-on-hold"]),
        (ConsignmentStatus.RECEIVED, {"labels": 3}, ["labels-printed"]),
        (
            ConsignmentStatus.RECEIVED_IN_PART,
            {"holds": 1, "labels": 3},
            ["received-lot-on-hold", "labels-printed"],
        ),
    ],
)
def test_what_was_received_goes_back_only_as_it_came(
    status: ConsignmentStatus, change: dict[str, Any], expected: list[str]
) -> None:
    received = [ReceivedLot(replace(LOT, **change), held_at=AT)]
    assert [one.code for one in obstacles_to_reversing(status, received)] == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("NP-77", "np77"),
        ("NP\u201177", "np77"),
        (" np.77 ", "np77"),
        ("N\u200bP\u20607\ufeff7", "np77"),
        ("ＮＰ－７７", "np77"),
        ("NP\u3164\u115f77", "np77"),
        ("Straße 1", "strasse1"),
        ("NP-770", "np770"),
        ("अ-७", "अ७"),
        ("—\u200b", ""),
    ],
)
def test_a_paper_is_recognised_however_its_number_is_typed(number: str, expected: str) -> None:
    assert same_paper(number) == expected
