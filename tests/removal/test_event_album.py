"""The blurred album: what a visitor without an account sees of an event, and what they can never see."""

import io
from datetime import date, timedelta

import cv2
import numpy as np
import pytest
from PIL import Image
from sqlmodel import select
from web_world import build_web_registry, make_officer, make_photographer

from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.removal.errors import PhoneUnusable, PhotoNotHere, PostUnusable, TooManyChosen, TooManyTries
from registry.removal.figures import shipped_form_figures
from registry.removal.records import RemovalRequest
from registry.removal.states import Reach, RequestState, Way, Wish
from registry.removal.visitors import VisitorTry

VISITOR = "192.0.2.7"
FIGURES = shipped_form_figures()


@pytest.fixture
def town(settings, clock, database):
    """The whole registry."""
    registry = build_web_registry(settings, clock, assesses=True)
    yield registry
    registry.close()


@pytest.fixture
def photographer(town):
    return make_photographer(town, make_officer(town))


def brought(town, photographer, pixels, *, public=True):
    """An event with one checked photo; return both ids."""
    event = town.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 5, 1), public=public, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
    received = town.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    town.jobs.assess(received.photo_id)
    return event.id, received.photo_id


def made_public(town, photo_id):
    """Write a published copy down, as a channel would."""
    with town.database.transaction() as session:
        now = town.clock.now()
        copy = ledger.plan(session, photo_id=photo_id, kind=CopyKind.PUBLISHED, place="website", now=now)
        ledger.confirm(session, copy.id, now=now)


def pixels_of(jpeg):
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("L"), dtype=float)


def sharpness(jpeg):
    return cv2.Laplacian(pixels_of(jpeg), cv2.CV_64F).var()


def test_a_photo_that_never_was_public_when_leafed_to_then_is_blurred_and_no_face_can_be_pointed_at(
    town, photographer, astronaut
):
    event_id, photo_id = brought(town, photographer, astronaut)
    (shown,) = town.album.page(event_id, 0, visitor=VISITOR)
    assert shown.faces == ()
    assert max(Image.open(io.BytesIO(shown.jpeg)).size) <= FIGURES.album_blurred_side
    assert sharpness(shown.jpeg) < 0.05 * sharpness(town.intake.thumbnail(photographer.actor, photo_id))
    with pytest.raises(PhotoNotHere):
        town.album.point(photo_id, 1, visitor=VISITOR)


def test_a_public_photo_when_pointed_at_then_shows_that_face_and_keeps_the_rest_blurred(town, photographer, astronaut):
    event_id, photo_id = brought(town, photographer, np.concatenate([astronaut, astronaut[:, ::-1]], axis=1))
    made_public(town, photo_id)
    (shown,) = town.album.page(event_id, 0, visitor=VISITOR)
    assert len(shown.faces) == 2
    first, second = (pixels_of(town.album.point(photo_id, number, visitor=VISITOR)) for number in (1, 2))
    height, width = first.shape

    def detail(picture, face):
        left, top, wide, high = (
            round(share * side / 100) for share, side in zip(face, (width, height) * 2, strict=True)
        )
        return cv2.Laplacian(picture[top : top + high, left : left + wide], cv2.CV_64F).var()

    for pointed, face, other in ((first, *shown.faces), (second, *reversed(shown.faces))):
        assert detail(pointed, face) > 5 * detail(pointed, other)
    with pytest.raises(PhotoNotHere):
        town.album.point(photo_id, 3, visitor=VISITOR)


def test_an_event_that_was_not_public_when_asked_for_then_answers_as_if_it_were_not_there(
    town, photographer, astronaut
):
    event_id, photo_id = brought(town, photographer, astronaut, public=False)
    made_public(town, photo_id)
    assert town.album.events() == []
    for ask in (town.album.count, lambda event: town.album.page(event, 0, visitor=VISITOR)):
        with pytest.raises(PhotoNotHere):
            ask(event_id)
    with pytest.raises(PhotoNotHere):
        town.album.point(photo_id, 1, visitor=VISITOR)


def test_a_restricted_photo_when_leafed_to_then_is_not_in_the_album(town, photographer, astronaut):
    event_id, photo_id = brought(town, photographer, astronaut)
    reference = town.intake.photo(photographer.actor, photo_id).reference
    town.removal.submit(way=Way.ALBUM, link_or_reference=reference, contact="an@voorbeeld.be", language=Locale.NL)
    assert town.album.page(event_id, 0, visitor=VISITOR) == []
    assert town.album.events() == []


def test_a_visitor_who_leafs_or_points_all_day_then_is_stopped_and_others_are_not(town, photographer, astronaut, clock):
    _, photo_id = brought(town, photographer, astronaut)
    made_public(town, photo_id)
    for _ in range(int(FIGURES.album_points)):
        town.album.point(photo_id, 1, visitor=VISITOR)
    with pytest.raises(TooManyTries):
        town.album.point(photo_id, 1, visitor=VISITOR)
    assert town.album.point(photo_id, 1, visitor="192.0.2.8")
    clock.advance(timedelta(days=1, seconds=1))
    assert town.album.point(photo_id, 1, visitor=VISITOR)
    with town.database.reading() as session:
        assert all(VISITOR not in repr(kept) for kept in session.exec(select(VisitorTry)))


def test_a_request_for_chosen_photos_when_sent_then_blocks_them_and_destroys_nothing(town, photographer, astronaut):
    _, photo_id = brought(town, photographer, astronaut)
    reference = town.intake.photo(photographer.actor, photo_id).reference
    town.removal.submit(
        way=Way.ALBUM, link_or_reference=town.album.chosen([reference]), contact="Jan Claes, Markt 1, 2000 Antwerpen",
        reach=Reach.LETTER, wish=Wish.BLUR_ME, language=Locale.NL, visitor=VISITOR,
    )  # fmt: skip
    assert town.intake.photo(photographer.actor, photo_id).state is PhotoState.RESTRICTED
    with town.database.reading() as session:
        kept = session.exec(select(RemovalRequest)).one()
    assert (kept.state, kept.wish, kept.reach) == (RequestState.RECEIVED, Wish.BLUR_ME, Reach.LETTER)
    assert kept.contact_email is None
    assert kept.contact_other == "Jan Claes, Markt 1, 2000 Antwerpen"


def test_more_photos_than_one_request_may_have_when_chosen_then_are_refused(town):
    with pytest.raises(TooManyChosen):
        town.album.chosen([f"F-0000-000{n}" for n in range(6)])


@pytest.mark.parametrize(
    ("reach", "contact", "refusal"),
    [(Reach.PHONE, "bel mij", PhoneUnusable), (Reach.PHONE, "12", PhoneUnusable), (Reach.LETTER, "Jan", PostUnusable)],
)
def test_a_contact_that_cannot_be_reached_when_given_then_is_refused(town, reach, contact, refusal):
    with pytest.raises(refusal):
        town.removal.submit(way=Way.LINK, link_or_reference="x", contact=contact, reach=reach, language=Locale.NL)


def test_a_browser_that_sends_requests_all_day_when_it_sends_another_then_is_refused(town):
    def send(n):
        town.removal.submit(
            way=Way.REFERENCE, link_or_reference="F-0000-0000", contact=f"a{n}@voorbeeld.be", language=Locale.NL,
            visitor=VISITOR,
        )  # fmt: skip

    for n in range(int(FIGURES.form_requests)):
        send(n)
    with pytest.raises(TooManyTries):
        send(99)
