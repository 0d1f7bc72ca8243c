"""What stands against issuing a certificate, changing its status by word, and its numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from fairwild.certificates.facts import CertificateFacts, ScopeLine, StatusChange
from fairwild.certificates.rules import (
    extended_scope,
    lines_changed,
    moves_from,
    obstacles_to_amending,
    obstacles_to_changing,
    obstacles_to_issuing,
    reissue_number,
    scope_beyond,
)
from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.kernel.plants import Form, PlantPart

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ISSUED = StatusChange(CertificateStatus.ISSUED, datetime(2026, 3, 1, 9, tzinfo=UTC))
SUSPENDED = StatusChange(CertificateStatus.SUSPENDED, datetime(2026, 5, 1, 9, tzinfo=UTC))
LINE = ScopeLine(
    UUID(int=1), "Glycyrrhiza glabra", PlantPart.ROOT, frozenset({UUID(int=2)}), maximum_g=1
)
LASTING = CertificateFacts(
    id=UUID(int=9),
    number="CB-2026-00001",
    holder_id=UUID(int=10),
    body_id=UUID(int=11),
    standard="fairwild",
    standard_version="2.0",
    certification_year=1,
    valid_from=date(2026, 3, 1),
    valid_until=date(2027, 6, 1),
    changes=(ISSUED,),
    scope=(LINE,),
)


@pytest.mark.parametrize(
    ("scope", "lasting", "expected"),
    [
        ((LINE,), (), []),
        ((LINE,), (LASTING,), []),
        ((), (), ["certificate-scope-empty"]),
        ((replace(LINE, area_ids=frozenset()),), (), ["scope-line-without-area"]),
        ((replace(LINE, maximum_g=None),), (), ["scope-line-without-maximum"]),
        ((replace(LINE, maximum_g=0),), (), ["scope-line-without-maximum"]),
        (
            (LINE,),
            (replace(LASTING, changes=(ISSUED, SUSPENDED)),),
            ["earlier-certificate-suspended"],
        ),
        (
            (replace(LINE, area_ids=frozenset(), maximum_g=0),),
            (replace(LASTING, changes=(ISSUED, SUSPENDED)),),
            [
                "scope-line-without-area",
                "scope-line-without-maximum",
                "earlier-certificate-suspended",
            ],
        ),
    ],
)
def test_every_obstacle_to_issuing_is_named(
    scope: tuple[ScopeLine, ...], lasting: tuple[CertificateFacts, ...], expected: list[str]
) -> None:
    found = obstacles_to_issuing(scope, lasting, at=NOW)
    assert [obstacle.code for obstacle in found] == expected


def test_a_suspension_yet_to_come_does_not_stand_in_the_way() -> None:
    later = replace(LASTING, changes=(ISSUED, SUSPENDED))
    before = datetime(2026, 4, 1, tzinfo=UTC)
    assert list(obstacles_to_issuing((LINE,), (later,), at=before)) == []


def test_nothing_is_superseded_by_word_alone() -> None:
    to = CertificateStatus.SUPERSEDED
    found = obstacles_to_changing(Standing.ISSUED, to, reason="Better.")
    assert [obstacle.code for obstacle in found] == ["supersede-needs-certificate"]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.ISSUED, ["suspended", "withdrawn", "terminated"]),
        (Standing.NOT_YET_VALID, ["suspended", "withdrawn", "terminated"]),
        (Standing.SUSPENDED, ["issued", "withdrawn", "terminated"]),
        (Standing.WITHDRAWN, []),
        (Standing.TERMINATED, []),
        (Standing.SUPERSEDED, []),
        (Standing.EXPIRED, []),
    ],
)
def test_a_page_offers_the_moves_the_rule_allows(standing: Standing, expected: list[str]) -> None:
    assert moves_from(standing) == tuple(expected)


@pytest.mark.parametrize(
    ("number", "following"),
    [
        ("CB-2026-00042", "CB-2026-00042-R1"),
        ("CB-2026-00042-R1", "CB-2026-00042-R2"),
        ("CB-2026-00042-R9", "CB-2026-00042-R10"),
    ],
)
def test_reissues_are_counted_behind_the_number(number: str, following: str) -> None:
    assert reissue_number(number) == following


OLD_AREA, NEW_AREA = UUID(int=2), UUID(int=3)
ELSEWHERE = replace(LINE, area_ids=frozenset({NEW_AREA}), maximum_g=5)
BOTH = replace(LINE, area_ids=frozenset({OLD_AREA, NEW_AREA}), maximum_g=7)


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ((), (LINE,)),
        ((ELSEWHERE,), (LINE, ELSEWHERE)),
        ((BOTH,), (BOTH,)),
        ((replace(LINE, maximum_g=0),), (LINE,)),
        ((replace(BOTH, part=PlantPart.LEAF),), (LINE, replace(BOTH, part=PlantPart.LEAF))),
        ((replace(BOTH, forms=frozenset({Form.RAW})),), (BOTH,)),
    ],
)
def test_an_extension_adds_to_a_scope_and_takes_nothing_away(
    added: tuple[ScopeLine, ...], expected: tuple[ScopeLine, ...]
) -> None:
    assert extended_scope((LINE,), added) == expected
    assert scope_beyond((LINE,), expected) == ()


def test_what_another_scope_lacks_is_told_by_area() -> None:
    assert scope_beyond((BOTH,), (LINE,)) == (replace(BOTH, area_ids=frozenset({NEW_AREA})),)
    assert scope_beyond((LINE,), (ELSEWHERE,)) == (LINE,)


def test_only_a_certificate_of_the_same_version_is_amended() -> None:
    def codes(version: str | None) -> list[str]:
        return [one.code for one in obstacles_to_amending(version, kind="extension", version="2.0")]

    assert codes("2.0") == []
    assert codes(None) == ["nothing-in-force-to-amend"]
    assert codes("1.0") == ["amending-another-version"]


def test_a_line_that_changes_stands_beside_what_it_was() -> None:
    wider = replace(BOTH, forms=frozenset({Form.RAW}))
    assert lines_changed((LINE,), (LINE, ELSEWHERE)) == ()
    assert lines_changed((LINE,), (wider, ELSEWHERE)) == ((LINE, wider),)
    assert lines_changed((LINE,), (replace(BOTH, part=PlantPart.LEAF),)) == ()
