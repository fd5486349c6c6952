"""A stranger's face is compared by a real worker process, and nothing of its template is anywhere afterwards."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from datetime import date

import numpy as np
import pytest
from consent.parts import OFFICER, PHOTOGRAPHER
from consent.traces import in_files, in_memory, in_tables, needles
from PIL import Image
from sqlmodel import select

from registry.analysis import service as analysis
from registry.analysis.dlib_encoder import DlibEncoder
from registry.analysis.encoding import DLIB_LENGTH, HALF, Encoding, joined
from registry.analysis.service import measures_of
from registry.analysis.sface import SFace
from registry.bootstrap import build
from registry.consent.comparisons import PhotoComparison
from registry.consent.events import RECOGNITION, ConsentMethod, ConsentState
from registry.consent.gallery import version
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.consent.records import Appearance
from registry.consent.templates import TemplateStore
from registry.intake.records import Photo
from registry.settings import Settings

PATIENCE_SECONDS = 180


@pytest.fixture
def world(settings):
    registry = build(Settings(home=settings.home, analysis_threads=1))
    yield registry
    registry.close()


def test_a_strangers_template_is_nowhere_after_a_worker_compared_it_and_an_enrolled_one_is_in_its_memory(
    world, astronaut, monkeypatch
):
    event = world.intake.create_event(
        OFFICER, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    received = world.intake.receive(PHOTOGRAPHER, event_id=event.id, file_name="a.jpg", data=_jpeg(astronaut))
    stranger, first, second = _made(world, received.photo_id, monkeypatch)
    enrolled = _somewhat_alike(first)
    _enrol(world, enrolled)

    world.jobs.assess(received.photo_id)

    strange = needles([stranger, first, second, joined(first, None)[:HALF], second / DLIB_LENGTH])
    known = needles([enrolled])
    with Worker(world.settings) as worker:
        _wait_until_compared(world, received.photo_id)
        in_worker, control = in_memory(worker.pid, strange), in_memory(worker.pid, known)

    with world.database.reading() as session:
        assert session.get(Photo, received.photo_id).state == "analysed"
        assert not session.exec(select(Appearance)).all()
    assert control, "the enrolled template is not found: the search itself does not work"
    assert not in_worker, f"{len(in_worker)} of {len(strange)} pieces: {sorted(in_worker)}"
    assert not in_files(world.settings.home, strange)
    databases = [world.settings.home / name for name in ("registry.sqlite3", "jobs.sqlite3")]
    assert all(path.is_file() for path in databases)
    assert not [tables for path in databases if (tables := in_tables(path, strange))]
    assert not [blob for blob in world.vault.blobs() if _opened_holds(world, blob, strange)]
    assert [blob for blob in world.vault.blobs() if _opened_holds(world, blob, known)]


def _jpeg(pixels: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).resize((1024, 1024)).save(stream, "JPEG", quality=92)
    return stream.getvalue()


def _made(world, photo_id, monkeypatch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The vector of the face in the photo, to the bit as a worker makes it, and each encoder's own answer."""
    answers: dict[str, np.ndarray] = {}
    for encoder in (SFace, DlibEncoder):
        monkeypatch.setattr(encoder, "vector", _noting(encoder, answers))
    world.analysis.analyse(photo_id)
    with world.database.reading() as session:
        (face,) = [face for face in analysis.current(session, photo_id)[1] if face.focused]
    vector = world.analysis.engine.encode(world.analysis.picture(photo_id), measures_of(face)).vector
    monkeypatch.undo()
    return vector, answers["SFace"], answers["DlibEncoder"]


def _noting(encoder, answers: dict[str, np.ndarray]):
    real = encoder.vector

    def noted(self, pixels, landmarks, **how):
        answer = real(self, pixels, landmarks, **how)
        answers[encoder.__name__] = answer.copy()
        return answer

    return noted


def _somewhat_alike(first: np.ndarray) -> np.ndarray:
    """A template near enough for the second opinion to be asked, and too far to be suggested."""
    draw = np.random.default_rng(3)
    other = draw.normal(size=HALF)
    other -= (other @ first) * first
    near = 0.5 * first + np.sqrt(0.75) * other / np.linalg.norm(other)
    return joined(near.astype(np.float32), (draw.normal(size=HALF) * 0.2).astype(np.float32))


def _enrol(world, vector: np.ndarray) -> None:
    person = world.consent.add_person(OFFICER, NewPerson(display_name="Anna Peeters"))
    agreed = NewConsent(
        person_id=person.id, state=ConsentState.GIVEN, purposes=(RECOGNITION,), method=ConsentMethod.SIGNATURE
    )
    world.consent.record_consent(OFFICER, agreed)
    shared = {"database": world.database, "vault": world.vault, "keyring": world.keyring, "clock": world.clock}
    templates = TemplateStore(**shared, charter=world.charter)
    templates.keep(OFFICER, person.id, Encoding(vector=vector, engine=world.analysis.engine.name, quality=1.0))


class Worker:
    """The worker as `registry worker` starts it."""

    def __init__(self, settings: Settings) -> None:
        environment = os.environ | {"REGISTRY_HOME": str(settings.home), "REGISTRY_ANALYSIS_THREADS": "1"}
        self._start = lambda: subprocess.Popen([sys.executable, "-m", "registry", "worker"], env=environment)

    def __enter__(self) -> subprocess.Popen:
        self._process = self._start()
        return self._process

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.wait(60)


def _wait_until_compared(world, photo_id) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with world.database.reading() as session:
            compared, photo = session.get(PhotoComparison, photo_id), session.get(Photo, photo_id)
            if compared is not None and compared.version >= version(session) and photo.state == "analysed":
                return
        time.sleep(0.3)
    pytest.fail("the worker did not compare the photo in time")


def _opened_holds(world, blob, wanted: list[bytes]) -> bool:
    from registry.copies.records import Copy

    with world.database.reading() as session:
        copy = session.get(Copy, blob)
    key = copy.photo_id or (copy.id if copy.kind == "template" else copy.person_id)
    return any(needle in world.vault.get(blob=blob, key=key) for needle in wanted)
