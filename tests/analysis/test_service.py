from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.analysis.engine import Comparison, Encoding, load_engine
from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.analysis.service import AnalysisService, current, encode_focused, erase_rows
from registry.database import new_id
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService

PHOTOGRAPHER = Actor(user_id=None, role=Role.PHOTOGRAPHER)
OFFICER = Actor(user_id=None, role=Role.OFFICER)


@pytest.fixture
def intake(database, clock, vault, keyring):
    return IntakeService(
        database=database, clock=clock, vault=vault, keyring=keyring, figures=shipped_figures(), limit_bytes=10**7
    )


@pytest.fixture
def analysis(database, clock, intake):
    return AnalysisService(database=database, clock=clock, intake=intake, load_engine=load_engine)


@pytest.fixture
def photo_id(intake, astronaut):
    event = intake.create_event(
        PHOTOGRAPHER, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "JPEG", quality=92)
    received = intake.receive(PHOTOGRAPHER, event_id=event.id, file_name="a.jpg", data=stream.getvalue())
    return received.photo_id


def test_a_portrait_when_analysed_then_its_face_is_kept_with_measures(analysis, database, photo_id):
    row = analysis.analyse(photo_id)
    with database.reading() as session:
        kept, faces = current(session, photo_id)
    assert kept.id == row.id
    assert kept.shot_type in {ShotType.PORTRAIT, ShotType.FOCUSED}
    assert (kept.engine, kept.engine_version) == (analysis.engine.name, analysis.engine.version)
    assert [face.number for face in faces] == [1]
    assert faces[0].focused
    assert 150 < faces[0].x < 300
    assert faces[0].share == pytest.approx(faces[0].height / 512)


def test_a_portrait_when_analysed_then_every_measure_of_photo_and_face_is_stored(analysis, database, photo_id):
    analysis.analyse(photo_id)
    with database.reading() as session:
        kept, (face,) = current(session, photo_id)
    assert {"prominence", "singled_out", "low", "isolation"} <= set(kept.figures)
    assert kept.figures["all.median_px"] == pytest.approx(face.height)
    assert kept.figures["all.looking"] == 1
    assert kept.figures["all.across"] == pytest.approx((face.x + face.width / 2) / 512)
    assert {"sharpness", "illumination_uniformity", "inter_eye_distance", "head_pose_yaw"} <= set(face.quality)
    assert all(angle is not None and abs(angle) < 40 for angle in (face.yaw, face.pitch, face.roll))
    assert np.array(face.landmarks).shape == (5, 2)


def test_a_photo_when_analysed_again_then_only_the_newest_is_current(analysis, database, photo_id):
    analysis.analyse(photo_id)
    newest = analysis.analyse(photo_id)
    with database.reading() as session:
        assert current(session, photo_id)[0].id == newest.id
        rows = session.scalars(sa.select(Analysis)).all()
    assert sorted(row.current for row in rows) == [False, True]


def test_a_focused_face_when_encoded_then_nothing_of_it_is_stored(analysis, database, photo_id, settings):
    analysis.analyse(photo_id)
    before = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path.is_file()}
    [(face, encoding)] = analysis.encodings(photo_id)
    assert face.focused
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-4)
    with database.reading() as session:
        assert {column.name for column in Face.__table__.columns}.isdisjoint({"encoding", "vector", "template"})
        assert str(encoding.vector[0]) not in str(session.scalars(sa.select(Face)).all())
    after = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path.is_file()}
    assert {p: t for p, t in after.items() if p.suffix != ".sqlite3-shm"} == {
        p: t for p, t in before.items() if p.suffix != ".sqlite3-shm"
    }


def test_a_photo_without_analysis_when_asked_for_encodings_then_there_are_none(analysis, photo_id):
    assert analysis.encodings(photo_id) == []


def test_a_face_when_cropped_for_the_officer_then_is_that_face(analysis, database, photo_id):
    analysis.analyse(photo_id)
    with database.reading() as session:
        _, [face] = current(session, photo_id)
    image = Image.open(io.BytesIO(analysis.crop(OFFICER, photo_id, face.id, height=240)))
    assert image.height == 240
    assert 0.5 < image.width / image.height < 1.2


def test_a_crop_when_asked_by_a_photographer_or_of_another_photo_then_is_refused(analysis, database, photo_id):
    analysis.analyse(photo_id)
    with database.reading() as session:
        _, [face] = current(session, photo_id)
    with pytest.raises(Forbidden):
        analysis.crop(PHOTOGRAPHER, photo_id, face.id, height=240)
    with pytest.raises(LookupError):
        analysis.crop(OFFICER, new_id(), face.id, height=240)


def test_an_analysis_when_erased_then_no_row_of_it_is_left(analysis, database, photo_id):
    analysis.analyse(photo_id)
    with database.reading() as session:
        assert current(session, photo_id) is not None
    with database.transaction() as session:
        erase_rows(session, photo_id)
    with database.reading() as session:
        assert session.scalars(sa.select(Face)).all() == []
        assert session.scalars(sa.select(Analysis)).all() == []


def test_a_face_when_too_small_to_be_told_apart_then_is_not_encoded(analysis, photo_id, intake):
    analysis.analyse(photo_id)
    assert len(analysis.encodings(photo_id, intake.picture_of(photo_id, long_side=512))) == 1
    assert analysis.encodings(photo_id, intake.picture_of(photo_id, long_side=150)) == []


class Likenesses:
    """An engine that says how alike to the one template each of a photo's faces is, and notes for which bound."""

    def __init__(self, *alike: float) -> None:
        self.alike = alike
        self.asked: list[tuple[int, float]] = []
        self.made: list[Encoding] = []

    def encode(self, _picture, face, *, against):
        self.asked.append((face.index, against.least))
        self.made.append(
            Encoding(vector=np.full(256, self.alike[face.index], np.float32), engine="likenesses", quality=1)
        )
        return self.made[-1]

    def compare(self, probe, gallery):
        return np.full(len(gallery), probe.vector[0], np.float32)


def faces_of(analysis, database, photo_id, many):
    analysis.analyse(photo_id)
    with database.reading() as session:
        _, [face] = current(session, photo_id)
    return [Face(**(face.model_dump() | {"id": new_id(), "number": number})) for number in range(1, many + 1)]


NEARLY = Comparison(gallery=np.zeros((1, 256), np.float32), least=0.36, suggests=0.41)


def test_faces_when_none_is_anybodys_then_none_is_looked_at_for_the_lower_bound(analysis, database, photo_id):
    engine = Likenesses(0.40, 0.2, 0.37)
    faces = faces_of(analysis, database, photo_id, 3)
    encode_focused(engine, analysis.picture(photo_id), faces, NEARLY)
    assert engine.asked == [(0, 0.41), (1, 0.41), (2, 0.41)]


def test_faces_when_one_is_somebodys_then_the_others_are_looked_at_again_and_what_was_made_first_is_forgotten(
    analysis, database, photo_id
):
    engine = Likenesses(0.2, 0.6, 0.37)
    faces = faces_of(analysis, database, photo_id, 3)
    encoded = encode_focused(engine, analysis.picture(photo_id), faces, NEARLY)
    assert engine.asked == [(0, 0.41), (1, 0.41), (2, 0.41), (0, 0.36), (2, 0.36)]
    assert [float(one.vector[0]) for _, one in encoded] == pytest.approx([0.2, 0.6, 0.37])
    assert [face.number for face, _ in encoded] == [1, 2, 3]
    assert [bool(one.vector.any()) for one in engine.made] == [False, True, False, True, True]


def test_faces_when_encoded_to_be_kept_then_each_is_encoded_once_for_no_gallery(analysis, database, photo_id):
    faces = faces_of(analysis, database, photo_id, 2)
    made = encode_focused(analysis.engine, analysis.picture(photo_id), faces, None)
    assert all(one.vector[128:].any() for _, one in made)


def test_a_lone_face_when_encoded_for_a_gallery_then_only_what_is_suggested_counts(analysis, database, photo_id):
    engine = Likenesses(0.6)
    encode_focused(engine, analysis.picture(photo_id), faces_of(analysis, database, photo_id, 1), NEARLY)
    assert engine.asked == [(0, 0.41)]
