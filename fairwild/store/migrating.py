"""Bringing a database to the form the code expects."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from fairwild.resources import folder
from fairwild.store.engine import Store


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(store: Store, revision: str = "head") -> None:
    """Run every migration up to the revision; on SQLite with foreign keys checked at the end."""
    config = _config()
    with store.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def downgrade(store: Store, revision: str) -> None:
    """Undo migrations down to the revision."""
    config = _config()
    with store.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def newest() -> str | None:
    """Name the revision the code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def present(store: Store) -> str | None:
    """Name the revision the database is at; None for one without tables."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def pending(store: Store) -> bool:
    """Tell whether the database is not at the newest revision."""
    return present(store) != newest()
