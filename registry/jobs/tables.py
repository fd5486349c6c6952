"""The workflow engine's own tables: made before either process uses them, and kept small."""

from pathlib import Path

import sqlalchemy as sa
from dbos import DBOS
from sqlalchemy.engine import make_url


def prepare(url: str) -> None:
    """Make or bring up to date the tables at `url`; harmless when they are."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        _let_readers_and_a_writer_work_together(url)
    DBOS.migrate(url)


def _let_readers_and_a_writer_work_together(url: str) -> None:
    # Write-ahead logging is a property of the file; the engine itself leaves it off.
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    engine.dispose()
