"""What is told of looks."""

from datetime import timedelta
from uuid import UUID

import pytest

from registry.erasure.outcomes import NOBODY_CAN_LOOK
from registry.erasure.records import Erasure, Look
from registry.erasure.states import ErasureReason, ErasureState
from registry.erasure.telling import PERSON_REPORTS, RECIPIENT_CONFIRMS, looks_told
from registry.proof.outcome_words import CALLS


@pytest.mark.parametrize("how", [NOBODY_CAN_LOOK, PERSON_REPORTS, RECIPIENT_CONFIRMS])
def test_every_way_that_is_no_call_to_a_place_has_words_on_pages_and_certificates(how):
    assert CALLS[how]


PHOTO, COPY = UUID(int=1), UUID(int=2)


@pytest.fixture
def told(database, clock):
    """What is told of a copy, given its looks as (hours after now, how, answer); None, None is one still due."""
    begun = clock.now()

    def told(*looks):
        with database.transaction() as session:
            erasure = Erasure(
                photo_id=PHOTO, photo_reference="F-7K2M-9QXD", reason=ErasureReason.OFFICER,
                state=ErasureState.DONE, asked_at=begun,
            )  # fmt: skip
            session.add(erasure)
            session.flush()
            for hours, how, answer in looks:
                at = begun + timedelta(hours=hours)
                session.add(
                    Look(
                        erasure_id=erasure.id, copy_id=COPY, due_at=at, how=how, answer=answer,
                        looked_at=at if answer else None,
                    )
                )  # fmt: skip
        with database.reading() as session:
            return looks_told(session, PHOTO)[COPY]

    return told


def test_a_look_that_found_the_copy_again_is_told_like_one_that_found_nothing_and_an_unclear_one_is_not(told, clock):
    looks = told((1, "listing", "present"), (2, "get", "absent"), (3, "get", "unclear"), (24, None, None))
    assert [(line.how, line.answer) for line in looks.taken] == [("listing", "present"), ("get", "absent")]
    assert (looks.next_at, looks.last_at) == (clock.now() + timedelta(hours=24),) * 2
    assert not looks.closed


@pytest.mark.parametrize("how", [NOBODY_CAN_LOOK, RECIPIENT_CONFIRMS])
def test_where_nobody_can_look_no_next_look_is_promised(told, how):
    looks = told((1, how, "unclear"), (24, None, None))
    assert looks.closed
    assert looks.next_at is None
    assert [line.how for line in looks.taken] == [RECIPIENT_CONFIRMS][: how == RECIPIENT_CONFIRMS]
