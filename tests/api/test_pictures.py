"""Pictures: only by a signed link, for the user it was made for, while that user may, and never cached."""

from __future__ import annotations

from datetime import date, timedelta

import cv2
import pytest
import sqlalchemy as sa

from registry.access.permissions import Role
from registry.api import caller, links
from registry.api.links import PictureKind, PictureLink
from registry.api.pictures import LINK_SECRET
from registry.intake.records import Photo
from registry.intake.states import PhotoState


@pytest.fixture
def photo_id(registry, photographer, astronaut):
    event = registry.intake.create_event(
        photographer.actor, name="Feest", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()
    return registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data).photo_id


def address(registry, account, photo_id, kind=PictureKind.THUMBNAIL):
    expires = links.expiry(registry.clock.now())
    link = PictureLink(kind=kind, photo_id=photo_id, user_id=account.id, expires=expires)
    return f"/beeld/{links.sign(link, registry.keyring.secret(LINK_SECRET))}"


@pytest.mark.parametrize("kind", [PictureKind.THUMBNAIL, PictureKind.LARGE])
def test_a_picture_when_asked_by_its_user_then_is_shown_and_not_cached(browser, registry, photographer, photo_id, kind):
    browser.sign_in("pol")
    answer = browser.get(address(registry, photographer, photo_id, kind))
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xff\xd8")
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_when_nobody_is_signed_in_then_is_refused(browser, registry, photographer, photo_id):
    assert browser.get(address(registry, photographer, photo_id)).status_code == 401


def test_a_picture_when_the_link_was_made_for_somebody_else_then_is_refused(browser, registry, officer, photo_id):
    browser.sign_in("pol")
    assert browser.get(address(registry, officer, photo_id)).status_code == 404


def test_a_picture_when_the_link_is_old_then_is_refused(browser, registry, clock, photographer, photo_id):
    browser.sign_in("pol")
    place = address(registry, photographer, photo_id)
    clock.advance(timedelta(minutes=11))
    assert browser.get(place).status_code == 404


def test_a_picture_when_its_account_was_closed_then_is_refused(browser, registry, officer, photographer, photo_id):
    browser.sign_in("pol")
    place = address(registry, photographer, photo_id)
    assert browser.get(place).status_code == 200
    registry.access.deactivate(officer.actor, photographer.id)
    assert browser.get(place).status_code == 401


def test_a_picture_when_the_photo_was_restricted_a_second_ago_then_only_the_officer_sees_it(
    browser, registry, officer, photographer, photo_id
):
    browser.sign_in("pol")
    place = address(registry, photographer, photo_id)
    assert browser.get(place).status_code == 200
    with registry.database.transaction() as session:
        session.exec(sa.update(Photo).where(Photo.id == photo_id).values(state=PhotoState.RESTRICTED))
    assert browser.get(place).status_code == 404
    browser.cookies.delete(caller.SESSION_COOKIE)
    browser.sign_in("ann")
    assert browser.get(address(registry, officer, photo_id)).status_code == 200


def test_a_face_when_asked_by_a_photographer_then_is_refused(browser, registry, photographer, photo_id):
    browser.sign_in("pol")
    link = PictureLink(
        kind=PictureKind.CROP,
        photo_id=photo_id,
        face_id=photo_id,
        user_id=photographer.id,
        expires=links.expiry(registry.clock.now()),
    )
    answer = browser.get(f"/beeld/{links.sign(link, registry.keyring.secret(LINK_SECRET))}")
    assert photographer.role is Role.PHOTOGRAPHER
    assert answer.status_code == 403
