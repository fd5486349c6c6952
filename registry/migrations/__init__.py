"""Database migrations (Alembic), run from code so that no configuration file is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import registry.migrations.models  # noqa: F401 - fills SQLModel.metadata with every stage's tables
from registry.database import Database


def configuration(database: Database) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    config.attributes["metadata"] = SQLModel.metadata
    config.set_main_option("path_separator", "os")
    return config


def upgrade(database: Database, target: str = "head", *, from_nothing: bool = False) -> None:
    """Bring a database to the newest version, or to `target`; harmless when it already is.

    With `from_nothing` the tables are taken down first: only for a database without a row.
    """
    config = configuration(database)
    if from_nothing:
        command.downgrade(config, "base")
        command.upgrade(config, target)
        return
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != ScriptDirectory.from_config(config).get_current_head():
        command.upgrade(config, "head")
