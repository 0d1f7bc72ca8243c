"""A critical nonconformity of a certified operator is the certifiers' to decide on."""

from uuid import UUID

import pytest

from fairwild.audits import operations
from fairwild.audits.states import Grade, Verification
from fairwild.certificates import queries
from fairwild.certificates.queries.suspending import critical_beside, suspensions_to_decide
from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.refusals import Refused
from tests.audits_builders import Scene, planned, raised
from tests.builders import World
from tests.certificates_builders import certified, move, seen
from tests.questions import asked_of


@pytest.fixture
def certificate(world: World) -> tuple[Scene, UUID]:
    return certified(world)


def found_later(scene: Scene, grade: Grade = Grade.CRITICAL) -> UUID:
    """Find something at an audit after the certificate."""
    audit_id = planned(scene)
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(work, audit_id=audit_id, indicator="1.1.b", value=2)
    return raised(scene, audit_id, "5.1.a", grade)


def to_decide(scene: Scene, actor: Actor) -> list[tuple[UUID, list[UUID]]]:
    with scene.world.reading(actor) as reading:
        return [
            (one.certificate_id, [item.id for item in one.found])
            for one in suspensions_to_decide(reading)
        ]


def beside(scene: Scene, certificate_id: UUID, actor: Actor) -> list[UUID]:
    with scene.world.reading(actor) as reading:
        facts = queries.sight_of_own(reading, certificate_id).facts
        return [one.id for one in critical_beside(reading, facts)]


def test_it_waits_for_the_certifier_and_suspends_nothing_by_itself(
    certificate: tuple[Scene, UUID],
) -> None:
    scene, certificate_id = certificate
    found_later(scene, Grade.MAJOR)
    assert to_decide(scene, scene.certifier) == []
    found = found_later(scene)
    assert to_decide(scene, scene.certifier) == [(certificate_id, [found])]
    for actor in (scene.certifier, scene.manager):
        assert beside(scene, certificate_id, actor) == [found]
    for actor in (scene.auditor, scene.office, scene.manager):
        assert to_decide(scene, actor) == []
    assert seen(*certificate).status.in_force


def test_it_is_decided_by_suspending_which_nobody_lifts_while_it_is_open(
    certificate: tuple[Scene, UUID],
) -> None:
    scene, certificate_id = certificate
    found_later(scene)
    move(scene, certificate_id, CertificateStatus.SUSPENDED)
    assert to_decide(scene, scene.certifier) == []
    scene.world.pass_time(hours=1)
    with pytest.raises(Refused) as refused:
        move(scene, certificate_id, CertificateStatus.ISSUED)
    assert [one.code for one in refused.value.obstacles] == ["nonconformity-open-elsewhere"]
    assert seen(*certificate).status.standing is Standing.SUSPENDED


def test_it_goes_when_it_is_closed(certificate: tuple[Scene, UUID]) -> None:
    scene, certificate_id = certificate
    found = found_later(scene)
    with scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(
            work, nonconformity_id=found, root_cause="a", correction="b", corrective_action="c"
        )
    assert to_decide(scene, scene.certifier) == [(certificate_id, [found])]
    with scene.world.work(scene.auditor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    assert to_decide(scene, scene.certifier) == []
    assert beside(scene, certificate_id, scene.certifier) == []


def test_the_questions_do_not_grow_with_what_is_found(certificate: tuple[Scene, UUID]) -> None:
    scene, _ = certificate
    found_later(scene)

    def asked_for() -> int:
        with asked_of(scene.world.store) as asked:
            to_decide(scene, scene.certifier)
        return len(asked)

    one = asked_for()
    found_later(scene)
    assert asked_for() == one


def test_certifiers_of_other_bodies_are_not_asked(certificate: tuple[Scene, UUID]) -> None:
    scene, _ = certificate
    found_later(scene)
    other = scene.world.somebody(Role.CERTIFIER, OrganisationKind.CERTIFICATION_BODY)
    assert to_decide(scene, other) == []
