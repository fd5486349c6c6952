from __future__ import annotations

from datetime import timedelta

import pytest
from consent.parts import OFFICER, PHOTOGRAPHER
from reanalysis.world import BLUE, GREEN, RED, SharperEngine
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.analysis.measures import ShotType
from registry.analysis.service import erase_rows as erase_analysis
from registry.charter.facts import Ruling
from registry.charter.verdict import Outcome
from registry.consent.stale import people_to_ask
from registry.consent.states import Origin
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.reanalysis.archive import erase_rows
from registry.reanalysis.errors import (
    AlreadyUnderWay,
    EngineChanged,
    EngineNotInUse,
    NoReanalysis,
    NothingToReanalyse,
    NotNow,
)
from registry.reanalysis.states import ReanalysisState


def put_in(archive, photo, state) -> None:
    with archive.database.transaction() as session:
        row = session.get(Photo, photo.id)
        row.state = state
        session.add(row)


def seen_by_a_newer_engine(archive):
    """A red and a green photo, both looked at by the newer engine that is in use; nothing applied."""
    red, green = archive.desk.assessed(RED), archive.desk.assessed(GREEN)
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.reanalysis.run(run.id)
    return red, green, run


def test_a_reanalysis_when_it_has_looked_at_all_then_shows_what_would_change_and_nothing_has(archive):
    red, green, run = seen_by_a_newer_engine(archive)

    shown = archive.reanalysis.overview(OFFICER)

    assert shown.run.state is ReanalysisState.READY
    assert (shown.progress.seen, shown.progress.remain, shown.progress.total) == (2, 0, 2)
    assert shown.counts == {(Outcome.NEEDS_CONSENT, Outcome.PUBLISHABLE): 1}
    (change,) = archive.reanalysis.changes(OFFICER, run.id)
    assert (change.photo_id, change.reference) == (green.id, green.reference)
    assert (change.before, change.after) == (Outcome.NEEDS_CONSENT, Outcome.PUBLISHABLE)
    assert (change.shot_before, change.shot_after) == (ShotType.PORTRAIT, ShotType.ATMOSPHERE)
    for photo in (red, green):
        assert len(archive.analyses(photo)) == len(archive.faces(photo)) == 2
        assert archive.counted(photo).engine_version == "1"
        assert archive.desk.outcome(photo) is Outcome.NEEDS_CONSENT
        assert len(archive.desk.judgements_of(photo)) == 1


def test_a_photo_whose_templates_were_dropped_while_it_was_compared_is_looked_at_again(archive):
    archive.register.enrolled(RED)
    photo = archive.desk.assessed(RED)
    archive.use_newer()
    archive.register.enrolled(RED, "Bert Claes")
    run = archive.reanalysis.start(OFFICER)
    encode, left = archive.newer.encode, [1]

    def slow(picture, face, *, against=None):
        if left and against is not None:
            left.pop()
            tomorrow = archive.clock.now().date() + timedelta(days=1)
            archive.register.gallery.snapshot(on=tomorrow, engine=archive.newer.name)
        return encode(picture, face, against=against)

    archive.newer.encode = slow
    archive.reanalysis.run(run.id)

    assert not left
    assert archive.newer.seen == [RED, RED], "the first look did not count"
    assert archive.reanalysis.overview(OFFICER).progress.seen == 1
    assert len(archive.analyses(photo)) == 2


def test_a_reanalysis_when_applied_then_each_photo_is_judged_by_it_and_what_is_published_is_looked_at(archive):
    red, green, run = seen_by_a_newer_engine(archive)

    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.APPLIED
    assert archive.desk.outcome(green) is Outcome.PUBLISHABLE
    assert archive.desk.outcome(red) is Outcome.NEEDS_CONSENT
    assert {archive.counted(photo).engine_version for photo in (red, green)} == {"2"}
    assert set(archive.register.queue.enforced) == {red.id, green.id}
    assert archive.register.queue.enforced[0] == green.id


def test_a_reanalysis_when_dropped_then_nothing_of_it_is_left_and_the_old_analyses_count(archive):
    red, green, run = seen_by_a_newer_engine(archive)
    assert len(archive.analyses(green)) == 2

    archive.reanalysis.discard(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.DISCARDED
    assert archive.lines() == []
    for photo in (red, green):
        (kept,) = archive.analyses(photo)
        assert (kept.engine_version, kept.current) == ("1", True)
        assert len(archive.faces(photo)) == 1
    with pytest.raises(NoReanalysis):
        archive.reanalysis.apply(OFFICER)


def test_a_paused_reanalysis_when_resumed_by_another_process_then_goes_on_where_it_was(archive):
    photos = [archive.desk.assessed(colour) for colour in (RED, BLUE, GREEN)]
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    assert archive.reanalysis.advance(run.id)
    archive.reanalysis.pause(OFFICER)

    assert not archive.reanalysis.advance(run.id)
    assert len(archive.newer.seen) == len(archive.lines()) == 1
    assert archive.reanalysis.unfinished() == []
    archive.reanalysis.resume(OFFICER)
    assert archive.reanalysis.unfinished() == [run.id]
    fresh = archive.looking()
    while fresh.advance(run.id):
        pass

    assert len(archive.newer.seen) == len(set(archive.newer.seen)) == 3
    assert {line.photo_id for line in archive.lines()} == {photo.id for photo in photos}
    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.READY


def test_a_photo_when_erased_in_the_middle_then_neither_analysis_is_left_and_it_is_not_applied(archive):
    red, green, run = seen_by_a_newer_engine(archive)
    assert len(archive.analyses(green)) == 2
    assert len(archive.faces(green)) == 2
    assert green.id in {line.photo_id for line in archive.lines()}

    with archive.database.transaction() as session:
        row = session.get(Photo, green.id)
        row.state = PhotoState.ERASED
        erase_rows(session, green.id)
        erase_analysis(session, green.id)
    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.analyses(green) == archive.faces(green) == []
    assert {line.photo_id for line in archive.lines()} == {red.id}
    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.APPLIED


@pytest.mark.parametrize("state", [PhotoState.ERASING, PhotoState.ERASED, PhotoState.RESTRICTED])
def test_a_photo_that_goes_while_it_is_looked_at_then_leaves_nothing_of_the_look(archive, state, monkeypatch):
    photo = archive.desk.assessed(RED)
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    analyse = archive.newer.analyse

    def going(picture):
        put_in(archive, photo, state)
        return analyse(picture)

    monkeypatch.setattr(archive.newer, "analyse", going)
    archive.reanalysis.run(run.id)

    assert len(archive.newer.seen) == 1
    assert len(archive.analyses(photo)) == 1
    assert archive.lines() == []


def test_a_restricted_photo_when_the_archive_is_looked_at_then_is_left_alone_and_counted(archive):
    restricted, _ = archive.desk.assessed(RED), archive.desk.assessed(GREEN)
    put_in(archive, restricted, PhotoState.RESTRICTED)
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.newer.seen == [GREEN]
    assert archive.reanalysis.overview(OFFICER).progress.waiting == 1


def test_a_photo_that_just_came_in_when_the_archive_is_looked_at_then_goes_first(archive):
    archive.desk.assessed(RED)
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    fresh = archive.desk.received(BLUE)

    assert not archive.reanalysis.advance(run.id)
    assert archive.newer.seen == []
    assert archive.reanalysis.unfinished() == [run.id]
    archive.desk.review.assess(fresh.id)
    assert archive.reanalysis.advance(run.id)
    assert archive.newer.seen == [BLUE, RED]


def test_a_photo_that_cannot_be_read_when_looked_at_again_then_is_counted_and_keeps_its_analysis(archive):
    broken, _ = archive.desk.assessed(RED), archive.desk.assessed(GREEN)
    for blob in list(archive.register.vault.blobs()):
        archive.register.vault.remove(blob)
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.reanalysis.run(run.id)

    progress = archive.reanalysis.overview(OFFICER).progress
    assert (progress.seen, progress.unreadable) == (0, 2)
    assert archive.reanalysis.overview(OFFICER).changed == 0
    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)
    assert archive.counted(broken).engine_version == "1"


def test_decisions_when_a_reanalysis_is_applied_then_stay_with_the_face_and_a_ruling_is_shown_to_lapse(archive):
    person = archive.register.person()
    archive.register.says(person.id)
    named, ruled = archive.desk.assessed(RED), archive.desk.assessed(BLUE)
    case = archive.desk.case(named)
    archive.desk.review.name_face(
        OFFICER, case.id, archive.desk.face(named).id, person.id, expected_version=case.version
    )
    case = archive.desk.case(ruled)
    archive.desk.review.declare_no_consent_needed(
        OFFICER, case.id, Ruling.NO_REAL_PERSON, "Een standbeeld", expected_version=case.version
    )
    assert archive.desk.outcome(named) is archive.desk.outcome(ruled) is Outcome.PUBLISHABLE
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.reanalysis.overview(OFFICER).counts == {(Outcome.PUBLISHABLE, Outcome.NEEDS_CONSENT): 1}
    assert archive.desk.ties(named) == {(person.id, Origin.CONFIRMED)}
    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)
    assert archive.desk.outcome(named) is Outcome.PUBLISHABLE
    assert archive.desk.outcome(ruled) is Outcome.NEEDS_CONSENT
    assert archive.desk.face(named).analysis_id == archive.counted(named).id
    assert archive.desk.ties(named) == {(person.id, Origin.CONFIRMED)}


def test_matches_of_the_same_engine_when_rehearsed_then_count_and_are_taken_back(archive):
    person = archive.register.enrolled(RED)
    archive.register.says(person.id)
    photo = archive.desk.assessed(RED)
    assert archive.desk.outcome(photo) is Outcome.NEEDS_A_PERSON
    before = archive.desk.face(photo).id
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.reanalysis.overview(OFFICER).changed == 0
    assert archive.desk.ties(photo) == {(person.id, Origin.SUGGESTED)}
    assert archive.desk.face(photo).id == before
    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)
    assert archive.desk.ties(photo) == {(person.id, Origin.SUGGESTED)}
    assert archive.desk.outcome(photo) is Outcome.NEEDS_A_PERSON


def test_templates_of_another_engine_when_it_is_applied_then_are_never_compared_and_destroyed_with_their_keys(archive):
    person = archive.register.enrolled(RED)
    archive.register.says(person.id)
    photo = archive.desk.assessed(RED)
    (template,) = archive.register.consent.templates(OFFICER, person.id)
    archive.newer = SharperEngine("other")
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.reanalysis.run(run.id)

    assert archive.reanalysis.overview(OFFICER).counts == {(Outcome.NEEDS_A_PERSON, Outcome.NEEDS_CONSENT): 1}
    assert [one.id for one in archive.reanalysis.people_to_ask(OFFICER)] == [person.id]
    assert not archive.register.keyring.is_destroyed(template.copy_id)
    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)
    assert archive.desk.ties(photo) == set()
    assert archive.register.consent.templates(OFFICER, person.id) == []
    assert archive.register.keyring.is_destroyed(template.copy_id)
    with archive.database.reading() as session:
        assert people_to_ask(session, "other") == []


def test_an_engine_tried_out_when_settings_choose_another_then_can_be_looked_at_and_not_applied(archive):
    archive.desk.assessed(GREEN)
    archive.newer = SharperEngine("other")
    run = archive.reanalysis.start(OFFICER, "other")
    archive.reanalysis.run(run.id)

    assert archive.reanalysis.overview(OFFICER).changed == 1
    with pytest.raises(EngineNotInUse) as refused:
        archive.reanalysis.apply(OFFICER)
    assert refused.value.data["engine"] == "other"
    archive.use_newer()
    archive.reanalysis.apply(OFFICER)


def test_an_engine_replaced_in_the_middle_then_the_reanalysis_holds_and_cannot_go_on(archive):
    archive.desk.assessed(RED)
    archive.use_newer()
    run = archive.reanalysis.start(OFFICER)
    archive.newer.version = "3"

    archive.reanalysis.run(run.id)

    assert archive.lines() == []
    assert archive.reanalysis.overview(OFFICER).run.state is ReanalysisState.PAUSED
    with pytest.raises(EngineChanged):
        archive.reanalysis.resume(OFFICER)
    archive.reanalysis.discard(OFFICER)
    archive.reanalysis.run(run.id)
    assert archive.reanalysis.start(OFFICER).engine_version == "3"


def test_an_archive_that_is_up_to_date_when_looked_at_again_then_there_is_nothing_to_do(archive):
    archive.newer = archive.in_use
    with pytest.raises(NothingToReanalyse):
        archive.reanalysis.start(OFFICER)
    archive.desk.assessed(RED)
    with pytest.raises(NothingToReanalyse):
        archive.reanalysis.start(OFFICER)
    assert archive.reanalysis.outdated(OFFICER) == 0


def test_what_does_not_fit_when_asked_then_is_refused(archive):
    archive.desk.assessed(RED)
    archive.use_newer()
    assert archive.reanalysis.outdated(OFFICER) == 1
    archive.reanalysis.start(OFFICER)
    with pytest.raises(AlreadyUnderWay):
        archive.reanalysis.start(OFFICER)
    for act in (archive.reanalysis.apply, archive.reanalysis.resume):
        with pytest.raises(NotNow):
            act(OFFICER)


def test_a_photographer_when_they_try_then_may_neither_see_nor_do_anything(archive):
    doings = (
        archive.reanalysis.start,
        archive.reanalysis.pause,
        archive.reanalysis.resume,
        archive.reanalysis.apply,
        archive.reanalysis.discard,
        archive.reanalysis.overview,
        archive.reanalysis.engines,
        archive.reanalysis.outdated,
        archive.reanalysis.people_to_ask,
    )
    for do in doings:
        with pytest.raises(Forbidden):
            do(PHOTOGRAPHER)


def test_a_reanalysis_when_begun_and_applied_then_the_log_says_so_with_the_engine(archive):
    _, _, run = seen_by_a_newer_engine(archive)
    archive.reanalysis.apply(OFFICER)
    archive.reanalysis.run(run.id)

    with archive.database.reading() as session:
        told = session.exec(select(AuditEntry).where(AuditEntry.subject_id == run.id)).all()
    assert [entry.event for entry in told] == [AuditEvent.REANALYSIS_STARTED, AuditEvent.REANALYSIS_APPLIED]
    assert told[0].detail["engine"] == "colours"
