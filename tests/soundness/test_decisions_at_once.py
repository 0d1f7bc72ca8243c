"""Two processes and one audit: who comes while a decision is being written waits, and is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.audits.states import Outcome
from fairwild.competence.operations import end_competence
from fairwild.competence.records import Competence
from fairwild.desks.operations import decide_and_issue
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Refused
from fairwild.store.engine import Store
from fairwild.unit_of_work import moment
from tests.competence_builders import declared, judges
from tests.soundness.deciding import BREATH, Deciding
from tests.soundness.serving import new_key


@pytest.fixture
def house(store: Store, tmp_path: Path) -> Iterator[Deciding]:
    """A body and its certifier, served by another process over this database."""
    url = store.engine.url.render_as_string(hide_password=False)
    found = Deciding(tmp_path / "instance", url)
    yield found
    found.server.kill()


@contextmanager
def being_written(house: Deciding, audit_id: UUID) -> Iterator[None]:
    """Let the server stand for a moment with the decision written and no certificate yet."""
    with house.paused_half_way(BREATH):
        house.server.start()
        asking = house.decide_unheard(audit_id, new_key())
        house.wait_until(half_way=True)
        house.world.now = moment()
        yield
        asking.join()


@pytest.mark.timeout(0)
def test_a_second_certifier_waits_for_the_first_and_is_told_that_it_is_decided(
    house: Deciding,
) -> None:
    scene, audit_id = house.scene, house.ready()
    other = judges(house.world, scene.body_id, Role.CERTIFIER)
    declared(house.world, audit_id, scene.body_id, scene.operator_id, other)
    with being_written(house, audit_id):
        with pytest.raises(Refused) as refused, house.world.work(other) as work:
            decide_and_issue(work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="No.")
        assert next(one.code for one in refused.value.obstacles) == "audit-decided"
    assert house.standing(audit_id).whole
    assert house.standing(audit_id).decisions == 1


@pytest.mark.timeout(0)
def test_the_end_of_a_competence_waits_for_the_decision_that_rests_on_it(house: Deciding) -> None:
    scene, audit_id = house.scene, house.ready()
    with house.store.reading() as session:
        mine = Competence.person_id == scene.certifier.person_id
        competence_id = session.scalars(select(Competence.id).where(mine)).one()
    with being_written(house, audit_id):
        with house.world.work(scene.office) as work:
            end_competence(work, competence_id=competence_id, reason="Left the body.")
        assert house.standing(audit_id).decisions == 1
    assert house.standing(audit_id).whole
