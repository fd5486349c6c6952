"""The demo's photos: what is said to be in them is what the registry finds."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from registry.analysis.engine import load_engine
from registry.analysis.measures import ShotType
from registry.demo import scenes
from registry.demo.cast import ARCHIVES, SOURCES, Licence, find_cast
from registry.demo.cutting import cut_out, reduced
from registry.demo.errors import SourceRefused
from registry.demo.pictures import DemoPicture, Shows, Use, credits_of, make_demo_pictures
from registry.demo.shipped import shipped
from registry.demo.staging import Place, Stage
from registry.intake import metadata
from registry.intake.decode import decode, render
from registry.intake.formats import sniff

EXPECTED = {
    Shows.NOBODY: {ShotType.NOBODY},
    Shows.ONE: {ShotType.PORTRAIT, ShotType.FOCUSED},
    Shows.FEW: {ShotType.FOCUSED},
    Shows.POSED_GROUP: {ShotType.POSED_GROUP},
    Shows.CROWD: {ShotType.ATMOSPHERE, ShotType.OVERVIEW},
}
SUGGESTED = 0.45  # similarity from which a small gallery suggests a match: data/charter.toml
SOURCES_HOME = Path(__file__).parents[2] / "var" / "demo-sources"


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> list[DemoPicture]:
    """The pictures with nobody but the astronaut at hand."""
    return make_demo_pictures(tmp_path_factory.mktemp("alone"), None)


@pytest.fixture(scope="module")
def whole_cast(tmp_path_factory) -> list[DemoPicture]:
    """The pictures with everybody, where the source distributions were fetched."""
    if not all((SOURCES_HOME / name).is_file() for name in ARCHIVES):
        if os.environ.get("CI"):
            pytest.fail("the demo's source distributions are required in CI: make demo fetches them")
        pytest.skip("the demo's source distributions were not fetched")
    return make_demo_pictures(tmp_path_factory.mktemp("everybody"), SOURCES_HOME)


def overlap(face, box) -> float:
    left, top = max(face.x, box.x), max(face.y, box.y)
    right = min(face.x + face.width, box.x + box.width)
    bottom = min(face.y + face.height, box.y + box.height)
    shared = max(0.0, right - left) * max(0.0, bottom - top)
    return shared / (face.width * face.height + box.width * box.height - shared)


def assert_seen_as_said(pictures: list[DemoPicture]) -> None:
    engine = load_engine(threads=1)
    for picture in pictures:
        seen = engine.analyse(decode(picture.path.read_bytes(), long_side=2000))
        name = picture.path.name
        assert seen.shot_type in EXPECTED[picture.shows], name
        found = sum(any(overlap(face, other.box) > 0.4 for other in seen.faces) for face in picture.faces)
        assert found >= 0.9 * len(picture.faces), name
        if picture.shows is not Shows.CROWD:
            assert (found, seen.measures.people_count) == (len(picture.faces), len(picture.faces)), name
        assert abs(seen.measures.people_count - len(picture.faces)) <= 0.1 * len(picture.faces), name


@pytest.mark.slow
def test_pictures_of_the_astronaut_alone_when_analysed_then_are_seen_as_they_are_said_to_be(alone):
    assert_seen_as_said([picture for picture in alone if picture.path.name != "plein-vol.jpg"])


@pytest.mark.slow
def test_pictures_of_everybody_when_analysed_then_are_seen_as_they_are_said_to_be(whole_cast):
    assert_seen_as_said(whole_cast)


@pytest.mark.slow
def test_somebody_enrolled_when_looked_for_in_the_scenes_then_is_nearer_than_any_stranger(whole_cast):
    engine = load_engine(threads=1)
    known = {}
    for picture in whole_cast:
        if picture.use is Use.ENROLMENT:
            decoded = decode(picture.path.read_bytes(), long_side=2000)
            (face,) = engine.analyse(decoded).faces
            known[picture.faces[0].person] = engine.encode(decoded, face).vector
    assert set(known) == {"ardern", "macron", "obama"}
    gallery = np.stack(list(known.values()))
    scenes = [p for p in whole_cast if p.use is Use.EVENT and p.shows in {Shows.ONE, Shows.FEW, Shows.POSED_GROUP}]
    met = set()
    for picture in scenes:
        decoded = decode(picture.path.read_bytes(), long_side=2000)
        for face in engine.analyse(decoded).faces:
            person = max(picture.faces, key=lambda true: overlap(true, face.box)).person
            encoding = engine.encode(decoded, face)
            near = dict(zip(known, engine.compare(encoding, gallery).tolist(), strict=True))
            own = near.pop(person, None)
            assert max(near.values()) < SUGGESTED, (picture.path.name, person)
            if own is not None:
                assert own > SUGGESTED, (picture.path.name, person)
                met.add(person)
    assert met == set(known)


def test_the_pictures_when_made_then_show_every_kind_of_photo_the_charter_tells_apart(alone):
    assert {picture.shows for picture in alone} == set(Shows)
    assert len({picture.path for picture in alone}) == len(alone)
    assert all(not picture.faces for picture in alone if picture.shows is Shows.NOBODY)


def test_the_scenes_when_made_then_hold_some_with_people_who_agree_only_and_some_with_strangers(whole_cast):
    willing = {picture.faces[0].person for picture in whole_cast if picture.use is Use.ENROLMENT}
    groups = [p.people for p in whole_cast if p.shows in {Shows.FEW, Shows.POSED_GROUP}]
    assert any(people <= willing for people in groups)
    assert any(people & willing and people - willing for people in groups)
    assert any(not people & willing for people in groups)


def test_the_pictures_when_read_then_hold_a_position_a_time_and_a_serial_number_to_be_stripped(alone):
    for picture in alone:
        data = picture.path.read_bytes()
        told = metadata.read(data, sniff(data))
        assert told.tells_where, picture.path.name
        assert told.taken_at == picture.taken_at
        assert b"DEMO-0001" in data
        assert b"DEMO-0001" not in render(data, long_side=400, quality=80).data


def test_a_photo_held_upright_when_stored_then_lies_on_its_side_and_is_told_to_be_turned(alone):
    (picture,) = [p for p in alone if p.path.name == "toespraak.jpg"]
    with Image.open(picture.path) as stored:
        assert stored.size == (4000, 3000)
        assert stored.getexif()[0x0112] == 6
    shown = decode(picture.path.read_bytes(), long_side=500)
    assert (shown.original_width, shown.original_height) == (3000, 4000)
    sky, hedge = shown.pixels[5, 180].astype(int), shown.pixels[-5, 180].astype(int)
    assert sky[2] > sky[0], "blue above"
    assert hedge[1] > hedge[2], "green below"


def test_a_scene_when_made_again_then_is_the_same():
    person = reduced(cut_out(find_cast(None)["collins"]), 60)
    one, other = (scenes.crowd([person], seed=4, nearest=300) for _ in range(2))
    assert np.array_equal(one.pixels, other.pixels)
    assert one.faces == other.faces


def test_the_credits_when_listed_then_name_everybody_once_with_a_licence_and_a_source(whole_cast):
    named = credits_of(whole_cast)
    assert len(named) == len(set(named))
    assert {"Chris McAndrew", "Newzild", "NASA"} <= {credit.author for credit in named}
    assert all(credit.source.startswith("https://") for credit in named)


def test_portraits_under_share_alike_terms_when_scenes_are_composed_then_stay_out(whole_cast):
    for picture in whole_cast:
        bound = [credit for credit in picture.credits if not credit.licence.may_be_composed]
        assert not bound or len(picture.credits) == 1, picture.path.name


def test_a_distribution_that_is_not_the_known_one_when_read_then_is_refused(tmp_path):
    (tmp_path / next(iter(ARCHIVES))).write_bytes(b"something else")
    with pytest.raises(SourceRefused):
        find_cast(tmp_path)


def test_the_sources_when_listed_then_have_a_face_a_person_and_terms_each():
    assert len({source.key for source in SOURCES}) == len(SOURCES)
    assert all(min(source.face) > 0 for source in SOURCES)
    assert {source.credit.licence for source in SOURCES} <= set(Licence)


def test_a_picture_of_scikit_image_whose_licence_was_not_checked_when_asked_for_then_is_not_given():
    with pytest.raises(KeyError):
        shipped("lfw_subset")


def test_a_person_when_cut_out_then_the_face_is_solid_and_the_corners_are_clear():
    cut = cut_out(find_cast(None)["collins"])
    x, y, width, height = cut.face
    alpha = cut.rgba[..., 3]
    assert alpha[y + height // 4 : y + height, x + width // 4 : x + 3 * width // 4].min() > 250
    assert max(alpha[:20, :20].max(), alpha[:20, -20:].max()) == 0
    small = reduced(cut, 40)
    assert small.face[3] == 40
    assert reduced(small, 400).rgba.shape == small.rgba.shape


def test_a_face_behind_another_when_the_stage_is_asked_then_is_told_to_be_hidden():
    cut = cut_out(find_cast(None)["collins"])
    stage = Stage(np.zeros((600, 800, 3), np.uint8))
    stage.add(Place(cut=cut, x=300, y=200, face_height=80))
    assert stage.faces()[0].visible > 0.95
    stage.add(Place(cut=cut, x=305, y=205, face_height=90, mirrored=True))
    behind, before = stage.faces()
    assert behind.visible < 0.1
    assert before.visible > 0.95
    assert (before.width / before.height) == pytest.approx(cut.face[2] / cut.face[3])
    stage.hedge(0.2)
    assert stage.faces()[1].visible < 0.6
