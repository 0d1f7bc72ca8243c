"""When a recall may be closed, and what stayed on hold be released."""

import pytest

from fairwild.recalls.facts import Notified, RecallFacts
from fairwild.recalls.rules import obstacles_to_closing, obstacles_to_releasing
from fairwild.recalls.states import Finding, RecallStatus

ON_THE_ROAD = ("ELM-S-2026-1",)
UNANSWERED, MISSING = "recall-unanswered", "recall-still-under-way"


def told(finding: Finding | None, *, sent: tuple[str, ...] = ()) -> Notified:
    return Notified("Elm Tree", finding, sent)


@pytest.mark.parametrize(
    ("notified", "although", "expected"),
    [
        ((), "", []),
        ((told(Finding.ALL_HELD), told(Finding.ALL_GONE)), "", []),
        ((told(None),), "", [UNANSWERED]),
        ((told(None, sent=ON_THE_ROAD),), "", [UNANSWERED]),
        ((told(Finding.NOT_ARRIVED, sent=ON_THE_ROAD),), "", [MISSING]),
        ((told(Finding.NOT_OURS, sent=ON_THE_ROAD),), "", [MISSING]),
        ((told(Finding.NOT_ARRIVED),), "", []),  # received or refused since
        ((told(Finding.ALL_HELD, sent=ON_THE_ROAD),), "", []),  # there, if not on paper
        ((told(None), told(Finding.NOT_ARRIVED, sent=ON_THE_ROAD)), "", [UNANSWERED, MISSING]),
        ((told(None), told(Finding.NOT_ARRIVED, sent=ON_THE_ROAD)), "Lost at sea.", []),
        ((told(None),), "  ", [UNANSWERED]),
    ],
)
def test_a_recall_is_closed_when_all_goods_are_accounted_for_or_with_a_reason(
    notified: tuple[Notified, ...], although: str, expected: list[str]
) -> None:
    recall = RecallFacts("EBR-RC-1", RecallStatus.OPEN, notified)
    found = obstacles_to_closing(recall, outcome="Destroyed.", although=although)
    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("status", "kept", "reason", "expected"),
    [
        (RecallStatus.CLOSED, 2, "Found again.", []),
        (RecallStatus.OPEN, 2, "Found again.", ["recall-still-open"]),
        (RecallStatus.CLOSED, 0, " ", ["recall-nothing-kept", "recall-release-unexplained"]),
    ],
)
def test_what_stayed_on_hold_is_released_once_and_with_a_reason(
    status: RecallStatus, kept: int, reason: str, expected: list[str]
) -> None:
    found = obstacles_to_releasing(RecallFacts("EBR-RC-1", status), kept=kept, reason=reason)
    assert [one.code for one in found] == expected
