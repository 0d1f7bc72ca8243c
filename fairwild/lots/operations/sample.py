"""Samples, and what laboratories find in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import stated_of
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots import rules
from fairwild.lots.facts import Draw
from fairwild.lots.operations.movements import derived, record_movement, take_draws
from fairwild.lots.operations.numbering import SAMPLED, derived_number
from fairwild.lots.operations.write_off import status_kept
from fairwild.lots.processing.events import LotTested, LotTestReported
from fairwild.lots.processing.rules import obstacles_to_verdict
from fairwild.lots.queries.stock import get_lot
from fairwild.lots.queries.tests import get_test
from fairwild.lots.records import Lot, LotTest
from fairwild.lots.states import LimitKind, MovementKind, Verdict
from fairwild.store.attachments import clean_file_name
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork

SAMPLED_FORMS = frozenset(Form) - {Form.SAMPLE}


@dataclass(frozen=True)
class Report:
    """A laboratory's report as it was kept: its name, what it is, and its bytes by digest."""

    file_name: str
    media_type: str
    stored: StoredFile


def take_sample(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    mass_g: int,
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Lot:
    """Draw grams out of a lot into a sample that is kept; the sample is worth what the lot is."""
    [draw] = take_draws(work, [(lot_id, mass_g)], to=Action.TEST_LOT)
    moment, lot = at or work.now, draw.lot
    work.refuse_if(_obstacles_to_sampling(draw, at=moment, now=work.now))
    said = stated_of({"output:1": mass_g})
    number = derived_number(work, lot.number, SAMPLED)
    sample = derived(
        lot,
        number=number,
        made_g=draw.wanted_g,
        form=Form.SAMPLE,
        packed_form=lot.form,
        unit_g=None,
    )
    moved = record_movement(
        work,
        kind=MovementKind.SAMPLE,
        organisation_id=lot.holder_id,
        inputs=[draw],
        outputs=[sample],
        judgement=status_kept(lot),
        site=site,
        note=note,
        at=moment,
        facts={"stated": said} if said else {},
    )
    return moved.lots[0]


def _obstacles_to_sampling(draw: Draw, *, at: datetime, now: datetime) -> Iterator[Obstacle]:
    free = replace(draw, lot=replace(draw.lot, holds=0))  # what is held may be looked into
    yield from rules.obstacles_to_drawing([free], at=at, now=now)
    yield from rules.obstacles_to_handling([draw.lot], forms=SAMPLED_FORMS)
    yield from rules.obstacles_to_units(draw.lot, [draw.wanted_g])


def record_test(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    laboratory: str,
    method: str,
    tested_for: str,
    result: str,
    verdict: Verdict,
    tested_on: date,
    unit: str = "",
    allowed: str = "",
    limit_kind: LimitKind = LimitKind.AT_MOST,
    verdict_reason: str = "",
    note: str = "",
    report: Report | None = None,
) -> LotTest:
    """Write down what a laboratory found in a lot or in its sample; nothing is drawn by it.

    Refused for a day to come, for one before the lot was made, and for a verdict that speaks
    against the numbers until `verdict_reason` says why.
    """
    lot = work.take(Lot, lot_id, to=Action.TEST_LOT)
    found = list(_obstacles_to_testing(lot, tested_on, today=work.today))
    found += obstacles_to_verdict(
        result, allowed, kind=limit_kind, verdict=verdict, reason=verdict_reason
    )
    work.refuse_if(found)
    test = LotTest(
        lot_id=lot.id,
        laboratory=laboratory.strip(),
        method=method.strip(),
        tested_for=tested_for.strip(),
        result=result.strip(),
        unit=unit.strip(),
        allowed=allowed.strip(),
        limit_kind=limit_kind,
        verdict=verdict,
        verdict_reason=verdict_reason.strip(),
        tested_on=tested_on,
        note=note,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
    )
    if report is not None:
        _add_report(test, report)
    work.add(test)
    work.record(_tested(test, lot))
    return test


def _add_report(test: LotTest, report: Report) -> None:
    test.file_name = clean_file_name(report.file_name, report.media_type, otherwise="report")
    test.media_type = report.media_type
    test.size_bytes, test.sha256 = report.stored.size_bytes, report.stored.sha256


def _obstacles_to_testing(lot: Lot, tested_on: date, *, today: date) -> Iterator[Obstacle]:
    if tested_on > today:
        facts = {"tested_on": tested_on, "today": today}
        yield Obstacle("test-in-the-future", facts, at="tested_on")
    if tested_on < lot.made_at.date():
        made = {"tested_on": tested_on, "made_on": lot.made_at.date()}
        yield Obstacle("test-before-the-lot", {"lot": lot.number, **made}, at="tested_on")


def _tested(test: LotTest, lot: Lot) -> LotTested:
    return LotTested(
        subject=lot.id,
        test=test.id,
        number=lot.number,
        tested_for=test.tested_for,
        result=test.result,
        unit=test.unit,
        allowed=test.allowed,
        limit_kind=test.limit_kind,
        verdict=test.verdict,
        verdict_reason=test.verdict_reason,
        tested_on=test.tested_on,
        sha256=test.sha256,
    )


def may_attach_report(reading: Reading, *, lot_id: UUID, test_id: UUID) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    get_test(reading, lot_id, test_id)
    reading.may(Action.TEST_LOT, on=get_lot(reading, lot_id))


def attach_report(work: UnitOfWork, *, lot_id: UUID, test_id: UUID, report: Report) -> LotTest:
    """Attach a kept file to a test that has none; a report that is there stays as it is."""
    lot = work.take(Lot, lot_id, to=Action.TEST_LOT)
    test = get_test(work, lot_id, test_id)
    if test.sha256 is not None:
        raise Refused([Obstacle("report-already-there", {"file": test.file_name or ""})])
    _add_report(test, report)
    work.session.flush()
    work.record(LotTestReported(subject=lot.id, test=test.id, sha256=report.stored.sha256))
    return test
