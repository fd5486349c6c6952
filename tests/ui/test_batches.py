"""How far a batch is, as the photographer reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from registry.intake.outcomes import BatchProgress, RefusedFile
from registry.intake.states import RefusalReason
from registry.ui.views.batches import arrived, missing


@pytest.mark.parametrize(
    ("received", "already_here", "refused", "come", "left"),
    [(18, 0, 0, 18, 182), (150, 49, 1, 200, 0), (200, 1, 0, 200, 0)],
    ids=["broken off", "whole", "one sent again while the page was closed"],
)
def test_a_batch_then_never_says_that_more_came_in_than_were_announced(received, already_here, refused, come, left):
    files = tuple(
        RefusedFile(ordinal=n, file_name="a.txt", reason=RefusalReason.NOT_AN_IMAGE) for n in range(1, refused + 1)
    )
    batch = BatchProgress(
        batch_id=UUID(int=1),
        started_at=datetime(2026, 6, 1, tzinfo=UTC),
        total=200,
        received=received,
        already_here=already_here,
        looked_at=0,
        refused=files,
    )
    assert (arrived(batch), missing(batch)) == (come, left)
