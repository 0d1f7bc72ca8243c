"""The text of a standard and those who rely on it: whoever is first, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from fairwild.audits import operations
from fairwild.audits.operations.importing import import_standard
from fairwild.kernel.refusals import Refused
from fairwild.standards.catalogue import standard_version
from fairwild.standards.catalogue.tables import TABLE_COLUMNS, Draft, draft_of, table_of
from tests.audits_builders import Scene, scene_of
from tests.builders import World


@pytest.fixture
def scene(world: World) -> Scene:
    """A body and an operator, and nothing planned yet."""
    return scene_of(world)


def same_text() -> Draft:
    """Give the text of 2.0 as somebody would import it."""
    standard = standard_version("fairwild", "2.0")
    head = {
        "name": "fairwild",
        "version": "2.0",
        "title": standard.title,
        "published": standard.published,
        "valid_from": date(2010, 8, 1),
        "language": "en",
        "evidence": "confirmed",
    }
    draft = draft_of([list(TABLE_COLUMNS), *table_of(standard)], head)
    assert draft.faults == []
    return draft


def test_a_plan_made_at_the_same_moment_does_not_slip_past_an_import(
    scene: Scene, tmp_path: Path
) -> None:
    steward, draft = scene.world.steward(), same_text()
    planned, asked = Event(), Event()

    def bring_in() -> str:
        planned.wait(timeout=20)
        asked.set()
        try:
            with scene.world.work(steward) as work:
                import_standard(work, draft=draft, own=tmp_path)
        except Refused as refused:
            return refused.obstacles[0].code
        return "imported"

    with ThreadPoolExecutor(max_workers=1) as other:
        told = other.submit(bring_in)
        with scene.world.work(scene.office) as work:
            operations.plan_audit(work, **scene.order())
            planned.set()
            assert asked.wait(timeout=20)
            with pytest.raises(TimeoutError):
                told.result(timeout=1)
        assert told.result(timeout=30) == "standard-in-use"
    assert not (tmp_path / "fairwild").exists()
