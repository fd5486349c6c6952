"""A citizen asks: what is found, what is restricted, and that the answer never gives anything away."""

import re
from datetime import date, timedelta

import pytest
from removal.conftest import ADDRESS, OFFICER, PHOTOGRAPHER

from registry.access.permissions import SYSTEM
from registry.channels.outcomes import Retryable
from registry.intake.errors import IntakeRefusal
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.removal.errors import (
    ClaimMissing,
    CodeWrong,
    ContactUnusable,
    NotYetReceived,
    RemarkTooLong,
    RequestUnknown,
    TooManyRequests,
)
from registry.removal.states import RefusalReason, RequestState, Way


def test_reference_restricts_the_photo_at_once(desk):
    photo = desk.add_photo()
    assert desk.state(photo) is PhotoState.RECEIVED
    request = desk.request_for(photo)
    assert desk.state(photo) is PhotoState.RESTRICTED
    assert [tied.photo_id for tied in request.photos] == [photo]
    assert request.state is RequestState.RECEIVED
    assert desk.erasures.to_take_down == [photo]


@pytest.mark.parametrize(
    "words", ["{reference}", " {reference} ", "https://127.0.0.1/foto/{reference}", "photo {reference}, please"]
)
def test_reference_is_found_however_it_is_given(desk, words):
    photo = desk.add_photo()
    desk.submit(words.format(reference=desk.reference(photo)))
    assert desk.state(photo) is PhotoState.RESTRICTED


@pytest.mark.parametrize(
    "words",
    [
        "https://www.example.org/feest/kermis 1_é%20.jpg",
        "http://www.example.org/feest/kermis%201_%C3%A9%20.jpg?w=300#x",
        "HTTPS://WWW.EXAMPLE.ORG/feest/kermis 1_é .jpg/",
    ],
)
def test_web_address_of_a_published_copy_is_found(desk, words):
    photo, other = desk.add_photo(), desk.add_photo(turns=1)
    desk.publish(photo, "https://www.example.org/feest/kermis%201_%C3%A9%20.jpg")
    desk.publish(other, "https://www.example.org/feest/kermis 2.jpg")
    desk.submit(words)
    assert desk.state(photo) is PhotoState.RESTRICTED
    assert desk.state(other) is PhotoState.RECEIVED


@pytest.mark.parametrize(
    "words",
    ["https://www.example.org/", "https://www.example.org/feest", "https://evil.example/feest/1.jpg", "http://[", "%"],
)
def test_web_address_that_is_no_copys_finds_nothing(desk, words):
    photo = desk.add_photo()
    desk.publish(photo, "https://www.example.org/feest/1.jpg")
    desk.submit(words)
    assert desk.state(photo) is PhotoState.RECEIVED


def test_uploaded_smaller_copy_is_found_and_not_kept(desk, settings):
    photo, other = desk.add_photo(), desk.add_photo(turns=1)
    copy = desk.picture(long_side=300)
    before = {path for path in settings.home.rglob("*") if path.is_file()}
    desk.submit(way=Way.UPLOAD, upload=copy)
    assert desk.state(photo) is PhotoState.RESTRICTED
    assert desk.state(other) is PhotoState.RECEIVED
    new = {path for path in settings.home.rglob("*") if path.is_file()} - before
    assert not [path for path in new if path.suffix not in {".sqlite3-wal", ".sqlite3-shm"}]


def test_upload_that_is_no_picture_is_refused_and_no_request_is_made(desk):
    with pytest.raises(IntakeRefusal):
        desk.submit(way=Way.UPLOAD, upload=b"no picture")
    assert desk.service.requests(OFFICER) == []


def test_answer_is_the_same_whether_a_photo_fits_or_not(desk):
    photo = desk.add_photo()
    found = desk.submit(desk.reference(photo))
    lost = desk.submit("F-0000-0000", contact="other@example.org")
    assert re.fullmatch(r"V-[0-9A-Z]{4}-[0-9A-Z]{4}", found.reference)
    assert len(found.secret_token) == len(lost.secret_token)
    views = [desk.service.status(each.secret_token) for each in (found, lost)]
    assert {(v.state, v.due_on, v.photos, v.erased, v.contact_verified) for v in views} == {
        (RequestState.RECEIVED, date(2026, 7, 1), 0, 0, False)
    }
    bodies = [desk.outbox.to(address)[0].body for address in (ADDRESS, "other@example.org")]
    hidden = [re.sub(r"V-\S+|verzoek/\S+|\d{6}", "…", body) for body in bodies]
    assert hidden[0] == hidden[1]


def test_erased_photo_is_not_found_and_nothing_says_so(desk):
    photo = desk.add_photo()
    request = desk.request_for(photo)
    desk.service.accept(OFFICER, request.id, request.version)
    desk.finish_all()
    again = desk.submit(desk.reference(photo), contact="other@example.org")
    assert desk.find(again).photos == ()
    assert desk.service.status(again.secret_token).state is RequestState.RECEIVED


def test_request_that_points_at_nothing_is_refused(desk):
    for words, upload in [(None, None), ("", b""), ("  \0 ", None)]:
        with pytest.raises(ClaimMissing):
            desk.submit(words, upload=upload)


def test_address_that_cannot_be_written_to_is_refused_before_anything_is_done(desk):
    photo = desk.add_photo()
    with pytest.raises(ContactUnusable):
        desk.submit(desk.reference(photo), contact="jan@example")
    assert desk.state(photo) is PhotoState.RECEIVED
    assert desk.service.requests(OFFICER) == []


def test_overlong_remark_is_refused_and_an_odd_one_is_kept_as_text(desk):
    with pytest.raises(RemarkTooLong):
        desk.submit("F-0000-0000", remark="x" * 1001)
    request = desk.find(desk.submit("F-0000-0000", remark=" <b>'; drop\0 table\ud800 "))
    assert request.remark == "<b>'; drop table?"


def test_one_address_sends_no_more_than_its_days_requests(desk, clock):
    for _ in range(3):
        desk.submit("F-0000-0000")
    for address in (ADDRESS, ADDRESS.upper()):
        with pytest.raises(TooManyRequests, match="most=3"):
            desk.submit("F-0000-0000", contact=address)
    desk.submit("F-0000-0000", contact="other@example.org")
    clock.advance(timedelta(days=1))
    desk.submit("F-0000-0000")


def test_refused_flood_restricts_nothing_and_sends_nothing(desk):
    photo = desk.add_photo()
    for _ in range(3):
        desk.submit("F-0000-0000")
    with pytest.raises(TooManyRequests):
        desk.submit(desk.reference(photo))
    assert desk.state(photo) is PhotoState.RECEIVED
    assert len(desk.outbox.letters) == 3


def test_receipt_by_mail_has_number_link_and_code_and_nothing_of_the_photo(desk):
    photo = desk.add_photo()
    submitted = desk.submit(desk.reference(photo), remark="I am the one on the left")
    (letter,) = desk.outbox.to(ADDRESS)
    assert submitted.reference in letter.subject
    assert f"{desk.settings.base_url}/verzoek/{submitted.secret_token}" in letter.body
    assert "1 July 2026" in letter.body
    assert re.search(r"\d{6}", letter.body)
    for private in (desk.reference(photo), "IMG_4711", "Kermis", "left", ADDRESS):
        assert private not in letter.body


def test_request_stands_though_the_mail_server_is_down(desk, keyring):
    class Down:
        """A mail server that does not answer."""

        def send(self, letter):  # noqa: ARG002 - the mailer's signature
            return Retryable(code="mail-server-unreachable")

    photo = desk.add_photo()
    submitted = desk.submit(desk.reference(photo), service=desk.build(keyring, Down()))
    assert desk.state(photo) is PhotoState.RESTRICTED
    assert desk.service.status(submitted.secret_token).reference == submitted.reference
    desk.service.resend_code(submitted.secret_token)
    desk.service.confirm_contact(submitted.secret_token, desk.code_in_mail())


def test_code_from_the_mail_confirms_the_address(desk):
    submitted = desk.submit("F-0000-0000")
    assert not desk.service.status(submitted.secret_token).contact_verified
    desk.service.confirm_contact(submitted.secret_token, f" {desk.code_in_mail()} ")
    assert desk.service.status(submitted.secret_token).contact_verified
    desk.service.confirm_contact(submitted.secret_token, "whatever, it is confirmed")


def test_wrong_code_old_code_and_one_try_too_many_get_the_same_answer(desk, clock):
    submitted = desk.submit("F-0000-0000")
    right = desk.code_in_mail()
    wrong = "000000" if right != "000000" else "000001"
    answers = set()
    for code in (wrong, "", "x", "\ud800", wrong, right):  # the sixth is right, and too late
        with pytest.raises(CodeWrong) as caught:
            desk.service.confirm_contact(submitted.secret_token, code)
        answers.add(str(caught.value))
    desk.service.resend_code(submitted.secret_token)
    clock.advance(timedelta(minutes=15))
    with pytest.raises(CodeWrong) as caught:
        desk.service.confirm_contact(submitted.secret_token, desk.code_in_mail())
    assert answers | {str(caught.value)} == {"code-wrong"}
    assert not desk.service.status(submitted.secret_token).contact_verified


def test_fresh_code_replaces_the_one_before(desk):
    submitted = desk.submit("F-0000-0000")
    old = desk.code_in_mail()
    desk.service.resend_code(submitted.secret_token)
    new = desk.code_in_mail()
    if old != new:
        with pytest.raises(CodeWrong):
            desk.service.confirm_contact(submitted.secret_token, old)
    desk.service.confirm_contact(submitted.secret_token, new)


def test_codes_for_one_request_are_counted_and_none_is_sent_when_confirmed(desk):
    submitted = desk.submit("F-0000-0000")
    desk.service.resend_code(submitted.secret_token)
    desk.service.resend_code(submitted.secret_token)
    with pytest.raises(TooManyRequests):
        desk.service.resend_code(submitted.secret_token)
    desk.service.confirm_contact(submitted.secret_token, desk.code_in_mail())
    sent = len(desk.outbox.letters)
    desk.service.resend_code(submitted.secret_token)
    assert len(desk.outbox.letters) == sent


def test_code_of_one_request_does_not_confirm_another(desk):
    one, two = desk.submit("F-0000-0000"), desk.submit("F-0000-0000")
    codes = [re.search(r"minutes: (\d{6})", letter.body)[1] for letter in desk.outbox.to(ADDRESS)]
    if codes[0] != codes[1]:
        with pytest.raises(CodeWrong):
            desk.service.confirm_contact(one.secret_token, codes[1])
    desk.service.confirm_contact(two.secret_token, codes[1])


def test_guessed_and_expired_secrets_get_the_same_answer(desk, clock):
    request = desk.find(submitted := desk.submit("F-0000-0000"))
    desk.service.refuse(OFFICER, request.id, RefusalReason.PHOTO_NOT_FOUND, request.version)
    clock.advance(timedelta(days=30) - timedelta(seconds=1))
    assert desk.service.status(submitted.secret_token).state is RequestState.REFUSED
    clock.advance(timedelta(seconds=1))
    answers = set()
    for secret in ("", "x", "\0", "\ud800", "x" * 10_000, submitted.reference, submitted.secret_token):
        for ask in (
            desk.service.status,
            desk.service.resend_code,
            lambda token: desk.service.confirm_contact(token, "123456"),
        ):
            with pytest.raises(RequestUnknown) as caught:
                ask(secret)
            answers.add((str(caught.value), caught.value.for_people(str)))
    assert len(answers) == 1


def test_secret_of_an_open_request_opens_it_for_as_long_as_it_is_open(desk, clock):
    submitted = desk.submit("F-0000-0000")
    clock.advance(timedelta(days=400))
    assert desk.service.status(submitted.secret_token).state is RequestState.RECEIVED


def test_nothing_secret_is_stored(desk):
    submitted = desk.submit("F-0000-0000")
    stored = desk.stored()
    assert ADDRESS in stored
    assert submitted.secret_token not in stored
    assert f"'{desk.code_in_mail()}'" not in stored


def test_officer_enters_a_letter_and_its_clock_runs_from_the_day_it_came(desk, clock):
    photo = desk.add_photo()
    came = clock.now() - timedelta(days=5)
    submitted = desk.service.submit_for(
        OFFICER, photo_ids=[photo], contact=ADDRESS, remark="phoned", language=Locale.NL, received_at=came
    )
    request = desk.find(submitted)
    assert (request.way, request.received_at, request.due_on) == (Way.OFFICER, came, date(2026, 6, 29))
    assert request.contact_verified
    assert desk.state(photo) is PhotoState.RESTRICTED
    (letter,) = desk.outbox.to(ADDRESS)
    assert "verzoek/" in letter.body
    assert not re.search(r"\b\d{6}\b", letter.body)


def test_request_without_an_address_gets_no_mail(desk):
    submitted = desk.service.submit_for(OFFICER, language=Locale.NL)
    view = desk.service.status(submitted.secret_token)
    assert (view.has_contact, view.contact_verified) == (False, False)
    desk.service.resend_code(submitted.secret_token)
    assert desk.outbox.letters == []


def test_request_cannot_have_come_in_the_future(desk, clock):
    with pytest.raises(NotYetReceived):
        desk.service.submit_for(OFFICER, language=Locale.NL, received_at=clock.now() + timedelta(minutes=1))


def test_withdrawal_is_entered_by_the_system_and_decided_by_a_person(desk):
    from registry.access.errors import Forbidden

    photo = desk.add_photo()
    submitted = desk.service.submit_for(SYSTEM, way=Way.WITHDRAWAL, photo_ids=[photo], language=Locale.NL)
    request = desk.find(submitted)
    assert request.way is Way.WITHDRAWAL
    with pytest.raises(Forbidden):
        desk.service.accept(SYSTEM, request.id, request.version)
    with pytest.raises(Forbidden):
        desk.service.submit_for(PHOTOGRAPHER, language=Locale.NL)
