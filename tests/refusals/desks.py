"""What stands against drawing a sample, pinning records and rehearsing a recall."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from fairwild.audits.states import Pinnable
from fairwild.desks.operations import pin_from_desk, start_rehearsal, stop_rehearsal
from fairwild.desks.records import AuditSample
from fairwild.kernel.actors import Actor, Role
from fairwild.lots.operations import write_off
from tests.audits_builders import Scene, drafted, finished, planned, scored
from tests.competence_builders import judges
from tests.desks_builders import Audited, audited_in, drawn
from tests.refusals.doors import Ask, Doors, api_refuses, asked_first, both, refuses
from tests.refusals.plans import amending, checked
from tests.refusals.writing import begun

BY_ROOT = {"rule": "square-root", "seed": "spring"}


def drawing(scene: Scene, audit_id: UUID) -> Doors:
    """Draw a sample at both doors."""
    where = f"/audits/{audit_id}/sample"
    return both(scene.office, where, BY_ROOT, f"{where}s")


def sampled(scene: Scene) -> tuple[Audited, AuditSample]:
    """Draw a sample of an operator at work."""
    audited = audited_in(scene)
    audited.field.lot(100)
    return audited, drawn(audited, planned(scene))


def adding(scene: Scene, sample: AuditSample, label: str) -> Doors:
    """Put something into a sample by hand at both doors."""
    said = {"what": "area", "label": label, "reason": "Far away."}
    where = f"/audits/{sample.audit_id}"
    ways = f"{where}/sample/{sample.id}/items", f"{where}/samples/{sample.id}/items"
    return both(scene.office, ways[0], said, ways[1])


def locked(scene: Scene, audit_id: UUID) -> None:
    """Lock the report of an audit."""
    with scene.world.work(scene.office) as work:
        sql = "update audit set status = 'finished', finished_at = planned_at"
        work.session.connection().exec_driver_sql(sql)
    assert audit_id


@refuses("spot-check-draws-nothing")
def a_sample_of_a_buyer(scene: Scene) -> Doors:
    _, audit_id = checked(scene)
    return drawing(scene, audit_id)


@refuses("sample-report-locked")
def a_sample_for_a_locked_report(scene: Scene) -> Doors:
    return drawing(scene, finished(scene, scored(scene)))


@refuses("sample-drawn-before")
def a_sample_drawn_again_for_no_reason(scene: Scene) -> Doors:
    _, sample = sampled(scene)
    return drawing(scene, sample.audit_id)


@refuses("sample-report-locked")
def something_added_to_the_sample_of_a_locked_report(scene: Scene) -> Doors:
    _, sample = sampled(scene)
    locked(scene, sample.audit_id)
    return adding(scene, sample, "A1")


@refuses("sample-superseded")
def something_added_to_an_old_sample(scene: Scene) -> Doors:
    audited, sample = sampled(scene)
    drawn(audited, sample.audit_id, reason="Anew.")
    return adding(scene, sample, "A1")


@refuses("sample-thing-unknown")
def something_unknown_added_to_a_sample(scene: Scene) -> Doors:
    _, sample = sampled(scene)
    return adding(scene, sample, "Z9")


@refuses("sample-thing-twice")
def something_added_to_a_sample_that_is_in_it(scene: Scene) -> Doors:
    _, sample = sampled(scene)
    return adding(scene, sample, "A1")


def pinning(who: Actor, audit_id: UUID, thing_id: UUID, code: str = "1.1.a") -> Doors:
    """Pin a lot at both doors."""
    said = {"indicator": code, "what": "lot", "thing_id": str(thing_id)}
    where = f"/audits/{audit_id}/pins"
    return both(who, f"{where}/new", said, where)


@api_refuses("pin-thing-unknown")
def a_pin_of_nothing(scene: Scene) -> Doors:
    return Doors(None, pinning(scene.auditor, begun(scene), uuid4()).api)


@refuses("indicator-unknown")
def a_pin_at_no_indicator(scene: Scene) -> Doors:
    lot = audited_in(scene).field.lot(100)
    return pinning(scene.auditor, begun(scene), lot.id, "9.9.z")


@refuses("audit-not-under-way")
def a_pin_in_a_locked_report(scene: Scene) -> Doors:
    lot = audited_in(scene).field.lot(100)
    return pinning(scene.auditor, finished(scene, scored(scene)), lot.id)


@refuses("scorer-not-in-audit-team")
def a_pin_by_somebody_of_no_team(scene: Scene) -> Doors:
    lot = audited_in(scene).field.lot(100)
    return pinning(judges(scene.world, scene.body_id, Role.AUDITOR), begun(scene), lot.id)


@refuses("records-pinned-to-version")
def another_version_for_a_plan_with_pins(scene: Scene) -> Doors:
    lot = audited_in(scene).field.lot(100)
    audit_id = drafted(scene)
    with scene.world.work(scene.auditor) as work:
        what: Any = {"indicator": "1.1.a", "what": Pinnable.LOT, "thing_id": lot.id}
        pin_from_desk(work, audit_id=audit_id, **what)
    return amending(scene, audit_id, {"standard_choice": "fairwild/3.0"}, standard_version="3.0")


def rehearsing(scene: Scene, audit_id: UUID, lot: str) -> Doors:
    """Start a mock recall at both doors."""
    where = f"/audits/{audit_id}/mock-recalls"
    return both(scene.auditor, where, {"lot": lot}, where)


@refuses("rehearsal-lot-unknown")
def a_mock_recall_of_nothing(scene: Scene) -> Doors:
    return rehearsing(scene, begun(scene), "LIQ-NONE")


@refuses("audit-not-under-way")
def a_mock_recall_after_the_report(scene: Scene) -> Doors:
    lot = audited_in(scene).field.lot(100)
    return rehearsing(scene, finished(scene, scored(scene)), lot.number)


def stopping(scene: Scene, *, stopped: bool, agrees: bool) -> Doors:
    """Stop the clock of a mock recall at both doors."""
    lot, audit_id = audited_in(scene).field.lot(100), begun(scene)
    with scene.world.work(scene.auditor) as work:
        running = start_rehearsal(work, audit_id=audit_id, lot=lot.number).id
        if stopped:
            stop_rehearsal(work, rehearsal_id=running, agrees=True)
    where = f"/audits/{audit_id}/mock-recalls/{running}/stop"
    return both(scene.auditor, where, {"agrees": str(agrees).lower()}, where, {"agrees": agrees})


@refuses("mock-recall-running")
def a_report_while_a_clock_runs(scene: Scene) -> Doors:
    lot, audit_id = audited_in(scene).field.lot(100), scored(scene)
    with scene.world.work(scene.auditor) as work:
        start_rehearsal(work, audit_id=audit_id, lot=lot.number)
    where, used = f"/audits/{audit_id}/finish", {"summary": "", "used_days": "3"}
    return both(scene.auditor, where, used, where, used)


@refuses("rehearsal-stopped")
def a_clock_stopped_twice(scene: Scene) -> Doors:
    return stopping(scene, stopped=True, agrees=True)


@refuses("rehearsal-note-missing")
def papers_that_disagree_without_a_word(scene: Scene) -> Doors:
    return stopping(scene, stopped=False, agrees=False)


@asked_first("sample-reason-missing", "reason")
def something_added_to_a_sample_without_a_reason(scene: Scene) -> Doors:
    _, sample = sampled(scene)
    page, api = adding(scene, sample, "A1")
    assert page is not None
    said = {**page.said, "reason": " "}
    return Doors(replace(page, said=said), replace(api, said=said))


@api_refuses("pin-number-of-several")
def a_pin_by_a_number_that_means_several(scene: Scene) -> Doors:
    field = audited_in(scene).field
    audit_id, lot = begun(scene), field.lot(100)
    for reason in ("Mould.", "Mice."):
        field.does(write_off, lot_id=lot.id, mass_g=2_000, reason=reason)
    said = {"indicator": "1.1.a", "what": "movement", "number": lot.number}
    return Doors(None, Ask(scene.auditor, f"/audits/{audit_id}/pins", said))
