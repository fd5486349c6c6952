"""What every rule saw and said of one photo, also the silent ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from charter.builders import DAY, GIVEN, REFUSED, THOROUGH, WEB, face, facts, person, shipped, some_facts
from hypothesis import given

from registry.analysis.measures import ShotType
from registry.charter import sights
from registry.charter.explaining import Bearing, explained
from registry.charter.facts import (
    Certainty,
    Genre,
    Mandate,
    PressRelease,
    Ruling,
    Setting,
    Standing,
    Text,
    TextPlace,
)
from registry.charter.parsing import FIGURES
from registry.charter.rules import RULES, judge
from registry.locale import Locale, translator

DUTCH, ENGLISH = translator(Locale.NL), translator(Locale.EN)
SEAT = Mandate(domains=frozenset({"sport"}), in_college=True, starts_on=date(2025, 1, 1), ends_on=None)


def saw(rule: str, seen, on=DAY, charter=None) -> list[str]:
    found = {one.rule.name: one for one in explained(seen, charter or shipped(), on).rules}
    return [sight.sentence(ENGLISH) for sight in found[rule].sights]


def bearings(seen) -> dict[str, Bearing]:
    return {one.rule.name: one.bearing for one in explained(seen, shipped(), DAY).rules}


@THOROUGH
@given(some_facts())
def test_an_explanation_names_every_rule_and_gives_the_verdict_they_give_together(seen):
    found = explained(seen, shipped(), DAY)

    assert [one.rule for one in found.rules] == list(RULES)
    assert found.verdict == judge(seen, shipped(), DAY)
    assert all(one.sights for one in found.rules)


@THOROUGH
@given(some_facts())
def test_a_rule_says_nothing_it_does_not_list_and_sees_nothing_without_words(seen):
    for one in explained(seen, shipped(), DAY).rules:
        assert {reason.text for reason in one.reasons} <= set(one.rule.texts)
        assert not any("{" in sentence for sentence in one.said(DUTCH))
        assert not any("{" in sight.sentence(DUTCH) for sight in one.sights)


@pytest.mark.parametrize("locale", [Locale.NL, Locale.FR, Locale.DE])
def test_every_title_text_and_silence_of_a_rule_is_said_in_every_language(locale):
    tr = translator(locale)

    for rule in RULES:
        for text in (rule.title, rule.silence, *rule.texts):
            assert tr(text) != text, (rule.name, text)


def test_every_rule_has_an_article_a_source_and_figures_the_charter_has():
    tables = {
        "purposes", "parties", "age.table", "calendar.quiet_periods", "recognisability.standards",
        "matching.clears_alone",
    }  # fmt: skip

    for rule in RULES:
        assert rule.article
        assert rule.source
        assert set(rule.figures) <= set(FIGURES) | tables, rule.name


def test_no_two_rules_have_the_same_name():
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_rule_that_stands_in_the_way_allows_remarks_or_is_silent_is_shown_as_that():
    alone = replace(person(own=GIVEN), mandates=(SEAT,))

    assert bearings(facts(faces=(face(),), persons=(alone,))) == {
        "standing": Bearing.SILENT,
        "purpose": Bearing.SILENT,
        "open-channel": Bearing.SILENT,
        "kept-in": Bearing.SILENT,
        "kind-of-image": Bearing.BESIDE,
        "recognisability": Bearing.SILENT,
        "consent": Bearing.FOR,
        "refusal": Bearing.SILENT,
        "party-names": Bearing.SILENT,
        "quiet-period": Bearing.SILENT,
        "competent-member": Bearing.BESIDE,
        "several-members": Bearing.BESIDE,
        "press-embargo": Bearing.SILENT,
        "unadopted-figures": Bearing.SILENT,
    }


@pytest.mark.parametrize(
    "seen",
    [
        facts(standing=Standing.RESTRICTED),
        facts(faces=(face(),)),
        facts(ShotType.UNSURE),
    ],
    ids=["blocks", "asks consent", "asks a person"],
)
def test_whatever_stops_a_photo_is_shown_as_standing_in_the_way(seen):
    assert Bearing.AGAINST in bearings(seen).values()


def test_a_rule_that_allows_and_objects_is_shown_as_objecting():
    seen = facts(faces=(face(1), face(2)), persons=(person(1, own=GIVEN), person(2)))

    assert bearings(seen)["consent"] is Bearing.AGAINST


def test_a_silent_rule_says_what_its_silence_means_and_a_rule_says_the_same_once():
    found = {one.rule.name: one for one in explained(facts(faces=(face(), face(2))), shipped(), DAY).rules}

    assert found["party-names"].said(ENGLISH) == ("No party is named in the words that go out.",)
    twice = facts(faces=(face(1), face(2)), persons=(person(1), person(2)))
    told = {one.rule.name: one for one in explained(twice, shipped(), DAY).rules}["consent"]
    assert len(told.reasons) == 2
    assert len(told.said(ENGLISH)) == 1


@pytest.mark.parametrize("bearing", list(Bearing))
def test_every_bearing_has_words(bearing):
    assert bearing.label in {"Stands in the way", "Allows it", "A remark", "Says nothing here"}
    assert len({other.label for other in Bearing}) == len(Bearing)


# What each rule saw


def test_the_standing_of_the_photo_is_seen():
    assert saw("standing", facts(standing=Standing.RESTRICTED)) == [
        "State of the photo: restricted: somebody asked for its removal"
    ]
    assert saw("standing", facts(shot=None)) == ["State of the photo: not analysed yet"]
    assert saw("standing", facts(shot=None, standing=Standing.ERASING)) == [
        "State of the photo: being destroyed, or gone"
    ]
    assert saw("standing", facts()) == ["State of the photo: open"]


def test_the_purpose_is_seen_by_its_title_and_an_unknown_one_by_its_code():
    assert saw("purpose", facts()) == ["What it is for: Website", "Purposes the charter knows: 6"]
    assert saw("purpose", facts(use=replace(WEB, purpose="billboard")))[0] == "What it is for: billboard"


def test_the_kind_of_photo_is_seen_with_its_measure_place_faces_and_ruling():
    seen = facts(
        ShotType.ATMOSPHERE,
        setting=Setting.PUBLIC_PLACE,
        faces=(face(1), face(2, focused=False)),
        ruling=Ruling.NO_REAL_PERSON,
    )

    assert saw("kind-of-image", seen) == [
        "Kind of photo according to the measures: atmosphere image",
        "The measure that weighed most: 0.2, limit 0.1",
        "Where it was taken: in public space",
        "Faces found: 2",
        "Faces singled out: 1",
        "Decision of an officer: no real person",
    ]
    assert saw("kind-of-image", facts(shot=None))[:2] == [
        "Kind of photo according to the measures: none",
        "Where it was taken: at a public event",
    ]
    assert saw("kept-in", seen) == ["Decision of an officer: no real person"]
    assert saw("kept-in", facts()) == ["Decision of an officer: none"]


def test_the_size_of_the_faces_that_count_is_seen_on_the_copy_with_the_standard_by_name():
    seen = facts(faces=(face(1, width=40), face(2, width=20)))

    assert saw("recognisability", seen) == [
        "Longest side of the copy that goes out: 1600 px",
        "Faces that count for consent: 2",
        "The largest of those faces: 250 pixels per metre",
        "Very recognisable from 125 pixels per metre (EN 62676-4:2015, recognise)",
    ]
    assert saw("recognisability", facts(ShotType.ATMOSPHERE, faces=(face(),)))[1:] == [
        "Faces that count for consent: 0",
        "Very recognisable from 125 pixels per metre (EN 62676-4:2015, recognise)",
    ]


def test_who_must_agree_is_seen_and_of_whom_nobody_knows_who_it_is():
    seen = facts(faces=(face(1), face(2), face(3)), persons=(person(1),), use=replace(WEB, genre=Genre.PROFILE))

    assert saw("consent", seen) == [
        "What kind of message it goes with: profile or campaign: the person is the message",
        "People who must agree: 3",
        "Of whom nobody knows who it is: 2",
    ]


def test_everyone_known_is_seen_once_and_who_said_no():
    twice = (person(1, own=REFUSED), person(1, own=REFUSED, certainty=Certainty.NAMED), person(2))

    assert saw("refusal", facts(persons=twice)) == [
        "People known or supposed in the photo: 2",
        "Of whom said no: 1",
    ]


def test_the_words_that_go_out_are_seen_by_their_number_never_by_themselves():
    seen = facts(texts=(Text(place=TextPlace.CAPTION, words="Ann Peeters"),))

    assert saw("party-names", seen) == [
        "Texts that go out with the photo: 1",
        "Party names that are looked for: 7",
    ]


def test_the_day_and_the_quiet_period_are_seen():
    seated = facts(faces=(face(),), persons=(person(mandates=(SEAT,)),))

    assert saw("quiet-period", seated, on=date(2030, 8, 1)) == [
        "Day: 1 August 2030",
        "Quiet period that runs: Gemeenteraadsverkiezingen van 13 oktober 2030",
        "Members of the college in the photo: 1",
    ]
    assert saw("quiet-period", facts())[1:] == [
        "Quiet period that runs: none",
        "Members of the college in the photo: 0",
    ]


def test_the_policy_domain_is_seen():
    assert saw("competent-member", facts(use=replace(WEB, domain="sport")))[1] == "Policy domain of the post: sport"
    assert saw("competent-member", facts())[1] == "Policy domain of the post: none"
    assert saw("several-members", facts()) == ["Members of the college in the photo: 0"]


def test_the_press_release_is_seen_and_whether_the_purpose_is_a_social_medium():
    release = PressRelease(distributed_on=date(2026, 5, 30), urgent=False)

    assert saw("press-embargo", facts(press_release=release, use=replace(WEB, purpose="facebook"))) == [
        "Day its press release went out: 30 May 2026",
        "Social medium: yes",
    ]
    assert saw("press-embargo", facts()) == ["Day its press release went out: none", "Social medium: no"]
    assert saw("press-embargo", facts(use=replace(WEB, purpose="billboard")))[1] == "Social medium: no"


def test_every_state_a_rule_sees_has_words_of_its_own():
    states = [*Standing, *Setting, *Genre, *Ruling, *(kind.value for kind in ShotType)]

    assert set(states) <= set(sights.CODES)
    assert len({sights.CODES[state] for state in states}) == len(states)


@pytest.mark.parametrize(
    ("value", "shown"), [(0.12345, "0.123"), (99.99, "100"), (100, "100"), (1234.5, "1234"), (3, "3")]
)
def test_a_figure_is_seen_with_as_many_digits_as_mean_something(value, shown):
    assert sights.Sight(text="{value}", value=value).sentence(ENGLISH) == shown


def test_all_quiet_periods_that_run_are_seen_by_name():
    one = replace(shipped().quiet_periods[0], starts_on=DAY, ends_on=DAY)
    charter = replace(shipped(), quiet_periods=(replace(one, name="Gemeente"), replace(one, name="Federaal")))

    assert saw("quiet-period", facts(), charter=charter)[1] == "Quiet period that runs: Gemeente, Federaal"


def test_what_a_release_brought_in_and_took_out_is_seen():
    charter = replace(shipped(), brought_in=("age.adult",), taken_out=("age.old",))

    said = "In the charter by a new release, not adopted: "
    assert saw("unadopted-figures", facts(), charter=charter) == [f"{said}age.adult, age.old"]
    assert saw("unadopted-figures", facts()) == [f"{said}none"]
