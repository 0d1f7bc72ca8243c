"""A crash between a decision and its certificate loses neither and repeats neither."""

import random
from pathlib import Path

import pytest

from fairwild.audits.states import AuditStatus
from fairwild.store.engine import Store
from tests.soundness.deciding import Deciding, Standing
from tests.soundness.serving import CREATED, new_key

LONG = 40


def deciding(store: Store, tmp_path: Path) -> Deciding:
    """Set up a body with its certifier in this database."""
    url = store.engine.url.render_as_string(hide_password=False)
    return Deciding(tmp_path / "instance", url)


@pytest.mark.timeout(0)
def test_a_server_killed_between_decision_and_certificate_leaves_both_or_neither(
    store: Store, tmp_path: Path
) -> None:
    house = deciding(store, tmp_path)
    (unheard, half), keys = (house.ready(), house.ready()), (new_key(), new_key())
    house.server.start()
    try:
        first = house.decide(unheard, keys[0])
        with house.paused_half_way():
            asking = house.decide_unheard(half, keys[1])
            house.wait_until(half_way=True)
            house.server.kill()
            asking.join()
        assert first.status == CREATED
        assert house.standing(unheard).whole
        assert house.standing(half) == Standing(AuditStatus.EVALUATED, 0, ())
        house.check()
        house.server.start()
        again = house.decide(unheard, keys[0])
        assert (again.replayed, again.body) == (True, first.body)
        for key, replayed in ((keys[1], False), (keys[1], True)):
            answer = house.decide(half, key)
            assert (answer.status, answer.replayed) == (CREATED, replayed)
        for audit_id in (unheard, half):
            standing = house.standing(audit_id)
            assert standing.whole
            [certificate_id] = standing.certificates
            paper = house.paper(certificate_id)
            assert paper.startswith(b"%PDF")
            assert house.paper(certificate_id) == paper
    finally:
        house.server.kill()


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_wherever_it_is_killed_a_deciding_server_leaves_both_or_neither(
    store: Store, tmp_path: Path
) -> None:
    house, chance = deciding(store, tmp_path), random.Random(LONG)
    left = {True: 0, False: 0}
    for _ in range(LONG):
        audit_id, key = house.ready(), new_key()
        house.server.start()
        try:
            asking = house.decide_unheard(audit_id, key)
            house.kill_after(chance)
            asking.join()
            before = house.standing(audit_id)
            assert before.whole
            left[bool(before.decisions)] += 1
            house.server.start()
            answer = house.decide(audit_id, key)
            assert (answer.status, answer.replayed) == (CREATED, bool(before.decisions))
            [certificate_id] = house.standing(audit_id).certificates
            assert house.paper(certificate_id).startswith(b"%PDF")
        finally:
            house.server.kill()
        house.check()
    assert all(left.values()), left
