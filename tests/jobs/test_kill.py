"""kill -9 of the worker, before and after each step, in a loop: it always ends, nothing is left, nothing done twice.

`KILL_ROUNDS=200 pytest tests/jobs/test_kill.py -k random` runs more rounds at random moments, `KILL_STORMS=200` with
`-k storm` more with several erasures and failing places; a test's name ends with its seed. `KILL_LIFE_SECONDS`, at most
500, gives a life more than its two minutes on a busy machine.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from erasure.world import FILE_NAME, OFFICER, World, picture
from sqlmodel import select

from registry.copies.states import CopyState
from registry.erasure.records import Look
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.records import Photo, Suppression
from registry.jobs.queue import DbosQueue
from registry.proof import audit
from registry.proof.audit import Intact
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry, Certificate
from registry.proof.verification import Genuine, verify

STORMS = int(os.environ.get("KILL_STORMS", "1"))
FIRST_SEED = int(os.environ.get("KILL_FIRST_SEED", "0"))
AT_ONCE = 3
ROUNDS = int(os.environ.get("KILL_ROUNDS", "2"))
WORKER = Path(__file__).with_name("mortal_worker.py")
WEB = b"\xff\xd8 a web copy \xff\xd9"
STEPS = 12
POINTS = 2 * STEPS + 10 + 2  # before and after each; after each deed outside the database; inside two transactions


@pytest.fixture
def world(settings, database, clock):
    with DbosQueue(settings.jobs_database_url) as queue:
        yield World(settings, database, clock, queue=queue)


def work(world, notes, mode, seed=0):
    root = Path(__file__).parents[2]
    command = [sys.executable, str(WORKER), str(world.settings.home), world.settings.database_url, str(notes), mode]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])}
    return subprocess.run(
        [*command, str(seed)], env=environment, capture_output=True, text=True, timeout=600, check=False
    )


def assert_erased(world, photo_id, erasure_id, web_copy):
    view = world.view(erasure_id)
    assert view.state is ErasureState.DONE
    assert {copy.state for copy in view.copies} == {CopyState.GONE_VERIFIED}
    assert web_copy in {copy.copy_id for copy in view.copies}
    assert world.published_files() == []
    assert list(world.vault.blobs()) == []
    assert world.keyring.is_destroyed(photo_id)
    with world.database.reading() as session:
        assert session.get(Photo, photo_id).file_name is None
        assert len(session.exec(select(Suppression)).all()) == 1
        assert len(session.exec(select(Certificate)).all()) == 1
        assert isinstance(audit.verify(session), Intact)
        told = Counter(entry.event for entry in session.exec(select(AuditEntry)))
        looks = session.exec(select(Look)).all()
    assert told[AuditEvent.KEY_DESTROYED] == told[AuditEvent.ROWS_ERASED] == 1
    assert told[AuditEvent.ERASURE_DONE] == told[AuditEvent.CERTIFICATE_ISSUED] == 1
    assert told[AuditEvent.COPY_GONE] == 3
    assert Counter(look.answer for look in looks) == {"absent": 3, None: 6}
    assert isinstance(verify(world.erasure.certificate_file(OFFICER, erasure_id, "json")), Genuine)


def begin(world, seed):
    """A photo with a copy on the website, its erasure opened and handed to the worker."""
    photo_id = world.take_in(picture(seed))
    web_copy = world.publish(photo_id, "website", WEB)
    with world.database.reading() as session:
        assert session.get(Photo, photo_id).file_name == FILE_NAME
    assert len(world.published_files()) == 1
    assert len(list(world.vault.blobs())) == 2
    erasure_id = world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)
    return photo_id, erasure_id, web_copy


@pytest.mark.slow
def test_a_worker_killed_once_at_every_point_of_an_erasure_finishes_it_and_repeats_no_record(world, tmp_path):
    notes = tmp_path / "notes"
    notes.touch()
    begun = begin(world, seed=1)
    outcome = work(world, notes, "points")
    lines = notes.read_text().splitlines()
    deaths = [line for line in lines if line.startswith("died ")]
    assert outcome.returncode == 0, (outcome.stderr[-2000:], lines)
    assert len(deaths) == len(set(deaths)) == POINTS, deaths
    deeds = Counter(line for line in lines if line.startswith("did "))
    assert set(deeds.values()) == {2}, deeds
    assert_erased(world, *begun)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_worker_killed_at_random_moments_finishes_its_erasure(world, tmp_path, seed):
    notes = tmp_path / "notes"
    notes.touch()
    begun = begin(world, seed)
    outcome = work(world, notes, "random", seed)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert_erased(world, *begun)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + STORMS))
def test_several_erasures_in_a_storm_of_deaths_and_failures_all_end_right(world, tmp_path, seed):
    notes = tmp_path / "notes"
    notes.touch()
    begun = []
    for number in range(AT_ONCE):
        photo_id = world.take_in(picture(seed * AT_ONCE + number), FILE_NAME)
        world.publish(photo_id, "website", WEB + photo_id.bytes)
        begun.append((photo_id, world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)))
    assert len(world.published_files()) == AT_ONCE
    outcome = work(world, notes, "storm", seed)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    if figures := os.environ.get("KILL_FIGURES"):
        with Path(figures).open("a") as stream:
            (deaths,) = (line for line in notes.read_text().splitlines() if line.startswith("deaths "))
            stream.write(f"{seed} {deaths}\n")
    assert world.published_files() == []
    assert list(world.vault.blobs()) == []
    for photo_id, erasure_id in begun:
        view = world.view(erasure_id)
        assert view.state is ErasureState.DONE
        assert {copy.state for copy in view.copies} == {CopyState.GONE_VERIFIED}
        assert world.keyring.is_destroyed(photo_id)
        assert isinstance(verify(world.erasure.certificate_file(OFFICER, erasure_id, "json")), Genuine)
    with world.database.reading() as session:
        assert isinstance(audit.verify(session), Intact)
        told = Counter(entry.event for entry in session.exec(select(AuditEntry)))
        assert len(session.exec(select(Certificate)).all()) == AT_ONCE
    once = (AuditEvent.KEY_DESTROYED, AuditEvent.ROWS_ERASED, AuditEvent.ERASURE_DONE, AuditEvent.CERTIFICATE_ISSUED)
    assert [told[event] for event in once] == [AT_ONCE] * len(once)
    assert told[AuditEvent.COPY_GONE] == 3 * AT_ONCE
    assert told[AuditEvent.TASK_OPENED] == 0
