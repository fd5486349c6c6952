"""Handing a picture over without an account: in memory only, one ticket one picture, bounded, only from our page."""

from __future__ import annotations

import asyncio
import io
import tempfile
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from starlette.requests import Request

from registry.api import caller
from registry.api.handing_in import address_of, hand_in
from registry.intake.errors import IntakeRefusal
from registry.removal.errors import TooManyTries
from registry.removal.figures import shipped_form_figures
from registry.tray.errors import TooSlow
from registry.tray.tickets import Kind
from registry.tray.tray import Tray

MARK = b"a face that must be nowhere afterwards, 7f3a"


@pytest.fixture
def picture(astronaut):
    """A JPEG with a mark behind it, to be looked for afterwards."""
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "JPEG", quality=95)
    return stream.getvalue() + MARK * 50


def send(browser, data, ticket=None, **headers):
    ticket = ticket or browser.registry.tray.ticket(browser.csrf)
    answer = browser.put(address_of(ticket), content=data, headers={caller.CSRF_HEADER: browser.csrf} | headers)
    return ticket, answer


def files_holding(folder, *needles):
    return [
        path for path in folder.rglob("*") if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


def test_a_picture_when_handed_over_and_abandoned_then_no_file_under_the_home_or_beside_it_ever_holds_it(
    browser, registry, picture, tmp_path, monkeypatch
):
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    (registry.settings.home / "control").write_bytes(picture)
    assert len(files_holding(tmp_path, MARK)) == 1, "the search itself does not work"
    (registry.settings.home / "control").unlink()
    ticket, answer = send(browser, picture)
    assert (answer.status_code, answer.json()) == (200, {"outcome": "received"})
    assert registry.tray.holds(ticket)
    assert files_holding(tmp_path, MARK, picture[2000:2032]) == []
    registry.tray.drop(ticket)
    assert files_holding(tmp_path, MARK, picture[2000:2032]) == []


def test_a_picture_when_looked_at_then_nothing_of_it_is_in_a_file_and_it_is_off_the_tray(
    browser, registry, picture, tmp_path
):
    ticket, _ = send(browser, picture)
    assert registry.removal.look_for_copy(registry.tray.take(ticket)) == ()
    assert registry.tray.held == 0
    assert files_holding(tmp_path, MARK, picture[2000:2032]) == []


def test_a_picture_when_it_is_of_a_photo_we_have_or_not_then_the_answer_is_the_same(
    browser, registry, picture, photographer
):
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    _, unknown = send(browser, picture)
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=picture)
    ticket, known = send(browser, picture)
    assert (unknown.status_code, unknown.text, dict(unknown.headers)) == (
        known.status_code,
        known.text,
        dict(known.headers),
    )
    assert registry.removal.look_for_copy(registry.tray.take(ticket)) == (received.photo_id,)


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_picture_when_another_site_sends_it_then_is_refused_and_not_kept(browser, registry, picture, headers):
    assert send(browser, picture, **headers)[1].status_code == 403
    assert registry.tray.held == 0


def test_a_picture_when_the_page_does_not_vouch_for_it_then_is_refused(browser, registry, picture):
    ticket = registry.tray.ticket(browser.csrf)
    assert browser.put(address_of(ticket), content=picture).status_code == 403
    assert registry.tray.is_good(ticket, browser.csrf)


def test_a_ticket_when_made_up_used_or_of_another_browser_then_gets_one_answer(browser, registry, picture):
    used, _ = send(browser, picture)
    registry.tray.drop(used)
    others = registry.tray.ticket("another browser's word")
    answers = [send(browser, picture, ticket=ticket)[1] for ticket in (used, others, "made-up", f"{others}0")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(409, answers[0].text)}
    assert answers[0].json()["code"] == "ticket-unusable"
    assert registry.tray.held == 0


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a zip", b"%PDF-1.7", b"<svg onload=alert(1)>", b"GIF89a..."])
def test_a_file_when_it_is_no_picture_then_is_refused_in_words_and_not_kept(browser, registry, data):
    _, answer = send(browser, data)
    assert (answer.status_code, answer.json()["outcome"]) == (409, "refused")
    assert answer.json()["text"]
    assert registry.tray.held == 0


def test_a_file_when_too_large_then_is_refused_before_it_is_read_and_not_kept(browser, registry):
    _, answer = send(browser, b"\xff\xd8\xff" + bytes(registry.tray.figures.limit_bytes))
    assert answer.status_code == 413
    assert registry.tray.held == 0


def test_a_file_when_it_trickles_in_then_its_place_is_free_again_in_time(registry):
    figures = replace(registry.tray.figures, seconds=0.05)
    slow = replace(registry, tray=Tray(secret=b"x" * 32, clock=registry.clock, figures=figures))
    cookies = {caller.BROWSER_COOKIE: "a-browser"}
    csrf = caller.csrf_token(slow, cookies)
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/",
        "query_string": b"",
        "client": ("192.0.2.1", 1),
        "path_params": {"ticket": slow.tray.ticket(csrf)},
        "headers": [(b"cookie", b"registry_browser=a-browser"), (b"x-csrf-token", csrf.encode())],
    }

    async def never():
        await asyncio.sleep(3600)

    with pytest.raises(TooSlow):
        asyncio.run(hand_in(slow, Request(scope, never)))
    assert slow.tray.held == 0


def test_pictures_when_one_address_sends_many_in_a_day_then_are_stopped_unread_and_another_address_is_not(
    registry,
):
    most = int(shipped_form_figures().form_pictures)
    for _ in range(most):
        registry.removal.count_picture("192.0.2.7")
    with pytest.raises(TooManyTries):
        registry.removal.count_picture("192.0.2.7")
    registry.removal.count_picture("192.0.2.8")


def test_a_household_when_it_changes_its_ipv6_address_then_is_still_one_visitor(registry):
    for number in range(int(shipped_form_figures().form_pictures)):
        registry.removal.count_picture(f"2001:db8:1:2::{number:x}")
    with pytest.raises(TooManyTries):
        registry.removal.count_picture("2001:db8:1:2:ffff::1")
    registry.removal.count_picture("2001:db8:1:3::1")


def test_visitors_without_an_address_when_they_flood_then_are_stopped_together(registry):
    for _ in range(int(shipped_form_figures().form_together)):
        registry.removal.count_picture(None)
    with pytest.raises(TooManyTries):
        registry.removal.count_picture(None)
    registry.removal.count_picture("192.0.2.7")


def test_a_picture_when_taken_back_then_is_gone_and_only_its_own_browser_can_do_that(browser, registry, picture):
    ticket, _ = send(browser, picture)
    assert browser.call("DELETE", address_of(ticket)).status_code == 403
    assert registry.tray.holds(ticket)
    other = registry.tray.ticket("another")
    with registry.tray.place(other, visit="another", visitor="x") as lay_down:
        lay_down(picture)
    headers = {caller.CSRF_HEADER: browser.csrf}
    assert browser.call("DELETE", address_of(other), headers=headers).json() == {"outcome": "gone"}
    assert registry.tray.holds(other)
    assert browser.call("DELETE", address_of(ticket), headers=headers).json() == {"outcome": "gone"}
    assert not registry.tray.holds(ticket)


def test_a_picture_that_is_no_picture_inside_when_looked_at_then_is_refused_and_off_the_tray(browser, registry):
    ticket, answer = send(browser, b"\x89PNG\r\n\x1a\n" + b"nothing that decodes" * 100)
    assert answer.status_code == 200
    with pytest.raises(IntakeRefusal):
        registry.removal.look_for_copy(registry.tray.take(ticket))
    assert registry.tray.held == 0


def test_a_file_when_staff_hand_it_over_then_lies_on_the_tray_whatever_it_is(browser, registry, officer):
    browser.sign_in("ann")
    ticket, answer = send(browser, b"Naam;E-mail\n", ticket=registry.tray.ticket(browser.csrf, Kind.FILE))
    assert (answer.status_code, answer.json()) == (200, {"outcome": "received"})
    assert registry.tray.take(ticket) == b"Naam;E-mail\n"


def test_a_file_when_nobody_is_signed_in_then_is_refused_unread(browser, registry):
    _, answer = send(browser, b"Naam;E-mail\n", ticket=registry.tray.ticket(browser.csrf, Kind.FILE))
    assert answer.status_code == 401
    assert registry.tray.held == 0


def test_a_file_of_staff_when_too_large_then_is_refused_and_not_kept(browser, registry, officer):
    browser.sign_in("ann")
    registry.tray.figures = replace(registry.tray.figures, file_megabytes=0.001)
    _, answer = send(browser, bytes(1001), ticket=registry.tray.ticket(browser.csrf, Kind.FILE))
    assert answer.status_code == 413
    assert registry.tray.held == 0
