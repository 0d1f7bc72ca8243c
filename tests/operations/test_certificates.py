"""Issuing certificates, changing what they are worth, and judging goods by them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from fairwild.audits.states import Grade, Outcome
from fairwild.certificates.operations import (
    change_status,
    decide_and_issue,
    supersede_certificate,
)
from fairwild.certificates.queries import (
    Judgement,
    Wanted,
    certificate_standing,
    directory,
    get_certificate_facts,
    judge,
    own_certificates,
    printed,
)
from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.kernel.actors import NOBODY, Actor, OrganisationKind, Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Conflict, HouseError, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.organisations.operations import approve_body
from fairwild.organisations.records import BodyApproval
from fairwild.organisations.states import ApprovalStatus
from fairwild.store.paging import Cursor
from tests.audits_builders import Scene, finished, raised, scene_of, scored
from tests.builders import START, World
from tests.certificates_builders import (
    certified,
    evaluated_audit,
    issue,
    looked_up,
    move,
    seen,
    suspend_approvals,
)
from tests.competence_builders import declared, interest, judges

DECIDED = {"outcome": Outcome.CERTIFY, "reasons": "All conditions are met."}
ADDRESS = "https://trace.example.org"


def _entries(world: World, subject: UUID) -> list[tuple[str, dict[str, Any]]]:
    with world.reading(NOBODY) as reading:
        query = select(LedgerEntry.kind, LedgerEntry.data)
        mine = query.where(LedgerEntry.subject_id == subject).order_by(LedgerEntry.version)
        return [(kind, data) for kind, data in reading.session.execute(mine)]


def _count(world: World) -> int:
    with world.reading(NOBODY) as reading:
        return reading.session.scalar(select(func.count()).select_from(Certificate)) or 0


def _judged(scene: Scene, at: datetime, **changes: object) -> Judgement:
    wanted = {
        "holder_id": scene.operator_id,
        "species_id": scene.species_id,
        "part": PlantPart.ROOT,
        "area_id": scene.area_id,
    }
    with scene.world.reading(NOBODY) as reading:
        return judge(reading, **(wanted | changes), at=at)  # type: ignore[arg-type]  # typed above


def test_a_positive_decision_issues_a_certificate_for_fifteen_months(world: World) -> None:
    scene, certificate_id = certified(world)
    sight = seen(scene, certificate_id)
    assert sight.facts.number == "ECO-2026-00001"
    assert (sight.facts.valid_from, sight.facts.last_valid_day) == (
        date(2026, 3, 2),
        date(2027, 6, 1),
    )
    assert sight.status.standing is Standing.ISSUED
    assert [line.species for line in sight.lines] == ["Glycyrrhiza glabra"]
    ((kind, data),) = _entries(world, certificate_id)
    assert kind == "certificate-issued"
    assert data["paper_sha256"] == sight.paper_digest
    assert "Person" not in str(data)


def test_code_and_number_both_lead_to_the_certificate_however_they_are_typed(world: World) -> None:
    scene, certificate_id = certified(world)
    sight = seen(scene, certificate_id)
    typed_badly = f" {sight.code[:4].lower()}-{sight.code[4:8]} {sight.code[8:]} "
    for typed in (sight.code, typed_badly, "eco-2026-00001", " ECO-2026-00001 "):
        found = looked_up(world, typed)
        assert found is not None
        assert found.facts.id == certificate_id
    for unknown in ("", "ECO-2026-00002", sight.code[:-1] + "!", "x" * 500):
        assert looked_up(world, unknown) is None


def test_without_an_evaluation_nothing_is_issued_and_all_reasons_are_named(world: World) -> None:
    scene = scene_of(world)
    audit_id = finished(scene, scored(scene))
    before = len(_entries(world, audit_id))
    with pytest.raises(Refused) as refused, world.work(scene.certifier) as work:
        decide_and_issue(work, audit_id=audit_id, **DECIDED)
    assert "audit-not-evaluated" in {obstacle.code for obstacle in refused.value.obstacles}
    assert _count(world) == 0
    assert len(_entries(world, audit_id)) == before


def test_a_refusal_is_decided_and_issues_nothing(world: World) -> None:
    scene = scene_of(world)
    audit_id = evaluated_audit(scene)
    with world.work(scene.certifier) as work:
        order = {"outcome": Outcome.REFUSE, "reasons": "The register is not credible."}
        assert decide_and_issue(work, audit_id=audit_id, **order) is None
    assert _count(world) == 0


def test_a_paper_that_cannot_be_printed_is_not_issued(world: World) -> None:
    scene = scene_of(world)
    audit_id = evaluated_audit(scene)
    odd = judges(world, scene.body_id, Role.CERTIFIER, name="\U0001f33f")
    declared(world, audit_id, scene.body_id, scene.operator_id, odd)
    with pytest.raises(Refused) as refused, world.work(odd) as work:
        decide_and_issue(work, audit_id=audit_id, **DECIDED)
    (obstacle,) = refused.value.obstacles
    assert (obstacle.code, obstacle.at) == ("paper-not-printable", "decided_by")
    assert _count(world) == 0


def test_two_deciders_at_once_issue_one_certificate(world: World) -> None:
    scene = scene_of(world)
    audit_id = evaluated_audit(scene)
    other = judges(world, scene.body_id, Role.CERTIFIER)
    declared(world, audit_id, scene.body_id, scene.operator_id, other)

    def decide(actor: Actor) -> str:
        try:
            with world.work(actor) as work:
                decide_and_issue(work, audit_id=audit_id, **DECIDED)
        except (Refused, Conflict) as error:
            return type(error).__name__
        return "issued"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(decide, (scene.certifier, other)))
    assert outcomes.count("issued") == 1
    assert _count(world) == 1


def test_a_new_certificate_supersedes_the_one_in_force(world: World) -> None:
    scene, first = certified(world)
    world.pass_time(days=300)
    second = issue(scene, evaluated_audit(scene))
    old, new = seen(scene, first), seen(scene, second)
    assert old.status.standing is Standing.SUPERSEDED
    assert (old.superseded_by, new.supersedes) == (new.facts.number, old.facts.number)
    assert _entries(world, first)[-1][0] == "certificate-superseded"
    assert _judged(scene, START + timedelta(days=1)).certificate_id == first
    assert _judged(scene, world.now).certificate_id == second


def test_a_suspension_is_lifted_before_a_new_certificate(world: World) -> None:
    scene, first = certified(world)
    world.pass_time(days=1)
    move(scene, first, CertificateStatus.SUSPENDED)
    audit_id = evaluated_audit(scene)
    with pytest.raises(Refused) as refused, world.work(scene.certifier) as work:
        decide_and_issue(work, audit_id=audit_id, **DECIDED)
    assert [one.code for one in refused.value.obstacles] == ["earlier-certificate-suspended"]
    assert _count(world) == 1


def test_a_corrected_certificate_keeps_its_end_and_counts_its_reissues(world: World) -> None:
    scene, first = certified(world)
    world.pass_time(days=10)
    with world.work(scene.certifier) as work:
        second = supersede_certificate(work, certificate_id=first, reason="Address corrected.").id
    world.pass_time(days=1)
    with world.work(scene.certifier) as work:
        third = supersede_certificate(work, certificate_id=second, reason="Again.").id
    numbers = [seen(scene, one).facts.number for one in (first, second, third)]
    assert numbers == ["ECO-2026-00001", "ECO-2026-00001-R1", "ECO-2026-00001-R2"]
    assert seen(scene, third).facts.valid_until == seen(scene, first).facts.valid_until
    with pytest.raises(Refused), world.work(scene.certifier) as work:
        supersede_certificate(work, certificate_id=first, reason="Too late.")


def test_nothing_is_issued_outside_an_approval_not_even_a_correction(world: World) -> None:
    scene, first = certified(world)
    suspend_approvals(scene)
    with pytest.raises(Refused) as refused, world.work(scene.certifier) as work:
        supersede_certificate(work, certificate_id=first, reason="Address corrected.")
    assert [one.code for one in refused.value.obstacles] == ["body-not-approved"]
    with world.work(world.steward()) as work:
        approve_body(
            work,
            body_id=scene.body_id,
            status=ApprovalStatus.FULL,
            standard="fairwild",
            standard_version="2.0",
            countries_out=["ES"],
            valid_from=world.now.date(),
        )
    with pytest.raises(Refused) as refused, world.work(scene.certifier) as work:
        supersede_certificate(work, certificate_id=first, reason="Address corrected.")
    assert dict(refused.value.obstacles[0].facts)["country"] == "ES"
    assert seen(scene, first).status.standing is Standing.ISSUED


def test_the_paper_names_the_approval_for_the_country_of_the_holder(world: World) -> None:
    scene = scene_of(world)
    elsewhere = {"countries_in": ["IN"], "valid_from": date(2023, 5, 1)}
    world.keep(
        BodyApproval(
            body_id=scene.body_id,
            status=ApprovalStatus.PRELIMINARY,
            standard="fairwild",
            standard_version="2.0",
            **elsewhere,
        )
    )
    _, certificate_id = certified(world, scene)
    approval = seen(scene, certificate_id).approval
    assert approval is not None
    assert (approval.status, approval.valid_from) == (ApprovalStatus.FULL, date(2024, 1, 1))
    with world.reading(NOBODY) as reading:
        kept = reading.session.get_one(Certificate, certificate_id).paper["body_approval"]
    assert kept == "Full, since 1 January 2024"


def test_the_status_is_known_at_every_past_instant(world: World) -> None:
    scene, certificate_id = certified(world)
    issued_at = world.now
    world.pass_time(days=30)
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    suspended_at = world.now
    world.pass_time(days=30)
    move(scene, certificate_id, CertificateStatus.ISSUED)
    lifted_at = world.now
    moment = timedelta(milliseconds=1)
    expected = {
        issued_at - moment: Standing.NOT_YET_VALID,
        issued_at: Standing.ISSUED,
        suspended_at - moment: Standing.ISSUED,
        suspended_at: Standing.SUSPENDED,
        lifted_at - moment: Standing.SUSPENDED,
        lifted_at: Standing.ISSUED,
        START + timedelta(days=600): Standing.EXPIRED,
    }
    with world.reading(NOBODY) as reading:
        found = {
            at: certificate_standing(reading, certificate_id, at=at).standing for at in expected
        }
    assert found == expected


def test_an_older_audit_certifies_nothing_after_a_withdrawal_or_a_newer_audit(
    world: World,
) -> None:
    scene = scene_of(world)
    older = evaluated_audit(scene)
    world.pass_time(days=30)
    certificate_id = issue(scene, evaluated_audit(scene))
    with pytest.raises(Refused) as refused:
        issue(scene, older)
    [said] = refused.value.obstacles
    assert (said.code, said.facts["certificate"]) == (
        "audit-before-the-certified-one",
        "ECO-2026-00001",
    )
    world.pass_time(days=30)
    move(scene, certificate_id, CertificateStatus.WITHDRAWN)
    with pytest.raises(Refused) as refused:
        issue(scene, older)
    assert [one.code for one in refused.value.obstacles] == [
        "audit-before-withdrawal",
        "audit-before-the-certified-one",
    ]
    assert issue(scene, evaluated_audit(scene)) != certificate_id


def test_a_certifier_with_a_tie_decides_nothing_about_a_certificate(world: World) -> None:
    scene, certificate_id = certified(world)
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    interest(world, scene.body_id, scene.certifier, scene.operator_id)
    tied = ["certifier-tied-to-client"]
    for to in (CertificateStatus.ISSUED, CertificateStatus.WITHDRAWN):
        with pytest.raises(Refused) as refused:
            move(scene, certificate_id, to)
        assert [one.code for one in refused.value.obstacles] == tied
    other = replace(scene, certifier=judges(world, scene.body_id, Role.CERTIFIER))
    move(other, certificate_id, CertificateStatus.ISSUED)
    with pytest.raises(Refused) as refused, world.work(scene.certifier) as work:
        supersede_certificate(work, certificate_id=certificate_id, reason="Corrected.")
    assert [one.code for one in refused.value.obstacles] == tied


def test_a_suspension_is_lifted_on_the_terms_of_a_certificate(world: World) -> None:
    scene, certificate_id = certified(world)
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    raised(scene, scored(scene), "1.1.a", Grade.CRITICAL)
    suspend_approvals(scene)
    who = world.person((scene.body_id, Role.CERTIFIER))
    with pytest.raises(Refused) as refused:
        move(replace(scene, certifier=who), certificate_id, CertificateStatus.ISSUED)
    assert [one.code for one in refused.value.obstacles] == [
        "competence-missing",
        "body-not-approved",
        "nonconformity-open-elsewhere",
    ]
    assert seen(scene, certificate_id).status.standing is Standing.SUSPENDED
    move(replace(scene, certifier=who), certificate_id, CertificateStatus.WITHDRAWN)


def test_goods_are_judged_at_the_instant_of_their_movement(world: World) -> None:
    scene, certificate_id = certified(world)
    world.pass_time(days=30)
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    before, after = world.now - timedelta(seconds=1), world.now
    good = _judged(scene, before)
    assert (good.certified, good.code) == (True, "certificate-in-force")
    assert (good.certificate_id, good.body_id) == (certificate_id, scene.body_id)
    assert _judged(scene, after).code == "certificate-not-in-force"
    assert _judged(scene, START - timedelta(days=1)).code == "no-certificate"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"holder_id": uuid4()}, "no-certificate"),
        ({"species_id": uuid4()}, "species-not-in-scope"),
        ({"part": PlantPart.LEAF}, "part-not-in-scope"),
        ({"area_id": uuid4()}, "area-not-in-scope"),
    ],
)
def test_goods_outside_the_scope_are_not_certified(
    small_world: World, changes: dict[str, object], code: str
) -> None:
    scene, _ = certified(small_world)
    judged = _judged(scene, small_world.now, **changes)
    assert (judged.certified, judged.code) == (False, code)


def test_a_change_of_this_very_transaction_counts(world: World) -> None:
    scene, certificate_id = certified(world)
    with world.work(scene.certifier) as work:
        assert certificate_standing(work, certificate_id, at=work.now).in_force
        to = CertificateStatus.SUSPENDED
        change_status(work, certificate_id=certificate_id, to=to, reason="Quota exceeded.")
        assert not certificate_standing(work, certificate_id, at=work.now).in_force


@pytest.mark.parametrize("to", list(CertificateStatus))
def test_only_moves_of_the_table_are_made(small_world: World, to: CertificateStatus) -> None:
    scene, certificate_id = certified(small_world)
    allowed = {"suspended", "withdrawn", "terminated"}
    if to in allowed:
        move(scene, certificate_id, to)
        assert get_certificate_facts_of(scene, certificate_id)[-1] is to
        return
    with pytest.raises(Refused):
        move(scene, certificate_id, to)


def get_certificate_facts_of(scene: Scene, certificate_id: UUID) -> list[CertificateStatus]:
    """Give the history of a certificate's status."""
    with scene.world.reading(NOBODY) as reading:
        return [one.to for one in get_certificate_facts(reading, certificate_id).changes]


def test_a_change_without_reason_is_refused(small_world: World) -> None:
    scene, certificate_id = certified(small_world)
    to = CertificateStatus.SUSPENDED
    with pytest.raises(Refused) as refused, small_world.work(scene.certifier) as work:
        change_status(work, certificate_id=certificate_id, to=to, reason="  ")
    assert [one.code for one in refused.value.obstacles] == ["reason-missing"]


def _everybody(scene: Scene) -> dict[str, Actor]:
    world = scene.world
    body = world.organisation(OrganisationKind.CERTIFICATION_BODY)
    return {
        "certifier": scene.certifier,
        "office": scene.office,
        "auditor": scene.auditor,
        "evaluator": scene.evaluator,
        "manager": scene.manager,
        "clerk": world.person((scene.operator_id, Role.BUYING_CLERK)),
        "steward": world.steward(),
        "administrator": world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER),
        "other certifier": world.person((body, Role.CERTIFIER)),
        "other manager": world.operator_manager(),
        "company": world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY),
        "nobody": NOBODY,
    }


def test_who_may_change_a_status(small_world: World) -> None:
    scene, certificate_id = certified(small_world)
    outcomes = {}
    for name, actor in _everybody(scene).items():
        to = CertificateStatus.SUSPENDED if name == "certifier" else CertificateStatus.WITHDRAWN
        try:
            with small_world.work(actor) as work:
                change_status(work, certificate_id=certificate_id, to=to, reason="Because.")
            outcomes[name] = "done"
        except HouseError as error:
            outcomes[name] = type(error).__name__
    seen_only = {"office", "auditor", "evaluator", "manager", "clerk", "steward"}
    assert outcomes == {
        name: "done" if name == "certifier" else ("NotAllowed" if name in seen_only else "NotFound")
        for name in outcomes
    }


def test_who_may_decide_and_issue(small_world: World) -> None:
    scene = scene_of(small_world)
    audit_id = evaluated_audit(scene)
    for name, actor in _everybody(scene).items():
        if name == "certifier":
            continue
        with pytest.raises((NotAllowed, NotFound)), small_world.work(actor) as work:
            decide_and_issue(work, audit_id=audit_id, **DECIDED)
    assert _count(small_world) == 0
    issue(scene, audit_id)
    assert _count(small_world) == 1


def test_own_certificates_are_those_of_body_holder_and_steward(small_world: World) -> None:
    scene, _ = certified(small_world)
    counts = {}
    for name, actor in _everybody(scene).items():
        with small_world.reading(actor) as reading:
            counts[name] = len(own_certificates(reading, Cursor()).rows)
    strangers = {"administrator", "other certifier", "other manager", "company", "nobody"}
    assert counts == {name: 0 if name in strangers else 1 for name in counts}


def test_a_reprint_has_the_same_bytes_even_when_names_change(world: World) -> None:
    scene, certificate_id = certified(world)
    with world.reading(NOBODY) as reading:
        first = printed(reading, seen(scene, certificate_id), base_url=ADDRESS)
    with world.store.writing() as session:
        session.connection().exec_driver_sql("UPDATE organisation SET name = 'Otro nombre'")
        session.connection().exec_driver_sql("UPDATE collection_area SET name = 'Otra zona'")
        session.commit()
    world.pass_time(days=50)
    with world.reading(NOBODY) as reading:
        second = printed(reading, seen(scene, certificate_id), base_url=ADDRESS)
    assert first == second
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    with world.reading(NOBODY) as reading:
        third = printed(reading, seen(scene, certificate_id), base_url=ADDRESS)
        fourth = printed(reading, seen(scene, certificate_id), base_url=ADDRESS)
    assert third.content != first.content
    assert third == fourth


def test_the_directory_agrees_with_the_rule_about_every_standing(world: World) -> None:
    scene, first = certified(world)
    world.pass_time(days=5)
    with world.work(scene.certifier) as work:
        second = supersede_certificate(work, certificate_id=first, reason="Corrected.").id
    world.pass_time(days=5)
    move(scene, second, CertificateStatus.SUSPENDED)
    for days in (0, 500):
        world.pass_time(days=days)
        with world.reading(NOBODY) as reading:
            everything = directory(reading, Wanted(), Cursor()).rows
            for standing in Standing:
                found = directory(reading, Wanted(status=standing), Cursor()).rows
                said = [one.facts.id for one in everything if one.status.standing is standing]
                assert [one.facts.id for one in found] == said


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 3),
        (Wanted(number="2026-0000"), 3),
        (Wanted(number="00001"), 3),
        (Wanted(number="-R2"), 1),
        (Wanted(number="%"), 0),
        (Wanted(holder="regaliz"), 3),
        (Wanted(holder="nobody at all"), 0),
        (Wanted(country="es"), 3),
        (Wanted(country="VN"), 0),
        (Wanted(species="glabra"), 3),
        (Wanted(species="baobab"), 0),
        (Wanted(number="00001", country="ES", species="glycy", status=Standing.ISSUED), 1),
    ],
)
def test_the_directory_finds_by_every_field(small_world: World, wanted: Wanted, count: int) -> None:
    scene, certificate_id = certified(small_world)
    for _ in range(2):
        small_world.pass_time(days=1)
        with small_world.work(scene.certifier) as work:
            certificate_id = supersede_certificate(
                work, certificate_id=certificate_id, reason="Corrected."
            ).id
    with small_world.reading(NOBODY) as reading:
        assert len(directory(reading, wanted, Cursor()).rows) == count


def test_the_directory_pages_without_gap_or_double(small_world: World) -> None:
    scene, certificate_id = certified(small_world)
    for _ in range(4):
        small_world.pass_time(days=1)
        with small_world.work(scene.certifier) as work:
            certificate_id = supersede_certificate(
                work, certificate_id=certificate_id, reason="Corrected."
            ).id
    numbers: list[str] = []
    cursor: str | None = ""
    with small_world.reading(NOBODY) as reading:
        while cursor is not None:
            page = directory(reading, Wanted(), Cursor(cursor, 2), order="number")
            numbers += [line.facts.number for line in page.rows]
            cursor = page.following
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 5
