"""Article 2f, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from charter.builders import DAY, GIVEN, REFUSED, THOROUGH, WEB, WITHDRAWN, face, facts, open_facts, person, shipped
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.measures import ShotType
from registry.charter.charter import Signature
from registry.charter.facts import (
    Answer,
    AnswerState,
    Certainty,
    Genre,
    Mandate,
    Ruling,
    Setting,
    TextPlace,
)
from registry.charter.rules import judge
from registry.charter.verdict import Effect, Need, Outcome

FREE = (ShotType.OVERVIEW, ShotType.ATMOSPHERE)
TARGETED = (ShotType.FOCUSED, ShotType.POSED_GROUP, ShotType.PORTRAIT)
ONE = UUID(int=1)


def outcome(seen, charter=None, on=DAY) -> Outcome:
    return judge(seen, charter or shipped(), on).outcome


def needs(seen, on=DAY) -> set[Need]:
    return set(judge(seen, shipped(), on).needs)


def need(signature=Signature.OWN, person_id=ONE, face_number=1) -> Need:
    return Need(person_id=person_id, face_number=face_number, signature=signature)


def test_a_photo_of_nobody_is_publishable_wherever_it_was_taken():
    for setting in Setting:
        assert outcome(facts(ShotType.NOBODY, setting=setting)) is Outcome.PUBLISHABLE


def test_a_photo_of_nobody_in_which_faces_were_found_needs_a_person():
    assert outcome(facts(ShotType.NOBODY, faces=(face(),))) is Outcome.NEEDS_A_PERSON


@pytest.mark.parametrize("kind", FREE)
@pytest.mark.parametrize("setting", [Setting.PUBLIC_EVENT, Setting.PUBLIC_PLACE])
def test_an_atmosphere_image_of_public_life_is_free_whoever_is_in_it(kind, setting):
    assert outcome(facts(kind, setting=setting, faces=(face(1), face(2)))) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("kind", FREE)
def test_the_same_atmosphere_image_when_not_taken_in_public_needs_everyone_recognisable(kind):
    seen = facts(kind, setting=Setting.NOT_PUBLIC, faces=(face(1), face(2, focused=False), face(3, width=10)))

    assert outcome(seen) is Outcome.NEEDS_CONSENT
    assert {n.face_number for n in needs(seen)} == {1, 2}


@pytest.mark.parametrize("kind", FREE)
def test_an_atmosphere_image_when_nobody_said_where_needs_a_person(kind):
    assert outcome(facts(kind, setting=Setting.UNKNOWN, faces=(face(),))) is Outcome.NEEDS_A_PERSON


@pytest.mark.parametrize("kind", TARGETED)
def test_a_targeted_image_when_the_face_is_unknown_needs_consent_of_that_face(kind):
    seen = facts(kind, faces=(face(4),))

    assert outcome(seen) is Outcome.NEEDS_CONSENT
    assert needs(seen) == {need(person_id=None, face_number=4)}


def test_the_reason_of_an_unknown_face_names_standard_density_and_limit():
    seen = facts(faces=(face(4, width=32),))

    reason = judge(seen, shipped(), DAY).deciding[0]

    assert reason.figure == "recognisability.standards.EN 62676-4:2015.recognise"
    assert (reason.value, reason.threshold, reason.unit) == (32 / 0.16, 125, "px/m")
    assert (reason.article, reason.rule, reason.face_number) == ("2f", "consent", 4)


@pytest.mark.parametrize("kind", TARGETED)
def test_a_targeted_image_when_everyone_agreed_is_publishable(kind):
    seen = facts(kind, faces=(face(1), face(2)), persons=(person(1, own=GIVEN), person(2, own=GIVEN)))

    assert outcome(seen) is Outcome.PUBLISHABLE


def test_a_posed_group_of_thirty_when_one_did_not_agree_needs_that_one():
    faces = tuple(face(n) for n in range(1, 31))
    persons = tuple(person(n, own=Answer() if n == 17 else GIVEN) for n in range(1, 31))
    seen = facts(ShotType.POSED_GROUP, faces=faces, persons=persons)

    assert needs(seen) == {need(person_id=UUID(int=17), face_number=17)}


def test_bystanders_of_a_focused_image_need_not_agree():
    seen = facts(faces=(face(1), face(2, focused=False)), persons=(person(1, own=GIVEN),))

    assert outcome(seen) is Outcome.PUBLISHABLE


def test_a_targeted_image_in_which_no_face_is_marked_needs_all_that_are_recognisable():
    seen = facts(faces=(face(1, focused=False), face(2, focused=False)))

    assert {n.face_number for n in needs(seen)} == {1, 2}


def test_a_targeted_image_without_any_face_needs_a_person():
    assert outcome(facts(faces=())) is Outcome.NEEDS_A_PERSON


def test_an_unsure_photo_needs_a_person_with_the_figure_that_did_not_decide():
    verdict = judge(facts(ShotType.UNSURE, faces=(face(),)), shipped(), DAY)

    assert verdict.outcome is Outcome.NEEDS_A_PERSON
    assert verdict.deciding[0].figure == "largest_face_share"


@pytest.mark.parametrize(("side", "expected"), [(106, Outcome.PUBLISHABLE), (107, Outcome.NEEDS_CONSENT)])
def test_recognisability_is_judged_on_the_rendition_at_exactly_the_limit(side, expected):
    seen = facts(faces=(face(width=300),), use=replace(WEB, long_side=side))

    assert 300 * 107 / 1600 / 0.16 >= 125 > 300 * 106 / 1600 / 0.16
    assert outcome(seen) is expected


def test_a_face_at_exactly_the_limit_is_recognisable_and_no_reason_says_otherwise():
    verdict = judge(facts(faces=(face(width=20),)), shipped(), DAY)

    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert "recognisability" not in {reason.rule for reason in verdict.reasons}


def test_a_rendition_is_never_larger_than_its_original():
    seen = facts(faces=(face(width=19),), use=replace(WEB, long_side=16_000))

    assert outcome(seen) is Outcome.PUBLISHABLE


def test_a_young_child_is_recognisable_at_fewer_pixels_than_an_adult():
    child = person(birth_date=date(2021, 1, 1))

    assert outcome(facts(faces=(face(width=18),), persons=(child,))) is Outcome.NEEDS_CONSENT
    assert outcome(facts(faces=(face(width=18),), persons=(person(),))) is Outcome.PUBLISHABLE


def test_a_child_has_an_adults_face_from_the_configured_birthday():
    child = facts(faces=(face(width=18),), persons=(person(birth_date=DAY.replace(year=DAY.year - 7)),))

    assert outcome(child) is Outcome.PUBLISHABLE
    assert outcome(child, on=DAY - timedelta(days=1)) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize("kind", [*FREE, *TARGETED, ShotType.NOBODY, ShotType.UNSURE])
@pytest.mark.parametrize("certainty", [Certainty.DECLARED, Certainty.CONFIRMED])
def test_a_clear_refusal_beats_every_kind_of_image_also_the_atmosphere_exemption(kind, certainty):
    seen = facts(kind, faces=(face(),), persons=(person(certainty=certainty, own=REFUSED),))

    verdict = judge(seen, shipped(), DAY)

    assert verdict.outcome is Outcome.BLOCKED
    assert [(r.rule, r.person_id) for r in verdict.deciding] == [("refusal", ONE)]


def test_a_refusal_of_someone_only_suggested_needs_a_person():
    seen = facts(ShotType.ATMOSPHERE, faces=(face(),), persons=(person(certainty=Certainty.SUGGESTED, own=REFUSED),))

    assert outcome(seen) is Outcome.NEEDS_A_PERSON


def test_a_withdrawn_consent_in_a_targeted_image_needs_consent_again():
    seen = facts(faces=(face(),), persons=(person(own=WITHDRAWN),))

    assert outcome(seen) is Outcome.NEEDS_CONSENT


def test_a_withdrawn_consent_in_an_atmosphere_image_needs_a_person():
    seen = facts(ShotType.ATMOSPHERE, faces=(face(),), persons=(person(own=WITHDRAWN),))

    assert outcome(seen) is Outcome.NEEDS_A_PERSON


def test_a_withdrawn_consent_of_a_bystander_in_a_focused_image_needs_a_person():
    seen = facts(faces=(face(1), face(2, focused=False)), persons=(person(1, own=GIVEN), person(2, own=WITHDRAWN)))

    assert outcome(seen) is Outcome.NEEDS_A_PERSON


@pytest.mark.parametrize(
    "state", [s for s in AnswerState if s not in {AnswerState.GIVEN, AnswerState.REFUSED, AnswerState.WITHDRAWN}]
)
def test_anything_but_a_yes_needs_consent_and_says_what_there_is_instead(state):
    verdict = judge(facts(faces=(face(),), persons=(person(own=Answer(state=state)),)), shipped(), DAY)

    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert [(r.figure, r.value, r.threshold) for r in verdict.deciding] == [("consent", state.value, "given")]


def test_a_suggested_match_when_the_person_agreed_still_needs_a_person():
    seen = facts(faces=(face(),), persons=(person(certainty=Certainty.SUGGESTED, similarity=0.99, own=GIVEN),))

    assert outcome(seen) is Outcome.NEEDS_A_PERSON


def alone(similarity: float = 0.60, **changes):
    suggested = person(certainty=Certainty.SUGGESTED, similarity=similarity, own=GIVEN, **changes)
    return facts(faces=(face(),), persons=(suggested,))


def test_a_suggested_match_at_the_strict_threshold_clears_only_where_the_charter_allows_it():
    strict = replace(shipped(), clears_alone=True)

    assert outcome(alone(0.60), strict) is Outcome.PUBLISHABLE
    assert outcome(alone(0.599), strict) is Outcome.NEEDS_A_PERSON


def test_a_person_suggested_for_two_faces_never_clears_by_itself():
    seen = alone(0.95)
    twice = replace(seen, faces=(face(1), face(2)), persons=(*seen.persons, replace(seen.persons[0], face_number=2)))

    assert outcome(twice, replace(shipped(), clears_alone=True)) is Outcome.NEEDS_A_PERSON


def test_an_ambiguous_match_never_clears_by_itself():
    other = person(1, certainty=Certainty.SUGGESTED, similarity=0.9, own=GIVEN, person_id=UUID(int=2))
    seen = alone(0.95)
    seen = replace(seen, persons=(*seen.persons, other))

    assert outcome(seen, replace(shipped(), clears_alone=True)) is Outcome.NEEDS_A_PERSON


def test_a_strict_match_of_someone_too_young_to_be_matched_never_clears_by_itself():
    strict = replace(shipped(), clears_alone=True)
    born = DAY.replace(year=DAY.year - 14)
    both = {"own": GIVEN, "guardian": GIVEN}

    young = facts(faces=(face(),), persons=(replace(alone().persons[0], birth_date=born + timedelta(1), **both),))
    assert outcome(young, strict) is Outcome.NEEDS_A_PERSON
    old_enough = facts(faces=(face(),), persons=(replace(alone().persons[0], birth_date=born, **both),))
    assert outcome(old_enough, strict) is Outcome.PUBLISHABLE
    undated = facts(faces=(face(),), persons=(replace(alone().persons[0], minor=True, **both),))
    assert outcome(undated, strict) is Outcome.NEEDS_A_PERSON


def test_a_confirmed_name_beats_a_suggestion_for_the_same_face():
    rival = person(1, certainty=Certainty.SUGGESTED, similarity=0.9, person_id=UUID(int=2))
    seen = facts(faces=(face(),), persons=(person(own=GIVEN), rival))

    assert outcome(seen) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("kind", [*FREE, ShotType.NOBODY])
@pytest.mark.parametrize("place", list(TextPlace))
def test_a_text_that_names_a_person_makes_them_identified_and_asks_their_consent(kind, place):
    named = person(None, Certainty.NAMED, person_id=ONE, named_in=frozenset({place}))

    assert needs(facts(kind, persons=(named,))) == {need(face_number=None)}
    assert outcome(facts(kind, persons=(replace(named, own=GIVEN),))) is Outcome.PUBLISHABLE


def test_a_person_who_is_suggested_and_named_is_asked_for_by_name_and_confirmed_by_face():
    both = person(certainty=Certainty.SUGGESTED, similarity=0.9, named_in=frozenset({TextPlace.CAPTION}))
    verdict = judge(facts(faces=(face(),), persons=(both,)), shipped(), DAY)

    assert verdict.outcome is Outcome.NEEDS_A_PERSON
    assert verdict.needs == (need(face_number=None),)


@pytest.mark.parametrize("kind", [ShotType.NOBODY, *TARGETED])
def test_a_known_person_without_a_face_must_agree_unless_the_image_is_free(kind):
    seen = facts(kind, faces=(), persons=(person(None, Certainty.DECLARED, person_id=ONE),))

    assert need(face_number=None) in needs(seen)
    free = facts(ShotType.ATMOSPHERE, persons=seen.persons)
    assert outcome(free) is Outcome.PUBLISHABLE


# Minors


def minor(years: int, **answers):
    return person(birth_date=DAY.replace(year=DAY.year - years), **answers)


@pytest.mark.parametrize(
    ("years", "signatures"),
    [
        (11, {Signature.GUARDIAN}),
        (12, {Signature.GUARDIAN, Signature.OWN}),
        (13, {Signature.GUARDIAN, Signature.OWN}),
        (14, {Signature.OWN}),
        (17, {Signature.OWN}),
        (18, {Signature.OWN}),
    ],
)
def test_a_minor_needs_the_signatures_of_the_age_table(years, signatures):
    assert {n.signature for n in needs(facts(faces=(face(),), persons=(minor(years),)))} == signatures


@pytest.mark.parametrize(("years", "yes"), [(11, ("guardian",)), (13, ("own", "guardian")), (16, ("own",))])
def test_a_minor_whose_signatures_are_all_there_may_be_shown(years, yes):
    signed = minor(years, **dict.fromkeys(yes, GIVEN))

    assert outcome(facts(faces=(face(),), persons=(signed,))) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("who", ["own", "guardian"])
@pytest.mark.parametrize("years", [5, 13, 17])
def test_either_the_minor_or_the_guardian_may_refuse(who, years):
    signed = {"own": GIVEN, "guardian": GIVEN, who: REFUSED}

    assert outcome(facts(faces=(face(),), persons=(minor(years, **signed),))) is Outcome.BLOCKED


@pytest.mark.parametrize(("years", "who"), [(5, "own"), (16, "guardian")])
def test_a_withdrawal_by_whoever_need_not_sign_for_a_minor_still_needs_a_person(years, who):
    signed = {"own": GIVEN, "guardian": GIVEN, who: WITHDRAWN}

    assert outcome(facts(faces=(face(),), persons=(minor(years, **signed),))) is Outcome.NEEDS_A_PERSON


def test_a_minor_without_a_birth_date_needs_every_signature():
    seen = facts(faces=(face(),), persons=(person(minor=True),))

    assert {n.signature for n in needs(seen)} == {Signature.OWN, Signature.GUARDIAN}


def test_a_yes_given_as_a_minor_is_asked_anew_on_the_eighteenth_birthday():
    given_at_17 = minor(18, own=Answer(state=AnswerState.GIVEN, since=DAY - timedelta(days=1)))
    seen = facts(faces=(face(),), persons=(given_at_17,))

    assert outcome(seen, on=DAY - timedelta(days=1)) is Outcome.PUBLISHABLE
    verdict = judge(seen, shipped(), DAY)
    assert [(r.figure, r.value, r.threshold) for r in verdict.deciding] == [("consent_given_as", "minor", "adult")]


def test_a_yes_given_on_the_eighteenth_birthday_holds():
    seen = facts(faces=(face(),), persons=(minor(18, own=Answer(state=AnswerState.GIVEN, since=DAY)),))

    assert outcome(seen) is Outcome.PUBLISHABLE


def test_a_guardian_of_someone_grown_up_has_no_say_any_more():
    seen = facts(faces=(face(),), persons=(minor(30, own=GIVEN, guardian=REFUSED),))

    assert outcome(seen) is Outcome.PUBLISHABLE


# The dead


def test_the_heirs_of_a_dead_person_must_agree_for_twenty_years():
    died = date(2006, 6, 2)
    seen = facts(faces=(face(),), persons=(person(died_on=died, own=GIVEN),))

    assert needs(seen, on=date(2026, 6, 1)) == {need(Signature.HEIR)}
    assert outcome(seen, on=date(2026, 6, 2)) is Outcome.PUBLISHABLE
    agreed = facts(faces=(face(),), persons=(person(died_on=died, heir=GIVEN),))
    assert outcome(agreed, on=date(2026, 6, 1)) is Outcome.PUBLISHABLE


def test_someone_known_to_be_dead_without_a_day_needs_the_heirs():
    assert needs(facts(faces=(face(),), persons=(person(dead=True),))) == {need(Signature.HEIR)}


def test_heirs_may_refuse():
    seen = facts(ShotType.ATMOSPHERE, faces=(face(),), persons=(person(died_on=date(2020, 1, 1), heir=REFUSED),))

    assert outcome(seen) is Outcome.BLOCKED


def test_heirs_of_the_living_have_no_say():
    assert outcome(facts(faces=(face(),), persons=(person(own=GIVEN, heir=REFUSED),))) is Outcome.PUBLISHABLE


# Mandataries

SEAT = Mandate(domains=frozenset({"sport"}), in_college=False, starts_on=date(2025, 1, 1), ends_on=date(2026, 6, 1))


@pytest.mark.parametrize("on", [date(2025, 1, 1), date(2026, 6, 1)])
def test_a_mandatary_in_function_needs_no_consent_for_news_from_the_first_day_to_the_last(on):
    assert outcome(facts(faces=(face(),), persons=(person(mandates=(SEAT,)),)), on=on) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2026, 6, 2)])
def test_a_mandatary_out_of_function_needs_consent_as_anyone(on):
    assert outcome(facts(faces=(face(),), persons=(person(mandates=(SEAT,)),)), on=on) is Outcome.NEEDS_CONSENT


def test_a_mandatary_in_function_needs_consent_for_a_profile_photo():
    seated = (person(mandates=(SEAT,)),)

    assert outcome(facts(ShotType.PORTRAIT, faces=(face(),), persons=seated)) is Outcome.NEEDS_CONSENT
    profile = facts(faces=(face(),), persons=seated, use=replace(WEB, genre=Genre.PROFILE))
    assert outcome(profile) is Outcome.NEEDS_CONSENT


def test_a_mandatary_in_function_may_refuse():
    assert outcome(facts(faces=(face(),), persons=(person(mandates=(SEAT,), own=REFUSED),))) is Outcome.BLOCKED


# Rulings


def test_a_ruling_that_nobody_is_singled_out_frees_a_targeted_image_only_in_public():
    ruled = facts(faces=(face(),), ruling=Ruling.NOBODY_SINGLED_OUT)

    assert outcome(ruled) is Outcome.PUBLISHABLE
    assert outcome(replace(ruled, setting=Setting.NOT_PUBLIC)) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize("ruling", [Ruling.NOBODY_RECOGNISABLE, Ruling.NO_REAL_PERSON])
def test_a_ruling_that_there_is_nobody_to_recognise_frees_the_faces(ruling):
    assert outcome(facts(faces=(face(),), setting=Setting.NOT_PUBLIC, ruling=ruling)) is Outcome.PUBLISHABLE


def test_a_ruling_that_someone_is_singled_out_asks_consent_in_an_atmosphere_image():
    seen = facts(ShotType.ATMOSPHERE, faces=(face(),), ruling=Ruling.SINGLED_OUT)

    assert outcome(seen) is Outcome.NEEDS_CONSENT


@THOROUGH
@given(open_facts(), st.sampled_from(Ruling))
def test_no_ruling_overrules_a_refusal(seen, ruling):
    refuser = person(None, person_id=UUID(int=77), own=REFUSED)

    assert outcome(replace(seen, ruling=ruling, persons=(refuser,))) is Outcome.BLOCKED


def test_a_ruling_that_a_photo_stays_in_blocks_whoever_agreed():
    agreed = facts(faces=(face(),), persons=(person(own=GIVEN),), ruling=Ruling.KEPT_IN)

    verdict = judge(agreed, shipped(), DAY)

    assert verdict.outcome is Outcome.BLOCKED
    assert [(r.rule, r.value) for r in verdict.deciding] == [("kept-in", "kept-in")]
    assert outcome(facts(ShotType.NOBODY, ruling=Ruling.KEPT_IN)) is Outcome.BLOCKED


@THOROUGH
@given(open_facts())
def test_a_photo_that_stays_in_is_for_the_rest_judged_as_without_a_ruling(seen):
    def rest(ruling):
        reasons = judge(replace(seen, ruling=ruling), shipped(), DAY).reasons
        return {reason for reason in reasons if reason.rule not in {"kept-in", "ground"}}

    assert rest(Ruling.KEPT_IN) == rest(None)


def test_a_ruling_stands_among_the_reasons():
    verdict = judge(facts(faces=(face(),), ruling=Ruling.NOBODY_SINGLED_OUT), shipped(), DAY)

    assert ("ruling", "nobody-singled-out", Effect.CLEARS) in [(r.figure, r.value, r.effect) for r in verdict.reasons]
