"""The database itself keeps the ledger append-only, and verification finds who went around it."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fairwild.cli import main
from fairwild.ledger.verification import verify
from fairwild.species.operations import register_species
from fairwild.store.engine import Store
from tests.builders import World

DEEDS = ("UPDATE ledger_entry SET kind = 'other'", "DELETE FROM ledger_entry")
OPENED = {
    "sqlite": ("DROP TRIGGER ledger_entry_no_update", "DROP TRIGGER ledger_entry_no_delete"),
    "postgresql": ("DROP TRIGGER ledger_entry_append_only ON ledger_entry",),
}


def said(store: Store, *statements: str) -> None:
    """Run statements past the application, as somebody with the database in hand could."""
    with store.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def three_entries(world: World) -> None:
    """Register three species, each with its entry."""
    steward = world.steward()
    for code in ("GLYGLA", "TERBEL", "GYNPEN"):
        with world.work(steward) as work:
            register_species(work, code=code, scientific_name=f"Species {code}")


@pytest.mark.parametrize("deed", DEEDS)
def test_the_database_refuses_to_change_or_remove_an_entry(world: World, deed: str) -> None:
    three_entries(world)
    with pytest.raises(DBAPIError, match="append-only"):
        said(world.store, deed)
    with world.store.reading() as session:
        assert verify(session).entries == 3


def test_postgresql_refuses_to_empty_the_ledger(postgresql_store: Store) -> None:
    three_entries(World(postgresql_store))
    with pytest.raises(DBAPIError, match="append-only"):
        said(postgresql_store, "TRUNCATE ledger_entry")


def test_verification_names_the_entry_that_was_changed(world: World) -> None:
    three_entries(world)
    engine = world.store.engine.dialect.name
    said(world.store, *OPENED[engine], "UPDATE ledger_entry SET kind = 'other' WHERE seq = 2")
    with world.store.reading() as session:
        found = verify(session)
    assert [(fault.seq, fault.code) for fault in found.faults] == [(2, "leaf-hash")]


def test_verification_names_the_gap_between_versions(world: World) -> None:
    three_entries(world)
    planted = (
        "INSERT INTO ledger_entry (seq, subject_id, version, kind, actor_id, at, data, leaf_hash) "
        "SELECT 99, subject_id, 3, kind, actor_id, at, data, leaf_hash "
        "FROM ledger_entry WHERE seq = 1"
    )
    said(world.store, planted)
    with world.store.reading() as session:
        codes = [(fault.seq, fault.code) for fault in verify(session).faults]
    assert codes == [(99, "version-gap"), (99, "leaf-hash")]


def run(store: Store, *words: str) -> tuple[int, str]:
    """Run the command line over this database."""
    url = store.engine.url.render_as_string(hide_password=False)
    answer = CliRunner().invoke(main, words, env={"FAIRWILD_DATABASE_URL": url})
    return answer.exit_code, answer.output


def test_the_command_line_finds_a_planted_change(world: World) -> None:
    three_entries(world)
    assert run(world.store, "ledger", "verify") == (0, "3 entries, all as they were written.\n")
    engine = world.store.engine.dialect.name
    said(world.store, *OPENED[engine], "UPDATE ledger_entry SET kind = 'other' WHERE seq = 3")
    code, output = run(world.store, "ledger", "verify")
    assert code == 1
    assert "ledger: entry 3 of " in output
    assert run(world.store, "check")[0] == 1
