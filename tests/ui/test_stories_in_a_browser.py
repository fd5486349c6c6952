"""Three people at a real browser, on a desktop and on a phone: photographer, citizen, officer."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date

import cv2
import pytest
from web_browser import SIZES, Tab, free_port, say, served, wait_for
from web_world import PASSWORD, make_officer, make_photographer

from registry.locale import Locale, translator
from registry.proof.verification import Genuine, verify_file
from registry.removal.states import Way

pytestmark = [pytest.mark.peer, pytest.mark.slow]


@pytest.fixture(scope="module")
def people(desk):
    officer = make_officer(desk)
    return officer, make_photographer(desk, officer)


@pytest.fixture(scope="module")
def site(home, people):
    with served(home, free_port()) as address:
        yield address


@pytest.fixture(params=list(SIZES))
def size(request):
    return request.param


@pytest.fixture
def tab(chromium, site, size):
    opened = Tab(chromium, site, size)
    yield opened
    opened.context.close()
    assert opened.elsewhere == []
    assert opened.broken == []


def jpeg(pixels):
    return cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()


@pytest.fixture
def nobody(size):
    """Two photos of nothing alive; each size has its own, so that what one run destroys the other may bring in."""
    from skimage import data

    half = {"desktop": slice(None, 300), "phone": slice(300, None)}[size]
    return jpeg(data.coffee()[:, half]), jpeg(data.rocket()[:, half])


@pytest.fixture
def somebody(astronaut, size):
    """A portrait, with a byte behind it that makes it another file for each size."""
    return jpeg(astronaut) + size.encode()


def an_event(desk, photographer, name):
    return desk.intake.create_event(
        photographer.actor,
        name=name,
        place="Koningin Astridplein",
        starts_on=date(2026, 6, 7),
        public=True,
        notice_shown=True,
    )


def a_checked_photo(desk, photographer, event, data):
    received = desk.intake.receive(photographer.actor, event_id=event.id, file_name="foto.jpg", data=data)
    desk.jobs.assess(received.photo_id)
    wait_for(
        lambda: received.photo_id in desk.review.judgements(photographer.actor, [received.photo_id]), "the verdict"
    )
    return received


def test_the_photographer_when_photos_are_dropped_then_sees_a_light_and_a_reason_for_each(tab, size, nobody, somebody):
    tab.sign_in("pol")
    tab.open("/evenementen")
    folded = tab.page.locator("[data-testid=stExpander] details").first
    folded.wait_for()
    if folded.get_attribute("open") is None:
        folded.locator("summary").click()
    tab.fill("Name of the event", f"Zomerfeest {size}")
    tab.fill("Place", "Markt")
    tab.click("Make the event")
    tab.sees("The event is made.")
    tab.open("/toevoegen")
    dropped = {"koffie.jpg": nobody[0], "portret.jpg": somebody, "zip.jpg": b"PK\x03\x04"}
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in dropped.items()]
    tab.page.set_input_files(".r-up-input", files)
    tab.sees("{sent} of {total} sent, {refused} refused", sent=3, total=3, refused=1)
    tab.page.reload()
    tab.sees("{n} of {total} arrived", n=3, total=3)
    tab.sees("{n} of {total} checked", n=2, total=2)
    tab.follow("See the photos")
    tab.page.locator(".r-green").first.wait_for()
    tab.page.locator(".r-orange").first.wait_for()
    assert tab.page.locator(".r-thumbnail").count() == 2
    assert tab.page.evaluate("[...document.querySelectorAll('.r-thumbnail')].every(e => e.decode)")
    assert tab.no_wider_than_the_screen()


def test_the_citizen_when_asking_with_the_number_of_a_photo_then_gets_a_receipt_and_sees_how_far_it_is(
    tab, size, nobody, desk, people, home
):
    photo = a_checked_photo(desk, people[1], an_event(desk, people[1], "Kermis"), nobody[0] + b"\0")
    tab.open("/")
    assert tab.page.locator("html").get_attribute("lang") == "nl"
    tab.follow("Have my photo removed")
    tab.sees("Which photo is it about?")
    tab.click("Next")
    tab.sees("Fill in the link or the number of the photo.")
    tab.fill("Link or number of the photo", photo.reference)
    tab.click("Next")
    tab.sees("How can we reach you?")
    tab.fill("Your e-mail address", "an@")
    tab.click("Send my request")
    tab.sees("This e-mail address is not complete. Look if it has an @ and a dot.")
    tab.fill("Your e-mail address", f"{size}@voorbeeld.be")
    tab.click("Send my request")
    tab.page.wait_for_url("**/status")
    tab.page.reload()
    tab.sees("We have your request")
    assert tab.no_wider_than_the_screen()
    link = re.search(r"/verzoek/\S+", tab.page.locator("pre").inner_text()).group(0)
    tab.fill("Code from the e-mail", newest_code(home))
    tab.click("Confirm my address")
    tab.sees("Thank you. Your address is confirmed.")
    tab.open(link)
    assert tab.page.url == f"{tab.site}/status"
    tab.sees("If we have the photo, nobody sees it now.")
    tab.open(f"/fotos?foto={photo.reference}")
    tab.sees("For staff and photographers. To have a photo removed you need no account.")


def newest_code(home):
    letters = sorted((home / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime)
    letter = email.message_from_bytes(letters[-1].read_bytes(), policy=email.policy.default)
    return re.findall(r"\b\d{6}\b", letter.get_body().get_content())[-1]


def test_the_officer_when_accepting_a_request_then_the_photo_is_gone_everywhere_and_the_certificate_is_genuine(
    tab, size, nobody, desk, people, home, tmp_path
):
    officer, photographer = people
    event = an_event(desk, photographer, f"Markt {size}")
    photo = a_checked_photo(desk, photographer, event, nobody[1])
    published = desk.publication.publish(officer.actor, photo.photo_id, "website")
    assert list((home / "published").rglob(f"{photo.reference}*"))
    receipt = desk.removal.submit(
        way=Way.REFERENCE, contact="jan@voorbeeld.be", language=Locale.NL, link_or_reference=photo.reference
    )
    (request,) = [each for each in desk.removal.requests(officer.actor) if each.reference == receipt.reference]
    tab.sign_in("ann")
    tab.open(f"/verzoeken?verzoek={request.id}")
    picture = tab.page.locator(".r-photo img")
    picture.wait_for()
    address = picture.get_attribute("src")
    assert tab.context.request.get(tab.site + address).headers["cache-control"] == "no-store, private"
    tab.click("Accept: destroy the photo")
    tab.sees("Accepted. The photo is being destroyed. The citizen gets a letter.")
    tab.follow("See how far the destruction is")
    tab.sees("Certificate to check (JSON)")
    with tab.page.expect_download() as download:
        tab.follow("Certificate to check (JSON)")
    download.value.save_as(tmp_path / "certificate.json")
    assert isinstance(verify_file(tmp_path / "certificate.json"), Genuine)
    assert published is not None
    assert not list((home / "published").rglob(f"{photo.reference}*"))
    assert tab.context.request.get(tab.site + address).status == 404
    assert tab.no_wider_than_the_screen()


def test_the_officer_when_pressing_a_key_then_the_photo_is_decided(tab, size, somebody, desk, people):
    officer, photographer = people
    event = an_event(desk, photographer, f"Nakijken {size}")
    a_checked_photo(desk, photographer, event, somebody + b"2")
    before = desk.review.open_count(officer.actor)
    assert before > 0
    tab.sign_in("ann")
    tab.open("/nakijken")
    tab.page.locator(".r-box").first.wait_for()
    tab.page.get_by_role("button", name=say("Next photo")).wait_for()
    tab.page.keyboard.press("x")
    tab.sees("Decided.")
    assert desk.review.open_count(officer.actor) == before - 1


def test_the_photographer_when_hiding_the_face_in_an_own_photo_then_it_may_go_out(tab, size, somebody, desk, people):
    event = an_event(desk, people[1], f"Aanpassen {size}")
    photo = a_checked_photo(desk, people[1], event, somebody + b"3")
    tab.sign_in("pol")
    tab.open(f"/fotos?foto={photo.reference}")
    tab.follow("Hide faces, cut or make smaller")
    tab.page.locator(".r-box").first.wait_for()
    tab.click("Make this version")
    tab.sees("Made and checked. When the photo is published, it is this version.")
    tab.page.locator(".r-green").first.wait_for()
    assert tab.no_wider_than_the_screen()
    tab.open(f"/fotos?evenement={event.id}&licht=green")
    tab.page.locator(".r-thumbnail").first.wait_for()
    assert tab.page.locator(".r-thumbnail").count() == 1
    tab.open(f"/aanpassen?foto={photo.reference}")
    tab.click("Take this version back")
    tab.sees("Taken back. The copy was destroyed.")
    assert desk.mending.mended(people[1].actor, photo.photo_id) is None


def test_a_link_to_a_photo_when_nobody_is_signed_in_then_leads_there_after_signing_in_and_in_another_language(
    tab, nobody, desk, people
):
    photo = a_checked_photo(desk, people[1], an_event(desk, people[1], "Koppeling"), nobody[0] + b"4")
    tab.open(f"/foto/{photo.reference}")
    tab.is_titled(f"{say('Sign in')} · {photo.reference} · Leopoldsburg")
    signing_in(tab, "pol")
    tab.sees("Photo {reference}", reference=photo.reference)
    tab.is_titled(f"{say('Photos')} · {photo.reference} · Leopoldsburg")
    tab.page.locator(".r-languages a[hreflang=de]").click()
    tab.page.get_by_role("heading", name=f"Foto {photo.reference}").wait_for()
    assert tab.page.locator("html").get_attribute("lang") == "de"
    tab.is_titled(f"{translator(Locale.DE)('Photos')} · {photo.reference} · Leopoldsburg")


def test_a_link_to_a_request_when_nobody_is_signed_in_then_leads_the_officer_there(tab, desk, people):
    receipt = desk.removal.submit(
        way=Way.REFERENCE, contact="jan@voorbeeld.be", language=Locale.NL, link_or_reference="F-0000-0000"
    )
    tab.open(f"/verzoek/{receipt.reference}")
    signing_in(tab, "ann")
    tab.sees("Request {reference}", reference=receipt.reference)
    tab.is_titled(f"{say('Requests')} · {receipt.reference} · Leopoldsburg")


def signing_in(tab, login):
    tab.page.fill("#r-user", login)
    tab.page.fill("#r-secret", PASSWORD)
    tab.page.locator("form.r-form button").click()
    tab.page.locator(".r-who").wait_for()
