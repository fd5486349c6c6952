"""Hidden faces against their owners' templates: no more alike than strangers (SFace and dlib, real photos)."""

import csv
from collections import defaultdict

import cv2
import numpy as np
import pytest

from registry.analysis.encoding import alike
from registry.analysis.engine import load_engine
from registry.analysis.measures import Box
from registry.mending.figures import shipped_figures
from registry.mending.hiding import FIRST, STRONGEST, Hiding, area_around, hidden
from registry.mending.states import Way
from registry.picture import Picture

PEOPLE = 12
FIGURES = shipped_figures()


@pytest.fixture(scope="module")
def engine():
    return load_engine(threads=1)


@pytest.fixture(scope="module")
def pairs(eval_photos, engine):
    """Two photos of each person: pixels, the middle face, its encoding."""
    photos = defaultdict(list)
    with (eval_photos / "identity" / "identities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            photos[row["person"]].append(eval_photos / "identity" / "photos" / row["photo"])
    several = [found for _, found in sorted(photos.items()) if len(found) > 1]
    chosen = np.random.default_rng(20261122).permutation(len(several))
    seen = ([one(engine, path) for path in several[at][:2]] for at in chosen[: PEOPLE + 4])
    return [pair for pair in seen if all(pair)][:PEOPLE]


def whole(pixels):
    height, width = pixels.shape[:2]
    return Picture(pixels=pixels, scale=1.0, original_width=width, original_height=height)


def one(engine, path):
    pixels = np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1])
    faces = engine.analyse(whole(pixels)).faces
    if not faces:
        return None
    middle = np.array(pixels.shape[1::-1]) / 2
    face = min(faces, key=lambda face: float(np.abs(np.array(face.box.centre) - middle).sum()))
    return pixels, face, engine.encode(whole(pixels), face).vector


@pytest.mark.parametrize(("way", "strength"), [(Way.BLUR, FIRST), (Way.BLUR, STRONGEST), (Way.SOLID, FIRST)])
def test_a_hidden_face_is_no_more_like_its_owners_template_than_strangers_are(engine, pairs, way, strength):
    templates = np.array([second[2] for _, second in pairs])
    clean = np.array([alike(first[2], templates) for first, _ in pairs])
    mended = np.array([alike(_hidden_vector(engine, first, way, strength), templates) for first, _ in pairs])
    strangers = mended[~np.eye(len(pairs), dtype=bool)]
    assert (clean.argmax(axis=1) == np.arange(len(pairs))).mean() > 0.95, "the attack must work on untouched faces"
    assert np.diag(mended).mean() <= strangers.mean() + 2 * strangers.std() / np.sqrt(len(pairs))
    assert (mended.argmax(axis=1) == np.arange(len(pairs))).mean() <= 4 / len(pairs), "who is it: by guessing only"
    assert np.median(np.diag(mended)) < FIGURES.check_likeness


def _hidden_vector(engine, first, way, strength):
    pixels, face, _ = first
    area = area_around(face.box, FIGURES.hiding_margin * strength)
    done = hidden(pixels, [area], Hiding(way=way, strength=strength), FIGURES)
    return engine.encode(whole(done), face).vector


def test_what_lies_under_a_cover_does_not_change_it_and_what_lies_beside_it_stays():
    rng = np.random.default_rng(20261122)
    pixels = rng.integers(0, 255, size=(200, 300, 3), dtype=np.uint8)
    area = Box(x=100, y=50, width=80, height=100)
    done = hidden(pixels, [area], Hiding(way=Way.SOLID, strength=FIRST), FIGURES)
    assert (done[75:125, 120:160] == round(FIGURES.hiding_solid_grey)).all()
    outside = np.ones(pixels.shape[:2], dtype=bool)
    outside[49:152, 99:182] = False
    assert (done[outside] == pixels[outside]).all()


def test_a_blur_keeps_less_of_a_face_than_a_dozen_numbers():
    rng = np.random.default_rng(20261122)
    pixels = rng.integers(0, 255, size=(200, 200, 3), dtype=np.uint8)
    area = Box(x=40, y=40, width=120, height=120)
    done = hidden(pixels, [area], Hiding(way=Way.BLUR, strength=FIRST), FIGURES)[60:140, 60:140].astype(int)
    kept = 1 - FIGURES.hiding_fill
    patches = cv2.resize(pixels[40:160, 40:160], (2, 2), interpolation=cv2.INTER_AREA).astype(int)
    assert np.ptp(done, axis=(0, 1)).max() <= kept * np.ptp(patches, axis=(0, 1)).max() + 2


def test_an_area_that_reaches_over_the_edge_is_hidden_as_far_as_it_lies_within():
    pixels = np.full((100, 100, 3), 200, np.uint8)
    done = hidden(pixels, [Box(x=-30, y=-30, width=60, height=60)], Hiding(way=Way.SOLID, strength=FIRST), FIGURES)
    assert (done[0, 0] == round(FIGURES.hiding_solid_grey)).all()
    assert (done[60:, 60:] == 200).all()
