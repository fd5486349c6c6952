"""The engine with its real models on pictures whose truth is known."""

from __future__ import annotations

import threading
import time

import cv2
import numpy as np
import pytest

from registry.analysis.detections import overlaps
from registry.analysis.engine import DECODE_LONG_SIDE, Comparison, decode_scale, load_engine
from registry.analysis.measures import ShotType
from registry.analysis.shot import CHANCE, DECIDING

LADDER = (10, 12, 16, 20, 28, 40, 57, 80, 113, 160, 226, 320, 453, 640, 905, 1280, 1800, 2200, 3000)


def overlap(face, box):
    found = np.array([face.box.x, face.box.y, face.box.width, face.box.height], np.float32)
    return float(overlaps(np.array(box, np.float32), found[None])[0][0])


@pytest.mark.parametrize("height", LADDER)
def test_analyse_when_a_face_has_any_height_from_10_to_3000_px_then_finds_it(
    engine, portrait_with_face, picture_of, height
):
    scale = 1.0 if height < 900 else 0.5
    pixels, box = portrait_with_face(round(height * scale), canvas=400)
    faces = engine.analyse(picture_of(pixels, scale)).faces
    assert max((overlap(face, [part / scale for part in box]) for face in faces), default=0) > 0.5


@pytest.mark.parametrize("canvas", [400, 1000, 2500])
def test_analyse_when_small_faces_lie_in_pictures_of_any_size_then_counts_them(
    engine, portrait_with_face, picture_of, canvas
):
    small, _ = portrait_with_face(24)
    scene = np.full((canvas, canvas, 3), 110, np.uint8)
    places = [(x, y) for x in range(20, canvas - 100, canvas // 4) for y in range(20, canvas - 100, canvas // 3)]
    for x, y in places:
        scene[y : y + small.shape[0], x : x + small.shape[1]] = small
    assert engine.analyse(picture_of(scene)).measures.people_count == len(places)


def test_analyse_when_one_face_fills_the_photo_then_says_portrait_with_reasons(engine, portrait_with_face, picture_of):
    pixels, _ = portrait_with_face(220)
    analysis = engine.analyse(picture_of(pixels))
    assert analysis.shot_type is ShotType.PORTRAIT
    assert analysis.faces[0].focused
    assert {name for name, _, _ in analysis.reasons} == {CHANCE, *DECIDING}


def test_analyse_when_nobody_is_there_then_says_nobody(engine, picture_of):
    analysis = engine.analyse(
        picture_of(np.tile(np.arange(256, dtype=np.uint8), (200, 1))[..., None].repeat(3, axis=2))
    )
    assert analysis.shot_type is ShotType.NOBODY
    assert analysis.faces == ()
    assert analysis.measures.largest_face_px == 0


def test_analyse_when_the_picture_was_decoded_smaller_then_reports_px_of_the_original(engine, astronaut, picture_of):
    half = cv2.resize(astronaut, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    whole, reduced = (engine.analyse(p).faces[0] for p in (picture_of(astronaut), picture_of(half, 0.5)))
    assert reduced.height_px == pytest.approx(whole.height_px, rel=0.1)
    assert reduced.landmarks[2] == pytest.approx(whole.landmarks[2], abs=6)
    assert reduced.share == pytest.approx(whole.share, rel=0.1)


@pytest.mark.parametrize("quarter", [1, 3])
def test_analyse_when_a_photo_lies_on_its_side_then_still_finds_the_face(engine, astronaut, picture_of, quarter):
    upright = engine.analyse(picture_of(astronaut)).faces[0]
    lying = engine.analyse(picture_of(np.rot90(astronaut, quarter))).faces[0]
    x, y = upright.box.centre
    expected = (y, 512 - x) if quarter == 1 else (512 - y, x)
    assert lying.box.centre == pytest.approx(expected, abs=12)
    assert abs(lying.roll) == pytest.approx(90, abs=15)


def test_analyse_when_run_twice_and_by_a_fresh_engine_then_says_the_same(engine, astronaut, picture_of):
    picture = picture_of(astronaut)
    first = engine.analyse(picture)
    assert engine.analyse(picture) == first
    assert load_engine(threads=1).analyse(picture) == first


def test_analyse_when_two_threads_share_the_engine_then_both_get_what_one_would(engine, astronaut, picture_of):
    pictures = [picture_of(astronaut), picture_of(astronaut[:, ::-1])]
    alone = [engine.analyse(picture) for picture in pictures]
    together = [None, None]

    def work(index):
        together[index] = engine.analyse(pictures[index])

    threads = [threading.Thread(target=work, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (700, 1), (3, 5), (33, 31), (2000, 20)])
def test_analyse_when_the_picture_has_an_odd_shape_then_answers(engine, picture_of, shape):
    noise = np.random.default_rng(7).integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert engine.analyse(picture_of(noise)).measures.people_count >= 0


def test_encode_when_the_same_person_is_mirrored_or_smaller_then_is_similar_and_a_blank_is_not(
    engine, astronaut, picture_of
):
    picture = picture_of(astronaut)
    smaller = picture_of(cv2.resize(astronaut, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA))
    probe = engine.encode(picture, engine.analyse(picture).faces[0])
    other = engine.encode(smaller, engine.analyse(smaller).faces[0])
    gallery = np.stack([other.vector, -other.vector])
    alike, opposite = engine.compare(probe, gallery)
    assert alike > 0.8
    assert opposite < 0
    assert np.linalg.norm(probe.vector) == pytest.approx(1, abs=1e-5)


def test_encode_when_nobody_in_the_gallery_is_alike_then_dlib_is_not_asked_and_otherwise_is(
    engine, astronaut, picture_of
):
    picture = picture_of(astronaut)
    face = engine.analyse(picture).faces[0]
    whole = engine.encode(picture, face)
    stranger = np.random.default_rng(1).normal(size=(20, 256)).astype(np.float32)

    def against(gallery):
        return engine.encode(picture, face, against=Comparison(gallery=gallery, least=0.41)).vector

    assert not against(stranger)[128:].any()
    assert not against(np.zeros((0, 256), np.float32)).any()
    assert against(whole.vector[None]) == pytest.approx(whole.vector, abs=1e-6)


def test_encoding_when_shown_then_hides_the_biometric_vector(engine, astronaut, picture_of):
    picture = picture_of(astronaut)
    encoding = engine.encode(picture, engine.analyse(picture).faces[0])
    assert "vector" not in repr(encoding)
    assert str(float(encoding.vector[0]))[:6] not in repr(encoding)


def test_load_when_a_process_starts_then_takes_under_three_seconds_even_on_a_busy_machine():
    begun = time.process_time()
    load_engine(threads=1).load()
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(640, 480, 1), (3999, 2000, 1), (4000, 3000, 2), (6000, 4000, 2), (8000, 6000, 4), (3000, 16000, 8)],
)
def test_decode_scale_when_a_photo_is_large_then_leaves_at_least_the_side_the_analysis_wants(width, height, scale):
    assert decode_scale(width, height) == scale
    assert scale == 1 or max(width, height) / scale >= DECODE_LONG_SIDE
