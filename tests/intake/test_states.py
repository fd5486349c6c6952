from __future__ import annotations

import pytest

from registry.intake import errors
from registry.intake.states import PhotoState, RefusalReason


def test_every_reason_to_refuse_when_looked_for_then_has_one_error_with_a_text():
    refusals = errors.IntakeRefusal.__subclasses__()
    assert {refusal.reason for refusal in refusals} == set(RefusalReason)
    assert all(refusal.text for refusal in refusals)


@pytest.mark.parametrize("state", PhotoState)
def test_a_photo_that_may_be_shown_when_in_any_state_then_has_its_bytes(state):
    assert state.has_bytes or not state.may_be_shown


def test_only_an_erased_photo_when_asked_then_is_at_its_end():
    assert [state for state in PhotoState if state.is_final] == [PhotoState.ERASED]
