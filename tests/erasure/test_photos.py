from uuid import uuid4

import pytest
from erasure.world import OFFICER, picture
from sqlmodel import select

from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.consent.records import Appearance, Person
from registry.consent.states import Origin, PersonKind
from registry.erasure.photos import Known, known_of
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.records import Photo
from registry.intake.states import PhotoState

MEASURES = {
    "engine": "test",
    "engine_version": "1",
    "people_count": 1,
    "largest_face_px": 100,
    "largest_face_share": 0.2,
    "isolation": 1,
    "shot_type": ShotType.PORTRAIT,
    "shot_confidence": 1,
    "figures": {},
    "reasons": [],
}


@pytest.fixture
def person_id(world):
    person_id = uuid4()
    with world.database.transaction() as session:
        session.add(
            Person(
                id=person_id,
                display_name="Ann",
                search_name="ann",
                kind=PersonKind.ADULT,
                created_at=world.clock.now(),
            )
        )
    return person_id


def ties(world, photo_id, person_id, origin, *, focused=None):
    """Tie a person to a photo, at a face that is focused or not, or (None) at no face."""
    with world.database.transaction() as session:
        face_id = None if focused is None else add_face(session, photo_id, world.clock.now(), focused=focused)
        session.add(
            Appearance(photo_id=photo_id, face_id=face_id, person_id=person_id, origin=origin, at=world.clock.now())
        )


def add_face(session, photo_id, now, *, focused):
    analysis = Analysis(photo_id=photo_id, analysed_at=now, **MEASURES)
    session.add(analysis)
    session.flush()
    face = Face(
        analysis_id=analysis.id,
        photo_id=photo_id,
        number=1,
        x=0,
        y=0,
        width=10,
        height=10,
        score=0.9,
        share=0.1,
        sharpness=1,
        quality={},
        landmarks=[],
        focused=focused,
    )
    session.add(face)
    session.flush()
    return face.id


def test_every_photo_in_which_a_person_is_singled_out_is_erased_and_no_other(world, person_id):
    portrait, named, in_crowd, suggested, rejected, others = (world.take_in(picture(n)) for n in range(6))
    ties(world, portrait, person_id, Origin.CONFIRMED, focused=True)
    ties(world, named, person_id, Origin.DECLARED)
    ties(world, in_crowd, person_id, Origin.CONFIRMED, focused=False)
    ties(world, suggested, person_id, Origin.SUGGESTED, focused=True)
    ties(world, rejected, person_id, Origin.REJECTED, focused=True)

    opened = world.erasure.erase_photos_of(OFFICER, person_id, ErasureReason.WITHDRAWAL)

    assert {world.view(one).photo_id for one in opened} == {portrait, named}
    assert {world.view(one).state for one in opened} == {ErasureState.DONE}
    with world.database.reading() as session:
        left = [session.get(Photo, one).state for one in (in_crowd, suggested, rejected, others)]
    assert left == [PhotoState.RECEIVED] * 4


def test_erasing_a_persons_photos_again_opens_nothing_new(world, person_id, photo_id):
    ties(world, photo_id, person_id, Origin.CONFIRMED, focused=True)
    (first,) = world.erasure.erase_photos_of(OFFICER, person_id, ErasureReason.WITHDRAWAL)
    assert world.erasure.erase_photos_of(OFFICER, person_id, ErasureReason.WITHDRAWAL) == []
    assert [one.erasure_id for one in world.erasure.erasures(OFFICER)] == [first]


def test_what_is_known_of_a_photo_counts_its_own_faces_in_its_latest_analysis(world, photo_id, person_id):
    other = world.take_in(picture(seed=2))
    ties(world, photo_id, person_id, Origin.CONFIRMED, focused=True)
    for _ in range(2):
        ties(world, other, person_id, Origin.CONFIRMED, focused=True)
    with world.database.transaction() as session:
        known = [known_of(session, photo) for photo in (photo_id, other)]
        outdated = session.exec(select(Analysis).where(Analysis.photo_id == other)).first()
        outdated.current = False
        session.add(outdated)
        session.flush()
        assert known == [Known(faces=1, people=1), Known(faces=2, people=1)]
        assert known_of(session, other).faces == 1
