from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from charter.builders import DAY, GIVEN, REFUSED, THOROUGH, WEB, face, facts, open_facts, person, shipped, some_facts
from hypothesis import given

from registry.analysis.measures import ShotType
from registry.charter.facts import Certainty, PersonFacts, Standing
from registry.charter.rules import RULES, explain, judge
from registry.charter.subjects import subjects
from registry.charter.verdict import Effect, Outcome, Reason
from registry.locale import Locale, translator


def test_a_sentence_says_what_there_is_in_words_and_with_its_figures():
    english = translator(Locale.EN)
    unknown = judge(facts(faces=(face(4, width=32),)), shipped(), DAY).deciding[0].sentence(english)
    asked = judge(facts(faces=(face(),), persons=(person(),)), shipped(), DAY).deciding[0].sentence(english)

    assert unknown == "Face 4 is recognisable (200 px/m, limit 125 px/m) and nobody knows who it is."
    assert asked == "A person in this photo must agree to this use first; so far: never asked."


def test_every_state_of_an_answer_and_place_of_a_text_has_words():
    from registry.charter import verdict
    from registry.charter.facts import AnswerState, TextPlace

    assert {*AnswerState, *TextPlace} <= set(verdict._WORDS)


def test_an_empty_rule_set_refuses():
    verdict = judge(facts(ShotType.NOBODY), shipped(), DAY, rules=())

    assert verdict.outcome is Outcome.BLOCKED
    assert [reason.rule for reason in verdict.reasons] == ["ground"]


def test_rules_that_only_remark_give_no_ground_and_refuse():
    remarking = [rule for rule in RULES if rule.name == "several-members"]

    assert judge(facts(ShotType.NOBODY), shipped(), DAY, rules=remarking).outcome is Outcome.BLOCKED


@THOROUGH
@given(some_facts())
def test_a_verdict_when_judged_twice_is_the_same(seen):
    assert judge(seen, shipped(), DAY) == judge(seen, shipped(), DAY)


@THOROUGH
@given(some_facts())
def test_a_verdict_names_only_faces_and_persons_it_saw(seen):
    verdict = judge(seen, shipped(), DAY)

    faces = {None, *(face.number for face in seen.faces), *(person.face_number for person in seen.persons)}
    persons = {None, *(person.person_id for person in seen.persons)}
    assert {reason.face_number for reason in verdict.reasons} <= faces
    assert {reason.person_id for reason in verdict.reasons} <= persons
    assert {need.person_id for need in verdict.needs} <= persons


@THOROUGH
@given(some_facts())
def test_every_reason_names_article_rule_figure_value_threshold_and_unit(seen):
    known = {(rule.article, rule.name) for rule in RULES} | {("2f", "ground")}

    for reason in judge(seen, shipped(), DAY).reasons:
        assert (reason.article, reason.rule) in known
        assert reason.figure
        assert reason.unit
        assert reason.value != ""
        assert reason.threshold != ""


@THOROUGH
@given(some_facts())
def test_every_reason_when_told_or_kept_and_read_again_says_the_same(seen):
    english = translator(Locale.EN)

    for reason in judge(seen, shipped(), DAY).reasons:
        kept = Reason.from_json(reason.to_json())
        assert kept == reason
        assert "{" not in kept.sentence(english)


@THOROUGH
@given(some_facts())
def test_the_outcome_is_the_weightiest_reason(seen):
    verdict = judge(seen, shipped(), DAY)
    effects = {reason.effect for reason in verdict.reasons}

    assert (Effect.BLOCKS in effects) == (verdict.outcome is Outcome.BLOCKED)
    if verdict.outcome.may_go_out:
        assert effects <= {Effect.CLEARS, Effect.REMARKS}
        assert Effect.CLEARS in effects
    assert verdict.deciding


@THOROUGH
@given(some_facts())
def test_no_consent_is_needed_unless_the_outcome_says_so_and_every_need_has_its_reason(seen):
    verdict = judge(seen, shipped(), DAY)
    asking = [reason for reason in verdict.reasons if reason.effect is Effect.ASKS_CONSENT]

    assert len(verdict.needs) == len({(r.person_id, r.face_number, r.signature) for r in asking})
    if verdict.outcome is Outcome.NEEDS_CONSENT:
        assert verdict.needs


@THOROUGH
@given(open_facts())
def test_a_publishable_photo_has_a_yes_or_an_exemption_for_every_subject(seen):
    verdict = judge(seen, shipped(), DAY)
    if not verdict.outcome.may_go_out:
        return

    cleared = {reason.person_id for reason in verdict.reasons if reason.rule == "consent"}
    for subject in subjects(seen, shipped(), DAY):
        certain = [p for p in subject.persons if subject.face is None or p.certainty.is_certain]
        assert certain
        assert {p.person_id for p in certain} <= cleared


@THOROUGH
@given(open_facts())
def test_a_refusal_when_added_never_leaves_a_photo_publishable(seen):
    refuser = person(None, person_id=UUID(int=77), own=REFUSED)

    assert judge(replace(seen, persons=(*seen.persons, refuser)), shipped(), DAY).outcome is Outcome.BLOCKED


@THOROUGH
@given(open_facts())
def test_a_photo_when_restricted_is_blocked_whatever_the_rest(seen):
    for standing in (Standing.RESTRICTED, Standing.ERASING, Standing.NOT_ANALYSED):
        assert judge(replace(seen, standing=standing), shipped(), DAY).outcome is Outcome.BLOCKED


@THOROUGH
@given(open_facts())
def test_a_suggestion_when_the_charter_does_not_let_it_clear_never_does(seen):
    suggested = tuple(replace(p, certainty=Certainty.SUGGESTED, named_in=frozenset()) for p in seen.persons)
    seen = replace(seen, persons=suggested)

    assert not [r for r in judge(seen, shipped(), DAY).reasons if r.rule == "consent" and r.effect is Effect.CLEARS]


@THOROUGH
@given(open_facts())
def test_an_unknown_recognisable_face_when_consent_is_asked_for_faces_is_never_published(seen):
    seen = replace(seen, persons=(), shot=replace(facts().shot), faces=(face(1, width=1600),), ruling=None, use=WEB)

    verdict = judge(replace(seen, original_long_side=1600), shipped(), DAY)

    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert [need.face_number for need in verdict.needs] == [1]


def test_the_explanation_lists_every_rule_also_the_silent_ones():
    said = explain(facts(faces=(face(),), persons=(person(own=GIVEN),)), shipped(), DAY)

    assert [rule.name for rule, _ in said] == [rule.name for rule in RULES]
    assert not {rule.name: heard for rule, heard in said}["party-names"]


def test_a_verdict_names_the_version_of_its_charter():
    assert judge(facts(ShotType.NOBODY), shipped(), DAY).charter_version == shipped().version


def test_a_photo_when_its_purpose_is_unknown_to_the_charter_is_blocked():
    verdict = judge(facts(ShotType.NOBODY, use=replace(WEB, purpose="billboard")), shipped(), DAY)

    assert [reason.rule for reason in verdict.deciding] == ["purpose"]


def test_a_photo_when_its_analysis_is_missing_is_blocked_as_not_analysed():
    verdict = judge(facts(shot=None), shipped(), DAY)

    assert [(r.rule, r.value) for r in verdict.deciding] == [("standing", "not-analysed")]


def test_a_person_when_nothing_is_known_has_never_been_asked():
    assert not PersonFacts(person_id=UUID(int=1), certainty=Certainty.NAMED).own.state.is_no
