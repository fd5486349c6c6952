"""Database migrations (Alembic), run from code so that no configuration file is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlmodel import SQLModel

import registry.migrations.models  # noqa: F401 - fills SQLModel.metadata with every stage's tables
from registry.database import Database


def configuration(database: Database) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    config.attributes["metadata"] = SQLModel.metadata
    return config


def upgrade(database: Database) -> None:
    """Bring a database to the newest version; harmless when it already is."""
    command.upgrade(configuration(database), "head")
