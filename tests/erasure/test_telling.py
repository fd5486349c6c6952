"""What is told of looks."""

import pytest

from registry.erasure.outcomes import NOBODY_CAN_LOOK
from registry.erasure.telling import PERSON_REPORTS, RECIPIENT_CONFIRMS
from registry.proof.outcome_words import CALLS


@pytest.mark.parametrize("how", [NOBODY_CAN_LOOK, PERSON_REPORTS, RECIPIENT_CONFIRMS])
def test_every_way_that_is_no_call_to_a_place_has_words_on_pages_and_certificates(how):
    assert CALLS[how]
