"""Two certifiers at once, and a decision against the end of a competence: one wins, one is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from fairwild.app import create_app
from fairwild.audits.records import Audit, Decision
from fairwild.audits.states import AuditStatus
from fairwild.certificates.records import Certificate
from fairwild.competence.records import Competence
from fairwild.kernel.actors import Actor, Role
from fairwild.settings import Settings
from tests.audits_builders import Scene, ready_to_decide, scene_of
from tests.builders import World
from tests.competence_builders import competent, declared
from tests.doors import Door

ORDER = {"outcome": "certify", "reasons": "Both gates are open."}
DONE = {200, 201, 302}


@pytest.fixture
def house(world: World, settings: Settings) -> Door:
    """Pages and API over this database, on both engines."""
    app = create_app(settings, store=world.store, clock=lambda: world.now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return Door(app, world)


@pytest.fixture
def scene(world: World) -> Scene:
    """A body with its people and an operator."""
    return scene_of(world)


def at_once(*deeds: Callable[[], TestResponse]) -> list[TestResponse]:
    """Send several requests at the same moment; gives their answers in order."""
    ready = Barrier(len(deeds))

    def sent(deed: Callable[[], TestResponse]) -> TestResponse:
        ready.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(sent, deeds))


def stands(scene: Scene, audit_id: UUID) -> tuple[AuditStatus, int, int]:
    """Give the status of an audit with the number of its decisions and certificates."""
    with scene.world.store.reading() as session:
        audit = session.get_one(Audit, audit_id)
        counts = [
            session.scalar(select(func.count()).select_from(kind).where(kind.audit_id == audit_id))
            for kind in (Decision, Certificate)
        ]
        return audit.status, counts[0] or 0, counts[1] or 0


def certifier_until(scene: Scene, audit_id: UUID, last_day: date | None = None) -> Actor:
    """Name one more certifier, for long or up to a day, who has declared no tie."""
    also = scene.world.person((scene.body_id, Role.CERTIFIER))
    until = {"valid_until": last_day} if last_day else {}
    competent(scene.world, scene.body_id, also, Role.CERTIFIER, **until)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, also)
    return also


@pytest.mark.parametrize("paths", ["page and page", "page and API"])
def test_of_two_certifiers_at_once_one_decides_and_the_other_is_told(
    house: Door, scene: Scene, paths: str
) -> None:
    audit_id = ready_to_decide(scene)
    people = (scene.certifier, certifier_until(scene, audit_id))

    def deed(path: str, actor: Actor) -> Callable[[], TestResponse]:
        if path == "page":
            pages = house.pages(actor)
            return lambda: pages.post(f"/audits/{audit_id}/decision", data=ORDER)
        api = house.api(actor)
        return lambda: api.post(f"/audits/{audit_id}/decision", ORDER)

    answers = at_once(*map(deed, paths.split(" and "), people))
    won = [one for one in answers if one.status_code in DONE]
    [told] = [one for one in answers if one.status_code == 409]
    assert len(won) == 1
    assert "decided" in told.text or "meanwhile" in told.text
    assert stands(scene, audit_id) == (AuditStatus.DECIDED, 1, 1)


def test_a_decision_and_the_end_of_a_competence_at_once_agree_on_who_was_first(
    house: Door, scene: Scene
) -> None:
    audit_id = ready_to_decide(scene)
    certifier = certifier_until(scene, audit_id)
    with scene.world.store.reading() as session:
        mine = Competence.person_id == certifier.person_id
        competence_id = session.scalars(select(Competence.id).where(mine)).one()
    office, pages = house.api(scene.office), house.pages(certifier)
    ended, decided = at_once(
        lambda: office.post(f"/competences/{competence_id}/end", {"reason": "Left the body."}),
        lambda: pages.post(f"/audits/{audit_id}/decision", data=ORDER),
    )
    assert ended.status_code == 200
    if decided.status_code in DONE:
        assert stands(scene, audit_id) == (AuditStatus.DECIDED, 1, 1)
    else:
        assert decided.status_code == 409
        assert "competen" in decided.text
        assert stands(scene, audit_id) == (AuditStatus.EVALUATED, 0, 0)


def test_who_opened_the_page_on_the_last_day_is_told_on_the_day_after(
    house: Door, scene: Scene
) -> None:
    audit_id = ready_to_decide(scene)
    today = scene.world.now.date()
    certifier = certifier_until(scene, audit_id, date(today.year, today.month, today.day + 1))
    pages, address = house.pages(certifier), f"/audits/{audit_id}/decision"
    assert "Before a certificate" not in pages.get(address).text
    scene.world.pass_time(days=1)
    told = pages.post(address, data=ORDER)
    assert told.status_code == 409
    refused = house.api(certifier).post(f"/audits/{audit_id}/decision", ORDER)
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json["errors"]] == ["competence-expired"]
    assert refused.json["errors"][0]["detail"].split(".")[0] in told.text
    assert stands(scene, audit_id) == (AuditStatus.EVALUATED, 0, 0)
