"""The states of a copy and the moves between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.copies.states import MOVES, CopyKind, CopyState, may_move

S = CopyState
states = st.sampled_from(CopyState)


def test_properties_of_every_state_are_as_spelled_out():
    table = {s: (s.may_exist, s.is_gone, s.is_final, s.needs_person) for s in CopyState}
    there, task = (True, False, False, False), (True, False, False, True)
    assert table == {
        S.PLANNED: there,
        S.PRESENT: there,
        S.HIDDEN: there,
        S.REMOVING: there,
        S.PERSONS_TASK: task,
        S.GONE_VERIFIED: (False, True, True, False),
        S.GONE_UNVERIFIABLE: (False, True, True, False),
        S.IMPOSSIBLE: (True, False, True, False),
    }


@pytest.mark.parametrize("start", [S.PLANNED, S.PRESENT, S.HIDDEN])
def test_nothing_is_gone_without_a_removal_that_was_begun(start):
    assert not [end for end in MOVES[start] if end.is_final or end.needs_person]


@given(state=states)
def test_every_state_can_be_removed_and_stays_where_it_is(state):
    assert may_move(state, S.REMOVING)
    assert may_move(state, state)


@given(path=st.lists(states, min_size=1, max_size=8))
def test_a_copy_never_becomes_planned_again(path):
    state = S.PRESENT
    for wanted in path:
        state = wanted if may_move(state, wanted) else state
    assert state is not S.PLANNED


def test_a_copy_being_removed_never_becomes_public_again():
    assert not may_move(S.REMOVING, S.PRESENT)
    assert not may_move(S.GONE_VERIFIED, S.PRESENT)
    assert not may_move(S.IMPOSSIBLE, S.PRESENT)


WORDS = {
    CopyKind: "original rendition mended crop template evidence published export sent archived cached",
    CopyState: "planned present hidden removing persons_task gone_verified gone_unverifiable impossible",
}
"""How they stand in the database: a changed word would not be found again in an old register."""


@pytest.mark.parametrize("states", WORDS, ids=lambda states: states.__name__)
def test_the_words_in_the_database_are_as_they_were(states):
    assert [state.value for state in states] == WORDS[states].split()
