"""kill -9 of the worker at every point of a replacing: it always ends, and nothing is there twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from replacing.town import OFFICER
from sqlmodel import select

from registry.erasure.records import Erasure
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.audit import Intact
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry, Certificate
from registry.replacing.states import ReplacementState

MORTAL = Path(__file__).with_name("mortal.py")
DEATHS = 2 * 4 + 2


@pytest.mark.slow
def test_a_worker_killed_once_at_every_point_of_a_replacing_then_ends_it_with_one_version(
    slow_town, of_two, astronaut, settings, tmp_path
):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    town.publish(photo_id)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    notes = tmp_path / "notes"
    notes.touch()
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])}
    outcome = subprocess.run(
        [sys.executable, str(MORTAL), str(settings.home), settings.database_url, str(notes)],
        env=environment, capture_output=True, text=True, timeout=550, check=False,
    )  # fmt: skip
    deaths = notes.read_text().splitlines()
    assert outcome.returncode == 0, (outcome.stderr[-2000:], deaths)
    assert len(deaths) == len(set(deaths)) == DEATHS, deaths
    assert town.becoming_of(request, photo_id) is ReplacementState.REPLACED
    with town.registry.database.reading() as session:
        versions = session.exec(select(Photo).where(Photo.replaces == photo_id)).all()
        told = Counter(entry.event for entry in session.exec(select(AuditEntry)))
        assert len(session.exec(select(Erasure)).all()) == len(session.exec(select(Certificate)).all()) == 1
        assert isinstance(audit.verify(session), Intact)
    (version,) = versions
    assert (version.id, version.state) == (town.version_of(request, photo_id), PhotoState.ANALYSED)
    assert told[AuditEvent.PHOTO_REPLACED] == told[AuditEvent.ERASURE_DONE] == 1
    assert told[AuditEvent.PHOTO_PUT_BACK] == 1
    assert town.photo(photo_id).state is PhotoState.ERASED
    assert len(town.standing()) == 1
    assert len(town.seen_in(town.standing()[0].read_bytes())[0]) == 1
    assert town.registry.removal.request(OFFICER, request.id).photos[0].kept_reference == version.reference
