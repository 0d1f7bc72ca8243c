"""What audits that are neither initial nor annual make of the certificate in force."""

from uuid import UUID

import pytest

from fairwild.areas.records import CollectionArea
from fairwild.audits.states import AuditKind, Outcome
from fairwild.certificates.operations import decide_and_issue
from fairwild.certificates.queries import get_certificate_facts, sight_of_own
from fairwild.certificates.states import Standing
from fairwild.kernel.refusals import Refused
from tests.audits_builders import Scene, evaluated, finished, planned, scene_of, score_all
from tests.builders import World
from tests.doors import Door

WITH = {"outcome": Outcome.CERTIFY_WITH_CONDITIONS, "reasons": "Both gates are open."}
PLAIN = {"outcome": Outcome.CERTIFY, "reasons": "Both gates are open."}
OLD, NEW = "Seal the scale by June.", "Mark the bounds of the new area by May."


def more_land(scene: Scene) -> UUID:
    """Give the operator one more area."""
    square = {"type": "Polygon", "coordinates": [[[-3, 37], [-2.9, 37], [-2.9, 37.1], [-3, 37]]]}
    area = CollectionArea(
        operator_id=scene.operator_id,
        code="A2",
        name="Vega Alta",
        admin_unit="Granada",
        country="ES",
        geometry=square,
        centre_lat_e6=37_050_000,
        centre_lon_e6=-2_950_000,
        computed_m2=48_000_000,
        registered_at=scene.world.now,
    )
    scene.world.keep(area)
    return area.id


def brought(scene: Scene, kind: AuditKind, **changes: object) -> UUID:
    """Bring an audit of this kind to the certifier's desk."""
    audit_id = planned(scene, kind=kind, season_reason="No quantity yet.", **changes)
    score_all(scene, audit_id, {})
    return evaluated(scene, finished(scene, audit_id))


def decided(scene: Scene, audit_id: UUID, **order: object) -> UUID | None:
    """Let the certifier decide; gives the certificate that was issued, if one was."""
    with scene.world.work(scene.certifier) as work:
        issued = decide_and_issue(work, audit_id=audit_id, **order)  # type: ignore[arg-type]  # as said above
        return issued.id if issued else None


def test_an_extension_keeps_scope_conditions_and_last_day_and_other_audits_change_nothing(
    world: World,
) -> None:
    scene = scene_of(world)
    first = decided(scene, brought(scene, AuditKind.INITIAL), **WITH, conditions=OLD)
    assert first is not None
    world.pass_time(hours=3)
    line = scene.scope(area_ids=[more_land(scene)], maximum_g=5_000_000)
    second = decided(scene, brought(scene, AuditKind.EXTENSION, scope=line), **WITH, conditions=NEW)
    assert second is not None
    with world.reading(scene.certifier) as reading:
        before, after = (get_certificate_facts(reading, one) for one in (first, second))
        assert after.number == f"{before.number}-R1"
        assert after.valid_until == before.valid_until
        assert after.scope[: len(before.scope)] == before.scope
        assert after.scope[-1].maximum_g == 5_000_000
        assert sight_of_own(reading, second).restrictions == f"{OLD}\n{NEW}"
        assert sight_of_own(reading, first).status.standing is Standing.SUPERSEDED
    world.pass_time(hours=3)
    assert decided(scene, brought(scene, AuditKind.ADDITIONAL), **PLAIN) is None
    with world.reading(scene.certifier) as reading:
        assert sight_of_own(reading, second).status.standing is Standing.ISSUED


def test_without_a_certificate_in_force_only_a_full_audit_gives_one(world: World) -> None:
    scene = scene_of(world)
    audit_id = brought(scene, AuditKind.ADDITIONAL)
    with pytest.raises(Refused) as refused:
        decided(scene, audit_id, **PLAIN)
    assert [one.code for one in refused.value.obstacles] == ["nothing-in-force-to-amend"]


def test_the_page_of_a_decision_says_what_becomes_of_the_certificate(door: Door) -> None:
    scene = scene_of(door.world)
    assert decided(scene, brought(scene, AuditKind.INITIAL), **WITH, conditions=OLD) is not None
    line = scene.scope(area_ids=[more_land(scene)], maximum_g=5_000_000)
    extension = f"/audits/{brought(scene, AuditKind.EXTENSION, scope=line)}/decision"
    renewal = f"/audits/{brought(scene, AuditKind.ANNUAL, scope=line)}/decision"
    pages = door.pages(scene.certifier)
    amends, renews = pages.get(extension).text, pages.get(renewal).text
    assert "is amended" in amends
    assert "newly certified" in amends
    assert "These conditions of it stay" in amends
    assert "no longer certified" not in amends
    assert "A new certificate of a full term" in renews
    assert "no longer certified" in renews
    assert "fall away unless you write them again" in renews
    assert OLD in renews
    wrong = pages.post(extension, data={"outcome": WITH["outcome"], "reasons": "Good."})
    assert wrong.status_code == 409
    assert "What stands against a certificate" not in wrong.text
    assert "Say under which conditions." in wrong.text
    order = {**WITH, "conditions": NEW}
    assert pages.post(extension, data=order).status_code == 302
    late = pages.post(extension, data=order)
    assert late.status_code == 409
    assert "This audit was decided by" in late.text
    assert "must be evaluated" not in late.text


def test_the_page_of_a_decision_shows_a_maximum_and_forms_that_change(door: Door) -> None:
    scene = scene_of(door.world)
    wide = scene.scope(area_ids=[scene.area_id, more_land(scene)])
    assert decided(scene, brought(scene, AuditKind.INITIAL, scope=wide), **WITH, conditions=OLD)
    line = scene.scope(maximum_g=90_000_000, forms=[])
    pages = door.pages(scene.certifier)
    where = f"/audits/{brought(scene, AuditKind.EXTENSION, scope=line)}/decision"
    told = pages.get(where).text
    assert "16,800 kg a year become 90,000 kg." in told
    assert "become “every form”" in told
    assert "This audit was not planned for" in told
    assert "stay certified" not in told
