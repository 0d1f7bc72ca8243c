"""Migrations make exactly the tables of the code, and can be undone."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from fairwild.store.engine import Store
from fairwild.store.migrating import downgrade, newest, pending, present, upgrade
from fairwild.tables import metadata


def differences(store: Store) -> list[object]:
    """What stands between the database and the metadata."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def checks(store: Store) -> dict[str, set[str]]:
    """The names of the CHECK constraints of each table, which autogenerate does not compare."""
    found = inspect(store.engine)
    return {
        table: {str(check["name"]) for check in found.get_check_constraints(table)}
        for table in metadata.tables
    }


def declared_checks() -> dict[str, set[str]]:
    """The same names as the records declare them."""
    return {
        name: {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
        for name, table in metadata.tables.items()
    }


def test_an_empty_database_becomes_what_the_records_say(bare: Store) -> None:
    assert pending(bare)
    upgrade(bare)
    assert not pending(bare)
    assert present(bare) == newest()
    assert differences(bare) == []


def test_every_check_of_the_records_is_in_the_database(bare: Store) -> None:
    upgrade(bare)
    assert checks(bare) == declared_checks()


def test_migrations_go_down_and_up_again(bare: Store) -> None:
    upgrade(bare)
    downgrade(bare, "base")
    assert set(inspect(bare.engine).get_table_names()) <= {"alembic_version"}
    assert present(bare) is None
    upgrade(bare)
    assert differences(bare) == []


def test_upgrading_twice_changes_nothing(bare: Store) -> None:
    upgrade(bare)
    upgrade(bare)
    assert differences(bare) == []
