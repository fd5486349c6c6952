"""The upload route: one photo a call, bounded, only from our page, only by who may."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import uuid4

import cv2
import pytest

from registry.api import caller
from registry.api.uploads import read_body


@pytest.fixture
def event(registry, photographer):
    return registry.intake.create_event(
        photographer.actor,
        name="Zomerfeest",
        place="Markt",
        starts_on=date(2026, 6, 1),
        public=True,
        notice_shown=True,
    )


@pytest.fixture
def portrait(astronaut):
    """The portrait as JPEG bytes."""
    return cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()


@pytest.fixture
def batch(browser, event, photographer):
    """The address of an open batch of three photos; the photographer is signed in."""
    browser.sign_in("pol")
    address = f"/api/events/{event.id}/batches"
    answer = browser.post(address, json={"total": 3}, headers={caller.CSRF_HEADER: browser.csrf})
    return f"{address}/{answer.json()['batch']}/photos"


def send(browser, address, data, name="DSC 0001.JPG", **headers):
    headers = {caller.CSRF_HEADER: browser.csrf, "X-File-Name": name.replace(" ", "%20")} | headers
    return browser.put(address, content=data, headers=headers)


def progress(registry, photographer, event):
    (batch,) = registry.intake.batches(photographer.actor, event.id)
    return batch


def test_an_upload_when_it_is_a_photo_then_is_received_and_counted(
    browser, batch, portrait, registry, photographer, event
):
    answer = send(browser, batch, portrait)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "received")
    counted = progress(registry, photographer, event)
    assert (counted.received, counted.arrived, counted.total) == (1, 1, 3)
    (photo,) = registry.intake.photos(photographer.actor, event.id, page=0, size=10)
    assert registry.intake.bytes_of(photo.id) == portrait


def test_an_upload_when_it_is_sent_twice_then_is_stored_once_and_said_so(browser, batch, portrait):
    send(browser, batch, portrait)
    assert send(browser, batch, portrait).json()["outcome"] == "already_here"


def test_an_upload_when_it_is_no_photo_then_is_refused_in_words_and_the_next_goes_on(
    browser, batch, portrait, registry, photographer, event
):
    answer = send(browser, batch, b"PK\x03\x04 a zip", name="foto.jpg")
    assert (answer.status_code, answer.json()["outcome"]) == (200, "refused")
    assert answer.json()["text"]
    assert send(browser, batch, portrait).json()["outcome"] == "received"
    (refused,) = progress(registry, photographer, event).refused
    assert refused.file_name == "foto.jpg"


def test_an_upload_when_larger_than_the_limit_then_is_refused_before_it_is_read(browser, batch, registry):
    size = registry.settings.upload_limit_bytes + 1
    answer = browser.put(batch, content=b"", headers={caller.CSRF_HEADER: browser.csrf, "Content-Length": str(size)})
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


class Dripping:
    """A request that never says how long it is, and counts how much was taken from it."""

    def __init__(self, chunks):
        self.headers, self.chunks, self.taken = {}, chunks, 0

    async def stream(self):
        for chunk in self.chunks:
            self.taken += len(chunk)
            yield chunk


async def _read(dripping, limit):
    return await read_body(dripping, limit)


def test_a_body_when_it_never_says_its_length_then_is_read_no_further_than_the_limit():
    import asyncio

    from registry.api.errors import BodyTooLarge

    dripping = Dripping([b"x" * 10] * 1000)
    with pytest.raises(BodyTooLarge):
        asyncio.run(_read(dripping, 95))
    assert dripping.taken == 100


@pytest.mark.parametrize("headers", [{caller.CSRF_HEADER: "guess"}, {"Sec-Fetch-Site": "cross-site"}])
def test_an_upload_when_another_site_sends_it_then_is_refused(browser, batch, portrait, headers):
    assert send(browser, batch, portrait, **headers).status_code == 403


def test_an_upload_when_nobody_is_signed_in_then_is_refused(browser, batch, portrait):
    browser.cookies.delete(caller.SESSION_COOKIE)
    assert send(browser, batch, portrait).status_code == 401


def test_an_upload_when_the_batch_does_not_exist_then_is_refused(browser, batch, portrait):
    elsewhere = batch.replace(batch.split("/")[-2], str(uuid4()))
    assert send(browser, elsewhere, portrait).status_code == 404


@pytest.mark.parametrize("body", [b"", b"[]", b'{"total": 0}', b'{"total": "200"}', b"x" * 2000])
def test_a_batch_when_its_total_is_unclear_then_is_refused(browser, event, photographer, body):
    browser.sign_in("pol")
    answer = browser.post(f"/api/events/{event.id}/batches", content=body, headers={caller.CSRF_HEADER: browser.csrf})
    assert answer.status_code in {400, 413}


def test_files_when_asked_about_by_fingerprint_then_only_those_of_this_event_that_are_here_are_known(
    browser, batch, event, portrait
):
    browser.put(batch, content=portrait, headers={caller.CSRF_HEADER: browser.csrf})
    here, elsewhere = hashlib.sha256(portrait).hexdigest(), "0" * 64
    address, headers = f"/api/events/{event.id}/known", {caller.CSRF_HEADER: browser.csrf}
    assert browser.post(address, json={"files": [here, elsewhere]}, headers=headers).json() == {"known": [here]}
    other = f"/api/events/{uuid4()}/known"
    assert browser.post(other, json={"files": [here]}, headers=headers).json() == {"known": []}
    assert browser.post(address, json={"files": [here]}).status_code == 403
    for nonsense in ({"files": ["x"]}, {"files": "x"}, []):
        assert browser.post(address, json=nonsense, headers=headers).status_code == 400


def test_the_cleared_set_when_asked_for_from_another_page_or_by_nobody_then_is_refused(browser, batch, event):
    address = f"/api/events/{event.id}/download"
    form = {"purpose": "website", "side": "800"}
    assert browser.post(address, data=form).status_code == 403
    answer = browser.post(address, data=form | {"csrf": browser.csrf})
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store, private"
    browser.post("/api/sign-out", data={"csrf": browser.csrf})
    assert browser.post(address, data=form | {"csrf": browser.csrf}).status_code == 401
