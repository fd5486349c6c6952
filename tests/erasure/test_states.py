"""The words by which states stand in the database: a changed one would not be found again in an old register."""

import pytest

from registry.erasure.states import (
    ErasureReason,
    ErasureState,
    Impossibility,
    StepAction,
    StepState,
    TaskState,
)

WORDS = {
    ErasureReason: "request withdrawal officer expired dropped restored",
    ErasureState: "running waiting needs_person done",
    StepAction: "sweep suppress remove destroy-key erase-rows scrub look certify",
    StepState: "pending retry locked person done",
    TaskState: "open done impossible retried overtaken",
    Impossibility: "printed recipient-refuses legal-hold place-lost",
}


@pytest.mark.parametrize("states", WORDS, ids=lambda states: states.__name__)
def test_the_words_in_the_database_are_as_they_were(states):
    assert [state.value for state in states] == WORDS[states].split()
