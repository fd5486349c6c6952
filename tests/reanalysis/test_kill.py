"""kill -9 of the worker in the middle of a re-analysis: it goes on where it was, and nothing is done twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from consent.parts import OFFICER
from reanalysis.world import GREEN, Archive

from registry.charter.verdict import Outcome
from registry.jobs.tables import prepare
from registry.reanalysis.states import PhotoProgress, ReanalysisState

WORKER = Path(__file__).with_name("mortal_reanalysis.py")
PHOTOS = 6
LIVES = 8


def live_until_done(settings, notes):
    """Start the worker again whenever it was killed; return how often that was."""
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])}
    command = [sys.executable, str(WORKER), str(settings.home), settings.database_url, str(notes)]
    for deaths in range(LIVES):
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
        if ended.returncode != -signal.SIGKILL:
            assert ended.returncode == 0, ended.stderr[-2000:]
            return deaths
    raise AssertionError("the worker was killed too often")


@pytest.mark.slow
def test_a_worker_killed_while_it_looks_and_while_it_applies_then_finishes_both_without_a_double(
    settings, database, clock, vault, keyring, tmp_path
):
    archive = Archive(database, clock, vault, keyring)
    photos = [archive.desk.assessed((10, 200 - shade, 10)) for shade in range(PHOTOS - 1)]
    photos.append(archive.desk.assessed((11, *GREEN[1:])))
    notes = tmp_path / "notes"
    notes.touch()
    prepare(settings.jobs_database_url)
    archive.use_newer()
    archive.reanalysis.start(OFFICER)

    deaths = live_until_done(settings, notes)

    looks = Counter(notes.read_text().splitlines())["look"]
    assert deaths >= 2
    assert looks == PHOTOS + deaths
    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.READY
    assert Counter(line.photo_id for line in archive.lines()) == Counter(photo.id for photo in photos)
    assert all(len(archive.analyses(photo)) == len(archive.faces(photo)) == 2 for photo in photos)

    archive.reanalysis.apply(OFFICER)
    assert live_until_done(settings, notes) == 1

    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.APPLIED
    assert {line.progress for line in archive.lines()} == {PhotoProgress.APPLIED}
    assert {archive.counted(photo).engine_version for photo in photos} == {"2"}
    assert archive.desk.outcome(photos[0]) is Outcome.PUBLISHABLE
