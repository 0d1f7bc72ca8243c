"""How long a certificate lasts, what it was worth at an instant, and what it covered."""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.certificates import rules
from fairwild.certificates.facts import CertificateFacts, GoodsFacts, ScopeLine, StatusChange
from fairwild.certificates.states import MOVES, CertificateStatus, Standing
from fairwild.kernel.plants import Form, PlantPart

LIQUORICE, BAOBAB, NORTH, SOUTH, ELSEWHERE = (UUID(int=number) for number in range(1, 6))
ISSUED_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SUSPENDED_AT = datetime(2026, 9, 10, 14, 0, tzinfo=UTC)
ISSUE = StatusChange(CertificateStatus.ISSUED, ISSUED_AT)
SUSPENSION = StatusChange(CertificateStatus.SUSPENDED, SUSPENDED_AT, "quota exceeded")
FROM, UNTIL = date(2026, 3, 1), date(2027, 6, 1)
A_MOMENT = timedelta(milliseconds=1)
CERTIFICATE = CertificateFacts(
    id=UUID(int=9),
    number="CB-2026-00001",
    holder_id=UUID(int=10),
    body_id=UUID(int=11),
    standard="fairwild",
    standard_version="2.0",
    certification_year=1,
    valid_from=FROM,
    valid_until=UNTIL,
    changes=(ISSUE,),
    scope=(
        ScopeLine(LIQUORICE, "Glycyrrhiza glabra", PlantPart.ROOT, frozenset({NORTH, SOUTH})),
        ScopeLine(
            LIQUORICE,
            "Glycyrrhiza glabra",
            PlantPart.LEAF,
            frozenset({NORTH}),
            frozenset({Form.DRIED, Form.CUT}),
        ),
    ),
)
ROOT = GoodsFacts(LIQUORICE, "Glycyrrhiza glabra", PlantPart.ROOT, NORTH, "North")


@pytest.mark.parametrize(
    ("issued_on", "last_day"),
    [
        (date(2026, 3, 1), date(2027, 5, 31)),
        (date(2026, 3, 15), date(2027, 6, 14)),
        (date(2026, 5, 31), date(2027, 8, 30)),
        (date(2025, 11, 28), date(2027, 2, 27)),
        (date(2025, 11, 29), date(2027, 2, 28)),
        (date(2025, 11, 30), date(2027, 2, 28)),
        (date(2026, 11, 29), date(2028, 2, 28)),
        (date(2026, 11, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2027, 11, 30)),
        (date(2026, 9, 30), date(2027, 12, 29)),
    ],
)
def test_fifteen_months_less_a_day(issued_on: date, last_day: date) -> None:
    assert rules.last_valid_day(issued_on, 15) == last_day


MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_a_term_ends_the_day_before_its_own_day_or_with_the_month(day: date, months: int) -> None:
    last = rules.last_valid_day(day, months)
    after = last + timedelta(days=1)
    moved = (last if after.day != day.day else after).month
    assert (moved - day.month - months) % 12 == 0
    if after.day != day.day:
        assert last.day == monthrange(last.year, last.month)[1] < day.day


@given(DAYS, DAYS, st.integers(1, 60))
def test_who_was_issued_later_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert rules.last_valid_day(first, months) <= rules.last_valid_day(second, months)


@pytest.mark.parametrize(
    ("changes", "at", "standing"),
    [
        ((ISSUE,), ISSUED_AT - A_MOMENT, Standing.NOT_YET_VALID),
        ((ISSUE,), ISSUED_AT, Standing.ISSUED),
        ((ISSUE,), datetime(2027, 5, 31, 23, 59, 59, tzinfo=UTC), Standing.ISSUED),
        ((ISSUE,), datetime(2027, 6, 1, tzinfo=UTC), Standing.EXPIRED),
        ((ISSUE, SUSPENSION), SUSPENDED_AT - A_MOMENT, Standing.ISSUED),
        ((ISSUE, SUSPENSION), SUSPENDED_AT, Standing.SUSPENDED),
        ((SUSPENSION, ISSUE), SUSPENDED_AT, Standing.SUSPENDED),
        ((ISSUE, SUSPENSION), datetime(2027, 6, 1, tzinfo=UTC), Standing.EXPIRED),
        ((), SUSPENDED_AT, Standing.NOT_YET_VALID),
    ],
)
def test_a_certificate_is_judged_at_an_instant(
    changes: tuple[StatusChange, ...], at: datetime, standing: Standing
) -> None:
    assert rules.status_on(changes, FROM, UNTIL, at).standing is standing


@pytest.mark.parametrize("ending", ["withdrawn", "terminated", "superseded"])
def test_what_a_body_ended_does_not_turn_into_expired(ending: str) -> None:
    end = StatusChange(CertificateStatus(ending), SUSPENDED_AT, "why")
    later = rules.status_on((ISSUE, end), FROM, UNTIL, datetime(2030, 1, 1, tzinfo=UTC))
    assert (later.standing, later.since, later.reason) == (Standing(ending), SUSPENDED_AT, "why")
    assert not later.in_force


def test_a_lifted_suspension_leaves_its_gap() -> None:
    lifted_at = datetime(2026, 10, 1, tzinfo=UTC)
    lift = StatusChange(CertificateStatus.ISSUED, lifted_at, "books in order")
    facts = replace(CERTIFICATE, changes=(ISSUE, SUSPENSION, lift))
    assert rules.status_of(facts, at=SUSPENDED_AT - A_MOMENT).in_force
    assert not rules.status_of(facts, at=lifted_at - A_MOMENT).in_force
    assert rules.status_of(facts, at=lifted_at).in_force


def test_a_certificate_for_later_is_not_valid_yet_and_may_be_withdrawn_before() -> None:
    later = replace(CERTIFICATE, valid_from=date(2026, 4, 1))
    assert rules.status_of(later, at=ISSUED_AT).standing is Standing.NOT_YET_VALID
    withdrawn_at = datetime(2026, 3, 20, tzinfo=UTC)
    end = StatusChange(CertificateStatus.WITHDRAWN, withdrawn_at, "r")
    ended = replace(later, changes=(ISSUE, end))
    assert rules.status_of(ended, at=withdrawn_at).standing is Standing.WITHDRAWN
    assert (
        list(
            rules.obstacles_to_moving(
                Standing.NOT_YET_VALID, CertificateStatus.WITHDRAWN, reason="r"
            )
        )
        == []
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CertificateStatus),
            MOMENTS,
        )
    ),
    MOMENTS,
)
def test_in_force_means_issued_last_and_within_the_days(
    history: list[tuple[CertificateStatus, datetime]], at: datetime
) -> None:
    changes = [StatusChange(to, when) for to, when in history]
    past = sorted((item for item in changes if item.at <= at), key=lambda item: item.at)
    expected = bool(past) and past[-1].to is CertificateStatus.ISSUED and FROM <= at.date() < UNTIL
    assert rules.status_on(changes, FROM, UNTIL, at).in_force is expected


@pytest.mark.parametrize(
    ("goods", "expected"),
    [
        (ROOT, []),
        (replace(ROOT, form=Form.POWDER), []),
        (replace(ROOT, area_id=SOUTH), []),
        (replace(ROOT, species_id=BAOBAB), ["species-not-in-scope"]),
        (replace(ROOT, part=PlantPart.FRUIT), ["part-not-in-scope"]),
        (replace(ROOT, area_id=ELSEWHERE), ["area-not-in-scope"]),
        (replace(ROOT, part=PlantPart.LEAF), []),
        (replace(ROOT, part=PlantPart.LEAF, form=Form.CUT), []),
        (replace(ROOT, part=PlantPart.LEAF, form=Form.POWDER), ["form-not-in-scope"]),
        (replace(ROOT, part=PlantPart.LEAF, area_id=SOUTH), ["area-not-in-scope"]),
        (
            replace(ROOT, part=PlantPart.LEAF, area_id=SOUTH, form=Form.POWDER),
            ["area-not-in-scope", "form-not-in-scope"],
        ),
    ],
)
def test_what_a_certificate_covers(goods: GoodsFacts, expected: list[str]) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    assert [item.code for item in rules.covers(CERTIFICATE, goods, at=at)] == expected


def test_a_sale_after_suspension_is_not_covered_but_the_one_before_is() -> None:
    certificate = replace(CERTIFICATE, changes=(ISSUE, SUSPENSION))
    assert rules.covers(certificate, ROOT, at=SUSPENDED_AT - A_MOMENT) == ()
    found = rules.covers(certificate, replace(ROOT, species_id=BAOBAB), at=SUSPENDED_AT)
    assert [item.code for item in found] == ["certificate-not-in-force", "species-not-in-scope"]
    assert dict(found[0].facts) == {
        "certificate": "CB-2026-00001",
        "standing": Standing.SUSPENDED,
        "since": SUSPENDED_AT,
    }


def test_form_and_area_must_meet_on_one_line() -> None:
    lines = (
        ScopeLine(LIQUORICE, "G", PlantPart.ROOT, frozenset({NORTH}), frozenset({Form.RAW})),
        ScopeLine(LIQUORICE, "G", PlantPart.ROOT, frozenset({SOUTH}), frozenset({Form.CUT})),
    )
    certificate = replace(CERTIFICATE, scope=lines)
    found = rules.covers(certificate, replace(ROOT, form=Form.CUT), at=ISSUED_AT)
    assert [item.code for item in found] == ["form-not-in-scope"]


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("to", CertificateStatus)
def test_only_the_moves_of_the_table_are_open(standing: Standing, to: CertificateStatus) -> None:
    found = [item.code for item in rules.obstacles_to_moving(standing, to, reason="why")]
    if standing is Standing.EXPIRED:
        assert found == ["certificate-expired"]
        return
    stored = "issued" if standing is Standing.NOT_YET_VALID else standing.value
    allowed = to in MOVES[CertificateStatus(stored)]
    assert found == ([] if allowed else ["move-not-allowed"])


def test_a_move_needs_a_reason_and_says_so_beside_the_rest() -> None:
    found = rules.obstacles_to_moving(Standing.WITHDRAWN, CertificateStatus.ISSUED, reason="  ")
    assert [item.code for item in found] == ["move-not-allowed", "reason-missing"]


def test_what_has_ended_stays_ended() -> None:
    assert set(MOVES) == set(CertificateStatus)
    assert [status for status, reachable in MOVES.items() if not reachable] == [
        CertificateStatus.WITHDRAWN,
        CertificateStatus.TERMINATED,
        CertificateStatus.SUPERSEDED,
    ]
    assert CertificateStatus.SUPERSEDED not in MOVES[CertificateStatus.SUSPENDED]


def test_numbers_of_certificates_and_of_their_replacements() -> None:
    assert rules.certificate_number("CERES", year=2026, serial=42) == "CERES-2026-00042"
    assert rules.certificate_number("CB", year=2026, serial=1, reissue=2) == "CB-2026-00001-R2"


def test_the_last_valid_day_is_the_one_before_the_bound() -> None:
    assert CERTIFICATE.last_valid_day == date(2027, 5, 31)
    assert rules.first_day_after(FROM, 15) == UNTIL
