"""How Alembic reaches the database: the connection comes from `fairwild db` or a test."""

from typing import Any

from alembic import context

from fairwild.tables import metadata


def refuse_broken_references(**_: Any) -> None:
    """Stop a revision that leaves rows without what they refer to; SQLite was not looking."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        message = f"row {broken[1]} of {broken[0]} refers to a {broken[2]} that is not there"
        raise RuntimeError(message)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=True,
    transactional_ddl=True,
    on_version_apply=refuse_broken_references,
)
with context.begin_transaction():
    context.run_migrations()
