import pytest

from registry.posts.checklist import POLICY, QUESTIONS, THIRD_PARTIES, WITH_SERVANT, Initiative, judge, questions

YES = dict.fromkeys(QUESTIONS, "yes")


@pytest.mark.parametrize("initiative", list(Initiative))
def test_every_question_of_an_initiative_must_be_answered_and_yes_to_all_is_clear(initiative):
    asked = questions(initiative)
    assert judge(initiative, {}).open == asked
    assert judge(initiative, YES).is_clear
    for code in asked:
        assert judge(initiative, YES | {code: "no"}).against == (code,)
        assert judge(initiative, YES | {code: "unsure"}).in_doubt == (code,)
        assert not judge(initiative, YES | {code: "perhaps"}).is_clear


def test_a_third_party_answers_every_criterion_of_2d_and_an_advisory_council_that_of_2c():
    assert questions(Initiative.THIRD_PARTY) == (POLICY, *THIRD_PARTIES)
    assert len(THIRD_PARTIES) == 8
    assert questions(Initiative.COUNCIL) == (POLICY, WITH_SERVANT)


def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing():
    assert judge(Initiative.MUNICIPALITY, {POLICY: "yes", "large-event": "no"}).is_clear
