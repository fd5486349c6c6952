"""A changed charter: what it would make of the stored photos, and that verdicts follow it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from consent.parts import OFFICER, PHOTOGRAPHER

from registry.access.errors import Forbidden
from registry.charter.charter import StandingCopies
from registry.charter.facts import Setting, Text, TextPlace, Use
from registry.charter.parsing import parse
from registry.charter.verdict import Outcome
from registry.consent.persons import NewPerson
from registry.intake.records import Photo
from registry.review.facts import gather, gather_many
from registry.review.naming import by_index, by_query
from registry.review.previewing import Previewer
from registry.rulebook.service import Rulebook
from registry.rulebook.states import Origin

TEXT = (Path(__file__).parents[2] / "data" / "charter.toml").read_text(encoding="utf-8")
LENIENT = TEXT.replace("recognise = 125", "recognise = 10000")
TINY = Use(purpose="website", long_side=24)


@pytest.fixture
def rulebook(desk):
    book = Rulebook(database=desk.database, clock=desk.clock)
    book.begin(TEXT)
    return book


@pytest.fixture
def previewer(desk):
    return Previewer(database=desk.database, clock=desk.clock)


def adopt(rulebook, text):
    return rulebook.adopt(OFFICER, text, reason="Besluit", origin=Origin.PAGE)


def test_a_preview_counts_and_lists_the_photos_that_would_change_and_writes_nothing(desk, rulebook, previewer):
    photo = desk.assessed()
    before = desk.judgements_of(photo)

    found = previewer.preview(OFFICER, parse(TEXT), parse(LENIENT))

    change = (Outcome.NEEDS_CONSENT, Outcome.PUBLISHABLE)
    assert (found.total, found.judged, found.changed, found.is_whole) == (1, 1, 1, True)
    assert found.changes == {change: 1}
    assert found.listed == ((photo.id, change),)
    assert found.becoming(Outcome.PUBLISHABLE) == 1
    assert found.becoming(Outcome.NEEDS_CONSENT) == 0
    assert desk.judgements_of(photo) == before


def test_a_preview_of_the_same_charter_changes_nothing(desk, previewer):
    desk.assessed()

    assert previewer.preview(OFFICER, parse(TEXT), parse(TEXT)).changed == 0


def test_a_preview_judges_for_the_size_the_new_charter_publishes_at(desk, previewer):
    desk.assessed()
    smaller = TEXT.replace("value = 1600", "value = 16")

    assert previewer.preview(OFFICER, parse(TEXT), parse(smaller)).changed == 1


def test_a_preview_is_the_officer_s(desk, previewer):
    with pytest.raises(Forbidden):
        previewer.preview(PHOTOGRAPHER, parse(TEXT), parse(TEXT))


def test_a_verdict_follows_the_adopted_charter_at_once_and_names_it(desk, rulebook):
    photo = desk.assessed()
    assert desk.verdict(photo).outcome is Outcome.NEEDS_CONSENT

    kept = adopt(rulebook, LENIENT)

    verdict = desk.verdict(photo)
    assert (verdict.outcome, verdict.charter_version) == (Outcome.PUBLISHABLE, kept.version)


def test_a_worker_that_applies_a_charter_judges_every_photo_again_by_it(desk, rulebook):
    photos = [desk.assessed((200, 10, 10)), desk.assessed((10, 200, 10))]
    kept = adopt(rulebook, LENIENT)

    last, seen = desk.review.rejudge_after(None), []
    while last:
        seen.append(last)
        last = desk.review.rejudge_after(last)

    assert seen == [max(photo.id for photo in photos)]
    assert {desk.outcome(photo) for photo in photos} == {Outcome.PUBLISHABLE}
    assert {j.charter_version for photo in photos for j in desk.judgements_of(photo) if j.current} == {kept.version}


def may_stand(desk, photo, since):
    with desk.database.reading() as session:
        return desk.review.may_stand(session, photo.id, TINY, since)


@pytest.mark.parametrize("way", list(StandingCopies))
def test_what_a_newer_charter_alone_refuses_stands_only_where_that_charter_lets_it(desk, rulebook, way):
    photo = desk.assessed()
    published = desk.clock.now()
    assert may_stand(desk, photo, published)
    desk.clock.advance(timedelta(days=1))

    strict = TEXT.replace("recognise = 125", "recognise = 1").replace('"list"', f'"{way.value}"')
    adopt(rulebook, strict)

    assert may_stand(desk, photo, published) is (way is StandingCopies.LIST)
    assert not may_stand(desk, photo, desk.clock.now())


def test_a_photo_of_which_facts_changed_does_not_stand_by_an_older_charter(desk, rulebook):
    photo = desk.assessed()
    published = desk.clock.now()
    desk.clock.advance(timedelta(days=1))
    adopt(rulebook, TEXT.replace("recognise = 125", "recognise = 1"))

    desk.review.refuse(OFFICER, desk.review.queue(OFFICER)[0].case.id, "Nee", expected_version=1)

    assert not may_stand(desk, photo, published)


# Words that name somebody


@pytest.mark.parametrize("place", [TextPlace.CAPTION, TextPlace.ALT_TEXT, TextPlace.FILE_NAME])
def test_the_words_of_a_post_that_name_a_person_make_them_identified(desk, place):
    photo = desk.assessed()
    person = desk.consent.add_person(OFFICER, NewPerson(display_name="Ann Peeters"))
    use = replace(TINY, texts=(Text(place=place, words="Hier is Ann Peeters, blij."),))

    assert desk.verdict(photo, TINY).outcome is Outcome.PUBLISHABLE
    verdict = desk.verdict(photo, use)
    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert {need.person_id for need in verdict.needs} == {getattr(person, "id", person)}


@pytest.mark.parametrize(("column", "words"), [("caption", "Ann Peeters danst"), ("file_name", "ann_peeters-03.jpg")])
def test_a_photo_s_own_words_that_name_a_person_make_them_identified(desk, column, words):
    photo = desk.assessed()
    desk.consent.add_person(OFFICER, NewPerson(display_name="Ann Peeters"))
    assert desk.verdict(photo, TINY).outcome is Outcome.PUBLISHABLE
    with desk.database.transaction() as session:
        kept = session.get(Photo, photo.id)
        setattr(kept, column, words)
        session.add(kept)

    assert desk.verdict(photo, TINY).outcome is Outcome.NEEDS_CONSENT


def test_the_facts_of_many_photos_are_those_of_each(desk):
    photos = [desk.assessed((200, 10, 10)), desk.assessed((10, 200, 10))]
    desk.consent.add_person(OFFICER, NewPerson(display_name="Ann Peeters"))
    use = replace(TINY, texts=(Text(place=TextPlace.CAPTION, words="Ann Peeters en Jan"),))
    on = desk.clock.now().date()

    with desk.database.reading() as session:
        many = gather_many(session, [photo.id for photo in photos], use, on, by_index(session))
        asked = gather_many(session, [photo.id for photo in photos], use, on, by_query(session))
        assert many == asked == {photo.id: gather(session, photo.id, use, on) for photo in photos}
    assert {facts.setting for facts in many.values()} == {Setting.PUBLIC_EVENT}
