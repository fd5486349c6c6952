"""What a real PostgreSQL server's own files hold of an erased photo: there before, nowhere in its folder after."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from erasure.test_absence import with_caption
from erasure.world import OFFICER, World, picture
from postgres_server import copy_database, fresh_database

from registry.database import Database
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState
from registry.intake.records import Photo
from registry.leftovers import Leftover
from registry.removal.records import RemovalRequest
from registry.removal.states import RequestState, Way
from registry.settings import Settings

pytestmark = [pytest.mark.peer, pytest.mark.slow]
FILE_NAME = "Annelies-Verstappen-IMG-4711.jpg"
CAPTION = "Burgemeester Annelies Verstappen knipt het lint van de nieuwe bibliotheek door"


@pytest.fixture
def server(postgres_server):
    """The server set to remove its log's old segments, and not to touch a table by itself meanwhile."""
    settings = {"wal_recycle": "off", "wal_keep_size": "0", "autovacuum": "off"}
    engine = sa.create_engine(
        sa.make_url(f"{postgres_server}/postgres").set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for name, value in settings.items():
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    yield postgres_server
    with engine.connect() as connection:
        for name in settings:
            connection.exec_driver_sql(f"ALTER SYSTEM RESET {name}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


@pytest.fixture
def world(server, migrated_postgres, tmp_path, clock):
    with fresh_database(server) as url:
        copy_database(migrated_postgres, url)
        database = Database(url)
        yield World(Settings(home=tmp_path / "home", database_url=url), database, clock)
        database.close()


def ask(database, statement):
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.exec_driver_sql(statement).scalar_one()


def files_holding(database, needle):
    """The files of the server that hold some bytes once it has written down all it knows, by their first folder."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
    home = Path(ask(database, "SHOW data_directory"))
    holding = [path for path in home.rglob("*") if path.is_file() and needle in path.read_bytes()]
    return {path.relative_to(home).parts[0] for path in holding}


def take_in(world):
    """A photo whose caption and name are in the database."""
    photo_id = world.take_in(with_caption(picture(seed=5)), FILE_NAME)
    with world.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE photo")
    with world.database.reading() as session:
        return photo_id, session.get(Photo, photo_id).pdq


def until_the_scrub(world, photo_id):
    """Do every step of the photo's erasure before the scrub; return the scrub's."""
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=ErasureReason.REMOVAL_REQUEST, actor=OFFICER)
    while step_id := world.erasure.next_step(erasure.id):
        step = next(step for step in world.view(erasure.id).steps if step.step_id == step_id)
        if step.action is StepAction.SCRUB:
            return erasure.id, step_id
        world.erasure.perform_step(step_id)
    raise AssertionError("the erasure has no scrub")


def test_an_erased_photos_name_caption_and_fingerprint_then_are_in_no_file_of_the_server(world):
    photo_id, pdq = take_in(world)
    needles = [FILE_NAME.encode(), CAPTION.encode(), pdq]
    assert all("base" in files_holding(world.database, needle) for needle in needles)
    erasure_id, scrub = until_the_scrub(world, photo_id)
    assert all("base" in files_holding(world.database, needle) for needle in needles), "dead rows keep their bytes"
    assert world.erasure.perform_step(scrub) is StepState.DONE
    assert [files_holding(world.database, needle) for needle in needles] == [set(), set(), set()]
    assert world.erasure.run(erasure_id) is ErasureState.DONE
    step = next(step for step in world.view(erasure_id).steps if step.action is StepAction.SCRUB)
    assert step.outcome == "scrubbed"


def test_a_plain_vacuum_then_leaves_the_dead_rows_bytes(world):
    photo_id, _ = take_in(world)
    until_the_scrub(world, photo_id)
    with world.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
    assert "base" in files_holding(world.database, FILE_NAME.encode())


def test_examples_kept_of_a_columns_values_then_go_too(world):
    now, many = world.clock.now(), 20
    with world.database.transaction() as session:
        for number in range(many):
            session.add(
                RemovalRequest(
                    reference=f"V-{number}",
                    token_hash=f"{number}",
                    way=Way.LINK,
                    language="nl",
                    contact_email="annelies.verstappen@example.org",
                    state=RequestState.RECEIVED,
                    received_at=now,
                    entered_at=now,
                    due_on=now.date(),
                )
            )
    examples = "SELECT count(*) FROM pg_stats WHERE most_common_vals::text LIKE '%%annelies.verstappen%%'"
    with world.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE removal_request")
    assert ask(world.database, examples) == 1
    with world.database.transaction() as session:
        session.exec(sa.update(RemovalRequest).values(contact_email=None))
    assert world.database.scrub() is Leftover.NOTHING
    assert ask(world.database, examples) == 0
    assert files_holding(world.database, b"annelies.verstappen@example.org") == set()


def test_a_table_too_large_for_the_day_then_is_rewritten_at_night(world):
    photo_id, _ = take_in(world)
    until_the_scrub(world, photo_id)
    assert world.database.scrub(most_bytes=1) is Leftover.LARGE
    assert "base" in files_holding(world.database, FILE_NAME.encode())
    assert world.database.scrub() is Leftover.NOTHING
    assert files_holding(world.database, FILE_NAME.encode()) == set()


def test_somebody_who_still_reads_what_was_there_then_makes_the_scrub_wait(world):
    photo_id, _ = take_in(world)
    with world.database.reading() as session:
        session.connection().exec_driver_sql("SELECT 1")  # it locks no table, and sees all as it was
        erasure_id, scrub = until_the_scrub(world, photo_id)
        assert world.erasure.perform_step(scrub) is StepState.RETRY
        step = next(step for step in world.view(erasure_id).steps if step.action is StepAction.SCRUB)
        assert step.outcome == "database-busy"
    assert world.database.scrub() is Leftover.NOTHING


def test_a_server_that_keeps_its_log_then_is_said_to(world):
    photo_id, _ = take_in(world)
    with world.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET wal_recycle = on")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    erasure_id, scrub = until_the_scrub(world, photo_id)
    assert world.erasure.perform_step(scrub) is StepState.DONE
    assert files_holding(world.database, FILE_NAME.encode()) <= {"pg_wal"}
    step = next(step for step in world.view(erasure_id).steps if step.action is StepAction.SCRUB)
    assert step.outcome == "scrubbed-but-log"
