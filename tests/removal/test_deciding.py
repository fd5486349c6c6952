"""The officer decides: once, on what they saw, and with what it entails."""

from datetime import UTC, date, datetime, timedelta
from multiprocessing.pool import ThreadPool
from uuid import uuid4

import pytest
from removal.conftest import ADDRESS, OFFICER, PHOTOGRAPHER, SECOND_OFFICER

from registry.access.errors import Forbidden
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.proof import audit
from registry.proof.audit import Intact
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.removal.errors import (
    AlreadyDecided,
    NothingToErase,
    PhotoNotHere,
    RequestChanged,
    RequestUnknown,
    TooLateToExtend,
)
from registry.removal.records import RemovalRequest
from registry.removal.settling import erase_rows
from registry.removal.states import (
    ExtensionReason,
    RefusalReason,
    RequestedPhotoState,
    RequestState,
    Way,
)

NOT_FOUND = RefusalReason.PHOTO_NOT_FOUND


def test_accept_opens_an_erasure_of_every_photo_and_hands_it_to_the_worker(desk):
    one, two = desk.add_photo(), desk.add_photo(turns=1)
    request = desk.request_for(one, two)
    decided = desk.service.accept(OFFICER, request.id, request.version)
    assert decided.state is RequestState.ACCEPTED
    assert (decided.decided_by, decided.decided_at) == (OFFICER.user_id, desk.clock.now())
    assert {opened[:3] for opened in desk.erasures.opened.values()} == {(p, request.id, Way.LINK) for p in (one, two)}
    assert desk.erasures.queued == [tied.erasure_id for tied in decided.photos]
    assert {tied.state for tied in decided.photos} == {RequestedPhotoState.ERASING}


def test_accept_that_cannot_open_an_erasure_decides_nothing(desk, keyring):
    class Failing(RuntimeError):
        """The erasure stage fails."""

    def fail(*_args, **_more):
        raise Failing

    request = desk.request_for(desk.add_photo())
    desk.erasures.open = fail
    service = desk.build(keyring)
    with pytest.raises(Failing):
        service.accept(OFFICER, request.id, request.version)
    again = desk.service.request(OFFICER, request.id)
    assert (again.state, again.version) == (RequestState.RECEIVED, request.version)
    assert desk.subjects() == ["We received your request"]


def test_accept_without_a_photo_is_refused(desk):
    request = desk.request_for()
    with pytest.raises(NothingToErase):
        desk.service.accept(OFFICER, request.id, request.version)
    assert desk.service.request(OFFICER, request.id).state is RequestState.RECEIVED


def test_request_is_done_when_its_last_photo_is_erased(desk):
    request = desk.request_for(desk.add_photo(), desk.add_photo(turns=1))
    desk.service.accept(OFFICER, request.id, request.version)
    first, last = desk.erasures.queued
    desk.finish(first)
    assert desk.service.request(OFFICER, request.id).state is RequestState.ACCEPTED
    desk.finish(last)
    assert desk.service.request(OFFICER, request.id).state is RequestState.DONE


def test_refuse_shows_the_photo_again_as_it_was(desk):
    photo = desk.add_photo()
    request = desk.request_for(photo)
    decided = desk.service.refuse(OFFICER, request.id, RefusalReason.NOT_RECOGNISABLE, request.version)
    assert (decided.state, decided.decision_reason) == (RequestState.REFUSED, RefusalReason.NOT_RECOGNISABLE)
    assert desk.state(photo) is PhotoState.RECEIVED
    assert decided.photos[0].state is RequestedPhotoState.RELEASED


def test_photo_stays_restricted_while_another_request_holds_it(desk, database):
    photo = desk.add_photo()
    with database.transaction() as session:
        session.get_one(Photo, photo).state = PhotoState.ANALYSED
    first, second = desk.request_for(photo), desk.request_for(photo, contact="other@example.org")
    desk.service.refuse(OFFICER, first.id, NOT_FOUND, first.version)
    assert desk.state(photo) is PhotoState.RESTRICTED
    desk.service.refuse(OFFICER, second.id, NOT_FOUND, second.version)
    assert desk.state(photo) is PhotoState.ANALYSED


def test_request_of_another_citizen_for_an_erased_photo_is_done_too(desk):
    photo = desk.add_photo()
    first, second = desk.request_for(photo), desk.request_for(photo, contact="other@example.org")
    desk.service.accept(OFFICER, first.id, first.version)
    desk.finish_all()
    desk.service.send_due_letters()
    assert desk.service.request(OFFICER, second.id).state is RequestState.DONE
    assert desk.subjects("other@example.org")[-1] == "Your request"


def test_two_officers_who_decide_at_once_decide_once(desk):
    photo = desk.add_photo()
    request = desk.request_for(photo)

    def decide(number):
        officer = (OFFICER, SECOND_OFFICER)[number % 2]
        try:
            if number % 2:
                desk.service.refuse(officer, request.id, NOT_FOUND, request.version)
            else:
                desk.service.accept(officer, request.id, request.version)
        except AlreadyDecided:
            return None
        return officer.user_id

    with ThreadPool(6) as pool:
        deciders = [by for by in pool.map(decide, range(6)) if by]
    decided = desk.service.request(OFFICER, request.id)
    assert deciders == [decided.decided_by]
    assert len(desk.erasures.opened) == (decided.state is RequestState.ACCEPTED)
    assert desk.state(photo) is (PhotoState.ERASING if desk.erasures.opened else PhotoState.RECEIVED)


def test_second_officer_is_told_that_it_was_decided(desk):
    request = desk.request_for(desk.add_photo())
    desk.service.refuse(OFFICER, request.id, NOT_FOUND, request.version)
    with pytest.raises(AlreadyDecided, match="state=refused"):
        desk.service.accept(SECOND_OFFICER, request.id, request.version)
    assert desk.erasures.opened == {}
    assert desk.subjects() == ["We received your request", "We do not accept your request"]


def test_officer_who_decides_on_an_old_page_is_stopped(desk):
    one, two = desk.add_photo(), desk.add_photo(turns=1)
    request = desk.request_for(one)
    desk.service.link_photo(SECOND_OFFICER, request.id, two, request.version)
    with pytest.raises(RequestChanged, match="now=2 expected=1"):
        desk.service.accept(OFFICER, request.id, request.version)
    assert desk.erasures.opened == {}


def test_photo_is_tied_to_a_request_and_untied_again(desk):
    photo = desk.add_photo()
    request = desk.request_for()
    tied = desk.service.link_photo(OFFICER, request.id, photo, request.version)
    assert desk.state(photo) is PhotoState.RESTRICTED
    untied = desk.service.unlink_photo(OFFICER, request.id, photo, tied.version)
    assert desk.state(photo) is PhotoState.RECEIVED
    with pytest.raises(PhotoNotHere):
        desk.service.unlink_photo(OFFICER, request.id, photo, untied.version)
    again = desk.service.link_photo(OFFICER, request.id, photo, untied.version)
    assert [each.state for each in again.photos] == [RequestedPhotoState.RESTRICTED]
    assert desk.state(photo) is PhotoState.RESTRICTED


def test_photo_that_is_not_here_cannot_be_tied(desk):
    request = desk.request_for()
    with pytest.raises(PhotoNotHere):
        desk.service.link_photo(OFFICER, request.id, uuid4(), request.version)
    assert desk.service.request(OFFICER, request.id).version == request.version


def test_extension_runs_three_months_from_the_receipt(desk, clock):
    clock.set(datetime(2027, 1, 31, 11, 0, tzinfo=UTC))
    request = desk.request_for(desk.add_photo())
    assert request.due_on == date(2027, 3, 1)  # 28 February 2027 is a Sunday
    extended = desk.service.extend(OFFICER, request.id, ExtensionReason.COMPLEX, request.version)
    assert (extended.due_on, extended.extended) == (date(2027, 4, 30), True)
    assert "30 April 2027" in desk.outbox.to(ADDRESS)[-1].body
    with pytest.raises(TooLateToExtend):
        desk.service.extend(OFFICER, request.id, ExtensionReason.MANY, extended.version)


def test_extension_is_possible_until_the_first_months_last_minute(desk, clock):
    requests = [desk.request_for(), desk.request_for()]
    clock.set(datetime(2026, 7, 1, 21, 59, tzinfo=UTC))  # a minute before midnight in Brussels
    desk.service.extend(OFFICER, requests[0].id, ExtensionReason.MANY, 1)
    clock.advance(timedelta(minutes=1))
    with pytest.raises(TooLateToExtend, match="due=2026-07-01"):
        desk.service.extend(OFFICER, requests[1].id, ExtensionReason.MANY, 1)
    assert desk.service.request(OFFICER, requests[1].id).version == 1


def test_requests_are_listed_by_urgency_the_decided_last(desk, clock):
    third = desk.request_for(contact="c@example.org")
    clock.advance(timedelta(days=2))
    second = desk.request_for(contact="b@example.org")
    decided = desk.request_for(contact="d@example.org")
    desk.service.extend(OFFICER, third.id, ExtensionReason.MANY, 1)
    desk.service.refuse(OFFICER, decided.id, NOT_FOUND, 1)
    assert [view.id for view in desk.service.requests(OFFICER)] == [second.id, third.id, decided.id]


def test_photographer_sees_and_decides_nothing(desk):
    photo = desk.add_photo()
    request = desk.request_for(photo)
    for attempt in (
        lambda: desk.service.requests(PHOTOGRAPHER),
        lambda: desk.service.request(PHOTOGRAPHER, request.id),
        lambda: desk.service.accept(PHOTOGRAPHER, request.id, 1),
        lambda: desk.service.refuse(PHOTOGRAPHER, request.id, NOT_FOUND, 1),
        lambda: desk.service.extend(PHOTOGRAPHER, request.id, ExtensionReason.MANY, 1),
        lambda: desk.service.link_photo(PHOTOGRAPHER, request.id, photo, 1),
        lambda: desk.service.unlink_photo(PHOTOGRAPHER, request.id, photo, 1),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert desk.service.request(OFFICER, request.id) == request


def test_unknown_request_is_said_so(desk):
    for ask in (desk.service.request, lambda actor, id_: desk.service.accept(actor, id_, 1)):
        with pytest.raises(RequestUnknown):
            ask(OFFICER, uuid4())


def test_status_tells_how_far_it_is_once_accepted(desk):
    submitted = desk.submit(f"{desk.reference(desk.add_photo())} {desk.reference(desk.add_photo(turns=1))}")
    request = desk.find(submitted)
    desk.service.accept(OFFICER, request.id, request.version)
    desk.finish(desk.erasures.queued[0])
    view = desk.service.status(submitted.secret_token)
    assert (view.state, view.photos, view.erased) == (RequestState.ACCEPTED, 2, 1)
    desk.finish(desk.erasures.queued[1])
    view = desk.service.status(submitted.secret_token)
    assert (view.state, view.photos, view.erased) == (RequestState.DONE, 2, 2)


def test_status_tells_who_received_a_copy_and_nothing_of_a_photo_that_was_not_the_one_meant(desk, database):
    meant, other = desk.add_photo(), desk.add_photo(turns=1)
    submitted = desk.submit(f"{desk.reference(meant)} {desk.reference(other)}")
    desk.recipients = {copy.id: "Het Dagblad" for photo in (meant, other) for copy in desk.copies(photo)}
    request = desk.find(submitted)
    assert desk.service.status(submitted.secret_token).copies == ()
    left = desk.service.unlink_photo(OFFICER, request.id, other, request.version)

    desk.service.accept(OFFICER, request.id, left.version)

    view = desk.service.status(submitted.secret_token)
    assert view.photos == 1
    assert [line.recipient for line in view.copies] == ["Het Dagblad"] * len(desk.copies(meant))


def test_erasure_of_the_rows_blanks_what_was_written_about_the_photo(desk, database):
    photo = desk.add_photo()
    request = desk.request_for(photo, remark="the child in the red coat")
    desk.service.accept(OFFICER, request.id, request.version)
    assert "red coat" in desk.stored(RemovalRequest)
    assert desk.reference(photo) in desk.stored(RemovalRequest)
    for expected in (1, 0):
        with database.transaction() as session:
            assert erase_rows(session, photo) == expected
    assert "red coat" not in desk.stored(RemovalRequest)
    assert desk.reference(photo) not in desk.stored(RemovalRequest)
    assert ADDRESS in desk.stored(RemovalRequest)


def test_audit_log_tells_every_move_and_nothing_personal(desk, database):
    photo, wrong = desk.add_photo(), desk.add_photo(turns=1)
    desk.publish(photo, "https://example.org/quackelbeen/IMG_4711.jpg")
    submitted = desk.submit("https://example.org/quackelbeen/IMG_4711.jpg", remark="Quackelbeen, red coat")
    desk.service.confirm_contact(submitted.secret_token, desk.code_in_mail())
    request = desk.find(submitted)
    view = desk.service.link_photo(OFFICER, request.id, wrong, request.version)
    view = desk.service.unlink_photo(OFFICER, request.id, wrong, view.version)
    view = desk.service.extend(OFFICER, request.id, ExtensionReason.COMPLEX, view.version)
    desk.service.accept(OFFICER, request.id, view.version)
    desk.finish_all()
    desk.service.send_due_letters()
    log = desk.stored(AuditEntry).lower()
    for personal in ("quackelbeen", "example.org", "img_4711", "red coat", desk.reference(photo).lower()):
        assert personal not in log
    told = [AuditEvent.REQUEST_RECEIVED, AuditEvent.REQUEST_CONFIRMED, AuditEvent.REQUEST_EXTENDED]
    told += [AuditEvent.REQUEST_ACCEPTED, AuditEvent.REQUEST_DONE, AuditEvent.REQUEST_SCRUBBED]
    with database.reading() as session:
        events = [entry.event for entry in audit.of_subject(session, request.id)]
        assert isinstance(audit.verify(session), Intact)
    assert [event for event in events if event in told] == told
    assert events.count(AuditEvent.REQUEST_LINKED) == 2
    assert events.count(AuditEvent.REQUEST_UNLINKED) == 1


def test_no_error_repeats_what_the_citizen_wrote(desk):
    request = desk.request_for(desk.add_photo(), remark="red coat")
    desk.service.refuse(OFFICER, request.id, NOT_FOUND, request.version)
    with pytest.raises(AlreadyDecided) as caught:
        desk.service.refuse(OFFICER, request.id, NOT_FOUND, request.version)
    shown = str(caught.value) + caught.value.for_people(str)
    assert not [private for private in (ADDRESS, "red coat", request.claim) if private in shown]


def test_request_entered_without_an_address_is_decided_without_letters(desk):
    photo = desk.add_photo()
    request = desk.find(desk.service.submit_for(OFFICER, photo_ids=[photo], language=Locale.NL))
    desk.service.accept(OFFICER, request.id, request.version)
    desk.finish_all()
    assert desk.service.send_due_letters() == 0
    assert desk.outbox.letters == []
    assert desk.service.request(OFFICER, request.id).state is RequestState.DONE
