"""`fairwild sweep` deletes what no row names, and nothing else."""

import io
import os
from pathlib import Path

from click.testing import CliRunner

from fairwild.cli import main
from fairwild.store.files import FolderStorage
from tests.audits_builders import AGREEMENT, agreement_on_file, scene_of
from tests.builders import World

ONE_DAY_S = 86_400


def sweep(world: World, instance: Path, *more: str) -> str:
    """Run the command against this database and this folder."""
    url = world.store.engine.url.render_as_string(hide_password=False)
    told = {"FAIRWILD_INSTANCE": str(instance), "FAIRWILD_DATABASE_URL": url}
    answer = CliRunner().invoke(main, ["sweep", *more], env=told)
    assert answer.exit_code == 0
    return answer.output


def files_in(instance: Path) -> set[str]:
    """Name the files that are there."""
    return {one.name for one in (instance / "files").rglob("*") if one.is_file()}


def grown_old(instance: Path, *names: str) -> None:
    """Let files have been written two days ago."""
    for path in (instance / "files").rglob("*"):
        if path.name in names:
            then = path.stat().st_mtime - 2 * ONE_DAY_S
            os.utime(path, (then, then))


def test_what_a_crash_left_is_deleted_once_it_is_old_and_what_rows_name_stays(
    world: World, tmp_path: Path
) -> None:
    scene_of(world)
    agreement_on_file(tmp_path)
    [named] = files_in(tmp_path)
    storage = FolderStorage(tmp_path / "files")
    orphan, young = (
        storage.keep(io.BytesIO(content), limit_bytes=100).sha256 for content in (b"one", b"two")
    )
    part = storage.stage(io.BytesIO(b"three"), limit_bytes=100).part.name
    aside = storage.keep(io.BytesIO(b"four"), limit_bytes=100).sha256
    put = tmp_path / "files" / aside[:2]
    (put / aside).rename(put / f"{aside}.aside")
    grown_old(tmp_path, named, orphan, part, f"{aside}.aside")
    assert sweep(world, tmp_path, "--days", "3").startswith("0 files")
    said = sweep(world, tmp_path).splitlines()
    assert set(said[:-1]) == {orphan, part, aside}
    assert said[-1].startswith("3 files")
    assert files_in(tmp_path) == {named, young}


def test_a_sweep_that_was_killed_is_made_good_where_a_row_names_the_file(
    world: World, tmp_path: Path
) -> None:
    scene_of(world)
    agreement_on_file(tmp_path)
    [named] = files_in(tmp_path)
    put = tmp_path / "files" / named[:2]
    (put / named).rename(put / f"{named}.aside")
    grown_old(tmp_path, f"{named}.aside")
    assert sweep(world, tmp_path).startswith("0 files")
    assert (put / named).read_bytes() == AGREEMENT
