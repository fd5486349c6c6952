from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.analysis.engine import Comparison, load_engine
from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.analysis.service import AnalysisService, current, erase_rows
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


def test_faces_when_encoded_for_a_gallery_then_a_lone_face_needs_more_likeness_before_dlib_is_asked(
    analysis, photo_id, monkeypatch
):
    analysis.analyse(photo_id)
    asked = []
    encode = analysis.engine.encode
    monkeypatch.setattr(
        analysis.engine, "encode", lambda *what, against: asked.append(against) or encode(*what, against=against)
    )
    gallery = np.zeros((1, 256), np.float32)
    analysis.encodings(photo_id, against=Comparison(gallery=gallery, least=0.36, alone=0.41))
    assert [one.least for one in asked] == [0.41]
    assert Comparison(gallery=gallery, least=0.36, alone=0.41).of(2).least == 0.36
    assert Comparison(gallery=gallery, least=0.36).of(1).least == 0.36
