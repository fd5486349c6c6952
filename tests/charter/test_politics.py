"""Articles 2e, 3a, 3b and 3c."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from charter.builders import DAY, GIVEN, WEB, face, facts, person, shipped

from registry.analysis.measures import ShotType
from registry.charter import politics
from registry.charter.charter import QuietCover, QuietEffect
from registry.charter.facts import Certainty, Mandate, PressRelease, Text, TextPlace, Use
from registry.charter.rules import judge
from registry.charter.verdict import Effect, Outcome

SEAT = Mandate(domains=frozenset({"sport"}), in_college=True, starts_on=date(2025, 1, 1), ends_on=None)


def said(rule: str, seen, on=DAY, charter=None):
    return [r for r in judge(seen, charter or shipped(), on).reasons if r.rule == rule]


def text(words: str, place: TextPlace = TextPlace.CAPTION):
    return facts(ShotType.NOBODY, texts=(Text(place=place, words=words),))


@pytest.mark.parametrize("words", ["De N-VA op de markt", "van n-va.", "(Vlaams Belang)", "open vld"])
def test_a_party_name_in_the_caption_blocks_and_names_the_place(words):
    verdict = judge(text(words, TextPlace.ALT_TEXT), shipped(), DAY)

    assert verdict.outcome is Outcome.BLOCKED
    assert [(r.article, r.value) for r in verdict.deciding] == [("2e", "alt-text")]


def test_a_party_name_that_is_an_ordinary_word_needs_a_person_only_where_it_is_written_as_a_name():
    assert judge(text("Groen deelt appels uit"), shipped(), DAY).outcome is Outcome.NEEDS_A_PERSON
    assert judge(text("een groen park"), shipped(), DAY).outcome is Outcome.PUBLISHABLE


@pytest.mark.parametrize("words", ["XN-VA", "PVDAs", "feest op het plein"])
def test_a_word_that_only_contains_a_party_name_is_no_party_name(words):
    assert not said("party-names", text(words))


def college(*numbers: int, certainty=Certainty.CONFIRMED, **changes):
    persons = tuple(person(n, certainty=certainty, own=GIVEN, mandates=(SEAT,)) for n in numbers)
    return facts(faces=tuple(face(n) for n in numbers), persons=persons, **changes)


@pytest.mark.parametrize("day", [date(2030, 7, 1), date(2030, 10, 13)])
def test_a_photo_of_a_college_member_in_a_quiet_period_needs_a_person(day):
    reasons = said("quiet-period", college(1), on=day)

    assert [(r.effect, r.threshold, r.person_id) for r in reasons] == [
        (Effect.ASKS_A_PERSON, "2030-10-13", UUID(int=1))
    ]


@pytest.mark.parametrize("day", [date(2030, 6, 30), date(2030, 10, 14)])
def test_a_photo_of_a_college_member_outside_a_quiet_period_is_not_held(day):
    assert not said("quiet-period", college(1), on=day)


def test_a_quiet_period_that_blocks_blocks():
    periods = tuple(replace(period, effect=QuietEffect.BLOCK) for period in shipped().quiet_periods)
    charter = replace(shipped(), quiet_periods=periods)

    assert judge(college(1, 2), charter, date(2030, 8, 1)).outcome is Outcome.BLOCKED


def test_a_photo_without_college_members_is_free_in_a_quiet_period():
    ordinary = facts(faces=(face(),), persons=(person(own=GIVEN),))

    assert not said("quiet-period", ordinary, on=date(2030, 8, 1))


def test_someone_only_suggested_is_no_college_member_yet():
    assert not said("quiet-period", college(1, certainty=Certainty.SUGGESTED), on=date(2030, 8, 1))


def test_the_competent_alderman_must_be_in_the_photo():
    post = replace(WEB, domain="culture")

    reasons = said("competent-member", college(1, 2, use=post))

    assert [(r.article, r.effect, r.value, r.threshold) for r in reasons] == [("3b", Effect.ASKS_A_PERSON, 0, 1)]
    assert not said("competent-member", college(1, 2, use=replace(WEB, domain="sport")))


def test_a_photo_of_the_college_without_a_policy_domain_gets_a_remark_and_still_goes_out():
    verdict = judge(college(1, 2), shipped(), DAY)

    assert verdict.outcome is Outcome.PUBLISHABLE
    assert "competent-member" in {r.rule for r in verdict.reasons}


def test_a_seat_outside_the_college_is_not_competent():
    councillor = replace(SEAT, in_college=False)
    seen = college(1, 2, use=replace(WEB, domain="culture"))
    held = replace(seen.persons[0], mandates=(SEAT, replace(councillor, domains=frozenset({"culture"}))))

    assert said("competent-member", replace(seen, persons=(held, seen.persons[1])))


def test_one_college_member_alone_gets_a_remark_and_two_do_not():
    assert [r.effect for r in said("several-members", college(1))] == [Effect.REMARKS]
    assert not said("several-members", college(1, 2))


def press(day: date, *, urgent: bool = False, purpose: str = "facebook"):
    release = PressRelease(distributed_on=date(2026, 6, 1), urgent=urgent)
    seen = facts(ShotType.NOBODY, press_release=release, use=replace(WEB, purpose=purpose))
    return judge(seen, shipped(), day).outcome


def test_social_media_wait_until_the_day_after_the_press_release():
    assert press(date(2026, 5, 31)) is Outcome.BLOCKED
    assert press(date(2026, 6, 1)) is Outcome.BLOCKED
    assert press(date(2026, 6, 2)) is Outcome.PUBLISHABLE


def test_an_urgent_press_release_need_not_wait():
    assert press(date(2026, 6, 1), urgent=True) is Outcome.PUBLISHABLE


def test_the_website_need_not_wait_for_the_press():
    assert press(date(2026, 6, 1), purpose="website") is Outcome.PUBLISHABLE


def test_a_period_that_covers_everything_asks_about_a_photo_without_members_of_the_college():
    period = replace(shipped().quiet_periods[-1], covers=QuietCover.EVERYTHING)
    charter = replace(shipped(), quiet_periods=(period,))

    (finding,) = politics.quiet_period(facts(), charter, period.starts_on)

    assert (finding.effect, finding.person_id) == (Effect.ASKS_A_PERSON, None)
    assert list(politics.quiet_period(facts(), charter, period.ends_on + timedelta(days=1))) == []


def test_a_release_under_embargo_keeps_the_photo_in_on_every_purpose_urgent_or_not():
    for purpose in ("website", "facebook"):
        use = Use(purpose=purpose, long_side=1600)
        for urgent in (True, False):
            release = PressRelease(distributed_on=DAY - timedelta(days=3), urgent=urgent, under_embargo=True)
            (finding,) = politics.press_embargo(facts(use=use, press_release=release), shipped(), DAY)
            assert (finding.effect, finding.text) == (Effect.BLOCKS, politics.UNDER_EMBARGO)
            assert (finding.figure, finding.value, finding.threshold) == ("embargo", "under-embargo", "none")


def test_what_an_officer_answered_for_a_post_is_a_remark_and_what_is_blocked_stays_blocked():
    member = person(own=GIVEN, mandates=(SEAT,))
    asked = facts(
        ShotType.ATMOSPHERE, persons=(member,), use=Use(purpose="website", long_side=1600, domain="elsewhere")
    )
    answered = replace(asked, use=replace(asked.use, decided=frozenset({"competent-member"})))

    assert judge(asked, shipped(), DAY).outcome is Outcome.NEEDS_A_PERSON
    assert judge(answered, shipped(), DAY).outcome is Outcome.PUBLISHABLE

    named = replace(asked, texts=(Text(place=TextPlace.CAPTION, words="Vlaams Belang"),))
    decided = replace(named, use=replace(named.use, decided=frozenset({"party-names", "competent-member"})))
    assert judge(decided, shipped(), DAY).outcome is Outcome.BLOCKED


def test_only_the_rules_that_ask_a_person_may_be_answered():
    unknown = facts(faces=(face(),), use=Use(purpose="website", long_side=1600, decided=frozenset({"consent"})))
    assert judge(unknown, shipped(), DAY).outcome is not Outcome.PUBLISHABLE


def test_nothing_goes_to_a_closed_channel():
    closed = facts(ShotType.ATMOSPHERE, use=Use(purpose="website", long_side=1600, closed=True))
    assert judge(closed, shipped(), DAY).outcome is Outcome.BLOCKED
    assert judge(replace(closed, use=replace(closed.use, closed=False)), shipped(), DAY).outcome is Outcome.PUBLISHABLE
